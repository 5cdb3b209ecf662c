/// An opaque id of one kind of record: compared and shown, never parsed (24 hex digits in the field,
/// `conv123` in the API's document).
package struct Identifier<Owner>: Hashable, Sendable, RawRepresentable, ExpressibleByStringLiteral,
  CustomStringConvertible, Comparable
{
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }
  package init(_ rawValue: String) { self.rawValue = rawValue }
  package init(stringLiteral value: String) { rawValue = value }

  package var description: String { rawValue }

  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

package typealias ConversationID = Identifier<Conversation>
package typealias MessageID = Identifier<Message>
package typealias UserID = Identifier<Participant>
package typealias MediaID = Identifier<Media>
/// The local id of an outbox entry; also the `tempId` of its `message:send`.
package typealias OutboxID = Identifier<OutboxEntry>
