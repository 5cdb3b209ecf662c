/// Which keys mean what, where.
package struct Keymap: Hashable, Sendable {
  package static let standard = Keymap()

  /// A part of the desk with keys of its own.
  package enum Context: String, Hashable, Sendable, CaseIterable {
    case list, messages, composer, details, picker, menu, help, confirm, prompt
  }
}
