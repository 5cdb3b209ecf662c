/// Where keys go while no overlay is open.
package enum Focus: String, Hashable, Sendable, CaseIterable {
  case list
  case messages
  case composer
  /// The pane about the farmer of the open conversation.
  case details
  /// The wire of all identities.
  case wire
}

/// What is known of the person in front of the screen.
package enum TerminalFocus: Hashable, Sendable {
  /// The terminal has told neither way so far.
  case unknown
  case focused
  case unfocused
}
