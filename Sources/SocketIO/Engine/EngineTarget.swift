// Where a session's requests go: the path and query of the protocol's page, and what a server wants
// to be told besides.

/// A parameter of the server's own in the query of every request.
package struct EngineParameter: Equatable, Sendable {
  package let name: String
  package let value: String

  /// The protocol's own names, and those that its clients are known to use for themselves.
  private static let taken: Set = ["EIO", "transport", "sid", "t", "j", "b64"]

  /// Any text is a value; nil for a name that is empty or the protocol's own.
  package init?(name: String, value: String) {
    guard !name.isEmpty, !Self.taken.contains(name) else { return nil }
    self.name = name
    self.value = value
  }
}

enum EngineTarget {
  /// Path and query of a request over `transport`, with the session's id once there is one.
  static func pathAndQuery(
    _ path: String, _ transport: TransportKind, sid: String?, _ more: [EngineParameter]
  ) -> String {
    let session = sid.map { "&sid=" + escaped($0) } ?? ""
    let more = more.map { "&\(escaped($0.name))=\(escaped($0.value))" }.joined()
    return "\(path)?EIO=4&transport=\(transport.rawValue)\(session)\(more)"
  }

  /// Percent-encodes what may not stand in a query's value: a sid is the server's choice.
  private static func escaped(_ sid: String) -> String {
    var result = ""
    for byte in sid.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return result
  }
}
