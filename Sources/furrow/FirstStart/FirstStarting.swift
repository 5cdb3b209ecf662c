import ChatClient
import ChatModel
import Foundation
import Sentences
import TextGrid

/// Whether a start is the first one, and what comes of it.
enum FirstStarting {
  enum Outcome { case isSetUp, demo }

  /// Asks the three questions where nothing is configured and somebody is there to answer; nil
  /// elsewhere.
  ///
  /// - Throws: `Failure`; nothing is kept then.
  static func run(_ options: GlobalOptions) throws -> Outcome? {
    guard options.profile.count <= 1, !options.json else { return nil }
    let settings = try Settings(options: options)
    guard isFirst(settings), isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      return nil
    }
    let terminal = try FirstStartTerminal()
    defer { terminal.close() }
    do {
      let questions = FirstStart(person: terminal, calls: calls(settings))
      switch try questions.ask() {
      case .demo: return .demo
      case .answers(let answers):
        try keep(answers, settings)
        terminal.say(
          said(
            """
            \nThat is kept in \(settings.paths.configFile.path). `furrow config` shows all \
            settings.
            """)
        )
        return .isSetUp
      }
    } catch is PersonLeft {
      throw Failure(
        .badConfiguration,
        said(
          """
          Nothing was set up. Start furrow again for the questions, name a server with --url, \
          or try one out with `furrow demo`.
          """))
    }
  }

  /// No server is named anywhere, and no configuration is there: one that is would not be touched.
  static func isFirst(_ settings: Settings) -> Bool {
    var facts = stat()
    return settings.url == nil && settings.tokenSource == .storedSignIn
      && settings.paths.configProblem == nil
      && lstat(settings.paths.configFile.path, &facts) != 0
  }

  /// Keeps the token where `furrow login` does, and writes the configuration.
  static func keep<Person>(_ answers: FirstStart<Person>.Answers, _ settings: Settings) throws {
    let signIn = SignIn(
      profile: settings.profile, address: answers.address, paths: settings.paths)
    try signIn.store(answers.account.token, of: answers.account.claims.userID)
    do {
      try Paths.writePrivate(
        configuration(answers), to: settings.paths.configFile, replacing: false)
    } catch {
      try? signIn.remove(purge: false)
      throw error
    }
  }

  static func configuration<Person>(_ answers: FirstStart<Person>.Answers) -> String {
    """
    # Written by the first start of furrow, and yours from now on.
    # `furrow config` shows every setting there is, with its value.
    version = \(FileVersion.latest)
    url = \(quoted(answers.address.shortest))
    notify = \(quoted(answers.notifying.description))

    """
  }

  /// A text of TOML; an address holds nothing that would have to be told otherwise.
  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  private static func calls(_ settings: Settings) -> FirstStartCalls {
    FirstStartCalls(
      probe: { address in
        let api = try Connections.signedOutAPI(at: address, settings: settings)
        _ = try await api.conversations(ConversationQuery(limit: 1))
      },
      signIn: { address, email, password in
        try await Connections.token(
          of: email, password: password, at: address, settings: settings)
      },
      confirm: { address, token in
        let claims = try Claims(token: token)
        if let end = claims.expiresAt, end <= Date() {
          throw APIError.notSignedIn(said("this token expired at \(Timestamp.format(end))"))
        }
        let account = try Account(address: address, token: token, settings: settings)
        try await account.confirm(settings)
        return account
      })
  }
}
