package import JSON

/// A record that another one refers to, in any of the four ways the servers write it (row 10).
package enum Referenced<Value: Referable>: Hashable, Sendable {
  /// The member was not there: nothing is said, what is known stays true.
  case absent
  /// The member was null: there is no such record, or it was deleted.
  case none
  /// The record, whole or with its id alone. It stands apart, so that whoever copies what refers to it
  /// copies one reference: a list of thousands is passed from room to room.
  indirect case known(Value)

  package var value: Value? {
    guard case .known(let value) = self else { return nil }
    return value
  }

  package var id: Identifier<Value>? {
    guard case .known(let value) = self else { return nil }
    return value.id
  }

  /// What is known after `newer` was heard: names once learned are never lost to a bare id.
  package func merging(_ newer: Self) -> Self {
    switch (self, newer) {
    case (_, .absent): self
    case (_, .none): .none
    case (.known(let old), .known(let new)) where old.id == new.id: .known(old.merging(new))
    case (_, .known): newer
    }
  }

  /// The API's own form: an object for a record, null for none; nil when nothing is known.
  package var json: JSONValue? {
    switch self {
    case .absent: nil
    case .none: .null
    case .known(let value): value.json
    }
  }
}

/// A record that the API writes as an object in one place and as a bare id in another.
package protocol Referable: Hashable, Sendable {
  var id: Identifier<Self> { get }
  /// A record of which only the id is known.
  init(bareID: Identifier<Self>)
  /// Throws without an id alone; whatever else is odd is noted and passed over (row 28).
  init(json: JSONValue, path: String, noting oddities: Oddities?) throws(UnexpectedShape)
  /// This record with everything `newer` knows; what `newer` leaves out stays.
  func merging(_ newer: Self) -> Self
  /// The record in the API's own field names.
  var json: JSONValue { get }
}
