import ArgumentParser
import ChatClient
import ChatConnection
import ChatModel
import Foundation
import JSON
import Recordings
import Sentences

struct RecordCommand: PooledCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record a session with every layer of the wire, until interrupted.",
    discussion: """
      It follows as `tail` does: it joins the conversations that are named, marks nothing read, and \
      keeps every request, frame and event, of several --profile together. First it reads the \
      lists of conversations, so that a replay can tell which is which. Without FILE the recording \
      goes among the account's data. What a desk does is recorded from the wire pane.

      Tokens never stand in a recording; phone numbers are replaced, equal ones by equal ones. \
      Uploaded files lie beside it, named by their content.

      `furrow record --export har FILE` prints a recording as an HTTP Archive.
      """)

  @Argument(
    help: "The file to write; with --export the recording to read.", completion: .file(),
    transform: Checked.filled)
  var file: String?
  @Option(
    help: ArgumentHelp("Join this conversation; repeatable.", valueName: "id"),
    transform: Checked.filled)
  var join: [String] = []
  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("End after this time, such as 30s; else at Ctrl+C.", valueName: "time"),
    transform: Checked.time)
  var time: Duration?
  @Option(help: "Print the recording FILE in another form: har.")
  var export: ExportForm?
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  enum ExportForm: String, ExpressibleByArgument, CaseIterable, Sendable { case har }

  func validate() throws {
    guard export != nil else { return }
    if file == nil { throw ValidationError(said("--export reads a recording: name its FILE.")) }
    if !join.isEmpty || time != nil {
      throw ValidationError(said("--export takes a FILE and nothing else."))
    }
  }

  func start() async throws {
    if let export {
      try self.export(as: export)
    } else {
      try await record()
    }
  }

  private func export(as form: ExportForm) throws {
    let recording = try Recording(contentsOf: file ?? "")
    recording.tellFaults(Output(isJSON: global.json))
    let settings = try? Settings(options: global)
    let origin = (try? settings?.address().origin.absoluteString) ?? "http://server.invalid"
    switch form {
    case .har:
      StandardStreams.print(HARArchive.document(of: recording, origin: origin).encoded + "\n") {
        Output(isJSON: global.json).failure($0)
      }
    }
    try Recording.refuseLosses([recording])
  }

  private func record() async throws {
    let identities = try RecordedIdentity.all(global)
    let settings = identities[0].context.settings
    let output = identities[0].context.output
    let wire = try WireOutput(global, of: settings.wire, output)
    defer { withExtendedLifetime(wire) {} }
    let file = try self.file.map { URL(filePath: $0) } ?? Self.freeFile(identities[0].account)
    let interruption = Interrupted()
    let writer = try RecordingWriter(
      to: file, of: settings.wire, masking: WireOutput.mask(global))
    output.note(said("Recording into \(file.path); Ctrl+C ends it."))
    let links = try identities.map { try $0.open(joining: join) }
    let failure = await Self.follow(identities, for: time, until: interruption)
    var hasJoined = false
    for link in links where await link.close() { hasJoined = true }
    let result = writer.finish()
    if let failure { throw failure }
    if let problem = result.problem { throw problem }
    output.result(
      ["file": .string(file.path), "lines": .integer(result.lines)],
      said("\(result.lines) lines in \(file.path)"))
    guard join.isEmpty || hasJoined else {
      throw Failure(.notFound, said("None of the conversations that --join names was joined."))
    }
  }

  private static func freeFile(_ account: Account) throws(Failure) -> URL {
    let folder = RecordingWriter.folder(of: account)
    try Paths.createPrivate(folder)
    return RecordingWriter.freeFile(in: folder)
  }

  /// Reads the lists, which tell which conversations there are; the events go on beside it.
  ///
  /// - Returns: why a list could not be read; nil at the end of the time, or when somebody interrupts.
  private static func follow(
    _ identities: [RecordedIdentity], for time: Duration?, until interruption: Interrupted
  ) async -> Failure? {
    let (ends, end) = AsyncStream.makeStream(of: Failure?.self)
    interruption.whenItHappens { end.yield(nil) }
    let reading = Task {
      await withTaskGroup(of: Failure?.self) { group in
        for identity in identities {
          group.addTask { await identity.readLists() }
        }
        for await failure in group { if let failure { end.yield(failure) } }
      }
      guard let time else { return }
      try? await Task.sleep(for: time)
      end.yield(nil)
    }
    defer { reading.cancel() }
    var outcomes = ends.makeAsyncIterator()
    return await outcomes.next() ?? nil
  }
}

/// One identity of a recording.
struct RecordedIdentity: Sendable {
  let context: Context
  let account: Account
  let connections: Connections

  /// One for each profile that was named, all of one wire.
  static func all(_ global: GlobalOptions) throws -> [RecordedIdentity] {
    let book = WireBook.ofThisProgram()
    let isAlone = global.profile.count < 2
    return try global.ofEachProfile(said("A recording")).map { options in
      try RecordedIdentity(
        isAlone
          ? Context(options: options, book: book)
          : Context(ofProfile: options.profile[0], global, book: book))
    }
  }

  private init(_ context: Context) throws {
    self.context = context
    account = try context.account()
    connections = Connections(to: account.address, settings: context.settings)
  }

  /// Opens the live link and joins each time that it stands anew.
  func open(joining ids: [String]) throws(Failure) -> RecordedLink {
    let (output, name) = (context.output, context.settings.profile)
    return RecordedLink(try connections.live(), token: account.token, joining: ids) {
      output.warn("\(name): \($0)")
    }
  }

  /// Reads the list of conversations, so that it stands in the recording.
  func readLists() async -> Failure? {
    do {
      let api = try connections.api(token: account.token)
      try await api.readLists { context.output.warn($0) }
      return nil
    } catch {
      return Failure(error)
    }
  }
}

/// A live link that is only listened to.
final class RecordedLink: Sendable {
  private let live: any LiveTransport
  private let reading: Task<Bool, Never>

  /// - Parameter onRefusal: told of each conversation that cannot be joined, in a sentence
  init(
    _ live: any LiveTransport, token: String, joining ids: [String],
    onRefusal: @escaping @Sendable (String) -> Void
  ) {
    self.live = live
    reading = Task {
      var last = 0
      var hasJoined = false
      var joins = NamedJoins(ids)
      for await batch in live.events {
        for event in batch {
          if case .event("conversation:joined", _, _) = event { hasJoined = true }
          for (id, words) in joins.note(event) ?? [] {
            onRefusal(said("\(id) is not joined: \(Failure.sentence(words))"))
          }
          guard case .connected(_, recovered: false) = event else { continue }
          for id in joins.ids {
            last += 1
            live.emit(
              .join(ConversationID(id)), id: EmissionID(rawValue: last), acknowledged: false)
          }
        }
      }
      return hasJoined
    }
    live.connect(token: token)
  }

  /// - Returns: whether a conversation was joined.
  func close() async -> Bool {
    await live.close()
    return await reading.value
  }
}
