import ArgumentParser
import ChatConnection
import ChatModel
import JSON
import Sentences
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
  @Option(
    help: ArgumentHelp("Connect to this namespace instead of /.", valueName: "name"),
    transform: Self.namespace)
  var namespace: String?
  @Option(
    help: ArgumentHelp(
      "The path of Socket.IO at the server, if not /socket.io/.", valueName: "path"),
    transform: Self.socketPath)
  var socketPath: String?
  @Option(
    help: ArgumentHelp(
      "What to say of oneself on connecting instead of the token: a JSON object, or none.",
      valueName: "json|none"),
    transform: AuthChoice.init(argument:))
  var auth: AuthChoice?
  @Flag(help: "Send the token as it is: one that is malformed or has expired is not judged here.")
  var asGiven = false

  /// What is said on connecting.
  struct AuthChoice: Hashable, Sendable {
    let value: LinkAuth

    init(argument: String) throws {
      if argument == "none" {
        value = .nothing
        return
      }
      let document: JSONValue
      do throws(WrittenJSONFault) {
        document = try WrittenJSON.document(Array(argument.utf8))
      } catch {
        throw Unusable(description: said("it \(error.clause)."))
      }
      guard document.objectValue != nil else {
        throw Unusable(description: said("it is \(document.typeName), not an object."))
      }
      value = .document(document)
    }
  }

  /// Whether the token is what is shown on connecting.
  var showsToken: Bool { auth == nil }

  private static func namespace(_ text: String) throws -> String {
    let name = text.hasPrefix("/") ? text : "/" + text
    guard !name.contains(where: { $0 == "," || $0 == "?" || $0.isWhitespace }) else {
      throw Unusable(description: said("a namespace has no comma, question mark or blank."))
    }
    return name
  }

  private static func socketPath(_ text: String) throws -> String {
    guard text.hasPrefix("/"),
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x3F && $0 != 0x23 })
    else {
      throw Unusable(description: said("write a path that begins with /, such as /socket.io/."))
    }
    return text
  }

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
    else { throw Unusable(description: said("the link itself writes the header \(name).")) }
    let header = HTTPHeader(name, String(value.drop { $0 == " " || $0 == "\t" }))
    guard header.isWellFormed else {
      throw Unusable(
        description: said("it is no header: a name of letters and digits, and one line."))
    }
    return header
  }

  private static func parameter(_ text: String) throws -> EngineParameter {
    let (name, value) = try parts(of: text, at: "=", as: "NAME=VALUE")
    guard let parameter = EngineParameter(name: name, value: value) else {
      throw Unusable(description: said("the link itself writes \(name) into the query."))
    }
    return parameter
  }

  private static func parts(
    of text: String, at divider: Character, as form: String
  ) throws -> (name: String, value: String) {
    guard let place = text.firstIndex(of: divider), place > text.startIndex else {
      throw Unusable(description: said("write \(form)."))
    }
    return (String(text[..<place]), String(text[text.index(after: place)...]))
  }

  private struct Unusable: Error, CustomStringConvertible {
    let description: String
  }
}
