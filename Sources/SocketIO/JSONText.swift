// Small questions to JSON text that the protocol asks: the members of the handshake, the name of an
// event, the arguments of an array. No values are built; whoever reads the arguments parses them.

/// Reads and writes pieces of JSON text.
package enum JSONText {
  /// Whether `text` is exactly one well-formed JSON value.
  package static func isWellFormed(_ text: ByteSlice) -> Bool {
    let span = text.span
    var at = 0
    JSONScanner.skipSpace(span, &at)
    guard JSONScanner.skipValue(span, &at) else { return false }
    JSONScanner.skipSpace(span, &at)
    return at == span.count
  }

  /// The texts of the elements of an array; nil when `text` is no well-formed array.
  package static func elements(of text: ByteSlice) -> [ByteSlice]? {
    let span = text.span
    var at = 0
    var found: [ByteSlice] = []
    JSONScanner.skipSpace(span, &at)
    guard JSONScanner.skip(UInt8(ascii: "["), span, &at) else { return nil }
    JSONScanner.skipSpace(span, &at)
    if !JSONScanner.skip(UInt8(ascii: "]"), span, &at) {
      repeat {
        JSONScanner.skipSpace(span, &at)
        let start = at
        guard JSONScanner.skipValue(span, &at) else { return nil }
        found.append(text[(text.startIndex + start)..<(text.startIndex + at)])
        JSONScanner.skipSpace(span, &at)
      } while JSONScanner.skip(UInt8(ascii: ","), span, &at)
      guard JSONScanner.skip(UInt8(ascii: "]"), span, &at) else { return nil }
    }
    JSONScanner.skipSpace(span, &at)
    return at == span.count ? found : nil
  }

  /// The texts of an object's members by name (the last of equal names counts); nil when `text` is
  /// no well-formed object.
  package static func members(of text: ByteSlice) -> [String: ByteSlice]? {
    let span = text.span
    var at = 0
    var found: [String: ByteSlice] = [:]
    JSONScanner.skipSpace(span, &at)
    guard JSONScanner.skip(UInt8(ascii: "{"), span, &at) else { return nil }
    JSONScanner.skipSpace(span, &at)
    if !JSONScanner.skip(UInt8(ascii: "}"), span, &at) {
      repeat {
        JSONScanner.skipSpace(span, &at)
        let nameStart = at
        guard JSONScanner.skipString(span, &at) else { return nil }
        let name = text[(text.startIndex + nameStart)..<(text.startIndex + at)]
        JSONScanner.skipSpace(span, &at)
        guard JSONScanner.skip(UInt8(ascii: ":"), span, &at) else { return nil }
        JSONScanner.skipSpace(span, &at)
        let start = at
        guard JSONScanner.skipValue(span, &at) else { return nil }
        if let name = string(name) {
          found[name] = text[(text.startIndex + start)..<(text.startIndex + at)]
        }
        JSONScanner.skipSpace(span, &at)
      } while JSONScanner.skip(UInt8(ascii: ","), span, &at)
      guard JSONScanner.skip(UInt8(ascii: "}"), span, &at) else { return nil }
    }
    JSONScanner.skipSpace(span, &at)
    return at == span.count ? found : nil
  }

  /// The value of an integer; nil for other numbers and other values.
  package static func integer(_ text: ByteSlice) -> Int? {
    Int(String(decoding: text, as: UTF8.self))
  }

  /// The value of a string; nil when `text` is no well-formed string.
  package static func string(_ text: ByteSlice) -> String? {
    let span = text.span
    var end = 0
    guard JSONScanner.skipString(span, &end), end == span.count else { return nil }
    let inside = text.dropFirst().dropLast()
    guard inside.contains(UInt8(ascii: "\\")) else {
      return String(decoding: inside, as: UTF8.self)
    }
    return unescape(inside)
  }

  /// The first element of an array when it is a string, as in an event; the rest is not looked at.
  package static func firstString(of array: ByteSlice) -> String? {
    let span = array.span
    var at = 0
    JSONScanner.skipSpace(span, &at)
    guard JSONScanner.skip(UInt8(ascii: "["), span, &at) else { return nil }
    JSONScanner.skipSpace(span, &at)
    let start = at
    guard JSONScanner.skipString(span, &at) else { return nil }
    return string(array[(array.startIndex + start)..<(array.startIndex + at)])
  }

  /// The last element of an event's array when it is a string and not the name. Looked for from the
  /// end, so that its cost does not grow with the event.
  package static func lastStringArgument(of array: ByteSlice) -> String? {
    let body = trimmedEnd(array)
    guard body.last == UInt8(ascii: "]") else { return nil }
    let inside = trimmedEnd(body.dropLast())
    guard inside.last == UInt8(ascii: "\"") else { return nil }
    var search = inside.dropLast()
    while let quote = search.lastIndex(of: UInt8(ascii: "\"")) {
      let before = array[..<quote]
      let escapes = before.reversed().prefix { $0 == UInt8(ascii: "\\") }.count
      if escapes.isMultiple(of: 2) {
        // The name stands right after the opening bracket; every argument after a comma.
        guard trimmedEnd(before).last == UInt8(ascii: ",") else { return nil }
        return string(array[quote..<inside.endIndex])
      }
      search = array[..<(quote - escapes)]
    }
    return nil
  }

  /// Which attachment an argument stands for; nil when it is no placeholder.
  package static func placeholder(_ argument: ByteSlice) -> Int? {
    guard let members = members(of: argument),
      members["_placeholder"]?.elementsEqual("true".utf8) == true
    else { return nil }
    return members["num"].flatMap(integer)
  }

  /// Appends `string` as a JSON string.
  package static func appendQuoted(_ string: String, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        text.append(UInt8(ascii: "\\"))
        text.append(byte)
      case 0..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        text.append(contentsOf: "\\u00".utf8)
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
      default: text.append(byte)
      }
    }
    text.append(UInt8(ascii: "\""))
  }

  /// `string` as a JSON string.
  package static func quoted(_ string: String) -> [UInt8] {
    var text: [UInt8] = []
    appendQuoted(string, to: &text)
    return text
  }

  /// `text` without the white space around it.
  static func trimmed(_ text: ByteSlice) -> ByteSlice {
    trimmedEnd(text.drop(while: isSpace))
  }

  private static func trimmedEnd(_ text: ByteSlice) -> ByteSlice {
    var end = text.endIndex
    while end > text.startIndex, isSpace(text[end - 1]) { end -= 1 }
    return text[..<end]
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d
  }

  /// Resolves the escapes of a string already found well-formed. Halves of surrogate pairs that
  /// stand alone become U+FFFD.
  private static func unescape(_ inside: ByteSlice) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(inside.count)
    var units: [UInt16] = []
    var rest = inside
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
        flush(&units, to: &bytes)
        bytes.append(byte)
        continue
      }
      if escape == UInt8(ascii: "u") {
        units.append(rest.prefix(4).reduce(0) { $0 << 4 | (JSONScanner.hexDigit($1) ?? 0) })
        rest = rest.dropFirst(4)
        continue
      }
      flush(&units, to: &bytes)
      switch escape {
      case UInt8(ascii: "b"): bytes.append(0x08)
      case UInt8(ascii: "f"): bytes.append(0x0c)
      case UInt8(ascii: "n"): bytes.append(0x0a)
      case UInt8(ascii: "r"): bytes.append(0x0d)
      case UInt8(ascii: "t"): bytes.append(0x09)
      default: bytes.append(escape)
      }
    }
    flush(&units, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func flush(_ units: inout [UInt16], to bytes: inout [UInt8]) {
    guard !units.isEmpty else { return }
    bytes.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
    units.removeAll()
  }
}
