package import Foundation
package import JSON

/// A person in a conversation: the farmer, an agent or an admin.
///
/// Everything but the id may be unknown: list calls and events write some people as bare ids (row 10).
package struct Participant: Hashable, Sendable, Identifiable {
  package let id: UserID
  /// The whole name in one piece, as `notification:new-message` writes it; first and last name say
  /// more where they are known.
  package var name: String?
  package var firstName: String?
  package var lastName: String?
  package var phone: String?
  package var email: String?
  package var image: String?
  package var role: Role?
  /// A hint (row 18): it may be out of date in either direction.
  package var isOnline: Bool?
  package var lastSeen: Date?

  package init(
    id: UserID, name: String? = nil, firstName: String? = nil, lastName: String? = nil,
    phone: String? = nil, email: String? = nil, image: String? = nil, role: Role? = nil,
    isOnline: Bool? = nil, lastSeen: Date? = nil
  ) {
    self.id = id
    self.name = name
    self.firstName = firstName
    self.lastName = lastName
    self.phone = phone
    self.email = email
    self.image = image
    self.role = role
    self.isOnline = isOnline
    self.lastSeen = lastSeen
  }

  /// First and last name, else the name in one piece, as the server gave them, unsanitized; nil
  /// when none says anything.
  package var fullName: String? {
    let pair = Self.joined([firstName, lastName])
    let whole = pair.isEmpty ? Self.joined([name]) : pair
    return whole.isEmpty ? nil : whole
  }

  private static func joined(_ names: [String?]) -> String {
    names.compactMap { $0.map(trimmed) }.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Foundation's way is slow, and next to no name needs it.
  private static func trimmed(_ name: String) -> String {
    let letters = UInt8(ascii: "!")...UInt8(ascii: "~")
    if let first = name.utf8.first, let last = name.utf8.last, letters.contains(first),
      letters.contains(last)
    {
      return name
    }
    return name.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

extension Participant {
  /// The same person without what the record says of their presence.
  package var withoutPresence: Participant {
    guard isOnline != nil else { return self }
    var bare = self
    bare.isOnline = nil
    bare.lastSeen = nil
    return bare
  }
}

extension Referenced<Participant> {
  var withoutPresence: Self {
    if case .known(let person) = self { .known(person.withoutPresence) } else { self }
  }
}

extension Participant: Referable {
  package init(bareID: UserID) { self.init(id: bareID) }

  package init(
    json: JSONValue, path: String = "", noting oddities: Oddities? = nil
  ) throws(UnexpectedShape) {
    let reader = try JSONReader(json, path: path, noting: oddities)
    // `notification:new-message` writes its sender as {"id","name","role"}.
    let id: UserID = try reader.id(reader.value("_id") == nil ? "id" : "_id")
    self.init(
      id: id,
      name: reader.string("name"),
      firstName: reader.string("first_name"),
      lastName: reader.string("last_name"),
      phone: reader.string("phone"),
      email: reader.string("email"),
      image: reader.string("image"),
      role: reader.word("role").map(Role.init(rawValue:)),
      isOnline: reader.bool("isOnline"),
      lastSeen: reader.date("lastSeen"))
  }

  package func merging(_ newer: Participant) -> Participant {
    Participant(
      id: id,
      name: newer.name ?? name,
      firstName: newer.firstName ?? firstName,
      lastName: newer.lastName ?? lastName,
      phone: newer.phone ?? phone,
      email: newer.email ?? email,
      image: newer.image ?? image,
      role: newer.role ?? role,
      isOnline: newer.isOnline ?? isOnline,
      lastSeen: newer.lastSeen ?? lastSeen)
  }

  package var json: JSONValue {
    .object(ofKnown: [
      ("_id", .string(id.rawValue)),
      ("name", name.map(JSONValue.string)),
      ("first_name", firstName.map(JSONValue.string)),
      ("last_name", lastName.map(JSONValue.string)),
      ("phone", phone.map(JSONValue.string)),
      ("email", email.map(JSONValue.string)),
      ("image", image.map(JSONValue.string)),
      ("role", role.map { .string($0.rawValue) }),
      ("isOnline", isOnline.map(JSONValue.bool)),
      ("lastSeen", lastSeen.map { .string(Timestamp.format($0)) }),
    ])
  }
}
