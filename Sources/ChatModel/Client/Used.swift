package import Foundation

/// Something that was used, kept on this computer so that it is at hand again.
package struct Used: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A text that was accepted to be sent.
    case sent
    /// A canned reply, by its name.
    case reply
    /// An emoji, by its characters.
    case emoji
  }

  package let kind: Kind
  package let text: String
  /// Where a text went.
  package let conversationID: ConversationID?
  /// By the local clock.
  package let at: Date

  package init(_ kind: Kind, _ text: String, in id: ConversationID? = nil, at: Date) {
    self.kind = kind
    self.text = text
    conversationID = id
    self.at = at
  }

  /// So many of each kind are kept, the newest; each text once.
  package static let mostOfAKind = 200
}

/// What was used, the newest first, each text of a kind once.
package struct UsedTexts: Hashable, Sendable {
  private var kept: [Used.Kind: [Used]] = [:]

  package init(_ used: [Used] = []) { for one in used.sorted(by: { $0.at < $1.at }) { note(one) } }

  package var all: [Used] { Used.Kind.allCases.flatMap { kept[$0] ?? [] } }

  package func texts(_ kind: Used.Kind) -> [String] { (kept[kind] ?? []).map(\.text) }

  package func last(_ kind: Used.Kind, _ text: String) -> Used? {
    kept[kind]?.first { $0.text == text }
  }

  package mutating func note(_ new: Used) {
    var list = kept[new.kind] ?? []
    list.removeAll { $0.text == new.text }
    list.insert(new, at: 0)
    kept[new.kind] = Array(list.prefix(Used.mostOfAKind))
  }
}

extension OutboxEntry {
  /// What is remembered of it once it was accepted; nil for a file.
  package var used: Used? {
    guard case .text(let text) = body else { return nil }
    return Used(.sent, text, in: conversationID, at: createdAt)
  }
}
