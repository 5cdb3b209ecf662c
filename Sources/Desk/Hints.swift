/// The line of keys at the bottom: what is worth knowing where the focus is.
package struct Hint: Hashable, Sendable {
  /// As it is written in the help: "i", "Ctrl+X a".
  package let keys: String
  package let label: String
  package let command: Command
}

extension DeskState {
  /// The most useful first: the layout leaves out what does not fit.
  package var hints: [Hint] { [] }
}
