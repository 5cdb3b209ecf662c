import ArgumentParser
import ChatClient
import ChatModel
import Foundation
import JSON
import Sentences

struct LoginCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "login",
    abstract: "Sign in and keep the token.",
    discussion: """
      An e-mail address or a token is asked for and not shown; a token may come from --token-file or \
      --token-command. With an address, or --email, the server's sign-in call is used, where it has \
      one; the password is asked for.
      """)

  @Option(help: ArgumentHelp("A command that prints the token.", valueName: "command"))
  var tokenCommand: String?
  @Option(
    help: ArgumentHelp("Sign in with an e-mail address and a password.", valueName: "address"))
  var email: String?
  @Option(
    help: ArgumentHelp("A file that holds the password.", valueName: "file"), completion: .file())
  var passwordFile: String?
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func run(in context: Context) async throws {
    let address = try context.settings.address()
    let token = try await token(at: address, context)
    context.output.secrets.add(token)
    let account = try Account(address: address, token: token, settings: context.settings)
    // A token that the server refuses is not worth keeping.
    try await account.confirm(context.settings)
    let signIn = SignIn(
      profile: context.settings.profile, address: address, paths: context.settings.paths)
    try signIn.store(token, of: account.claims.userID)
    context.output.result(
      WhoamiCommand.json(account, context.settings, isConfirmed: true),
      said("Signed in at \(address.name) as \(WhoamiCommand.text(account))."))
  }

  private func token(at address: ServerAddress, _ context: Context) async throws -> String {
    if let email { return try await self.token(of: email, at: address, context) }
    if let tokenCommand {
      return try TokenSource.command(tokenCommand).token(
        for: context.settings.profile, at: address, in: context.settings.paths)
    }
    switch context.settings.tokenSource {
    case .storedSignIn:
      let typed = try Terminal.secret(said("E-mail address or token (it is not shown): "))
      // No token has an `@` in it.
      return typed.contains("@") ? try await self.token(of: typed, at: address, context) : typed
    case let source:
      return try source.token(
        for: context.settings.profile, at: address, in: context.settings.paths)
    }
  }

  private func token(
    of email: String, at address: ServerAddress, _ context: Context
  ) async throws -> String {
    let password: String
    if let passwordFile {
      password = try Self.firstLine(of: passwordFile)
    } else {
      password = try Terminal.secret(said("Password for \(email): "))
    }
    do {
      return try await Connections.token(
        of: email, password: password, at: address, settings: context.settings)
    } catch APIError.notSignedIn(let reason) {
      throw Failure(.notSignedIn, Failure.sentence(reason))
    }
  }

  private static func firstLine(of path: String) throws(Failure) -> String {
    guard let text = try SecretFile.contents(of: path) else {
      throw Failure(.notFound, said("The password file \(path) cannot be read."))
    }
    guard let line = text.split(whereSeparator: \.isNewline).first else {
      throw Failure(.notSignedIn, said("The password file \(path) is empty."))
    }
    return String(line)
  }
}

struct LogoutCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "logout", abstract: "Forget the stored sign-in.")

  @Flag(
    help: "Remove history, outbox, drafts and media of the account, too, and the profile's log.")
  var purge = false
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func run(in context: Context) async throws {
    let settings = context.settings
    let address = try settings.address()
    // Expired or refused, it still says whose account is meant.
    let token = try? settings.tokenSource.token(
      for: settings.profile, at: address, in: settings.paths)
    let user = token.flatMap { try? Claims(token: $0) }?.userID
    let signIn = SignIn(profile: settings.profile, address: address, paths: settings.paths)
    let wasSignedIn = signIn.isStored
    try signIn.remove(purge: purge, of: purge ? user : nil)
    if purge { LogFile.remove(context.settings.logFile) }
    let place = address.name
    context.output.result(
      ["server": .string(place), "signedIn": false, "wasSignedIn": .bool(wasSignedIn)],
      wasSignedIn
        ? said("Signed out at \(place).")
        : said(
          """
          There was no stored sign-in at \(place)\(purge ? said("; what was kept is removed") : "").
          """))
    if settings.tokenSource != .storedSignIn {
      context.output.warn(
        said("\(settings.tokenSource.origin) still gives a token; that was not touched."))
    }
  }
}

struct WhoamiCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "whoami", abstract: "Show who I am, my role, the server, and the time left.",
    discussion: """
      It is what the token says, and the server is asked whether it takes that token. Where it does \
      not, or does not answer, the line says so and the exit status is that of any call.
      """)

  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func run(in context: Context) async throws {
    let account = try context.account()
    var refusal: (any Error)?
    do {
      try await account.confirm(context.settings)
    } catch {
      refusal = error
    }
    let words =
      said(
        """
        \(Self.text(account)) at \(account.address.base.absoluteString), \(Self.left(account))
        """)
    context.output.result(
      Self.json(account, context.settings, isConfirmed: refusal == nil),
      words + (refusal == nil ? SentenceEnd.mark : said("; not confirmed by the server.")))
    if let refusal { throw refusal }
  }

  static func json(_ account: Account, _ settings: Settings, isConfirmed: Bool) -> JSONValue {
    .object(ofKnown: [
      ("_id", .string(account.claims.userID.rawValue)),
      ("role", .string(account.claims.role.rawValue)),
      ("email", account.claims.email.map(JSONValue.string)),
      ("phone", account.claims.phone.map(JSONValue.string)),
      ("server", .string(account.address.base.absoluteString)),
      ("profile", .string(settings.profile)),
      ("confirmed", .bool(isConfirmed)),
      ("expiresAt", account.claims.expiresAt.map { .string(Timestamp.format($0)) }),
      (
        "secondsLeft",
        account.claims.expiresAt.flatMap { Int(exactly: $0.timeIntervalSinceNow.rounded()) }
          .map(JSONValue.integer)
      ),
    ])
  }

  static func text(_ account: Account) -> String {
    let contact = [account.claims.email, account.claims.phone].compactMap { $0 }
    let role = account.claims.role.words
    return ([account.claims.userID.rawValue, role.isEmpty ? said("no role") : role] + contact)
      .map(Listing.word).joined(separator: ", ")
  }

  private static func left(_ account: Account) -> String {
    guard let expiry = account.claims.expiresAt else { return said("without an end") }
    // What a token claims may be further off than a duration reaches.
    let left = Duration.seconds(min(expiry.timeIntervalSinceNow, 1e15))
    return left.formatted(
      .units(allowed: [.days, .hours, .minutes, .seconds], maximumUnitCount: 2)
        .locale(SpokenLanguage.locale))
      + said(" left")
  }
}
