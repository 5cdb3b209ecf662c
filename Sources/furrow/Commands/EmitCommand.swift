import ArgumentParser
import ChatClient
import ChatModel
import Foundation
import JSON

struct EmitCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "emit",
    abstract: "Send one raw event and, if wanted, wait for its answer.",
    discussion: """
      With --ack it waits for the server's acknowledgement, with --expect for an event of that \
      name; what it waits for is printed. When it does not come in time, the exit status is 1.
      """)

  @Argument(help: "The event's name.") var event: String
  @Argument(help: "Its data: one JSON document.") var json: String
  @Option(help: ArgumentHelp("Join this conversation first.", valueName: "id"))
  var join: String?
  @Flag(help: "Ask for an acknowledgement and wait for it.")
  var ack = false
  @Option(help: ArgumentHelp("Wait for this event.", valueName: "event"))
  var expect: String?
  @Option(help: ArgumentHelp("How long to wait.", valueName: "seconds"))
  var wait = 10.0
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if wait <= 0 || !wait.isFinite { throw ValidationError("--wait must be above 0.") }
  }

  func run(in context: Context) async throws {
    let data: JSONValue
    do {
      data = try JSONValue(parsing: json)
    } catch {
      throw Failure(.usage, "The data is not JSON: \(Failure.sentence(error.reason))")
    }
    let account = try context.account()
    let live = LiveSession(
      try Connections.live(of: account, settings: context.settings), token: account.token)
    live.end(after: wait)
    try await connect(live)
    if let join { try await enter(ConversationID(join), live) }
    let id = live.emit(.raw(event, [data]), acknowledged: ack)
    try await follow(id, live, context.output)
    await live.close()
  }

  private func connect(_ live: LiveSession) async throws(Failure) {
    var reason = "the server did not answer in time"
    while let event = await live.next() {
      switch event {
      case .connected: return
      case .refused(let reason, let isSignIn):
        await live.close()
        throw Failure(refused: reason, isSignIn: isSignIn)
      case .disconnected(let why, _): reason = why
      default: continue
      }
    }
    throw Failure(.unavailable, "There is no live link: \(reason).")
  }

  private func enter(_ conversation: ConversationID, _ live: LiveSession) async throws(Failure) {
    live.emit(.join(conversation))
    while let event = await live.next() {
      guard case .event(let name, let arguments) = event else { continue }
      switch ServerEvent(name: name, arguments: arguments) {
      case .joined(conversation): return
      case .error(let message):
        await live.close()
        throw Failure(.notAllowed, Failure.sentence(message))
      default: continue
      }
    }
    throw Failure(.checkFailed, "The server did not answer the join of \(conversation) in time.")
  }

  /// Waits until everything asked for has come.
  private func follow(_ id: EmissionID, _ live: LiveSession, _ output: Output) async throws(Failure)
  {
    var missing: Set<String> = ["handed over"]
    if ack { missing.insert("an acknowledgement") }
    if let expect { missing.insert("the event \(expect)") }
    while !missing.isEmpty, let event = await live.next() {
      switch event {
      case .handedOver(id): missing.remove("handed over")
      case .dropped(id):
        await live.close()
        throw Failure(.unavailable, "The link went down before the event was handed over.")
      case .unsendable(id, let reason):
        await live.close()
        throw Failure(.rejected, "The event was not sent: \(reason).")
      case .acknowledged(id, let arguments):
        missing.remove("an acknowledgement")
        print("ack", .array(arguments), output)
      case .event(let name, let arguments) where name == expect:
        missing.remove("the event \(name)")
        print(name, arguments.count == 1 ? arguments[0] : .array(arguments), output)
      case .event("error", let arguments):
        print("error", arguments.first ?? .null, output)
      default: continue
      }
    }
    guard missing.isEmpty else {
      let list = missing.sorted().joined(separator: " and ")
      throw Failure(.checkFailed, "Within \(wait) seconds there was no sign of \(list).")
    }
  }

  private func print(_ name: String, _ data: JSONValue, _ output: Output) {
    let at = Timestamp.format(Date())
    output.result(
      ["at": .string(at), "event": .string(name), "data": data], "\(name)  \(data.encoded)")
  }
}
