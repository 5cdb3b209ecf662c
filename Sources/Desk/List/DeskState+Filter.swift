// The words of the filter: every one must stand in the name, the phone number, the agent's name, the
// status or the last words.

package import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  /// What the list is filtered by; empty while there is no filter.
  var filterWords: FilterWords { FilterWords(list.filter?.editor.text ?? "") }

  static func needle(_ text: String) -> [[UInt8]] {
    text.lowercased().split(whereSeparator: \.isWhitespace).map { Array($0.utf8) }
  }

  mutating func contains(_ summary: ConversationSummary, all words: [[UInt8]]) -> Bool {
    let text = list.ranking.searchTexts[summary.id] ?? searchText(of: summary)
    list.ranking.searchTexts[summary.id] = text
    return Self.contains(text, all: words)
  }

  private static func contains(_ text: [UInt8], all words: [[UInt8]]) -> Bool {
    text.withUnsafeBufferPointer { haystack in
      words.allSatisfy { word in contains(haystack, word) }
    }
  }

  private func searchText(of summary: ConversationSummary) -> [UInt8] {
    let conversation = summary.conversation
    let person = isFarmer ? conversation.agent.value : conversation.farmer.value
    var texts = [
      name(of: summary), person?.phone ?? "", lastWords(of: summary) ?? "",
      conversation.status?.rawValue ?? "",
    ]
    if !isFarmer {
      texts.append(conversation.agent.value.map { personName($0, id: $0.id) } ?? said("no agent"))
    }
    return Array(texts.joined(separator: "\n").lowercased().utf8)
  }

  /// Counts what the filter would find in the view of all, when it finds nothing in this one.
  mutating func countElsewhere(_ filter: FilterWords, now: Date) {
    list.foundInAll = 0
    guard !filter.isEmpty, list.ranking.sorted.isEmpty,
      view != .list(.all) || list.narrowing != nil
    else { return }
    for summary in conversations.values where finds(filter, summary, everywhere: true, now: now) {
      list.foundInAll += 1
    }
  }

  /// That nothing is found, and where it was looked for: not in the messages before the last.
  ///
  /// - Parameter words: what was typed, sanitized.
  package static func nothingMatches(_ words: String) -> String {
    guard FilterWords(words).conditions.isEmpty else {
      return said("No view has anything of which all of \"\(words)\" is true.")
    }
    return said(
      """
      No view has anything that matches "\(words)" in names, numbers, agents, statuses and \
      last words.
      """)
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
    case .media(let kind): return "[\(kind.label)]"
    case .other(let kind): return kind.isEmpty ? nil : "[\(Sanitizer.oneLine(kind))]"
    }
  }
}
