@testable import Desk

extension Keymap {
  /// With these changes, by the parts of the desk; in the order of their names.
  static func customized(
    changes: [String: [String: String]]
  ) -> (keymap: Keymap, problems: [Problem]) {
    customized(
      changes: changes.sorted { $0.key < $1.key }.flatMap { part, bindings in
        bindings.sorted { $0.key < $1.key }.map {
          Change(part, $0.key, $0.value, place: "keys.toml")
        }
      })
  }
}
