import ArgumentParser
import Logging
import Sentences

/// The options that every command takes.
struct GlobalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A profile of config.toml; `chat` takes several.", valueName: "name"),
    completion: Completions.profiles)
  var profile: [String] = []

  @Option(help: ArgumentHelp("The server's origin or its /api/v1 base.", valueName: "url"))
  var url: String?

  @Option(
    help: ArgumentHelp(
      "The token itself. Discouraged: others on this computer can see it in the process list.",
      valueName: "token"))
  var token: String?

  @Option(
    help: ArgumentHelp("A file that holds the token.", valueName: "file"), completion: .file(),
    transform: Checked.filled)
  var tokenFile: String?

  @Option(help: "How the live link travels: auto, websocket or polling.")
  var transport: TransportChoice?

  @Option(
    help: ArgumentHelp("Certificates to trust, in PEM.", valueName: "file"), completion: .file(),
    transform: Checked.filled)
  var caFile: String?

  @Option(help: ArgumentHelp("An HTTP or SOCKS5 proxy.", valueName: "url"))
  var proxy: String?

  @Option(
    help: ArgumentHelp("Where history, outbox and drafts are kept.", valueName: "directory"),
    completion: .directory, transform: Checked.filled)
  var dataDir: String?

  @Flag(help: "Keep everything in memory.")
  var noCache = false

  @Option(
    help: ArgumentHelp("Where the log goes.", valueName: "file"), completion: .file(),
    transform: Checked.filled)
  var logFile: String?

  @Option(
    help: ArgumentHelp(
      "trace, debug, info, notice, warning, error or critical.", valueName: "level"))
  var logLevel: LogLevelArgument?

  @Flag(help: "Show every request and packet on stderr; `tail` on stdout instead of the events.")
  var wire = false

  @Option(
    help: ArgumentHelp(
      "Write every request and packet to this new file, as a recording.", valueName: "file"),
    completion: .file(), transform: Checked.filled)
  var wireFile: String?

  @Flag(help: "Leave phone numbers in what --wire and --wire-file show; tokens never stand there.")
  var unmasked = false

  @Flag(help: "One JSON object a line on stdout, diagnostics on stderr.")
  var json = false
}

/// How the live link travels.
enum TransportChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
  case auto
  case websocket
  case polling
}

/// A level of the log, by its name.
struct LogLevelArgument: ExpressibleByArgument, Sendable {
  let value: Logger.Level

  init?(argument: String) {
    guard let value = Logger.Level(rawValue: argument) else { return nil }
    self.value = value
  }

  static var allValueStrings: [String] { Logger.Level.allCases.map(\.rawValue) }
  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

extension GlobalOptions {
  /// The same options, once for each profile that was named.
  ///
  /// - Parameter what: has an identity for each of them, such as "A desk".
  func ofEachProfile(_ what: String) throws(Failure) -> [GlobalOptions] {
    guard profile.count > 1 else { return [self] }
    guard profile.count <= 9 else {
      throw Failure(.usage, said("\(what) has nine identities at most, not \(profile.count)."))
    }
    var all: [GlobalOptions] = []
    for name in profile { all.append(try NamedProfile.options(name, self)) }
    return all
  }
}
