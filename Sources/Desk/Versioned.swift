/// A value that can be told from what it was without being looked at: every change gives it a version
/// that no other value has or had. Nobody can change it and forget to say so.
///
/// ```
/// @Versioned var conversations: [ConversationID: ConversationSummary]
/// state.$conversations == shown      // nothing has changed since
/// ```
///
/// Two versions may hold the same value; that is for who compares to find out.
@propertyWrapper
package struct Versioned<Value> {
  package var wrappedValue: Value {
    didSet { version = Version() }
  }
  private var version = Version()

  package init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

  package var projectedValue: Version { version }
}

/// Which of all states of all values this one is.
package struct Version: Hashable, Sendable {
  /// Nothing but itself, for as long as anybody remembers it.
  private final class Mark: Sendable {}

  private let mark = Mark()

  package static func == (a: Self, b: Self) -> Bool { a.mark === b.mark }

  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(mark)) }
}

extension Versioned: Sendable where Value: Sendable {}

extension Versioned: Equatable where Value: Equatable {
  package static func == (a: Self, b: Self) -> Bool { a.wrappedValue == b.wrappedValue }
}

extension Versioned: Hashable where Value: Hashable {
  package func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}
