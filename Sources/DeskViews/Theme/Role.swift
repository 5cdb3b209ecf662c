// What a theme gives looks to: every kind of thing the desk draws, by its meaning.

/// A role of the desk. Raw values are places in ``Theme``'s table: surfaces come first.
package enum ThemeRole: Int, Hashable, Sendable, CaseIterable {
  // Surfaces: what lies below the text. Their foreground, if any, replaces that of what they carry.
  case base
  case statusLine
  case selectedRow
  /// The row under the cursor of a pane without the focus.
  case markedRow
  case overlay
  case overlaySelected

  // Chrome.
  case paneTitle
  /// The title and the border of the pane that gets the keys.
  case focus
  /// The name of the view in force.
  case view
  case divider
  case dim
  case hint
  case key
  case coach

  // People and what they say.
  case text
  /// The name of a conversation that needs me.
  case needsMe
  /// The bar beside my messages.
  case mine
  case nameMine
  case nameTheirs
  // Agents, where several took part.
  case speakerOne
  case speakerTwo
  case speakerThree
  case speakerFour
  case time
  case day
  case media
  case removed
  case match
  case newMessages
  case typing
  case presence
  case note

  // Who waits.
  case wait
  case waitWarn
  case waitLate
  case badge
  case draft

  // Delivery.
  case queued
  case handedOver
  case delivered
  case read
  case unsure
  case failed

  // The link.
  case linkLive
  case linkConnecting
  case linkDown

  // Writing.
  case input
  /// A word in the reply that the dictionary does not know.
  case misspelt
  case prompt
  case recipient
  case progress

  // Identities, where the desk has several.
  case identityOne
  case identityTwo
  case identityThree

  // News.
  case info
  case warning
  case failure

  // What lies behind an overlay.
  case backdrop

  /// What a role has to reach on the surfaces it appears on.
  package enum Duty: Hashable, Sendable {
    /// Read as words: 4.5:1.
    case text
    /// Recognised by its shape: 3:1.
    case mark
    /// Neither: lines between panes, surfaces.
    case decoration
  }

  package var duty: Duty {
    switch self {
    case .base, .statusLine, .selectedRow, .markedRow, .overlay, .overlaySelected, .divider:
      .decoration
    case .backdrop, .mine, .presence, .queued, .handedOver, .delivered, .read, .unsure, .prompt,
      .progress:
      .mark
    default: .text
    }
  }

  /// That of an identity by its place, from 0; the fourth looks like the first.
  static func identity(_ place: Int) -> ThemeRole {
    [.identityOne, .identityTwo, .identityThree][place % 3]
  }

  /// That of an agent among several, by a number from 0.
  static func speaker(_ number: Int) -> ThemeRole {
    [.speakerOne, .speakerTwo, .speakerThree, .speakerFour][number % speakers]
  }

  static let speakers = 4

  package var isSurface: Bool { rawValue < Self.surfaceCount }

  static let surfaceCount = overlaySelected.rawValue + 1

  /// What theme files call it: `waitLate` is `wait-late`.
  package var name: String {
    "\(self)".reduce(into: "") { name, letter in
      name += letter.isUppercase ? "-" + letter.lowercased() : String(letter)
    }
  }

  /// The role that theme files call so.
  init?(name: String) {
    guard let role = Self.named[name] else { return nil }
    self = role
  }

  private static let named = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}
