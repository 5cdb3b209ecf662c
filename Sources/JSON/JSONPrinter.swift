// From values to text: on one line, members in the order of their names, so that equal values print
// alike.

extension JSONValue {
  /// The document's text; a number that is not finite is written as null.
  package var encoded: String { String(decoding: encodedBytes, as: UTF8.self) }

  /// The UTF-8 of `encoded`.
  package var encodedBytes: [UInt8] {
    var text: [UInt8] = []
    append(to: &text)
    return text
  }

  /// Appends the UTF-8 of `encoded`.
  package func append(to text: inout [UInt8]) {
    switch self {
    case .null: text.append(contentsOf: "null".utf8)
    case .bool(let value): text.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): text.append(contentsOf: value.description.utf8)
    case .number(let value):
      text.append(contentsOf: (value.isFinite ? String(value) : "null").utf8)
    case .written(let number): text.append(contentsOf: number.utf8)
    case .string(let value): Self.appendQuoted(value, to: &text)
    case .array(let elements):
      text.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        element.append(to: &text)
      }
      text.append(UInt8(ascii: "]"))
    case .object(let members):
      text.append(UInt8(ascii: "{"))
      var isFirst = true
      for (key, value) in members.sortedByName {
        if !isFirst { text.append(UInt8(ascii: ",")) }
        isFirst = false
        Self.appendQuoted(key, to: &text)
        text.append(UInt8(ascii: ":"))
        value.append(to: &text)
      }
      text.append(UInt8(ascii: "}"))
    }
  }

  /// Appends `string` as a JSON string.
  package static func appendQuoted(_ string: String, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    var string = string
    string.withUTF8 { bytes in
      var plain = 0
      for (index, byte) in bytes.enumerated() {
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
          continue
        }
        text.append(contentsOf: bytes[plain..<index])
        appendEscape(of: byte, to: &text)
        plain = index + 1
      }
      text.append(contentsOf: bytes[plain...])
    }
    text.append(UInt8(ascii: "\""))
  }

  private static func appendEscape(of byte: UInt8, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: text.append(UInt8(ascii: "b"))
    case 0x09: text.append(UInt8(ascii: "t"))
    case 0x0A: text.append(UInt8(ascii: "n"))
    case 0x0C: text.append(UInt8(ascii: "f"))
    case 0x0D: text.append(UInt8(ascii: "r"))
    case 0..<0x20:
      text.append(contentsOf: byte < 0x10 ? "u000".utf8 : "u00".utf8)
      text.append(contentsOf: String(byte, radix: 16).utf8)
    default: text.append(byte)
    }
  }
}
