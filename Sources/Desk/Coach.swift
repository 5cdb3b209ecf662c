/// The quiet line of the demo's first minute: it reacts to what the person does and goes with Esc.
package struct Coach: Hashable, Sendable {
  /// One sentence with the key to press; nil when there is nothing to say.
  package internal(set) var text: String?
}
