import ChatModel
import Foundation
import JSON
import Testing

@testable import SandboxCore

@Suite struct TokenTests {
  private let mint = TokenMint(secret: Array("a secret".utf8))
  private let now = Millis(1_763_454_600_000)
  private let person = Person(
    id: "671234567890abcdef123456", firstName: "Meera", lastName: "Iyer",
    phone: "+919123456789", email: "meera@furrow.example", role: .support, password: "x")

  private func refused(_ token: String, at time: Millis? = nil) -> InvalidToken? {
    do throws(InvalidToken) {
      _ = try mint.verify(token, at: time ?? now)
      return nil
    } catch {
      return error
    }
  }

  @Test func theSignatureIsThatOfTheStandard() {
    // RFC 7515, appendix A.1.
    let key = Base64URL.decode(
      "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
    let signed =
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
      + "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    let signature = TokenMint(secret: key ?? []).signature(of: signed)
    #expect(Base64URL.encode(signature) == "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
  }

  @Test func theClaimsAreThoseOfTheField() throws {
    let token = mint.mint(for: person, at: now, lifetime: TokenMint.usualLifetime)
    #expect(try mint.verify(token, at: now) == person.id)
    let claims = try Claims(token: token)
    #expect(claims.userID == person.id && claims.role == .support)
    #expect(claims.phone == person.phone && claims.email == person.email)
    #expect(claims.expiresAt == Date(timeIntervalSince1970: 1_763_454_600 + 12 * 3600))
    let middle = token.split(separator: ".")[1]
    let json = try JSONValue(parsing: Data(Base64URL.decode(middle) ?? []))
    #expect(json["iat"] == 1_763_454_600)
    #expect(
      Set(json.objectValue?.keys.map { $0 } ?? []) == [
        "id", "role", "phone", "email", "iat", "exp",
      ])
  }

  @Test func itEndsToTheMillisecond() {
    let token = mint.mint(for: person, at: now, lifetime: .seconds(10))
    #expect(refused(token, at: Millis(now.value + 9_999)) == nil)
    #expect(refused(token, at: Millis(now.value + 10_000)) == .expired)
  }

  @Test func everyChangedCharacterIsNoticed() {
    let token = Array(mint.mint(for: person, at: now, lifetime: .seconds(10)))
    for index in token.indices {
      var changed = token
      // Another character of the alphabet, and not one that differs in unused bits alone.
      changed[index] = token[index] == "A" ? "Q" : "A"
      if changed[index] == token[index] { continue }
      #expect(refused(String(changed)) == .invalid, "\(index)")
    }
  }

  @Test func otherTokensAreNotOurs() {
    let other = TokenMint(secret: Array("another".utf8))
    #expect(refused(other.mint(for: person, at: now, lifetime: .seconds(9))) == .invalid)
    func signed(_ header: String, _ claims: String) -> String {
      let text = Base64URL.encode(header.utf8) + "." + Base64URL.encode(claims.utf8)
      return text + "." + Base64URL.encode(mint.signature(of: text))
    }
    let claims = #"{"id":"a","exp":99999999999}"#
    #expect(refused(signed(#"{"alg":"HS256"}"#, claims)) == nil)
    #expect(refused(signed(#"{"alg":"none"}"#, claims)) == .invalid)
    #expect(refused(signed(#"{"alg":"HS256"}"#, #"{"id":"a"}"#)) == .invalid)
    #expect(refused(signed(#"{"alg":"HS256"}"#, #"{"exp":99999999999}"#)) == .invalid)
    #expect(refused(signed(#"{"alg":"HS256"}"#, #"{"id":"a","exp":1e400}"#)) == .invalid)
    #expect(refused(signed("[]", "[]")) == .invalid)
    let long = String(repeating: "a", count: 9000)
    #expect(
      refused(signed(#"{"alg":"HS256"}"#, #"{"id":"a","exp":99999999999,"x":"\#(long)"}"#))
        == .invalid)
  }

  @Test func aTokenOfTheFutureIsNotGoodYet() {
    func token(_ claims: String) -> String {
      let text =
        Base64URL.encode(#"{"alg":"HS256"}"#.utf8) + "."
        + Base64URL.encode(#"{"id":"a","exp":99999999999,\#(claims)}"#.utf8)
      return text + "." + Base64URL.encode(mint.signature(of: text))
    }
    let now = Int(self.now.seconds)
    for name in ["nbf", "iat"] {
      #expect(refused(token(#""\#(name)":\#(now)"#)) == nil)
      #expect(refused(token(#""\#(name)":\#(now + 2)"#)) == nil, "clocks differ a little")
      #expect(refused(token(#""\#(name)":\#(now + 60)"#)) == .invalid)
      #expect(refused(token(#""\#(name)":"soon""#)) == .invalid)
    }
  }

  @Test(arguments: ["", ".", "..", "...", "a.b", "a.b.c.d", "a.b.=", "\u{0}.\u{0}.\u{0}", "é.é.é"])
  func noTokenAtAllIsRefused(_ token: String) {
    #expect(refused(token) == .invalid)
    #expect(refused(String(repeating: token + "A", count: 20_000)) == .invalid)
  }
}
