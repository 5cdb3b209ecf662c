// What is refused for its token: on each of the eleven calls, and on the link.

import ChatClient
import ChatModel
import Foundation
import JSON

extension ContractRun {
  func tokens() async {
    guard let person = everyone.first else { return }
    for call in callsOfAll() {
      let reply = await ask("token.missing", person, call, remark: "without a token")
      expect("token.missing", reply, refusal: 401)
    }
    for (words, token) in Self.forgeries(of: person.token) {
      for path in [["conversations"], ["support", "stats"]] {
        var call = RawCall("GET", ["chat"] + path)
        call.token = token
        let reply = await ask("token.forged", person, call, remark: "with \(words)")
        expect("token.forged", reply, refusal: 401)
      }
    }
    if let token = options.expiredToken {
      var call = RawCall("GET", ["chat", "conversations"])
      call.token = token
      let reply = await ask("token.expired", person, call, remark: "with an expired token")
      expect("token.expired", reply, refusal: 401)
      await expectRefusal("token.expired", person, token, "an expired token")
    }
    lookAtClaims()
    await lookForSignIn(person)
  }

  /// The eleven calls, with nothing in them that could change anything.
  private func callsOfAll() -> [RawCall] {
    let id = absent
    return [
      ("POST", ["conversations"]), ("GET", ["conversations"]), ("GET", ["conversations", id]),
      ("POST", ["messages"]), ("GET", ["messages", id]), ("POST", ["media"]),
      ("PATCH", ["conversations", id, "read"]), ("PATCH", ["conversations", id, "status"]),
      ("GET", ["support", "conversations"]), ("POST", ["support", "reassign"]),
      ("GET", ["support", "stats"]),
    ].map { RawCall($0.0, ["chat"] + $0.1) }
  }

  /// Tokens that no server signed, made of one that it did.
  static func forgeries(of token: String) -> [(words: String, token: String)] {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let claims = claims(parts[1]) else {
      return [("a token of nobody's", "x.y.z")]
    }
    func with(_ expiry: Double) -> String {
      var changed = claims
      changed["exp"] = .integer(Int(Date().timeIntervalSince1970 + expiry))
      return encoded(.object(changed))
    }
    let flipped =
      String(parts[2].reversed()) == parts[2] ? parts[2] + "A" : String(parts[2].reversed())
    let none = encoded(["alg": "none", "typ": "JWT"])
    return [
      ("a token of nobody's", "x.y.z"),
      ("a changed signature", "\(parts[0]).\(parts[1]).\(flipped)"),
      ("an end in the past under the old signature", "\(parts[0]).\(with(-3600)).\(parts[2])"),
      ("a later end under the old signature", "\(parts[0]).\(with(1e6)).\(parts[2])"),
      ("no signature", "\(none).\(parts[1])."),
    ]
  }

  private static func claims(_ part: String) -> JSONObject? {
    var text = part.replacing("-", with: "+").replacing("_", with: "/")
    text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    return Data(base64Encoded: text).flatMap { try? JSONValue(parsing: $0) }?.objectValue
  }

  private static func encoded(_ value: JSONValue) -> String {
    Data(value.encodedBytes).base64EncodedString().replacing("+", with: "-")
      .replacing("/", with: "_").replacing("=", with: "")
  }

  private func lookAtClaims() {
    for person in everyone {
      let parts = person.token.split(separator: ".")
      guard parts.count == 3, let claims = Self.claims(String(parts[1])) else { continue }
      let id = ["id", "_id", "userId", "sub"].first { claims[$0] != nil }
      note(14, "the id is the claim \(id ?? "of another name")")
    }
  }

  /// CONNECT with this token has to be refused.
  func expectRefusal(
    _ check: String, _ person: CheckPerson, _ token: String, _ words: String
  ) async {
    tried(check)
    let asked = "CONNECT with \(words)"
    let ear = await link(person, token: token)
    switch await ear.connected(within: options.patience) {
    case .refused(let reason, _):
      note(15, reason)
      if !SignInWords.occur(in: reason) {
        fail(
          check, asked, expected: "a refusal that speaks of authentication", came: "\"\(reason)\"")
      }
    case .connected: fail(check, asked, expected: "CONNECT_ERROR", came: "a session")
    case .down(let reason): fail(check, asked, expected: "CONNECT_ERROR", came: reason)
    case .opening: fail(check, asked, expected: "CONNECT_ERROR", came: "no answer")
    }
    await ear.close()
  }

  private func lookForSignIn(_ person: CheckPerson) async {
    var call = RawCall("POST", ["users", "login"])
    call.contentType = "application/json"
    call.body =
      JSONValue.object(["email": "nobody@invalid", "password": "furrow check"])
      .encodedBytes
    guard let answer = try? await person.server.call(call) else { return }
    note(
      23,
      answer.json == nil || answer.status == 404
        ? "POST /users/login: no such call" : "POST /users/login answers \(answer.status)")
  }
}
