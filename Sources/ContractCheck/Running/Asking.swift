// How a stage asks the server and writes down what came.

import Foundation
import JSON

/// An answer with what was asked.
struct Reply {
  let asked: String
  let status: Int
  let json: JSONValue?
  let answer: RawAnswer

  var data: JSONValue? { json?["data"] }
  var isSuccess: Bool { (200..<300).contains(status) }
}

extension ContractRun {
  /// Asks, and names what was asked by its path without ids; a call without an answer is a finding.
  func ask(
    _ check: String, _ person: CheckPerson, _ method: String, _ path: [String],
    _ query: [(name: String, value: String)] = [], body: JSONValue? = nil, remark: String? = nil
  ) async -> Reply? {
    var call = RawCall(method, ["chat"] + path)
    call.query = query
    call.token = person.token
    if let body {
      call.contentType = "application/json"
      call.body = body.encodedBytes
    }
    return await ask(check, person, call, remark: remark)
  }

  func ask(
    _ check: String, _ person: CheckPerson, _ call: RawCall, remark: String? = nil
  ) async -> Reply? {
    let asked =
      Self.name(of: call) + (remark.map { " \($0)" } ?? "") + " as \(person.role.rawValue)"
    do throws(RawFailure) {
      var answer = try await person.server.call(call)
      if [429, 503].contains(answer.status), let pause = answer.retryAfter {
        note(30, "\(answer.status) with Retry-After: \(pause)")
        if let seconds = Int(pause), (0...60).contains(seconds) {
          try? await Task.sleep(for: .seconds(seconds))
          answer = try await person.server.call(call)
        }
      }
      let json = answer.json
      if JSONValue.isDamaged(answer.body[...]), json != nil {
        note(27, "\(asked) has text that is not whole")
      }
      for record in json?["data"]?.arrayValue ?? [] {
        if let id = record["_id"]?.stringValue, known.ids.count < 10_000 { known.ids.insert(id) }
      }
      return Reply(asked: asked, status: answer.status, json: json, answer: answer)
    } catch {
      fail(check, asked, expected: "an answer", came: error.words)
      return nil
    }
  }

  /// The call as a person names it: its words, with `ID` for what is none of them.
  static func name(of call: RawCall) -> String {
    let words: Set<String> = [
      "conversations", "media", "messages", "read", "reassign", "stats", "status", "support",
      "login",
      "users",
    ]
    let path = call.path.drop { $0 == "chat" }.map { words.contains($0) ? $0 : "ID" }
    let query = call.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    return "\(call.method) /\(path.joined(separator: "/"))" + (query.isEmpty ? "" : "?\(query)")
  }

  // MARK: Writing down

  func tried(_ check: String) { ledger.tried(check) }
  func note(_ row: Int, _ words: String) { ledger.note(row, words) }
  func observe(_ check: String, _ words: String) { ledger.observe(words, for: check) }

  func fail(
    _ check: String, _ asked: String, path: String? = nil, expected: String, came: String
  ) {
    ledger.add(Finding(asked, path: path, expected: expected, came: came), to: check)
  }

  func fail(_ check: String, _ asked: String, path: String, expected: String, value: JSONValue?) {
    fail(
      check, asked, path: path, expected: expected,
      came: value.map(ShapeJudge.shown) ?? ShapeJudge.Fault.nothing)
  }

  func judge(_ check: String, _ asked: String, _ value: JSONValue?, _ shape: Shape) {
    ledger.judge(value, shape, asked, for: check)
  }

  /// Whether the answer is a success of this status and shape; what is otherwise is written down.
  @discardableResult
  func expect(_ check: String, _ reply: Reply?, _ status: Int, _ shape: Shape) -> Bool {
    guard let reply else { return false }
    tried(check)
    guard reply.status == status else {
      fail(check, reply.asked, expected: "\(status)", came: Self.shown(reply))
      return false
    }
    guard let json = reply.json else {
      fail(check, reply.asked, expected: "\(status) with JSON", came: Self.shown(reply))
      return false
    }
    ledger.judge(json, shape, reply.asked, for: check)
    if json["success"] == false {
      fail(check, reply.asked, path: "$.success", expected: "true, or nothing", came: "false")
    }
    return true
  }

  @discardableResult
  func expect(_ check: String, _ reply: Reply?, _ shape: Shape) -> Bool {
    expect(check, reply, 200, shape)
  }

  /// A refusal of one of these statuses, in one of the shapes of row 1; the first status is the
  /// document's, and another is written down as this server's way.
  @discardableResult
  func expect(_ check: String, _ reply: Reply?, refusal status: Int, or others: [Int] = []) -> Bool
  {
    guard let reply else { return false }
    tried(check)
    guard reply.status == status || others.contains(reply.status) else {
      fail(check, reply.asked, expected: "\(status)", came: Self.shown(reply))
      return false
    }
    if reply.status != status { observe(check, "\(reply.asked): \(reply.status)") }
    judgeRefusal(check, reply)
    return true
  }

  private func judgeRefusal(_ check: String, _ reply: Reply) {
    guard let json = reply.json else {
      if reply.answer.body.isEmpty {
        note(1, "\(reply.status) without a body")
      } else {
        fail(check, reply.asked, expected: "an error in JSON", came: Self.shown(reply))
      }
      return
    }
    if json["error"]?.objectValue != nil {
      note(1, "{\"error\":{\"message\":…}}")
      ledger.judge(
        json,
        .object([
          Shape.Field(
            "error",
            .object([
              Shape.Field("message", .filled), Shape.Field("errors", .array(.any), .optional),
            ])
          )
        ]), reply.asked, for: check)
    } else {
      note(1, "{\"success\":false,\"message\":…}")
      ledger.judge(json, .object([Shape.Field("message", .filled)]), reply.asked, for: check)
      if json["success"] != false {
        fail(check, reply.asked, path: "$.success", expected: "false", value: json["success"])
      }
    }
  }

  /// A status with the server's own words, for "came …".
  static func shown(_ reply: Reply) -> String {
    let words =
      reply.json?["message"]?.stringValue ?? reply.json?["error"]?["message"]?.stringValue
      ?? reply.json?["error"]?.stringValue
    if let words { return "\(reply.status) \"\(words.prefix(100))\"" }
    guard reply.json == nil, !reply.answer.body.isEmpty else { return "\(reply.status)" }
    return "\(reply.status) with a body that is not JSON"
  }

  /// The id of a reference, be it a record or an id (row 10).
  static func id(_ reference: JSONValue?) -> String? {
    reference?["_id"]?.stringValue ?? reference?.stringValue
  }
}
