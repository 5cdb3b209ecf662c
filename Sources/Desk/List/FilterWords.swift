// What is typed as a filter: words, and the keys of views.toml with a colon.
//
//   agent:ravi status:open,waiting older:2h yellow

package import ChatModel
package import Foundation
import Sentences
import TextGrid

/// A filter that was read.
struct FilterWords: Hashable, Sendable {
  /// Each has to hold.
  private(set) var conditions: [SavedView] = []
  /// In lower case; each has to stand in what is looked through.
  private(set) var words: [[UInt8]] = []
  /// What nobody understands, in sentences. Nothing is found then.
  private(set) var problems: [String] = []

  var isEmpty: Bool { conditions.isEmpty && words.isEmpty && problems.isEmpty }
  /// What it finds changes as time passes.
  var dependsOnTime: Bool { conditions.contains(where: \.dependsOnTime) }

  /// The keys that it knows; those of a view in views.toml are `assignee`, `older_than`, `newer_than`.
  static let keys = ["agent", "status", "older", "newer", "waits"]

  init(_ text: String) {
    for token in text.split(whereSeparator: \.isWhitespace) {
      let parts = token.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, Self.keys.contains(parts[0].lowercased()) else {
        if parts.count == 2, let key = Self.keyMeant(by: parts[0].lowercased(), String(parts[1])) {
          problems.append(
            said("“\(parts[0])” is no key of a filter; did you mean \(key):\(parts[1])?"))
        } else {
          words.append(Array(token.lowercased().utf8))
        }
        continue
      }
      // It is being typed.
      guard !parts[1].isEmpty else { continue }
      read(parts[0].lowercased(), String(parts[1]))
    }
  }

  private init() {}

  /// The key that differs from what was typed by a letter or two and knows such a value: `agnet:ravi`.
  /// Anything else with a colon is a word like others.
  private static func keyMeant(by typed: String, _ value: String) -> String? {
    guard !value.isEmpty else { return nil }
    return keys.first { key in
      guard key.difference(from: typed).count <= 2 else { return false }
      var meant = FilterWords()
      meant.read(key, value)
      return meant.problems.isEmpty
    }
  }

  private mutating func read(_ key: String, _ value: String) {
    var view = SavedView(name: "")
    switch key {
    case "agent":
      switch value.lowercased() {
      case "me": view.assignee = .me
      case "nobody": view.assignee = .nobody
      default: view.assignee = .named(value)
      }
    case "status":
      for name in value.lowercased().split(separator: ",") {
        let meant = ConversationStatus.defined.filter { $0.rawValue.hasPrefix(name) }
        guard !meant.isEmpty else {
          let known = ConversationStatus.defined.map(\.rawValue).joined(separator: ", ")
          return problems.append(said("There is no status “\(name)”; there are \(known)."))
        }
        view.statuses += meant
      }
    default:
      guard let length = SavedView.length(of: value) else {
        return problems.append(
          said("\(key):\(value) is no length of time; such are 30m, 2h, 3d, 1w."))
      }
      switch key {
      case "older": view.olderThan = length
      case "newer": view.newerThan = length
      default: view.waits = length
      }
    }
    conditions.append(view)
  }
}

extension SavedView {
  /// `30m`, `2h`, `3d`, `1w`, in seconds; nil for anything else.
  package static func length(of text: String) -> TimeInterval? {
    let units: [Character: Double] = ["m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    guard let unit = text.last.flatMap({ units[$0] }), let number = Int(text.dropLast()),
      (1...100_000).contains(number)
    else { return nil }
    return Double(number) * unit
  }
}

extension DeskState {
  /// Whether a conversation is what the filter looks for, and whose is looked for.
  ///
  /// - Parameter everywhere: whoever's it is.
  mutating func finds(
    _ filter: FilterWords, _ summary: ConversationSummary, everywhere: Bool = false, now: Date
  ) -> Bool {
    guard filter.problems.isEmpty else { return false }
    if !everywhere, let whose = list.narrowing?.whose, !isOf(whose, summary) { return false }
    for condition in filter.conditions where !holds(condition, summary, now: now) { return false }
    return filter.words.isEmpty || contains(summary, all: filter.words)
  }

  /// What these words find among all, and what nobody understands of them, in a sentence.
  package func found(by words: String, now: Date) -> ([ConversationSummary], problem: String?) {
    let filter = FilterWords(words)
    if let problem = problem(of: filter) { return ([], problem) }
    var desk = self
    return (
      conversations.values.filter { desk.finds(filter, $0, everywhere: true, now: now) }, nil
    )
  }

  /// What nobody understands of the filter, in a sentence; sanitized.
  package var filterProblem: String? {
    list.filter.map { FilterWords($0.editor.text) }.flatMap(problem)
  }

  private func problem(of filter: FilterWords) -> String? {
    let unknown = filter.conditions.lazy.compactMap { condition -> String? in
      guard case .named(let name)? = condition.assignee, !isSomebody(name) else { return nil }
      return said("No agent is called “\(name)”.")
    }
    return (filter.problems.first ?? unknown.first).map(Sanitizer.oneLine)
  }

  /// Whether an agent who is known is meant by it.
  private func isSomebody(_ name: String) -> Bool {
    agents.contains { agent in
      agent.id.rawValue == name
        || personName(agent.participant, id: agent.id).lowercased().contains(name.lowercased())
    }
  }
}
