import Foundation
import Sentences
import TextGrid

/// What a canned reply may leave open, to be filled in where it is used.
package enum ReplyVariable: String, Hashable, Sendable, CaseIterable {
  case farmerFirst = "farmer.first"
  case farmer
  case agent
  case agentFirst = "agent.first"
  case status, date, time, wait, phone, conversation

  /// What stands for it where it is not known: seen at once, and found again before it goes.
  package var gap: String { "[\(rawValue)?]" }

  /// What is missing, in words.
  package var words: String {
    switch self {
    case .farmerFirst: said("the farmer's first name")
    case .farmer: said("the farmer's name")
    case .agent: said("your name")
    case .agentFirst: said("your first name")
    case .status: said("the status")
    case .date: said("the date")
    case .time: said("the time")
    case .wait: said("how long they wait")
    case .phone: said("the phone number")
    case .conversation: said("the conversation's number")
    }
  }
}

/// A text with variables in braces: `{farmer.first}`. `{{` and `}}` are braces, `{cursor}` is where one
/// goes on writing.
package struct ReplyTemplate: Hashable, Sendable {
  private enum Piece: Hashable, Sendable {
    case text(String)
    case variable(ReplyVariable)
    case cursor
  }

  /// Something in braces that means nothing.
  package struct UnknownVariable: Error, Hashable, Sendable {
    package let name: String
    /// The line of the text, from 1.
    package let line: Int
  }

  private var pieces: [Piece] = []

  package init(_ text: String) throws(UnknownVariable) {
    var (rest, literal) = (text[...], "")
    while let character = rest.first {
      if rest.hasPrefix("{{") || rest.hasPrefix("}}") {
        literal.append(character)
        rest = rest.dropFirst(2)
      } else if character == "{", let name = Self.name(at: rest) {
        if !literal.isEmpty { pieces.append(.text(TextEditor.cleaned(literal, isMultiline: true))) }
        literal = ""
        if name == "cursor" {
          pieces.append(.cursor)
        } else if let variable = ReplyVariable(rawValue: name) {
          pieces.append(.variable(variable))
        } else {
          let before = text[..<rest.startIndex]
          throw UnknownVariable(name: name, line: 1 + before.count(where: \.isNewline))
        }
        rest = rest.dropFirst(name.count + 2)
      } else {
        literal.append(character)
        rest = rest.dropFirst()
      }
    }
    if !literal.isEmpty { pieces.append(.text(TextEditor.cleaned(literal, isMultiline: true))) }
  }

  /// The word in the braces with which `text` begins; nil where they are no variable's.
  private static func name(at text: Substring) -> String? {
    let name = text.dropFirst().prefix { $0.isLetter || $0.isNumber || ".-_".contains($0) }
    guard !name.isEmpty, name.count <= 40, text[name.endIndex...].first == "}" else { return nil }
    return String(name)
  }

  /// The text with its variables filled in; what is not known leaves a gap.
  package func filled(_ values: [ReplyVariable: String]) -> FilledReply {
    var filled = FilledReply()
    var firstGap: Int?
    for piece in pieces {
      switch piece {
      case .text(let text): filled.text += text
      case .cursor:
        filled.cursor = filled.cursor ?? filled.text.utf8.count
        filled.hasPlace = true
      case .variable(let variable):
        if let value = values[variable] {
          filled.text += value
          continue
        }
        if !filled.missing.contains(variable) { filled.missing.append(variable) }
        filled.text += variable.gap
        firstGap = firstGap ?? filled.text.utf8.count
      }
    }
    filled.cursor = filled.cursor ?? firstGap
    return filled
  }
}

/// A canned reply as it is put in.
package struct FilledReply: Hashable, Sendable {
  package fileprivate(set) var text = ""
  /// Where one goes on writing, in bytes; nil for the end.
  package fileprivate(set) var cursor: Int?
  /// The reply leaves a place for words of one's own.
  fileprivate(set) var hasPlace = false
  /// What was not known, each once.
  package fileprivate(set) var missing: [ReplyVariable] = []
}
