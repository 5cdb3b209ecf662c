import Foundation
import Testing

@testable import ChatModel

struct ClaimsTests {
  private func token(_ claims: String) -> String {
    let payload = Data(claims.utf8).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    return "eyJhbGciOiJIUzI1NiJ9.\(payload).c2ln"
  }

  /// Row 14: the id goes by several names.
  @Test(arguments: ["id", "_id", "userId", "sub"])
  func whoIAmIsReadUnderEachOfItsNames(name: String) throws {
    let claims = try Claims(
      token: token(#"{"\#(name)":"u1","role":"Support","email":"é?>@x.org","exp":1761302700}"#))
    #expect(claims.userID == "u1")
    #expect(claims.role == .support)
    #expect(claims.email == "é?>@x.org")
    #expect(claims.expiresAt == Date(timeIntervalSince1970: 1_761_302_700))
  }

  // Row 28.
  @Test func oddClaimsAreReadWhereTheyCanBe() throws {
    let claims = try Claims(
      token: token(#"{"id":7,"role":[],"phone":919876543210,"email":{},"exp":"1761302700"}"#))
    #expect(claims.userID == "7")
    #expect(claims.role == .other(""))
    #expect(claims.phone == "919876543210")
    #expect(claims.email == nil)
    #expect(claims.expiresAt == Date(timeIntervalSince1970: 1_761_302_700))
    for endless in ["1e999", "9223372036854775807", #""never""#, "[]"] {
      #expect(try Claims(token: token(#"{"id":"u","exp":\#(endless)}"#)).expiresAt == nil)
    }
  }

  @Test(arguments: [
    (#""name":"Asha Rao""#, "Asha Rao"), (#""fullName":" Asha ""#, "Asha"),
    (#""firstName":"Asha","lastName":"Rao","name":"asha""#, "Asha Rao"), (#""name":[]"#, nil),
    (#""lastName":" ""#, nil),
  ])
  func myNameIsReadWhereTheTokenTellsIt(_ members: String, _ name: String?) throws {
    #expect(try Claims(token: token(#"{"id":"u",\#(members)}"#)).name == name)
  }

  @Test func aTokenIsOneWord() {
    let good = token(#"{"id":"u"}"#)
    for odd in ["\n", " ", "\r\n", "\t", "\0", "é", "\u{7F}"] {
      #expect(throws: MalformedToken.notOneWord) { try Claims(token: good + odd + "c2ln") }
    }
  }

  @Test func aRoleOfNoKnownNameGivesNoRights() throws {
    #expect(try Claims(token: token(#"{"id":"u","role":"Root"}"#)).role == .other("Root"))
    #expect(try Claims(token: token(#"{"id":"u"}"#)).role.isStaff == false)
  }

  @Test func aMalformedTokenIsRefusedByWhatIsWrong() {
    #expect(throws: MalformedToken.notAJSONWebToken) { try Claims(token: "secret") }
    #expect(throws: MalformedToken.notAJSONWebToken) { try Claims(token: "a..c") }
    #expect(throws: MalformedToken.unreadableClaims) { try Claims(token: "a.%%.c") }
    #expect(throws: MalformedToken.unreadableClaims) { try Claims(token: "a.WzFd.c") }
    #expect(throws: MalformedToken.namesNobody) { try Claims(token: token(#"{"role":"Admin"}"#)) }
  }
}
