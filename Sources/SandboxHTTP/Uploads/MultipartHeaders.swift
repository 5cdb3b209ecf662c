// The headers of one part of a form, and the value of a header with its parameters.

import Foundation

/// What a part says of itself.
struct MultipartHeaders: Equatable {
  var name = ""
  /// nil for a plain field.
  var fileName: String?
  var contentType = "text/plain"

  /// nil when these are no headers, or give the part no name.
  init?(_ text: ArraySlice<UInt8>) {
    for line in String(decoding: text, as: UTF8.self).split(separator: "\r\n") {
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].trimmingPrefix { $0 == " " || $0 == "\t" }
      switch line[..<colon].lowercased() {
      case "content-disposition":
        guard let disposition = HeaderValue(String(value)) else { return nil }
        // Browsers write `%22` for a quote in these two.
        name = (disposition.parameters["name"] ?? "").replacing("%22", with: "\"")
        fileName =
          disposition.parameters["filename*"].flatMap(Self.extended)
          ?? disposition.parameters["filename"]?.replacing("%22", with: "\"")
        fileName = fileName.map(Self.lastComponent)
      case "content-type": contentType = String(value)
      default: break
      }
    }
    guard !name.isEmpty else { return nil }
  }

  /// A name without the folders before it (RFC 7578, 4.2), of whatever system.
  private static func lastComponent(_ path: String) -> String {
    path.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
  }

  /// The text of `UTF-8'language'percent-encoded` (RFC 8187); nil for other character sets.
  private static func extended(_ text: String) -> String? {
    let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].lowercased() == "utf-8" else { return nil }
    return parts[2].removingPercentEncoding
  }
}

/// `value; name=token; name="quoted \" string"` (RFC 9110, 5.6.6).
struct HeaderValue: Equatable {
  /// In small letters.
  let value: String
  /// By their names in small letters; the first of equal names counts.
  let parameters: [String: String]

  /// nil when a quoted string has no end.
  init?(_ text: String) {
    var rest = Substring(text)
    value = Self.takeToken(&rest).lowercased()
    var parameters: [String: String] = [:]
    while let mark = rest.popFirst() {
      guard mark == ";" else { continue }
      rest = rest.trimmingPrefix { $0 == " " || $0 == "\t" }
      let name = Self.takeToken(&rest, until: "=").lowercased()
      guard rest.first == "=" else { continue }
      rest.removeFirst()
      guard let value = Self.takeValue(&rest) else { return nil }
      if parameters[name] == nil { parameters[name] = value }
    }
    self.parameters = parameters
  }

  private static func takeToken(_ rest: inout Substring, until end: Character = ";") -> String {
    let token = rest.prefix { $0 != ";" && $0 != end }
    rest = rest[token.endIndex...]
    return token.trimmingCharacters(in: .whitespaces)
  }

  private static func takeValue(_ rest: inout Substring) -> String? {
    guard rest.first == "\"" else { return takeToken(&rest) }
    rest.removeFirst()
    var value = ""
    while let character = rest.popFirst() {
      switch character {
      case "\"": return value
      case "\\":
        guard let guarded = rest.popFirst() else { return nil }
        value.append(guarded)
      default: value.append(character)
      }
    }
    return nil
  }
}
