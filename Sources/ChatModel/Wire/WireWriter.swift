import Foundation
import JSON

/// Writes a recording, a line for each value.
package struct WireWriter: Sendable {
  private let mask: WireMask?

  /// - Parameter mask: what takes phone numbers out; nil leaves them in.
  package init(masking mask: WireMask?) { self.mask = mask }

  /// All of a recording, with the line end of its last line.
  package func document(_ header: WireHeader, _ records: [WireRecord]) -> String {
    ([line(header)] + records.map { line($0) }).joined(separator: "\n") + "\n"
  }

  package func line(_ header: WireHeader) -> String {
    var line = WireLineText()
    line.add("furrow", .integer(WireHeader.version))
    line.add("wall", .string(Timestamp.format(header.wall)))
    line.add("program", header.program.map(JSONValue.string))
    line.add("offset", header.offset.map { .integer(Int($0)) })
    line.add("within", header.within.map { .integer(Int($0)) })
    if !header.identities.isEmpty {
      line.add(
        "identities",
        .array(
          header.identities.map { identity in
            .object(ofKnown: [
              ("name", .string(identity.name)), ("user", identity.user.map(JSONValue.string)),
              ("role", identity.role.map(JSONValue.string)),
            ])
          }))
    }
    return line.text
  }

  package func line(_ record: WireRecord) -> String {
    var line = WireLineText()
    line.add("n", .integer(record.number))
    line.add("at", .integer(Int(record.at)))
    line.add("as", .string(record.identity))
    line.add("session", record.session.map(JSONValue.string))
    line.add("dir", .string(record.direction.rawValue))
    line.add("layer", .string(record.layer.rawValue))
    line.add("name", .string(masked(record.name)))
    line.add("status", record.status.map(JSONValue.integer))
    line.add("packet", record.isPacket ? true : nil)
    line.add("id", record.packetID.map(JSONValue.integer))
    line.add("namespace", record.namespace.map(JSONValue.string))
    line.add("bytes", .integer(record.bytes))
    line.add("answers", record.answers.map(JSONValue.integer))
    if !record.headers.isEmpty {
      line.add("headers", .object(JSONObject(WireWriter.joined(record.headers))))
    }
    if record.data != .null { line.add("data", mask?.masked(record.data) ?? record.data) }
    if !record.attachments.isEmpty {
      line.add(
        "attachments", .array(record.attachments.map { .string(Data($0).base64EncodedString()) }))
    }
    line.add("raw", record.raw.map { .string(masked($0)) })
    return line.text
  }

  private func masked(_ text: String) -> String { mask?.masked(text) ?? text }

  /// Headers of one name are one, as HTTP allows it.
  private static func joined(_ fields: [WireHeaderField]) -> [(String, JSONValue)] {
    var values: [(name: String, value: String)] = []
    for field in fields {
      if let place = values.firstIndex(where: { $0.name.lowercased() == field.name.lowercased() }) {
        values[place].value += ", " + field.value
      } else {
        values.append((field.name, field.value))
      }
    }
    return values.map { ($0.name, .string($0.value)) }
  }
}

/// The members of a line in the order in which they are added: a person reads them from the left.
private struct WireLineText {
  private var bytes: [UInt8] = [UInt8(ascii: "{")]

  mutating func add(_ name: String, _ value: JSONValue?) {
    guard let value else { return }
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    JSONValue.appendQuoted(name, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    value.append(to: &bytes)
  }

  var text: String { String(decoding: bytes, as: UTF8.self) + "}" }
}
