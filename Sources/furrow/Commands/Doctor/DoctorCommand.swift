import ArgumentParser
import ChatConnection
import ChatModel
import Foundation
import JSON
import Sentences

struct DoctorCommand: PooledCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check terminal, locale, configuration, programs, disk, sign-in and server.",
    discussion: """
      Each check is a line: its verdict, what was found, and the mend. It needs neither a \
      configuration nor a server, and takes 45 seconds at most. Exit status 1 when a check failed.
      """)

  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func start() async throws {
    let output = Output(isJSON: global.json)
    var hasFailed = false
    func show(_ findings: [Finding]) {
      for finding in findings {
        if finding.verdict == .fail { hasFailed = true }
        output.result(finding.json, lines: finding.lines)
      }
    }
    let book = WireBook.ofThisProgram()
    let wire = try WireOutput(global, of: book, output)
    defer { withExtendedLifetime(wire) {} }
    await Self.examine(global, book, show)
    if hasFailed { throw ExitStatus.checkFailed.code }
  }

  /// Tells what each group of checks found, as soon as it is known.
  static func examine(
    _ global: GlobalOptions, _ book: WireBook, _ show: ([Finding]) -> Void
  ) async {
    let environment = ProcessInfo.processInfo.environment
    show(await TerminalFacts.now(environment).findings)
    if environment["TMUX"].nonEmpty != nil { show(await TmuxCheck.findings()) }

    let settings: Settings
    do {
      settings = try Settings(options: global, wire: book)
    } catch {
      return show([
        Finding("config", .fail, error.message, mend: said("Correct that, then try again."))
      ])
    }
    show(ConfigurationCheck.findings(settings))
    show(ScreenCheck.findings(settings))
    show([SpokenLanguage.finding(settings, environment: environment)])
    show([
      PictureProgram.finding(settings), PlayerProgram.finding(settings),
      Hunspell.finding(settings),
    ])
    show(await NeedsCheck(settings: settings, environment: environment).findings())
    show(StorageCheck.findings(settings))
    await ServerCheck(settings: settings, environment: environment).run(show)
  }
}

/// What one check found.
struct Finding: Hashable, Sendable {
  enum Verdict: String, Sendable { case ok, warn, fail }

  var check: String
  var verdict: Verdict
  var found: String
  /// What to do about it.
  var mend: String?

  init(_ check: String, _ verdict: Verdict, _ found: String, mend: String? = nil) {
    self.check = check
    self.verdict = verdict
    self.found = found
    self.mend = mend
  }

  var json: JSONValue {
    .object(ofKnown: [
      ("check", .string(check)), ("verdict", .string(verdict.rawValue)),
      ("found", .string(found)), ("mend", mend.map(JSONValue.string)),
    ])
  }

  var lines: [String] {
    let line = Listing.pad(verdict.rawValue, 5) + Listing.pad(check, 14) + found
    return [line] + (mend.map { [Listing.pad("", 19) + $0] } ?? [])
  }
}
