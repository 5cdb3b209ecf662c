import ArgumentParser
import ChatClient
import ChatModel
import Foundation
import JSON

struct TailCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "tail",
    abstract: "Print live events as they come: nothing merged, nothing marked read.")

  @Argument(
    help: "Conversations to join; without any, what comes by itself.", transform: Checked.filled)
  var ids: [String] = []
  @Flag(help: "Print every frame and request instead; an event is in its frame.")
  var wire = false
  @OptionGroup(title: HandshakeOptions.title) var handshake: HandshakeOptions
  @OptionGroup(title: FaultOptions.title) var faults: FaultOptions
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func run(in context: Context) async throws {
    try context.settings.use(faults)
    let account = try context.account()
    let live = LiveSession(
      try Connections.live(
        of: account, settings: context.settings, handshake: handshake, tellsWire: wire),
      token: account.token)
    live.endOnInterruption()
    while let batch = await live.nextBatch() {
      var lines: [String] = []
      // What came together is written together: a flood costs no system call for each line, and once it
      // pauses everything is out.
      defer { context.output.print(lines: lines) }
      for event in batch {
        if let line = line(for: event, context.output) { lines.append(line) }
        if case .connected(_, recovered: false) = event {
          for id in once { live.emit(.join(ConversationID(id))) }
        }
        if case .refused(let reason, let isSignIn) = event {
          await live.close()
          throw Failure(refused: reason, isSignIn: isSignIn)
        }
      }
    }
  }

  /// The conversations that were named, each once.
  private var once: [String] {
    var seen: Set<String> = []
    return ids.filter { seen.insert($0).inserted }
  }

  private func line(for event: LiveEvent, _ output: Output) -> String? {
    // Each event once: its frame has been printed.
    if wire, event.isInAFrame { return nil }
    guard let (name, data) = Self.described(event) else { return nil }
    let at = Timestamp.format(Date())
    return output.rendered(
      ["at": .string(at), "event": .string(name), "data": data],
      "\(at)  \(Listing.word(name))  \(data.encoded)")
  }

  /// The name and data of an event as they are printed; nil for what is not shown.
  static func described(_ event: LiveEvent) -> (String, JSONValue)? {
    func connection(_ state: String, _ more: [(String, JSONValue?)] = []) -> (String, JSONValue) {
      ("connection", .object(ofKnown: [("state", .string(state))] + more))
    }
    func offline(_ reason: String, _ retryAt: Date?) -> (String, JSONValue) {
      connection(
        "offline",
        [
          ("reason", .string(reason)),
          ("retryAt", retryAt.map { .string(Timestamp.format($0)) }),
        ])
    }
    switch event {
    case .connecting: return connection("connecting")
    case .connected(let transport, let recovered):
      return connection(
        "online",
        [
          ("transport", .string(transport.rawValue)), ("recovered", recovered ? true : nil),
        ])
    case .upgraded(let transport):
      return connection("online", [("transport", .string(transport.rawValue))])
    case .disconnected(let reason, let retryAt): return offline(reason, retryAt)
    case .sentAway(let retryAt): return offline("The server sent us away.", retryAt)
    case .refused(let reason, _): return connection("refused", [("reason", .string(reason))])
    case .event(let name, let arguments, _):
      return (name, arguments.count == 1 ? arguments[0] : .array(arguments))
    case .acknowledged(_, let arguments): return ("ack", .array(arguments))
    case .wire(let record):
      return (
        "wire",
        [
          "at": .string(Timestamp.format(record.at)), "account": .string(record.account),
          "direction": .string(record.direction.rawValue),
          "layer": .string(record.layer.rawValue), "name": .string(record.name),
          "text": .string(record.text),
        ]
      )
    case .heard, .handedOver, .dropped, .unsendable, .unacknowledged: return nil
    }
  }
}

extension LiveEvent {
  /// Whether a frame or the answer to a request has told it already.
  fileprivate var isInAFrame: Bool {
    switch self {
    case .event, .acknowledged: true
    default: false
    }
  }
}
