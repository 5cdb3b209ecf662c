import Foundation
import JSON
import Sentences

/// Which records of a wire are shown: `name = message:* and as = meera`, `bytes > 1000`, `took > 100`.
///
/// Conditions are joined by `and`, `or`, `not` and brackets; what stands side by side is joined by
/// `and`. A word alone is looked for in names and data. Upper and lower case are alike.
package struct WireFilter: Hashable, Sendable {
  /// As it was written.
  package let text: String
  private let root: Node

  indirect enum Node: Hashable, Sendable {
    case all([Node])
    case any([Node])
    case not(Node)
    case number(NumberField, Comparison, Double)
    case text(TextField, matches: Bool, TextPattern)
    /// Somewhere in the name or the data.
    case words(String)
  }

  enum NumberField: String, Hashable, Sendable, CaseIterable {
    case n, bytes, took, status, answers
    /// What belongs together: a request, what it caused and what answered it.
    case of
  }

  enum TextField: String, Hashable, Sendable, CaseIterable {
    case name, dir, layer, session, conversation, data, remark
    case identity = "as"

    /// All that there is; nil where it may be anything.
    var words: [String]? {
      switch self {
      case .dir: WireRecord.Direction.allCases.map(\.rawValue)
      case .layer: WireRecord.Layer.allCases.map(\.rawValue)
      default: nil
      }
    }
  }

  enum Comparison: String, Hashable, Sendable, CaseIterable {
    case less = "<"
    case atMost = "<="
    case equal = "="
    case unequal = "!="
    case atLeast = ">="
    case more = ">"
  }

  /// - Throws: what cannot be read, with its column.
  package init(_ text: String) throws(WireFilterFault) {
    var reader = try WireFilterReader(text)
    root = try reader.filter()
    self.text = text
  }

  package func matches(_ record: WireRecord, _ relation: WireRelation) -> Bool {
    Self.matches(root, record, relation)
  }

  /// Says whom it names that is none of these; nil where it names nobody else.
  package func remark(among names: [String]) -> String? {
    let strangers = Self.identities(in: root).filter { !names.contains(where: $0.matches) }
    guard let stranger = strangers.first, !names.isEmpty else { return nil }
    return said(
      "Nobody here is called “\(stranger.text)”; as is one of \(names.joined(separator: ", ")).")
  }

  private static func identities(in node: Node) -> [TextPattern] {
    switch node {
    case .all(let nodes), .any(let nodes): nodes.flatMap(identities)
    case .not(let node): identities(in: node)
    case .text(.identity, _, let pattern): [pattern]
    case .text, .number, .words: []
    }
  }

  /// The names of what conditions can be about, for the help.
  package static let fields =
    (TextField.allCases.map(\.rawValue) + NumberField.allCases.map(\.rawValue)).sorted()

  private static func matches(
    _ node: Node, _ record: WireRecord, _ relation: WireRelation
  ) -> Bool {
    switch node {
    case .all(let nodes): return nodes.allSatisfy { matches($0, record, relation) }
    case .any(let nodes): return nodes.contains { matches($0, record, relation) }
    case .not(let node): return !matches(node, record, relation)
    case .number(let field, let comparison, let wanted):
      let found = numbers(field, record, relation)
      if comparison == .unequal { return !found.contains(wanted) }
      return found.contains { comparison.holds($0, wanted) }
    case .text(let field, let matches, let pattern):
      return texts(field, record, relation).contains(where: pattern.matches) == matches
    case .words(let words):
      return TextPattern.contains(record.name, words)
        || TextPattern.contains(record.data.encoded, words)
    }
  }

  private static func numbers(
    _ field: NumberField, _ record: WireRecord, _ relation: WireRelation
  ) -> [Double] {
    switch field {
    case .n: [Double(record.number)]
    case .bytes: [Double(record.bytes)]
    // In ms, as it stands on the screen.
    case .took: relation.took.map { [Double($0) / 1000] } ?? []
    case .status: record.status.map { [Double($0)] } ?? []
    case .answers: relation.answers.map { [Double($0)] } ?? []
    case .of: ([record.number] + relation.numbers).map(Double.init)
    }
  }

  private static func texts(
    _ field: TextField, _ record: WireRecord, _ relation: WireRelation
  ) -> [String] {
    switch field {
    case .name: [record.name]
    case .identity: [record.identity]
    case .dir: [record.direction.rawValue]
    case .layer: [record.layer.rawValue]
    case .session: record.session.map { [$0] } ?? []
    case .conversation: record.conversation.map { [$0] } ?? []
    case .data: [record.data.encoded]
    case .remark: [relation.remark]
    }
  }
}

/// Why a filter cannot be read.
package struct WireFilterFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// From 1, in characters.
  package let column: Int
  /// In a clause.
  package let reason: String

  package var description: String { said("column \(column): \(reason)") }
}

extension WireFilter.Comparison {
  func holds(_ found: Double, _ wanted: Double) -> Bool {
    switch self {
    case .less: found < wanted
    case .atMost: found <= wanted
    case .equal: found == wanted
    case .unequal: found != wanted
    case .atLeast: found >= wanted
    case .more: found > wanted
    }
  }
}

/// A text, with `*` for anything, or a part of one.
struct TextPattern: Hashable, Sendable {
  /// As it was written.
  let text: String
  /// What stands between the stars.
  private let pieces: [String]
  private let isPart: Bool

  init(_ text: String, isPart: Bool) {
    self.text = text
    self.isPart = isPart
    pieces = text.lowercased().split(separator: "*", omittingEmptySubsequences: false).map(
      String.init)
  }

  func matches(_ text: String) -> Bool {
    let text = text.lowercased()
    if isPart { return Self.contains(text, pieces.joined(separator: "*")) }
    guard let first = pieces.first, pieces.count > 1, let last = pieces.last else {
      return text == pieces.first
    }
    guard text.utf8.count >= first.utf8.count + last.utf8.count, text.hasPrefix(first),
      text.hasSuffix(last)
    else { return false }
    var rest = text.dropFirst(first.count).dropLast(last.count)
    for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
      guard let found = rest.range(of: piece) else { return false }
      rest = rest[found.upperBound...]
    }
    return true
  }

  /// - Parameter words: in lower case, or as they come
  static func contains(_ text: String, _ words: String) -> Bool {
    text.lowercased().range(of: words.lowercased()) != nil
  }
}
