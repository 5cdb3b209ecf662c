// In which language a farmer writes, as far as their script tells.

import ChatModel

extension DeskState {
  /// The language of the farmer's last words in a conversation, such as `hi`; nil where they tell
  /// none.
  func writtenLanguage(in id: ConversationID) -> String? {
    guard let summary = conversations[id] else { return nil }
    let farmer = summary.conversation.farmer.id
    var texts: [String] = []
    if id == openID, let timeline {
      let theirs = timeline.order.reversed().lazy.compactMap { timeline.messages[$0.id] }
        .filter { $0.sender.id == farmer }.compactMap(\.content)
      texts = Array(theirs.prefix(Self.wordsOfFarmer))
    }
    if texts.isEmpty, let last = summary.conversation.lastMessage.value?.content { texts = [last] }
    return WrittenLanguage.of(texts)
  }

  /// So many of the farmer's newest messages tell the language.
  private static let wordsOfFarmer = 5
}
