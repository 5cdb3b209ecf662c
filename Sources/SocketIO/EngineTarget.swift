// Where a session's requests go: the path and query of the protocol's page.

enum EngineTarget {
  /// Path and query of a request over `transport`, with the session's id once there is one.
  static func pathAndQuery(_ path: String, _ transport: TransportKind, sid: String?) -> String {
    let session = sid.map { "&sid=" + escaped($0) } ?? ""
    return "\(path)?EIO=4&transport=\(transport.rawValue)\(session)"
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
