// JSON Web Tokens (RFC 7519) signed with HMAC-SHA-256 (RFC 7518, 3.2), as the field's servers give
// them out (row 14).

import CCrypto
import ChatModel
import Foundation
import JSON

/// Why a token was refused.
enum InvalidToken: Error {
  case invalid
  case expired
}

/// Signs tokens with one secret and knows its own.
package struct TokenMint: Sendable {
  /// Twelve hours.
  package static let usualLifetime = Duration.seconds(12 * 60 * 60)
  private static let longestToken = 8192
  /// In seconds.
  private static let clockAllowance = 5.0

  private let secret: [UInt8]

  init(secret: [UInt8]) { self.secret = secret }

  /// 32 random bytes.
  static func newSecret() throws(SandboxOpenError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 32)
    guard RAND_bytes(&bytes, 32) == 1 else { throw .noRandomness }
    return bytes
  }

  func mint(for person: Person, at now: Millis, lifetime: Duration) -> String {
    let header: JSONValue = ["alg": "HS256", "typ": "JWT"]
    let claims: JSONValue = [
      "id": .string(person.id.rawValue),
      "role": .string(person.role.rawValue),
      "phone": .string(person.phone),
      "email": .string(person.email),
      "iat": .integer(Int(now.seconds)),
      "exp": .integer(Int((now + lifetime).seconds)),
    ]
    let signed = Base64URL.encode(header.encoded.utf8) + "." + Base64URL.encode(claims.encoded.utf8)
    return signed + "." + Base64URL.encode(signature(of: signed))
  }

  /// The user whom the token names.
  /// - Parameter expiredUpTo: what was issued until then has expired; nil: by its own time alone.
  func verify(
    _ token: String, at now: Millis, expiredUpTo: Millis? = nil
  ) throws(InvalidToken) -> UserID {
    guard token.utf8.count <= Self.longestToken else { throw .invalid }
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3,
      let signature = Base64URL.decode(parts[2])
    else { throw .invalid }
    let expected = self.signature(of: "\(parts[0]).\(parts[1])")
    // Constant time: how much of a forged signature is right must not be told.
    guard signature.count == expected.count,
      CRYPTO_memcmp(signature, expected, expected.count) == 0
    else { throw .invalid }
    guard let header = Self.object(parts[0]), header["alg"]?.stringValue == "HS256",
      let claims = Self.object(parts[1]), let id = claims["id"]?.stringValue
    else { throw .invalid }
    guard let expiry = Self.seconds(claims["exp"]) else { throw .invalid }
    let now = Double(now.value) / 1000
    // What is good from a later moment on is not good yet; one of our own clocks may lag a little.
    for name in ["nbf", "iat"] {
      guard let claim = claims[name] else { continue }
      guard let start = Self.seconds(claim), start <= now + Self.clockAllowance else {
        throw .invalid
      }
    }
    guard now < expiry else { throw .expired }
    if let end = expiredUpTo, (Self.seconds(claims["iat"]) ?? 0) <= Double(end.seconds) {
      throw .expired
    }
    return UserID(id)
  }

  private static func seconds(_ claim: JSONValue?) -> Double? {
    switch claim {
    case .integer(let seconds): Double(seconds)
    case .number(let seconds) where seconds.isFinite: seconds
    default: nil
    }
  }

  private static func object(_ part: Substring) -> JSONValue? {
    guard let bytes = Base64URL.decode(part), let json = try? JSONValue(parsing: bytes),
      case .object = json
    else { return nil }
    return json
  }

  /// An id for the nth account that whoever knows the secret can compute, and nobody else.
  func personID(_ number: Int, of account: String) -> String {
    IDSource.hex(UInt64(number), 8)
      + signature(of: "person " + account).prefix(8).map { IDSource.hex(UInt64($0), 2) }.joined()
  }

  func signature(of text: String) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    var length = UInt32(digest.count)
    let bytes = Array(text.utf8)
    // A secret is a few dozen bytes: its count fits.
    HMAC(EVP_sha256(), secret, Int32(secret.count), bytes, bytes.count, &digest, &length)
    return digest
  }
}

/// Base64 with the URL's alphabet and without padding (RFC 4648, 5).
enum Base64URL {
  static func encode(_ bytes: some Sequence<UInt8>) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  static func decode(_ text: Substring) -> [UInt8]? {
    guard text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") }) else {
      return nil
    }
    let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    let plain = String(text).replacing("-", with: "+").replacing("_", with: "/") + padding
    return Data(base64Encoded: plain).map { Array($0) }
  }
}
