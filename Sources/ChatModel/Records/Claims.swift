package import Foundation
import JSON

/// Who a token says its bearer is. The client never verifies it: the server does (row 14).
package struct Claims: Hashable, Sendable {
  package let userID: UserID
  package var role: Role
  /// The person's own name, unsanitized.
  package var name: String?
  package var phone: String?
  package var email: String?
  package var expiresAt: Date?

  package init(
    userID: UserID, role: Role, name: String? = nil, phone: String? = nil, email: String? = nil,
    expiresAt: Date? = nil
  ) {
    self.userID = userID
    self.role = role
    self.name = name
    self.phone = phone
    self.email = email
    self.expiresAt = expiresAt
  }
}

/// Why a token tells nothing. No case carries any part of the token.
package enum MalformedToken: Error, Hashable, Sendable {
  /// Blanks, line ends or foreign letters stand in it: a header does not hold it.
  case notOneWord
  /// It is not three parts with dots between.
  case notAJSONWebToken
  /// Its middle part is not base64url of a JSON object.
  case unreadableClaims
  /// Its claims name no user.
  case namesNobody
}

extension Claims {
  /// Reads the claims of a JSON Web Token (RFC 7519) without verifying its signature.
  package init(token: String) throws(MalformedToken) {
    guard token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .notOneWord }
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else { throw .notAJSONWebToken }
    var text = String(parts[1]).replacing("-", with: "+").replacing("_", with: "/")
    text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    guard let data = Data(base64Encoded: text), let json = try? JSONValue(parsing: data),
      case .object(let claims) = json
    else { throw .unreadableClaims }
    // Row 14: the user's id goes by several names.
    let names = ["id", "_id", "userId", "sub"]
    guard let id = names.lazy.compactMap({ claims[$0].flatMap(UserID.init(json:)) }).first else {
      throw .namesNobody
    }
    let expiry: Double? =
      switch claims["exp"] {
      case .integer(let seconds): Double(seconds)
      case .number(let seconds): seconds
      case .string(let text): Double(text)
      default: nil
      }
    let reader = try? JSONReader(json)
    let person = Participant(
      id: id, name: reader?.string("name") ?? reader?.string("fullName"),
      firstName: reader?.string("firstName"), lastName: reader?.string("lastName"))
    self.init(
      userID: id, role: Role(rawValue: claims["role"]?.stringValue ?? ""), name: person.fullName,
      phone: reader?.string("phone"), email: reader?.string("email"),
      // What lies further ahead than any calendar goes has no end.
      expiresAt: expiry.flatMap { $0.magnitude < 1e11 ? Date(timeIntervalSince1970: $0) : nil })
  }
}
