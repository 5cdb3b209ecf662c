import ArgumentParser
import ChatClient
import ChatModel
import Faults
import Foundation
import JSON
import Sentences
import SocketIO

struct EmitCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "emit",
    abstract: "Send one raw event and, if wanted, wait for its answer.",
    discussion: """
      With --ack it waits for the server's acknowledgement, with --expect for an event of that \
      name; what it waits for is printed. Of several --expect each must come. When one does not in \
      time, or the server says `error` meanwhile, the exit status is 1. With neither it listens for \
      an `error` as long as --wait says, or for a second. Both take longer by what --fault holds back; \
      an event that --fault keeps from leaving is told as not sent, with 69 where nothing else is wrong.

      --expect message:new:message.content=hello wants that text at that place. Events count that \
      are about the conversation of the data, or of --join; one that names another by \
      conversationId=ID counts there.

      --binary FILE goes as an attachment: in the place of {"_placeholder":true,"num":N} in the JSON, \
      N from 0, else as an argument of its own behind the others.
      """)
  static let isForTesting = true

  @Argument(help: "The event's name.", transform: Checked.filled) var event: String
  @Argument(
    help: ArgumentHelp(
      "Its data: JSON documents. - reads one from standard input, @FILE from a file.",
      valueName: "json"))
  var json: [String] = []
  @Option(
    help: ArgumentHelp(
      "Send the bytes of this file as an attachment; repeatable.", valueName: "file"),
    completion: .file(), transform: Checked.filled)
  var binary: [String] = []
  @Option(
    help: ArgumentHelp("Join this conversation first.", valueName: "id"),
    transform: Checked.filled)
  var join: String?
  @Flag(help: "Ask for an acknowledgement and wait for it.")
  var ack = false
  @Option(
    help: ArgumentHelp("Wait for this event; repeatable.", valueName: "event[:path=value]"))
  var expect: [Expectation] = []
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How long to wait; 10 for an answer, 1 for an `error` alone, if not given.",
      valueName: "seconds"))
  var wait: Double?
  @OptionGroup(title: HandshakeOptions.title) var handshake: HandshakeOptions
  @OptionGroup(title: FaultOptions.title) var faults: FaultOptions
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  /// In seconds, for the link, and for what is asked for.
  private var patience: Double { wait ?? 10 }

  func validate() throws { try Checked.wait(patience) }

  func run(in context: Context) async throws {
    try context.use(faults, events: [event])
    let data = try Self.documents(json)
    let attachments = try attachments()
    let emission = ClientEmission.raw(event, data, attachments: attachments)
    if let number = emission.emptyPlaceholder {
      throw Failure(
        .usage,
        said(
          """
          The JSON has a place for attachment \(number), and there is no such attachment: \
          --binary FILE gives one, from 0.
          """))
    }
    let target = try context.target(
      asGiven: handshake.asGiven, needsToken: handshake.showsToken)
    let connections = Connections(to: target.address, settings: context.settings)
    let live = LiveSession(try connections.live(handshake: handshake), token: target.token)
    let held = faults.plan.longestHold(of: emission)
    // Of the faults' time the handshake, the join and the event have a share each.
    let patience = patience + held * (join == nil ? 2 : 3)
    let end = ContinuousClock.now.advanced(by: .seconds(patience))
    live.end(after: patience)
    try await connect(live)
    if let join {
      do throws(Failure) {
        try await NotSent.telling(context) { () async throws(Failure) in
          try await enter(ConversationID(join), live)
        }
      } catch {
        guard error.status == .notAllowed else { throw error }
        let api = try connections.api(token: target.token)
        throw await error.settled(by: api, about: join)
      }
    }
    // An acknowledgement that is all there is to wait for ends the wait by itself.
    if ack, expect.isEmpty { live.keepOpen() }
    let limit = max(ContinuousClock.now.duration(to: end), .milliseconds(1))
    let id = live.emit(emission, acknowledgedWithin: ack ? limit : nil)
    let conversation = data.lazy.compactMap(Expectation.conversation).first ?? join
    try await NotSent.telling(context) { () async throws(Failure) in
      try await follow(id, about: conversation, for: patience, live, context.output)
      if !ack, expect.isEmpty {
        live.end(after: (wait ?? 1) + held)
        try await listen(live, context.output)
      }
      await live.close()
      // What came together with the last of it.
      while let event = await live.next() { try await refuseError(event, live, context.output) }
    }
  }

  private static func documents(_ words: [String]) throws(Failure) -> [JSONValue] {
    var documents: [JSONValue] = []
    for (place, word) in words.enumerated() {
      let source =
        if word == "-" { said("Standard input") } else if word.hasPrefix("@") {
          said("The file \(word.dropFirst())")
        } else { words.count == 1 ? said("The JSON") : said("JSON argument \(place + 1)") }
      documents.append(try RawJSON.document(try bytes(of: word), in: source))
    }
    return documents
  }

  private static func bytes(of word: String) throws(Failure) -> Data {
    if word == "-" { return try StandardStreams.readAll() }
    guard word.hasPrefix("@") else { return Data(word.utf8) }
    let path = String(word.dropFirst())
    guard !path.isEmpty else { throw Failure(.usage, said("@ names no file: write @FILE.")) }
    return try contents(of: path)
  }

  private func attachments() throws(Failure) -> [[UInt8]] {
    guard binary.count <= SocketPacket.mostAttachments else {
      throw Failure(
        .usage,
        said(
          """
          An event has \(SocketPacket.mostAttachments) attachments at most, not \
          \(binary.count).
          """))
    }
    var attachments: [[UInt8]] = []
    for path in binary { attachments.append(Array(try Self.contents(of: path))) }
    return attachments
  }

  private static func contents(of path: String) throws(Failure) -> Data {
    guard let data = try InputFile.data(path, atMost: 64 << 20) else {
      throw Failure(
        .notFound, said("The file \(path) cannot be read: \(String(cString: strerror(errno)))."))
    }
    return data
  }

  private func connect(_ live: LiveSession) async throws(Failure) {
    var reason = said("the server did not answer in time")
    while let event = await live.next() {
      switch event {
      case .connected: return
      case .refused(let reason, let isSignIn):
        await live.close()
        throw Failure(refused: reason, isSignIn: isSignIn)
      case .sentAway:
        await live.close()
        throw Self.sentAway
      case .disconnected(let why, _): reason = why
      default: continue
      }
    }
    throw Failure(.unavailable, said("There is no live link: \(reason.clause)."))
  }

  private static var sentAway: Failure {
    Failure(.unavailable, said("The server has sent us away; it may be closing down."))
  }

  private func enter(_ conversation: ConversationID, _ live: LiveSession) async throws(Failure) {
    live.emit(.join(conversation))
    while let event = await live.next() {
      guard case .event(let name, let arguments, _) = event else { continue }
      switch ServerEvent(name: name, arguments: arguments) {
      case .joined(conversation): return
      case .error(let message):
        await live.close()
        throw Failure(.notAllowed, Failure.sentence(message))
      default: continue
      }
    }
    throw Failure(
      .checkFailed, said("No answer to the join of \(conversation) came in time."))
  }

  /// Waits until everything asked for has come.
  private func follow(
    _ id: EmissionID, about conversation: String?, for patience: Double, _ live: LiveSession,
    _ output: Output
  ) async throws(Failure) {
    var isHandedOver = false
    var isAcknowledged = !ack
    var expected = expect
    var instead = OtherEvents()
    waiting: while !isHandedOver || !isAcknowledged || !expected.isEmpty,
      let event = await live.next()
    {
      switch event {
      case .handedOver(id): isHandedOver = true
      case .dropped(id):
        await live.close()
        throw Failure(.unavailable, said("The link went down before the event was handed over."))
      case .unsendable(id, let reason):
        await live.close()
        throw Failure(.rejected, said("The event was not sent: \(reason.clause)."))
      case .acknowledged(id, let arguments):
        isAcknowledged = true
        print("ack", .array(arguments), output)
        // Row 7: an acknowledgement can be a refusal.
        if let error = arguments.first?["error"], error != .null {
          await live.close()
          throw Self.refusal(error)
        }
      case .unacknowledged(id, timedOut: true): break waiting
      case .unacknowledged(id, timedOut: false):
        await live.close()
        throw Failure(.unavailable, said("The link went down before the event was acknowledged."))
      case .event(let name, let arguments, _):
        let data = Self.data(arguments)
        // Of equal ones each wants an event of its own.
        let met = Set(expected.filter { $0.isMet(by: name, data, in: conversation) })
        if met.isEmpty {
          instead.note(name, data, about: conversation, wanted: expected)
          try await refuseError(event, live, output)
        } else {
          for one in met { expected.firstIndex(of: one).map { _ = expected.remove(at: $0) } }
          print(name, data, output)
        }
      case .sentAway:
        await live.close()
        throw Self.sentAway
      default: continue
      }
    }
    var missing = expected.map { said("the event \($0)") }
    if !isAcknowledged { missing.append(said("an acknowledgement")) }
    if !isHandedOver { missing.append(said("room on the link for the event")) }
    guard missing.isEmpty else {
      await live.close()
      let list = [missing.dropLast().joined(separator: ", "), missing[missing.count - 1]]
        .filter { !$0.isEmpty }.joined(separator: said(" and "))
      let words = said(
        patience == 1 ? 1 : 2, one: "Within 1 second there was no sign of \(list).",
        more: "Within \(patience.formatted()) seconds there was no sign of \(list).")
      throw Failure(
        .checkFailed, expect.isEmpty ? words : "\(words) \(instead.sentence)")
    }
  }

  /// Hears what the server says against the event, until the link is closed.
  private func listen(_ live: LiveSession, _ output: Output) async throws(Failure) {
    while let event = await live.next() {
      switch event {
      case .sentAway:
        await live.close()
        throw Self.sentAway
      case .refused(let reason, let isSignIn):
        await live.close()
        throw Failure(refused: reason, isSignIn: isSignIn)
      case .disconnected(let reason, _):
        // What the server had to say of it went down with the link.
        await live.close()
        throw Failure(
          .unavailable,
          said("The event was handed over, then the link went down: \(reason.clause)."))
      default: try await refuseError(event, live, output)
      }
    }
  }

  /// Prints an `error` of the server, and ends with it.
  private func refuseError(_ event: LiveEvent, _ live: LiveSession, _ output: Output)
    async throws(Failure)
  {
    guard case .event("error", let arguments, _) = event else { return }
    let data = Self.data(arguments)
    print("error", data, output)
    await live.close()
    throw Self.refusal(data)
  }

  private static func refusal(_ error: JSONValue) -> Failure {
    let words = error["message"]?.stringValue ?? error.stringValue ?? error.encoded
    return Failure(
      .checkFailed, said("The server answered with an error: \(Failure.sentence(words))"))
  }

  private static func data(_ arguments: [JSONValue]) -> JSONValue {
    arguments.count == 1 ? arguments[0] : .array(arguments)
  }

  private func print(_ name: String, _ data: JSONValue, _ output: Output) {
    let at = Timestamp.format(Date())
    output.result(
      ["at": .string(at), "event": .string(name), "data": data],
      "\(Listing.word(name))  \(data.encoded)")
  }
}
