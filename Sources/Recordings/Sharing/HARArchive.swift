import ChatModel
import Foundation
package import JSON

/// A recording as an HTTP Archive (HAR 1.2), which browsers and proxies show. The frames of a
/// WebSocket stand at its opening, as Chrome writes them.
package enum HARArchive {
  /// - Parameter origin: where the requests went, such as `https://chat.example.org`.
  package static func document(of recording: Recording, origin: String) -> JSONValue {
    var entries: [JSONValue] = []
    var answers: [Int: WireRecord] = [:]
    for record in recording.records where record.layer == .http || record.layer == .ws {
      if record.direction == .incoming, let number = record.answers { answers[number] = record }
    }
    for record in recording.records where record.direction == .outgoing {
      if record.layer == .http {
        entries.append(entry(record, answers[record.number], recording, origin))
      } else if record.layer == .ws, record.name == "open" {
        entries.append(opening(record, answers[record.number], recording, origin))
      }
    }
    return [
      "log": [
        "version": "1.2",
        "creator": ["name": "furrow", "version": .string(recording.header.program ?? "")],
        "comment": .string(recording.name), "entries": .array(entries),
      ]
    ]
  }

  private static func entry(
    _ request: WireRecord, _ answer: WireRecord?, _ recording: Recording, _ origin: String
  ) -> JSONValue {
    let target = request.target ?? "/"
    let took = answer.map { Double($0.at - request.at) / 1000 } ?? -1
    return .object(ofKnown: [
      ("startedDateTime", .string(Timestamp.format(recording.header.date(at: request.at)))),
      ("time", .number(max(0, took))),
      ("request", self.request(request, request.method ?? "GET", origin + target)),
      ("response", response(answer)), ("cache", .object(JSONObject())),
      ("timings", ["send": 0, "wait": .number(max(0, took)), "receive": 0]),
      ("comment", .string(comment(request))),
    ])
  }

  private static func opening(
    _ opening: WireRecord, _ answer: WireRecord?, _ recording: Recording, _ origin: String
  ) -> JSONValue {
    let path = opening.data["path"]?.stringValue ?? opening.data.stringValue ?? "/socket.io/"
    let next = recording.records.first { other in
      other.number > opening.number && other.identity == opening.identity && other.layer == .ws
        && other.name == "open"
    }
    let frames = recording.records.filter { record in
      record.identity == opening.identity && record.number > opening.number
        && record.number < next?.number ?? .max && (record.layer == .sio || record.layer == .eio)
    }
    let messages = frames.map { frame -> JSONValue in
      [
        "type": frame.direction == .outgoing ? "send" : "receive",
        "time": .number(recording.header.date(at: frame.at).timeIntervalSince1970), "opcode": 1,
        "data": .string(text(of: frame)),
      ]
    }
    let isOpen = answer?.name == "opened"
    return .object(ofKnown: [
      ("startedDateTime", .string(Timestamp.format(recording.header.date(at: opening.at)))),
      ("time", .number(answer.map { Double($0.at - opening.at) / 1000 } ?? 0)),
      (
        "request",
        request(opening, "GET", origin.replacing("http", with: "ws", maxReplacements: 1) + path)
      ),
      (
        "response",
        [
          "status": isOpen ? 101 : 0, "statusText": isOpen ? "Switching Protocols" : "",
          "httpVersion": "HTTP/1.1", "cookies": [], "headers": [],
          "content": ["size": 0, "mimeType": "x-unknown"], "redirectURL": "", "headersSize": -1,
          "bodySize": -1,
        ]
      ), ("cache", .object(JSONObject())), ("timings", ["send": 0, "wait": 0, "receive": 0]),
      ("comment", .string(comment(opening))), ("_resourceType", "websocket"),
      ("_webSocketMessages", .array(messages)),
    ])
  }

  private static func comment(_ record: WireRecord) -> String {
    "line \(record.number) as \(record.identity)"
  }

  private static func text(of frame: WireRecord) -> String {
    if let raw = frame.raw { return raw }
    guard frame.isEvent else { return "\(frame.name) \(frame.data.encoded)" }
    return JSONValue.array([.string(frame.name)] + (frame.data.arrayValue ?? [frame.data])).encoded
  }

  private static func request(_ record: WireRecord, _ method: String, _ url: String) -> JSONValue {
    let query = url.firstIndex(of: "?").map { url[url.index(after: $0)...] } ?? ""
    let pairs = query.split(separator: "&").map { pair -> JSONValue in
      let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
      return ["name": .string(parts[0]), "value": .string(parts.count > 1 ? parts[1] : "")]
    }
    let body: JSONValue? =
      record.data == .null || record.layer == .ws
      ? Optional.none : ["mimeType": "application/json", "text": .string(text(record.data))]
    return .object(ofKnown: [
      ("method", .string(method)), ("url", .string(url)), ("httpVersion", "HTTP/1.1"),
      ("cookies", []), ("headers", headers(record)), ("queryString", .array(pairs)),
      ("postData", body), ("headersSize", -1), ("bodySize", .integer(record.bytes)),
    ])
  }

  private static func response(_ answer: WireRecord?) -> JSONValue {
    let type = answer?.headers.first { $0.name.lowercased() == "content-type" }?.value
    let body = answer.map { text($0.data) } ?? ""
    return .object(ofKnown: [
      ("status", .integer(answer?.status ?? 0)), ("statusText", ""), ("httpVersion", "HTTP/1.1"),
      ("cookies", []), ("headers", answer.map(headers) ?? []),
      (
        "content",
        [
          "size": .integer(answer?.bytes ?? 0), "mimeType": .string(type ?? "application/json"),
          "text": .string(body),
        ]
      ), ("redirectURL", ""), ("headersSize", -1), ("bodySize", .integer(answer?.bytes ?? -1)),
      ("_error", answer?.status == nil ? answer?.data["error"] : nil),
    ])
  }

  private static func headers(_ record: WireRecord) -> JSONValue {
    .array(record.headers.map { ["name": .string($0.name), "value": .string($0.value)] })
  }

  private static func text(_ data: JSONValue) -> String {
    switch data {
    case .null: ""
    case .string(let text): text
    default: data.encoded
    }
  }
}
