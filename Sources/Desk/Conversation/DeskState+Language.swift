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

/// Guesses a language by the script of a text. Scripts that several languages share stand for the one
/// that most write in it.
enum WrittenLanguage {
  /// Blocks of Unicode, with what is written in them.
  private static let blocks: [(ClosedRange<UInt32>, String)] = [
    (0x41...0x24F, "en"), (0x600...0x6FF, "ur"), (0x900...0x97F, "hi"), (0x980...0x9FF, "bn"),
    (0xA00...0xA7F, "pa"), (0xA80...0xAFF, "gu"), (0xB00...0xB7F, "or"), (0xB80...0xBFF, "ta"),
    (0xC00...0xC7F, "te"), (0xC80...0xCFF, "kn"), (0xD00...0xD7F, "ml"), (0x750...0x77F, "ur"),
  ]

  /// nil where no letter tells any.
  static func of(_ texts: some Sequence<String>) -> String? {
    var counts: [String: Int] = [:]
    for text in texts {
      for scalar in text.unicodeScalars.prefix(500) where scalar.properties.isAlphabetic {
        if let block = blocks.first(where: { $0.0.contains(scalar.value) }) {
          counts[block.1, default: 0] += 1
        }
      }
    }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }
}
