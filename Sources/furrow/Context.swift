import ChatClient
import ChatConnection
import ChatModel
import Foundation
import Sentences

/// What a command works with: the settings in force, where it prints, and the way to the server.
struct Context: Sendable {
  let settings: Settings
  let output: Output
  /// What --wire and --wire-file want, as long as the command runs.
  private let wire: WireOutput?

  /// - Parameters:
  ///   - changesServer: what is printed tells of something done at the server.
  ///   - printsWire: the command itself prints what --wire shows.
  ///   - book: of all identities of this process, which somebody else writes down.
  init(
    options: GlobalOptions, environment: [String: String] = ProcessInfo.processInfo.environment,
    changesServer: Bool = false, printsWire: Bool = false, book: WireBook? = nil
  ) throws(Failure) {
    output = Output(isJSON: options.json, tellsOfChanges: changesServer)
    settings = try Settings(
      options: options, environment: environment, wire: book ?? .ofThisProgram())
    wire =
      try book == nil
      ? WireOutput(options, of: settings.wire, output, toTerminal: !printsWire) : nil
    for warning in settings.warnings { output.warn(warning) }
    if case .flag = settings.tokenSource {
      output.warn(
        said(
          """
          --token shows the token to everybody who can list processes; --token-file does not.
          """))
    }
  }

  /// That of a profile that was named beside others.
  init(ofProfile name: String, _ global: GlobalOptions, book: WireBook) throws(Failure) {
    try self.init(
      options: try NamedProfile.options(name, global),
      environment: try NamedProfile.environment(of: name, global), book: book)
  }

  init(settings: Settings, output: Output) {
    self.settings = settings
    self.output = output
    wire = nil
  }

  /// The server and a token that has not expired, with what the token says.
  ///
  /// - Parameter offline: the server is not asked, and an expired token still says whose account it is
  func account(offline: Bool = false) throws(Failure) -> Account {
    let address = try settings.address()
    let token = try settings.tokenSource.token(
      for: settings.profile, at: address, in: settings.paths)
    output.secrets.add(token)
    let account = try Account(
      address: address, token: token, settings: settings, now: offline ? .distantPast : Date())
    settings.wire.identify(WireIdentity(account, named: settings.profile))
    return account
  }

  /// Where to go and what to say of oneself there, however good that is.
  ///
  /// - Parameters:
  ///   - asGiven: a token that is malformed or has expired is for the server to judge.
  ///   - needsToken: without one there is nothing to say.
  func target(asGiven: Bool, needsToken: Bool = true) throws(Failure) -> LinkTarget {
    guard asGiven || !needsToken else {
      let account = try account()
      return LinkTarget(address: account.address, token: account.token)
    }
    let address = try settings.address()
    do {
      let token = try settings.tokenSource.token(
        for: settings.profile, at: address, in: settings.paths)
      output.secrets.add(token)
      if let claims = try? Claims(token: token) {
        settings.wire.identify(WireIdentity(claims, named: settings.profile))
      }
      return LinkTarget(address: address, token: token)
    } catch {
      guard !needsToken else { throw error }
      return LinkTarget(address: address, token: "")
    }
  }

  /// The REST calls, signed in.
  func api() throws(Failure) -> any ChatAPI {
    let account = try account()
    return try Connections.api(of: account, settings: settings)
  }
}

/// A server, and the token that is shown to it.
struct LinkTarget: Sendable {
  let address: ServerAddress
  let token: String
}

extension Account {
  /// Asks the server whether it takes the token, with the cheapest call that needs one.
  func confirm(_ settings: Settings) async throws {
    let api = try Connections.api(of: self, settings: settings)
    _ = try await api.conversations(ConversationQuery(limit: 1))
  }
}

/// One person at one server.
struct Account: Sendable {
  let address: ServerAddress
  let token: String
  let claims: Claims
  /// Where everything kept for this account lies.
  let directory: URL
  /// Where its fetched files lie.
  let cache: URL

  /// Throws when the token is malformed or has expired; the server is not asked.
  init(address: ServerAddress, token: String, settings: Settings, now: Date = Date())
    throws(Failure)
  {
    self.address = address
    self.token = token
    do {
      claims = try Claims(token: token)
    } catch {
      throw Failure(error)
    }
    if let expiry = claims.expiresAt, expiry <= now {
      throw Failure(
        .notSignedIn,
        said(
          """
          The token expired at \(Timestamp.format(expiry)). Sign in again with `furrow login`.
          """))
    }
    directory = SignIn.account(of: claims.userID, at: address, below: settings.paths.data)
    cache = SignIn.account(of: claims.userID, at: address, below: settings.paths.cache)
  }
}
