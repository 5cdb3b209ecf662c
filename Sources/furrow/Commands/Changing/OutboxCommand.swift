import ArgumentParser
import ChatClient
import ChatModel
import Foundation
import JSON
import Sentences

struct OutboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outbox", abstract: "What was accepted and is not yet known to be at the server.",
    subcommands: [List.self, Flush.self, Drop.self], defaultSubcommand: List.self)

  struct List: HeadlessCommand {
    static let configuration = CommandConfiguration(abstract: "List the entries.")

    @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

    func run(in context: Context) async throws {
      let store = try await context.store(of: try context.account())
      let entries = try await store.outbox().filter(\.isPending)
      context.output.result(entries, among: entries)
      if entries.isEmpty { context.output.note(said("The outbox is empty.")) }
    }
  }

  struct Flush: HeadlessCommand {
    static let configuration = CommandConfiguration(
      abstract: "Deliver what can be delivered; exit 0 when nothing is left.")

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("How long to wait until it is known.", valueName: "seconds"))
    var wait = 30.0
    @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

    func validate() throws { try Checked.wait(wait, orNone: true) }

    func run(in context: Context) async throws {
      let client = try await context.client(of: try context.account())
      let pending = try await client.store.outbox().filter(\.isPending)
      let waiting = pending.filter(\.isDeliverable)
      guard !waiting.isEmpty else {
        await client.session.stop()
        return context.output.note(Self.nothingToDeliver(failed: pending.count))
      }
      let watch = ClientWatch(client.session)
      client.session.start()
      let left = await watch.outcome(of: waiting, within: wait)
      // Read while it is open, which ends with the session.
      let outbox = (try? await client.store.outbox()) ?? left
      await client.session.stop()
      context.output.result(left, among: outbox)
      guard left.contains(where: \.isPending) else { return }
      if let reason = watch.signInRefusal { throw Failure(.notSignedIn, Failure.sentence(reason)) }
      if let hold = watch.hold { throw hold }
      throw ExitStatus.keptForLater.code
    }

    /// What failed is not tried again by itself.
    private static func nothingToDeliver(failed count: Int) -> String {
      switch count {
      case 0: said("The outbox is empty.")
      case 1: said("Nothing waits to be delivered. One entry failed: `furrow outbox` lists it.")
      default:
        said(
          """
          Nothing waits to be delivered. \(count) entries failed: `furrow outbox` lists them.
          """)
      }
    }
  }

  struct Drop: HeadlessCommand {
    static let configuration = CommandConfiguration(abstract: "Remove an entry for good.")

    @Argument(help: "The entry's id.", transform: Checked.filled) var id: String
    @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

    func run(in context: Context) async throws {
      let store = try await context.store(of: try context.account())
      let entry = try await store.outbox().first { $0.id == OutboxID(id) && $0.isPending }
      guard let entry else {
        throw Failure(.notFound, said("There is no entry \(id) in the outbox."))
      }
      try await store.drop([entry.id])
      context.output.result(
        ["_id": .string(id), "dropped": true],
        entry.mayHaveArrived
          ? said("\(id) is dropped. It was handed over, and may have arrived.")
          : said("\(id) is dropped."))
    }
  }
}

extension Output {
  /// Prints the entries, each with what it waits for.
  ///
  /// - Parameter outbox: all that there are, in their order: of a conversation the first goes first.
  func result(_ entries: [OutboxEntry], among outbox: [OutboxEntry]) {
    let behind = OutboxEntry.behindOthers(in: outbox)
    for entry in entries {
      let isBehind = behind.contains(entry.id)
      result(entry.json(isBehind: isBehind), entry.sentence(isBehind: isBehind))
    }
  }
}

extension OutboxEntry {
  /// Those that wait until another message of their conversation has gone.
  static func behindOthers(in outbox: [OutboxEntry]) -> Set<OutboxID> {
    var ahead: Set<ConversationID> = []
    let behind = outbox.filter {
      $0.isDeliverable && !ahead.insert($0.conversationID).inserted
    }
    return Set(behind.map(\.id))
  }

  /// `{"_id","conversationId","state","reason"}`, as scripts read it.
  ///
  /// - Parameter isBehind: another message of the conversation goes first.
  func json(isBehind: Bool) -> JSONValue {
    var identity = id.rawValue
    if case .sent(let message) = state { identity = message.rawValue }
    return .object(ofKnown: [
      ("_id", .string(identity)),
      ("conversationId", .string(conversationID.rawValue)),
      ("state", .string(word)),
      ("reason", reason(isBehind: isBehind).map(JSONValue.string)),
    ])
  }

  /// Whether something can still be done about it without the user.
  var isDeliverable: Bool {
    if case .failed = state { false } else { isPending }
  }

  var mayHaveArrived: Bool {
    switch state {
    case .handedOver, .unsure: true
    case .queued, .uploading, .sent, .failed: false
    }
  }

  /// Why the message is not at the server, as far as is known; nil when it is there.
  private func reason(isBehind: Bool) -> String? {
    switch state {
    case .queued where isBehind: said("it waits for the message before it")
    case .queued, .uploading: said("it waits for the link to the server")
    case .handedOver, .unsure: said("it was handed over, and the server has not confirmed it")
    case .failed(let reason): reason
    case .sent: nil
    }
  }

  private var word: String {
    switch state {
    case .queued, .uploading: "queued"
    case .handedOver, .unsure: "unsure"
    case .sent: "sent"
    case .failed: "failed"
    }
  }

  /// The entry in a line for people.
  func sentence(isBehind: Bool) -> String {
    let what =
      switch body {
      case .text(let text): "“\(Listing.beginning(of: text))”"
      case .file(let file): Listing.word(file.name)
      }
    let outcome =
      switch state {
      case .queued where isBehind: said("waits for the message before it")
      case .queued, .uploading: said("waits in the outbox")
      case .handedOver, .unsure: said("was handed over and is not confirmed")
      case .sent(let message): said("sent as \(Listing.word(message.rawValue))")
      case .failed(let reason): said("failed: \(reason)")
      }
    return said("\(id)  to \(Listing.word(conversationID.rawValue))  \(what)  \(outcome)")
  }
}
