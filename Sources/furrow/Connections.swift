import ChatClient
import ChatConnection
import ChatModel
import Foundation
import JSON
import Sentences
import SocketIO
import Transport

/// The ways to one server: REST calls and the live link share one network client, so that cookies
/// set by one go with the other (row 17).
struct Connections {
  private let address: ServerAddress
  let client: HTTPClient
  private let settings: Settings
  private let oddities: OddityLog

  /// - Parameter sparesLoopback: proxies are not asked for addresses of this computer.
  init(to address: ServerAddress, settings: Settings, sparesLoopback: Bool = false) {
    self.address = address
    self.settings = settings
    oddities = OddityLog(settings.log)
    let proxy = ProxySettings(
      explicit: settings.proxy, environment: ProcessInfo.processInfo.environment,
      sparesLoopback: sparesLoopback)
    client = HTTPClient(
      configuration: NetworkConfiguration(
        userAgent: "furrow/\(Furrow.version)", proxy: proxy, caFile: settings.caFile))
  }

  private var tap: WireTap { WireTap(of: settings.profile, in: settings.wire) }

  /// - Parameter token: nil for signing in only.
  func api(token: String?) throws(Failure) -> HTTPChatAPI {
    HTTPChatAPI(
      base: try web(address.base), token: token, client: client,
      wire: tap, faults: settings.linkFaults,
      oddities: { [oddities] in oddities.note($0, $1) })
  }

  /// - Parameters:
  ///   - handshake: headers and parameters that go with each of the link's requests.
  ///   - tellsWire: its events show the wire.
  ///   - givesRead: events are given as they were read, not as they came.
  func live(
    handshake: HandshakeOptions? = nil, tellsWire: Bool = false, givesRead: Bool = false
  ) throws(Failure) -> any LiveTransport {
    var configuration = SocketClient.Configuration()
    configuration.path = handshake?.socketPath ?? address.socketPath
    configuration.query = handshake?.query ?? []
    configuration.policy =
      switch settings.transport {
      case .auto: .automatic
      case .websocket: .webSocketOnly
      case .polling: .pollingOnly
      }
    let link = SocketLink(
      server: try web(address.origin), client: client, configuration: configuration,
      headers: handshake?.header ?? [], namespace: handshake?.namespace ?? "/",
      auth: handshake?.auth?.value ?? .token, wire: tap, tellsWire: tellsWire,
      faults: settings.linkFaults)
    return LoggedLink(link, log: settings.log, oddities: oddities, givesRead: givesRead)
  }

  /// One request as it stands, of no call in particular, and its answer whatever its status.
  func exchange(
    _ method: String, _ url: String, body: JSONValue? = nil
  ) async throws(Failure) -> HTTPResponse {
    do throws(TransportError) {
      var request = HTTPRequest(
        method, try WebAddress(url), headers: [HTTPHeader("Accept", "application/json")])
      if let body {
        request.headers.append(HTTPHeader("Content-Type", "application/json"))
        request.body = .bytes(body.encodedBytes)
      }
      let exchange = tap.ask(request)
      do throws(TransportError) {
        let answer = try await client.send(request)
        tap.answer(answer, to: exchange)
        return answer
      } catch {
        tap.fail(error.description, exchange)
        throw error
      }
    } catch {
      throw Failure(APIError(error))
    }
  }

  func web(_ url: URL) throws(Failure) -> WebAddress {
    if let file = settings.caFile, !FileManager.default.isReadableFile(atPath: file) {
      throw Failure(.notFound, said("The certificates in \(file) (ca_file) cannot be read."))
    }
    do {
      return try WebAddress(url.absoluteString)
    } catch {
      throw Failure(.badConfiguration, Failure.sentence("\(error)"))
    }
  }

  // MARK: For one command

  static func api(of account: Account, settings: Settings) throws(Failure) -> any ChatAPI {
    try Connections(to: account.address, settings: settings).api(token: account.token)
  }

  /// The token that the server's sign-in call gives for an address and its password.
  static func token(
    of email: String, password: String, at address: ServerAddress, settings: Settings
  ) async throws -> String {
    try await signedOutAPI(at: address, settings: settings)
      .signIn(email: email, password: password, path: settings.loginPath)
  }

  static func signedOutAPI(at address: ServerAddress, settings: Settings) throws(Failure)
    -> any ChatAPI
  {
    try Connections(to: address, settings: settings).api(token: nil)
  }

  static func live(of account: Account, settings: Settings) throws(Failure) -> any LiveTransport {
    try Connections(to: account.address, settings: settings).live()
  }
}
