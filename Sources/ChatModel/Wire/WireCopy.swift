import Foundation
import JSON

/// How a command comes to where a record was made.
package struct WireReach: Hashable, Sendable {
  /// Of the configuration; nil: the usual one.
  package var profile: String?
  /// As `--url` takes it; nil: that of the profile.
  package var server: String?

  package init(profile: String? = nil, server: String? = nil) {
    self.profile = profile
    self.server = server
  }
}

/// What is copied of a record: itself, or what does the same again outside.
package enum WireCopy: String, Hashable, Sendable, CaseIterable {
  case json = "JSON"
  case curl
  case script = "JS"

  /// - Parameters:
  ///   - origin: of the server, as `https://host:port`
  ///   - mask: what takes phone numbers out; nil leaves them in
  ///   - reach: what leads a command to the same server as the same person
  ///   - answer: the name of what answered it, which a command waits for; nil for what nothing did
  /// - Returns: nil for what cannot be said so
  package func text(
    of record: WireRecord, origin: String, masking mask: WireMask?, reach: WireReach = WireReach(),
    answer: String? = nil
  ) -> String? {
    var record = record
    if let mask {
      record.data = mask.masked(record.data)
      record.name = mask.masked(record.name)
    }
    switch self {
    case .json: return WireWriter(masking: nil).line(record)
    case .curl: return Self.command(record, origin, reach, answer)
    case .script: return Self.script(record, origin)
    }
  }

  private static func command(
    _ record: WireRecord, _ origin: String, _ reach: WireReach, _ answer: String?
  ) -> String? {
    if let event = record.event {
      var words = ["furrow", "emit", quoted(event)]
      words += (record.data.arrayValue ?? []).map { quoted($0.encoded) }
      if let profile = reach.profile { words += ["--profile", quoted(profile)] }
      if let server = reach.server { words += ["--url", quoted(server)] }
      switch answer {
      case nil, "error": break
      case "ack": words.append("--ack")
      case let name?: words += ["--expect", quoted(name)]
      }
      return words.joined(separator: " ")
    }
    guard let method = record.method, let target = record.target, record.direction == .outgoing
    else { return nil }
    var words = ["curl", "-X", method, quoted(origin + target)]
    for (name, value) in headers(record) { words += ["-H", header(name, value)] }
    if let body = body(record) { words += ["--data-raw", quoted(body)] }
    return words.joined(separator: " ")
  }

  private static func script(_ record: WireRecord, _ origin: String) -> String? {
    if let event = record.event {
      let arguments = [JSONValue.string(event)] + (record.data.arrayValue ?? [])
      let words = arguments.map(\.encoded).joined(separator: ", ")
      return record.packetID == nil
        ? "socket.emit(\(words));"
        : "socket.emit(\(words), (...answer) => console.log(answer));"
    }
    guard let method = record.method, let target = record.target, record.direction == .outgoing
    else { return nil }
    let fields = headers(record).map { name, value in
      JSONValue.string(name).encoded + ": "
        + (name == "Authorization" ? "`Bearer ${token}`" : JSONValue.string(value).encoded)
    }
    var options = ["method: \(JSONValue.string(method).encoded)"]
    if !fields.isEmpty { options.append("headers: {\(fields.joined(separator: ", "))}") }
    if let body = body(record) { options.append("body: \(JSONValue.string(body).encoded)") }
    return
      "await fetch(\(JSONValue.string(origin + target).encoded), {\(options.joined(separator: ", "))});"
  }

  /// What the caller has to say; the rest is the business of whoever makes the request.
  private static func headers(_ record: WireRecord) -> [(String, String)] {
    record.headers.compactMap { field in
      switch field.name.lowercased() {
      case "authorization": ("Authorization", field.value)
      case "accept", "content-type": (field.name, field.value)
      default: nil
      }
    }
  }

  private static func header(_ name: String, _ value: String) -> String {
    name == "Authorization"
      ? "\"Authorization: Bearer $TOKEN\"" : quoted("\(name): \(value)")
  }

  private static func body(_ record: WireRecord) -> String? {
    switch record.data {
    case .null: nil
    case .string(let text): text
    default: record.data.encoded
    }
  }

  /// One word for a shell.
  private static func quoted(_ text: String) -> String {
    "'" + text.replacingOccurrences(of: "'", with: #"'\''"#) + "'"
  }
}
