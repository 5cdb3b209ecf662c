import ArgumentParser
import SocketIO
import Transport

/// What a server, or a proxy before it, wants to be told with each request of the live link.
struct HandshakeOptions: ParsableArguments {
  static let title = "Link options"

  @Option(
    help: ArgumentHelp(
      "Send this header with each request of the link; repeatable.", valueName: "name:value"),
    transform: Self.header)
  var header: [HTTPHeader] = []
  @Option(
    help: ArgumentHelp(
      "Add this to the query of each request of the link; repeatable.", valueName: "name=value"),
    transform: Self.parameter)
  var query: [EngineParameter] = []

  /// Headers that belong to the connection, to the request's form or to a WebSocket's opening, and
  /// those that say who is signed in.
  private static let refused: Set = [
    "accept-encoding", "authorization", "connection", "content-length", "content-type", "cookie",
    "expect", "host", "http2-settings", "keep-alive", "te", "trailer", "transfer-encoding",
    "upgrade", "user-agent",
  ]
  private static let refusedBeginnings = ["proxy-", "sec-websocket-"]

  private static func header(_ text: String) throws -> HTTPHeader {
    let (name, value) = try parts(of: text, at: ":", as: "NAME:VALUE")
    let lowercase = name.lowercased()
    guard !refused.contains(lowercase), !refusedBeginnings.contains(where: lowercase.hasPrefix)
    else { throw Unusable(description: "the link itself writes the header \(name).") }
    let header = HTTPHeader(name, String(value.drop { $0 == " " || $0 == "\t" }))
    guard header.isWellFormed else {
      throw Unusable(description: "it is no header: a name of letters and digits, and one line.")
    }
    return header
  }

  private static func parameter(_ text: String) throws -> EngineParameter {
    let (name, value) = try parts(of: text, at: "=", as: "NAME=VALUE")
    guard let parameter = EngineParameter(name: name, value: value) else {
      throw Unusable(description: "the link itself writes \(name) into the query.")
    }
    return parameter
  }

  private static func parts(
    of text: String, at divider: Character, as form: String
  ) throws -> (name: String, value: String) {
    guard let place = text.firstIndex(of: divider), place > text.startIndex else {
      throw Unusable(description: "write \(form).")
    }
    return (String(text[..<place]), String(text[text.index(after: place)...]))
  }

  private struct Unusable: Error, CustomStringConvertible {
    let description: String
  }
}
