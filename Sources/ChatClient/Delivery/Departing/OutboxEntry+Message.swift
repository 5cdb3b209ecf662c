import ChatModel
import Foundation

/// An entry as the message that it becomes.
extension OutboxEntry {
  /// As it is given to the server.
  var outgoing: OutgoingMessage {
    let content: OutgoingMessage.Content =
      switch body {
      case .text(let text): .text(text)
      case .file(let file): .media(file.mediaID ?? "", file.kind)
      }
    return OutgoingMessage(conversationID: conversationID, content: content, tempID: id.rawValue)
  }

  /// What the server answered, with what was sent where it leaves that out.
  func completing(_ answered: Message, by sender: UserID?) -> Message {
    var message = answered
    if message.sender.id == nil, let sender {
      message.sender = .known(Participant(bareID: sender))
    }
    let known = self.message(
      as: answered.id, by: sender ?? "", deliveredAt: answered.deliveredAt ?? .distantPast)
    message.content = message.content ?? known.content
    if message.media.id == nil, known.media.id != nil {
      message.kind = known.kind
      message.media = known.media
    }
    return message
  }

  /// As the server has it, as far as that is known here.
  func message(as id: MessageID, by sender: UserID, deliveredAt: Date) -> Message {
    var message = Message(
      id: id, conversationID: conversationID, sender: .known(Participant(bareID: sender)),
      deliveredAt: deliveredAt)
    switch body {
    case .text(let text): message.content = text.trimmingCharacters(in: .whitespacesAndNewlines)
    case .file(let file):
      message.kind = .media(file.kind)
      message.media = .known(
        Media(
          id: file.mediaID ?? "", name: file.name, kind: file.kind, format: file.format,
          size: file.size))
    }
    return message
  }
}
