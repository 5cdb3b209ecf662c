import ArgumentParser
import ChatClient
import ChatConnection
import ChatModel
import Foundation
import JSON
import Sentences

struct TailCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "tail",
    abstract: "Print live events as they come: nothing merged, nothing marked read.",
    discussion: """
      With --wire every request and packet is printed instead, an event once, with what answers \
      what and how long it took; with --json as a recording, the lines of which \
      docs/testers-day.md describes. --filter lets through what it describes, in the language of \
      the wire pane: `name = message:* and took > 200`. Phone numbers are replaced by false ones, equal ones by equal \
      ones, unless --unmasked is given; tokens always.

      A join that is refused is an `error` event like any other, and is named on stderr. Where the \
      server knows none of the conversations that were named it ends with 66.
      """)
  static let printsWire = true

  @Argument(
    help: "Conversations to join, besides what comes by itself.", transform: Checked.filled)
  var ids: [String] = []
  @Option(
    help: ArgumentHelp(
      "With --wire, print what this filter lets through: as in the wire pane.", valueName: "words"),
    transform: WireFilter.init)
  var filter: WireFilter?
  @OptionGroup(title: HandshakeOptions.title) var handshake: HandshakeOptions
  @OptionGroup(title: FaultOptions.title) var faults: FaultOptions
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func validate() throws {
    if filter != nil, !global.wire { throw ValidationError(said("--filter goes with --wire.")) }
  }

  func run(in context: Context) async throws {
    try context.use(faults)
    if let remark = filter?.remark(among: [context.settings.profile]) {
      context.output.warn(remark)
    }
    let target = try context.target(
      asGiven: handshake.asGiven, needsToken: handshake.showsToken)
    let live = LiveSession(
      try Connections(to: target.address, settings: context.settings)
        .live(handshake: handshake, tellsWire: global.wire),
      token: target.token)
    live.endOnInterruption()
    var wire = global.wire ? TailedWire(global, filter, context.settings.wire) : nil
    var joins = NamedJoins(ids)
    var isFirst = true
    while let batch = await live.nextBatch() {
      var lines: [String] = []
      // What came together is written together: a flood costs no system call for each line, and once it
      // pauses everything is out.
      defer { context.output.print(lines: lines) }
      for event in batch {
        if wire != nil {
          lines += wire?.lines(for: event, context.output) ?? []
        } else if let line = line(for: event, context.output) {
          lines.append(line)
        }
        if case .connected(_, recovered: false) = event {
          for id in joins.ids { live.emit(.join(ConversationID(id))) }
        }
        if let refused = joins.note(event) {
          let end = await tell(refused, target, context)
          if isFirst, let end, refused.count == joins.ids.count {
            await live.close()
            throw end
          }
          isFirst = false
        }
        if case .refused(let reason, let isSignIn) = event {
          await live.close()
          throw Failure(refused: reason, isSignIn: isSignIn)
        }
      }
    }
  }

  /// Says which conversations are not joined.
  ///
  /// - Returns: what to end with, where the server knows none of them
  private func tell(
    _ refused: [(id: String, words: String)], _ target: LinkTarget, _ context: Context
  ) async -> Failure? {
    let api = try? Connections(to: target.address, settings: context.settings)
      .api(token: target.token)
    var unknown: [Failure] = []
    for (id, words) in refused {
      let refusal = Failure(.notAllowed, Failure.sentence(words))
      let settled = if let api { await refusal.settled(by: api, about: id) } else { refusal }
      if settled.status == .notFound {
        unknown.append(Failure(.notFound, said("There is no conversation \(id) at this server.")))
      } else {
        context.output.warn(said("\(id) is not joined: \(refusal.message)"))
      }
    }
    let isEnd = unknown.count == refused.count
    for failure in isEnd ? unknown.dropLast() : unknown[...] {
      context.output.warn(failure.message)
    }
    return isEnd ? unknown.last : nil
  }

  private func line(for event: LiveEvent, _ output: Output) -> String? {
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
    case .sentAway(let retryAt): return offline(said("The server sent us away."), retryAt)
    case .refused(let reason, _): return connection("refused", [("reason", .string(reason))])
    case .event(let name, let arguments, _):
      return (name, arguments.count == 1 ? arguments[0] : .array(arguments))
    case .acknowledged(_, let arguments): return ("ack", .array(arguments))
    case .heard, .handedOver, .dropped, .unsendable, .unacknowledged, .wire: return nil
    }
  }
}

/// What `tail --wire` prints: records; on stderr it tells people why the link goes, and how far the
/// server's clock is.
private struct TailedWire {
  private let book: WireBook
  private let mask: WireMask?
  private let filter: WireFilter?
  private let writer: WireWriter
  private var line = WireLine()
  private var header: WireHeader?

  init(_ options: GlobalOptions, _ filter: WireFilter?, _ book: WireBook) {
    self.book = book
    self.filter = filter
    mask = WireOutput.mask(options)
    writer = WireWriter(masking: mask)
  }

  mutating func lines(for event: LiveEvent, _ output: Output) -> [String] {
    switch event {
    case .wire(let record, let relation):
      let news = headerLine(output)
      guard filter?.matches(record, relation) ?? true else { return news }
      let header = header ?? book.header
      let text =
        output.isJSON
        ? Output.printable(writer.line(record))
        : Output.line(line.text(record, relation, header, masking: mask))
      return news + [text]
    case .disconnected, .sentAway:
      // That it comes stands in its packets.
      guard !output.isJSON, let (name, data) = TailCommand.described(event) else { return [] }
      tell("\(WireLine.time(Date())) \(name) \(data.encoded)", output)
      return []
    default: return []
    }
  }

  /// The first line, and another one when the server's clock is known better.
  private mutating func headerLine(_ output: Output) -> [String] {
    let now = book.header
    guard let old = header else {
      header = now
      return output.isJSON ? [writer.line(now)] : []
    }
    guard let offset = now.offset, let within = now.within,
      old.within.map({ within <= $0 / 2 }) ?? true
    else { return [] }
    header = now
    guard !output.isJSON else { return [writer.line(now)] }
    tell(WireLine.offset(offset, within: within), output)
    return []
  }

  private func tell(_ text: String, _ output: Output) {
    StandardStreams.printError(output.secrets.masked(Output.line(text)) + "\n")
  }
}
