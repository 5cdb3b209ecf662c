package import ChatModel
import Foundation
import TextGrid

// The filter of the list: every word must stand in the name, the phone number or the last words.

extension DeskState {
  /// The words of the filter in lower case; none while there is no filter.
  var filterNeedle: [[UInt8]] {
    guard let filter = list.filter else { return [] }
    return filter.editor.text.lowercased().split(whereSeparator: \.isWhitespace)
      .map { Array($0.utf8) }
  }

  mutating func contains(_ summary: ConversationSummary, all words: [[UInt8]]) -> Bool {
    let text = list.ranking.haystacks[summary.id] ?? haystack(of: summary)
    list.ranking.haystacks[summary.id] = text
    return text.withUnsafeBufferPointer { haystack in
      words.allSatisfy { word in Self.contains(haystack, word) }
    }
  }

  private func haystack(of summary: ConversationSummary) -> [UInt8] {
    let person = isFarmer ? summary.conversation.agent.value : summary.conversation.farmer.value
    let texts = [name(of: summary), person?.phone ?? "", lastWords(of: summary) ?? ""]
    return Array(texts.joined(separator: "\n").lowercased().utf8)
  }

  private static func contains(_ haystack: UnsafeBufferPointer<UInt8>, _ word: [UInt8]) -> Bool {
    guard let first = word.first, word.count <= haystack.count else { return word.isEmpty }
    for start in 0...(haystack.count - word.count)
    where haystack[start] == first && haystack[start..<(start + word.count)].elementsEqual(word) {
      return true
    }
    return false
  }

  /// The last words of a conversation in one line, sanitized; nil when they are not known.
  package func lastWords(of summary: ConversationSummary) -> String? {
    guard let message = summary.conversation.lastMessage.value else { return nil }
    switch message.kind {
    case .text:
      guard let content = message.content else { return nil }
      // A row shows little; a long letter is not worth cleaning as a whole.
      return Sanitizer.oneLine(String(content.prefix(300)))
    case .media(.image): return "[photo]"
    case .media(.audio): return "[voice note]"
    case .media(.video): return "[video]"
    case .other(let kind): return kind.isEmpty ? nil : "[\(Sanitizer.oneLine(kind))]"
    }
  }
}
