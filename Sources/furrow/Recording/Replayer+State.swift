// The server's state behind a replay, beside that of the recording.

import ChatClient
import ChatConnection
import ChatModel
import Foundation
import Recordings
import Sentences

extension Replayer {
  /// What of the recording the replay has no part in.
  func notCompared(_ told: RecordedState, _ recorded: RecordedState) -> [String] {
    var remarks: [String] = []
    func conversations(_ count: Int) -> String {
      said(count, one: "1 conversation", more: "\(count) conversations")
    }
    let ofOthers = RecordedState(of: recording).threads.count - told.threads.count
    if ofOthers > 0 {
      remarks.append(
        said(
          """
          Not compared: \(conversations(ofOthers)) known only from those whom --as does not name.
          """))
    }
    let untouched = told.threads.count - recorded.threads.count
    if untouched > 0 {
      remarks.append(
        said("Not compared: \(conversations(untouched)) in which nothing was done."))
    }
    let written = recorded.threads.keys.reduce(0) { count, id in
      count + (told.threads[id]?.messages.count ?? 0)
        - (recorded.threads[id]?.messages.count ?? 0)
    }
    if written > 0 {
      let messages = said(written, one: "1 message", more: "\(written) messages")
      remarks.append(said("Not compared: \(messages) that no line of this replay sends."))
    }
    return remarks
  }

  /// So many messages of others may stand among the newest.
  private static let mostOfOthers = 50

  /// What the server says now of the conversations that those who are played know from the recording,
  /// with its ids; and why it does not tell of the others, in clauses.
  func state(
    _ map: IDMap, as recorded: RecordedState, since start: Date
  ) async -> (RecordedState, unread: [String: String]) {
    var state = RecordedState()
    var unread: [String: String] = [:]
    for (id, thread) in recorded.threads.sorted(by: { $0.key < $1.key }) {
      guard let there = map.id(of: id) else {
        unread[id] = said("nothing here told which conversation is \(id)")
        continue
      }
      for player in players {
        do {
          let api = try player.connections.api(token: player.account.token)
          let conversation = try await api.conversation(ConversationID(there))
          let count = thread.messages.count
          let messages =
            count == 0
            ? [] : try await api.newestMessages(count + Self.mostOfOthers, of: conversation.id)
          state.note(conversation.inRecording(map), line: 0)
          let since = serverTime(start)
          for message in messages.filter({ $0.createdAt.map { $0 >= since } ?? true })
            .map({ $0.inRecording(map, conversation: id) }).filter({ isOfThePlayed($0) })
            .suffix(count)
          {
            state.write(message, line: 0)
          }
          unread[id] = nil
          break
        } catch {
          unread[id] = said(
            "\(id) cannot be read by \(player.name): \(Failure(error).message.clause)")
        }
      }
    }
    return (state, unread)
  }

  /// The earliest that the server's clock can have shown at a moment of ours.
  private func serverTime(_ moment: Date) -> Date {
    let header = players[0].settings.wire.header
    let within = Double(header.within ?? 1_000_000) / 1e6
    return moment.addingTimeInterval(Double(header.offset ?? 0) / 1e6 - within)
  }

  /// Whether a message, as it is in the recording, is to be compared.
  private func isOfThePlayed(_ message: Message) -> Bool {
    guard let users, let sender = message.sender.id?.rawValue else { return true }
    return users.contains(sender)
  }
}

extension Message {
  fileprivate func inRecording(_ map: IDMap, conversation: String) -> Message {
    Message(
      id: MessageID(map.toRecording(id: id.rawValue)), conversationID: ConversationID(conversation),
      sender: sender.id.map {
        .known(Participant(bareID: UserID(map.toRecording(id: $0.rawValue))))
      }
        ?? .absent,
      kind: kind, content: content)
  }
}

extension Conversation {
  fileprivate func inRecording(_ map: IDMap) -> Conversation {
    func person(_ person: Referenced<Participant>) -> Referenced<Participant> {
      guard case .known(let known) = person else { return person }
      return .known(Participant(bareID: UserID(map.toRecording(id: known.id.rawValue))))
    }
    return Conversation(
      id: ConversationID(map.toRecording(id: id.rawValue)), farmer: person(farmer),
      agent: person(agent), status: status)
  }
}
