import ArgumentParser
import Foundation
import SandboxCore
import Sentences
import SocketIO

extension Seed: ExpressibleByArgument {}
extension SandboxConfiguration.Dialect: ExpressibleByArgument {}

/// How a sandbox behaves, for `serve` and `serve token`.
struct SandboxOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Keep the state in this file.", valueName: "file"),
    completion: .file(), transform: Checked.filled)
  var data: String?
  @Option(help: "Who and what exists at first: demo or empty.")
  var seed: Seed = .demo
  @Option(
    help: ArgumentHelp("A file with the secret of the tokens.", valueName: "file"),
    completion: .file(), transform: Checked.filled)
  var secretFile: String?
  @Option(help: "document or field: how it treats those who are not in a conversation.")
  var dialect: SandboxConfiguration.Dialect = .document
  @Option(
    help: ArgumentHelp(
      "Make the same ids for the same seed each time; without, nobody can compute them.",
      valueName: "n"))
  var idSeed: UInt64?
  @Option(help: "The transports it offers: auto (both), websocket or polling.")
  var offers: TransportChoice = .auto
  @Flag(help: "Page 1 of a history holds the oldest messages.")
  var pagesFromOldest = false
  @Flag(help: "Acknowledge every message:send.")
  var acknowledgeSends = false
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Milliseconds between two pings.", valueName: "ms"))
  var pingInterval = 25_000
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Milliseconds a pong may take.", valueName: "ms"))
  var pingTimeout = 60_000

  func validate() throws {
    // A day.
    try Checked.number(pingInterval, in: 1...86_400_000, "--ping-interval")
    try Checked.number(pingTimeout, in: 1...86_400_000, "--ping-timeout")
  }

  private var secretFromEnvironment: String? {
    ProcessInfo.processInfo.environment["FURROW_SERVE_SECRET"].nonEmpty
  }

  /// Whether tokens made by one process are good for another.
  var hasLastingSecret: Bool {
    data != nil || secretFile != nil || secretFromEnvironment != nil
  }

  enum People { case kept, madeFromSeed, madeFromSecret }

  /// Where the people, and with them their ids, come from.
  var people: People {
    if data != nil { .kept } else { idSeed != nil ? .madeFromSeed : .madeFromSecret }
  }

  var transports: Set<TransportKind> {
    switch offers {
    case .auto: [.polling, .webSocket]
    case .websocket: [.webSocket]
    case .polling: [.polling]
    }
  }

  func setTimings(of live: inout ServerConfiguration) {
    live.pingInterval = .milliseconds(pingInterval)
    live.pingTimeout = .milliseconds(pingTimeout)
  }

  func sandbox() throws(Failure) -> Sandbox {
    var configuration = SandboxConfiguration()
    configuration.seed = seed
    configuration.idSeed = idSeed
    configuration.dataFile = data
    configuration.secret = try secret()
    configuration.dialect = dialect
    configuration.pagesFromOldest = pagesFromOldest
    configuration.acknowledgesSends = acknowledgeSends
    do {
      return try Sandbox(configuration)
    } catch {
      throw Failure(.cannotStore, Failure.sentence("\(error)"))
    }
  }

  private func secret() throws(Failure) -> [UInt8]? {
    if let secretFile {
      // Whoever can reach a sandbox can sign in there: its secret guards nothing.
      guard let secret = try SecretFile.contents(of: secretFile, isOurs: false) else {
        throw Failure(.notFound, said("The secret file \(secretFile) cannot be read."))
      }
      guard !secret.isEmpty else {
        throw Failure(.usage, said("The secret file \(secretFile) is empty."))
      }
      return Array(secret.utf8)
    }
    return secretFromEnvironment.map { Array($0.utf8) }
  }
}
