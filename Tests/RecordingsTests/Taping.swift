import ChatModel
import Foundation
import JSON
import Recordings

/// Makes a recording record by record.
struct Taping {
  var header = WireHeader(
    wall: Date(timeIntervalSince1970: 1_763_476_320), program: "furrow/test",
    identities: [
      WireIdentity(name: "meera", user: "agent00000000000000000001", role: "Support"),
      WireIdentity(name: "ramesh", user: "farm000000000000000000002", role: "User"),
    ])
  var records: [WireRecord] = []
  var at: Int64 = 0

  /// - Parameter after: in ms since the record before.
  @discardableResult
  mutating func add(
    _ direction: WireRecord.Direction, _ layer: WireRecord.Layer, _ name: String,
    _ data: JSONValue = .null, as identity: String = "meera", after: Int64 = 10,
    status: Int? = nil, answers: Int? = nil, id: Int? = nil, isPacket: Bool = false
  ) -> Int {
    at += after * 1000
    records.append(
      WireRecord(
        number: records.count + 1, at: at, identity: identity,
        session: identity == "meera" ? "s1" : "s2",
        direction: direction, layer: layer, name: name, bytes: 10, answers: answers, data: data,
        status: status, isPacket: isPacket, packetID: id))
    return records.count
  }

  @discardableResult
  mutating func out(
    _ event: String, _ data: JSONValue, as identity: String = "meera", after: Int64 = 10
  ) -> Int { add(.outgoing, .sio, event, [data], as: identity, after: after) }

  @discardableResult
  mutating func into(
    _ event: String, _ data: JSONValue, as identity: String = "meera", after: Int64 = 10
  ) -> Int { add(.incoming, .sio, event, [data], as: identity, after: after) }

  var recording: Recording { Recording(header: header, records: records, named: "bug.jsonl") }

  var bytes: [UInt8] {
    let writer = WireWriter(masking: nil)
    let lines = [writer.line(header)] + records.map { writer.line($0) }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  static let conversation = "c00000000000000000000001"
  static let other = "c00000000000000000000002"
  static let message = "m00000000000000000000001"

  /// Meera joins, writes, and is told that the server has it; Ramesh hears it and reads it.
  static func talk(sentAfter: Int64 = 100, content: String = "Namaste") -> Taping {
    var tape = Taping()
    tape.add(.outgoing, .http, "GET /api/v1/chat/conversations?page=1&limit=100")
    tape.add(
      .incoming, .http, "GET /api/v1/chat/conversations?page=1&limit=100",
      [
        "data": [
          [
            "_id": .string(conversation), "status": "open",
            "userId": person("farm000000000000000000002", "Ramesh"),
            "assignedSupportId": person("agent00000000000000000001", "Meera"),
          ]
        ]
      ],
      status: 200, answers: 1)
    tape.out("conversation:join", ["conversationId": .string(conversation)])
    tape.into("conversation:joined", ["conversationId": .string(conversation)])
    tape.out(
      "message:send",
      [
        "conversationId": .string(conversation), "messageType": "text", "content": .string(content),
        "tempId": "t-1",
      ])
    tape.into(
      "message:new",
      [
        "conversationId": .string(conversation),
        "message": [
          "_id": .string(message), "content": .string(content), "messageType": "text",
          "senderId": "agent00000000000000000001",
        ],
      ], as: "ramesh", after: 20)
    tape.into(
      "message:sent",
      ["messageId": .string(message), "tempId": "t-1", "timestamp": "2025-11-18T14:32:01.000Z"],
      after: sentAfter - 20)
    tape.out(
      "message:read", ["conversationId": .string(conversation), "messageId": .string(message)],
      as: "ramesh")
    tape.add(
      .outgoing, .http, "PATCH /api/v1/chat/conversations/\(conversation)/status",
      ["status": "resolved"])
    tape.add(
      .incoming, .http, "PATCH /api/v1/chat/conversations/\(conversation)/status",
      ["data": ["_id": .string(conversation), "status": "resolved"]], status: 200, answers: 9)
    return tape
  }

  static func person(_ id: String, _ name: String) -> JSONValue {
    ["_id": .string(id), "first_name": .string(name), "phone": "+91 98765 43210"]
  }
}
