import ArgumentParser
import ChatClient
import ChatModel
import Desk
import Foundation
import Sentences

struct SendCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "send",
    abstract: "Send a message; exit 0 only when the server has it.",
    discussion: """
      The text `-` is read from standard input. Files go first, each as a message of its own, the \
      text last. What the server does not confirm in time stays in the outbox: exit status 75; \
      69 with --no-cache, which keeps no copy.
      """)

  @Argument(help: "The conversation's id.", transform: Checked.filled) var id: String
  @Argument(help: "The text; - reads standard input.") var text: String?
  @Option(
    help: ArgumentHelp("A picture, a voice note or a video; repeatable.", valueName: "file"),
    completion: .file(), transform: Checked.filled)
  var attach: [String] = []
  @Option(
    help: ArgumentHelp(
      "A canned reply, with its files; `furrow replies` lists them.", valueName: "name"),
    completion: Completions.replies, transform: Checked.filled)
  var reply: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How long to wait until it is known.", valueName: "seconds"))
  var wait = 30.0
  @OptionGroup(title: FaultOptions.title) var faults: FaultOptions
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func validate() throws {
    if text == nil, attach.isEmpty, reply == nil {
      throw ValidationError(
        said("There is nothing to send: give a TEXT, -, --attach FILE or --reply NAME."))
    }
    if text == "-", reply != nil {
      throw ValidationError(
        said("Give the words for the reply's {cursor} as TEXT, not by standard input."))
    }
    try Checked.wait(wait, orNone: true)
  }

  var subject: String? { id }
  static var changesServer: Bool { true }

  func run(in context: Context) async throws {
    try context.use(faults)
    let canned = try reply.map { name throws(Failure) in
      try ReplyFiles(context.settings).reply(named: name)
    }
    let files = attach + (canned?.attachments ?? [])
    for file in files { _ = try OutboxFile(checking: file) }
    // What stands on standard input is judged before the token is.
    let typed = canned == nil ? try body() : ""
    let account = try context.account()
    let text: String
    if let canned {
      text = try await filled(canned, account, context)
    } else {
      text = typed
    }
    let client = try await context.client(of: account)
    try await deliversItself(client)
    let watch = ClientWatch(client.session)
    client.session.start()
    let entries: [OutboxEntry]
    do throws(NotAccepted) {
      entries = try await client.session.send(
        ConversationID(id), text: text, files: files, waiting: wait)
    } catch {
      await client.session.stop()
      throw refusal(error, account)
    }
    // Read while it is open, which ends with the session.
    let outbox = (try? await client.store.outbox()) ?? entries
    await client.session.stop()
    if !context.settings.keepsCache, let waiting = entries.first(where: \.isDeliverable) {
      throw Failure(
        .unavailable,
        waiting.mayHaveArrived
          ? said(
            """
            The server did not confirm the message, which may have arrived; --no-cache keeps \
            no copy.
            """)
          : said("The message was not sent, and --no-cache keeps no copy."))
    }
    context.output.result(entries, among: outbox)
    let refused: [(id: OutboxID, reason: String)] = entries.compactMap { entry in
      if case .failed(let reason) = entry.state { (entry.id, reason) } else { nil }
    }
    if let first = refused.first {
      if context.settings.keepsCache { context.output.note(Self.wayOut(of: refused.map(\.id))) }
      let refusal = Failure(.rejected, Failure.sentence(first.reason))
      let api = try Connections.api(of: account, settings: context.settings)
      throw await refusal.settled(by: api, about: id)
    }
    if entries.contains(where: \.isPending) {
      if let reason = watch.signInRefusal { throw Failure(.notSignedIn, Failure.sentence(reason)) }
      if let hold = watch.hold { throw hold }
      throw ExitStatus.keptForLater.code
    }
  }

  /// What the server has refused is lost by nobody's hand but its writer's.
  private static func wayOut(of ids: [OutboxID]) -> String {
    ids.count == 1
      ? said("It stays in the outbox; `furrow outbox drop \(ids[0].rawValue)` removes it.")
      : said("\(ids.count) stay in the outbox; `furrow outbox drop ID` removes one.")
  }

  /// What another process delivers goes over a link without these faults.
  private func deliversItself(_ client: Client) async throws(Failure) {
    guard !faults.fault.isEmpty, await !client.store.lead() else { return }
    throw Failure(
      .unavailable,
      said(
        """
        Nothing was sent: a desk or another command of this person is open and would deliver it \
        without the faults of --fault. Close it first, or give the desk the faults.
        """))
  }

  /// Nothing was accepted: the disk could not keep it, or a file is not to be sent.
  private func refusal(_ error: NotAccepted, _ account: Account) -> Failure {
    let isWritable = FileManager.default.isWritableFile(atPath: account.directory.path)
    return Failure(
      attach.isEmpty || !isWritable ? .cannotStore : .rejected, Failure.sentence(error.reason))
  }

  /// The canned reply with what is known of the conversation; one with a gap is not sent.
  private func filled(
    _ reply: CannedReply, _ account: Account, _ context: Context
  ) async throws -> String {
    let api = try Connections.api(of: account, settings: context.settings)
    let conversation = try await api.conversation(ConversationID(id))
    let me = conversation.agent.value.flatMap { $0.id == account.claims.userID ? $0.fullName : nil }
    let facts = ReplyFacts(
      farmer: conversation.farmer.value, agent: me ?? account.claims.name,
      status: conversation.status, wait: nil, conversation: conversation.id, now: Date(),
      timeZone: .current)
    let filled = reply.template.filled(facts.values)
    guard filled.missing.isEmpty else {
      let words = filled.missing.map { "{\($0.rawValue)}, \($0.words)," }.joined(
        separator: said(" and "))
      throw Failure(
        .rejected,
        said(
          """
          The reply "\(reply.name)" was not sent: \(words) is not known of this conversation.
          """))
    }
    return try Self.text(filled, with: text, for: reply)
  }

  /// A place for one's own words must get them, unless it is the end.
  private static func text(
    _ filled: FilledReply, with words: String?, for reply: CannedReply
  ) throws(Failure) -> String {
    let text = filled.text
    guard let cursor = filled.cursor else {
      guard words == nil else {
        throw Failure(
          .rejected,
          said(
            """
            The reply "\(reply.name)" was not sent: it has no {cursor} where your TEXT would \
            go.
            """))
      }
      return text
    }
    let place = text.utf8.index(text.startIndex, offsetBy: cursor)
    let (before, after) = (text[..<place], text[place...])
    guard let words, !words.allSatisfy(\.isWhitespace) else {
      guard after.allSatisfy(\.isWhitespace) else {
        throw Failure(
          .rejected,
          said(
            """
            The reply "\(reply.name)" was not sent: it has a place for your words. Give them \
            as TEXT.
            """)
        )
      }
      return text
    }
    return before + words + after
  }

  private func body() throws(Failure) -> String {
    guard text == "-" else {
      guard text?.allSatisfy(\.isWhitespace) != true || !attach.isEmpty else {
        throw Failure(.rejected, said("The text is empty: nothing was sent."))
      }
      return text ?? ""
    }
    let data = try StandardStreams.readAll()
    guard let text = String(data: data, encoding: .utf8) else {
      throw Failure(.rejected, said("Standard input is not UTF-8 text: nothing was sent."))
    }
    guard !text.allSatisfy(\.isWhitespace) || !attach.isEmpty else {
      throw Failure(.rejected, said("Standard input is empty: nothing was sent."))
    }
    return text
  }
}
