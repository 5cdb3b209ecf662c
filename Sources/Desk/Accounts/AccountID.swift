/// One of the identities of a desk: a person signed in at a server.
package struct AccountID: Hashable, Comparable, Sendable {
  /// From 0, in the order in which they were opened.
  package let index: Int

  package init(index: Int) { self.index = index }

  package static func < (left: Self, right: Self) -> Bool { left.index < right.index }
}

/// Something that happened, and to whom.
package struct AccountAction: Hashable, Sendable {
  /// nil: to the identity that is shown. That is all that the terminal tells.
  package let account: AccountID?
  package let action: Action

  package init(_ action: Action, to account: AccountID? = nil) {
    self.action = action
    self.account = account
  }
}

/// Work that an identity's desk asks for.
package struct AccountEffect: Hashable, Sendable {
  package let account: AccountID
  package let effect: Effect
}

/// An identity in the words of the top line.
package struct Identity: Hashable, Sendable {
  /// The profile's name, sanitized.
  package let name: String
  /// Conversations with something unread.
  package internal(set) var unread = 0
  package internal(set) var isShown = false
  /// Nothing new comes from there now: the link is down, or a sign-in is needed.
  package internal(set) var isCutOff = false
  /// People rely on its server.
  package internal(set) var isProduction = false
  /// Who that is: "Ramesh, User"; empty until it is known.
  package internal(set) var who = ""
  /// How the link stands, in a word or two.
  package internal(set) var link = ""
}
