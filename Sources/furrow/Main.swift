import ArgumentParser
import CConfine
import CPosix
import ChatClient
import Foundation
import Sentences
import TextGrid

/// Starts the program: parses the command line, runs the command where it belongs, and turns
/// whatever it throws into one sentence and an exit status.
@main
enum Main {
  static func main() {
    StandardStreams.takeClosedPlaces()
    cposix_prepare_memory()
    guardMemory()
    let arguments = CommandWords.withHelpOfServe(
      GlobalOptions.moved(behind: Array(CommandLine.arguments.dropFirst())))
    let wantsJSON = arguments.contains("--json")
    SpokenLanguage.choose(
      arguments: arguments, environment: ProcessInfo.processInfo.environment, isJSON: wantsJSON)
    do {
      if let place = CommandWords.placeOfUnreadable(CommandLine.unsafeArgv, CommandLine.argc) {
        throw Failure(.usage, said("Argument \(place) is not UTF-8 text."))
      }
      if let problem = CommandWords.problem(in: arguments) { throw problem }
      switch try Furrow.parseAsRoot(arguments) {
      case let command as any PooledCommand: try run(command)
      case let command as any ScreenCommand: try command.runOnMainThread()
      case var command: try command.run()
      }
    } catch let failure as Failure {
      Output(isJSON: wantsJSON).failure(failure)
      exit(failure.status.rawValue)
    } catch let code as ExitCode {
      exit(code.rawValue)
    } catch {
      leave(parsing: error, of: arguments, Output(isJSON: wantsJSON))
    }
  }

  /// Tokens, passwords and what farmers wrote lie in memory: none of it goes into a core, a backtrace or
  /// another program. `FURROW_TRACEABLE=1` is for a developer who traces the program.
  private static func guardMemory() {
    guard ProcessInfo.processInfo.environment["FURROW_TRACEABLE"] != "1" else { return }
    _ = cconfine_guard_memory()
  }

  private static func run(_ command: any PooledCommand) throws {
    try wait {
      do {
        try await command.start()
      } catch let code as ExitCode {
        throw code
      } catch {
        throw Failure(error)
      }
    }
  }

  /// Ends as the argument parser wants: help and version on stdout with 0, usage errors with 64.
  private static func leave(
    parsing error: any Error, of arguments: [String], _ output: Output
  ) -> Never {
    let code = Furrow.exitCode(for: error)
    let text = HelpText.arranged(Furrow.fullMessage(for: error))
    let order = CommandWords.order(of: arguments)
    if code == .success {
      StandardStreams.print(text + "\n") { output.failure($0) }
    } else if output.isJSON {
      output.failure(
        Failure(
          .usage,
          [Failure.sentence(Furrow.message(for: error)), order].compactMap { $0 }.joined(
            separator: " ")))
    } else {
      StandardStreams.printError(
        Sanitizer.displayable([text, order].compactMap { $0 }.joined(separator: "\n")) + "\n")
    }
    exit(code.rawValue)
  }
}

/// A command that runs on the cooperative pool.
protocol PooledCommand: ParsableCommand, Sendable {
  /// Does the work; anything thrown is mapped by `Failure`, an `ExitCode` ends with that status.
  func start() async throws
}

/// A command without a screen, which needs a configuration that can be read.
protocol HeadlessCommand: PooledCommand {
  var global: GlobalOptions { get }
  /// What was named, which the server may refuse without repeating it.
  var subject: String? { get }
  /// Whether what it prints last tells of something done that is not to be done again.
  static var changesServer: Bool { get }
  /// It prints what --wire shows among its results.
  static var printsWire: Bool { get }
  /// It bends or fills a server, which is nothing for one that people rely on.
  static var isForTesting: Bool { get }
  /// Does the work, as `start` does.
  func run(in context: Context) async throws
}

extension HeadlessCommand {
  var subject: String? { nil }
  static var changesServer: Bool { false }
  static var printsWire: Bool { false }
  static var isForTesting: Bool { false }

  func start() async throws {
    let context = try Context(
      options: global, changesServer: Self.changesServer, printsWire: Self.printsWire)
    if Self.isForTesting { try context.settings.refuseProduction(Self._commandName) }
    do {
      try await run(in: context)
    } catch let code as ExitCode {
      throw code
    } catch {
      let failure = Failure(error).about(error is APIError ? subject : nil).masked(
        context.output.secrets)
      failure.record(by: Self._commandName, in: context.settings.log)
      throw failure
    }
  }
}

/// A command that owns the main thread and the terminal.
protocol ScreenCommand: ParsableCommand {
  func runOnMainThread() throws
}

extension GlobalOptions {
  private static let flags: Set<String> = ["--no-cache", "--json", "--wire", "--unmasked"]
  private static let options: Set<String> = [
    "--profile", "--url", "--token", "--token-file", "--transport", "--ca-file", "--proxy",
    "--data-dir", "--log-file", "--log-level", "--wire-file",
  ]

  /// The arguments with the global options that stand before the name of a command, or of a part of
  /// one, behind it, where every command reads them: `furrow --json whoami` means
  /// `furrow whoami --json`, and `furrow config --json check` `furrow config check --json`.
  static func moved(behind arguments: [String]) -> [String] {
    var path: [String] = []
    var leading: [String] = []
    var rest = arguments[...]
    var command: (any ParsableCommand.Type)? = Furrow.self
    while let commands = command?.configuration.subcommands, !commands.isEmpty {
      var ahead = rest
      let found = takeLeading(of: &ahead)
      guard let word = ahead.first, !word.hasPrefix("-") else { break }
      leading += found
      path.append(word)
      rest = ahead.dropFirst()
      command = commands.first { $0._commandName == word }
    }
    guard !path.isEmpty else { return arguments }
    // What follows `--` is not read as options: the moved ones go before it.
    let end = rest.firstIndex(of: "--") ?? rest.endIndex
    return path + rest[..<end] + leading + rest[end...]
  }

  private static func takeLeading(of rest: inout ArraySlice<String>) -> [String] {
    var leading: [String] = []
    while let first = rest.first {
      let name = String(first.prefix { $0 != "=" })
      if flags.contains(first) || (options.contains(name) && name != first) {
        leading.append(rest.removeFirst())
      } else if options.contains(first), rest.count > 1 {
        leading += [rest.removeFirst(), rest.removeFirst()]
      } else {
        break
      }
    }
    return leading
  }
}
