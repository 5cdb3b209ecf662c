import ArgumentParser
import ChatClient
import ChatModel
import Foundation

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
    transform: Checked.filled)
  var attach: [String] = []
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How long to wait until it is known.", valueName: "seconds"))
  var wait = 30.0
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func validate() throws {
    if text == nil, attach.isEmpty {
      throw ValidationError("There is nothing to send: give a TEXT, - or --attach FILE.")
    }
    try Checked.wait(wait, orNone: true)
  }

  var subject: String? { id }
  static var changesServer: Bool { true }

  func run(in context: Context) async throws {
    for file in attach { _ = try OutboxFile(checking: file) }
    let text = try body()
    let account = try context.account()
    let client = try await context.client(of: account)
    let watch = ClientWatch(client.session)
    client.session.start()
    let entries: [OutboxEntry]
    do throws(NotAccepted) {
      entries = try await client.session.send(
        ConversationID(id), text: text, files: attach, waiting: wait)
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
          ? "The server did not confirm the message, which may have arrived; --no-cache keeps no copy."
          : "The message was not sent, and --no-cache keeps no copy.")
    }
    context.output.result(entries, among: outbox)
    if entries.contains(where: { if case .failed = $0.state { true } else { false } }) {
      let reasons = entries.compactMap { entry in
        if case .failed(let reason) = entry.state { reason } else { nil }
      }
      let refusal = Failure(
        .rejected, Failure.sentence(reasons.first ?? "the server refused the message"))
      let api = try Connections.api(of: account, settings: context.settings)
      throw await refusal.settled(by: api, about: id)
    }
    if entries.contains(where: \.isPending) {
      if let reason = watch.signInRefusal { throw Failure(.notSignedIn, Failure.sentence(reason)) }
      if let hold = watch.hold { throw hold }
      throw ExitStatus.keptForLater.code
    }
  }

  /// Nothing was accepted: the disk could not keep it, or a file is not to be sent.
  private func refusal(_ error: NotAccepted, _ account: Account) -> Failure {
    let isWritable = FileManager.default.isWritableFile(atPath: account.directory.path)
    return Failure(
      attach.isEmpty || !isWritable ? .cannotStore : .rejected, Failure.sentence(error.reason))
  }

  private func body() throws(Failure) -> String {
    guard text == "-" else {
      guard text?.allSatisfy(\.isWhitespace) != true || !attach.isEmpty else {
        throw Failure(.rejected, "The text is empty: nothing was sent.")
      }
      return text ?? ""
    }
    let data = try StandardStreams.readAll()
    guard let text = String(data: data, encoding: .utf8) else {
      throw Failure(.rejected, "Standard input is not UTF-8 text: nothing was sent.")
    }
    guard !text.allSatisfy(\.isWhitespace) || !attach.isEmpty else {
      throw Failure(.rejected, "Standard input is empty: nothing was sent.")
    }
    return text
  }
}
