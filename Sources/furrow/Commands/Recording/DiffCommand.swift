import ArgumentParser
import ChatClient
import ChatConnection
import ChatModel
import Foundation
import JSON
import Recordings
import Sentences

struct DiffCommand: PooledCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two recordings, or what two servers hold.",
    discussion: """
      A and B are each the file of a recording, the name of a profile, or the URL of a server. Ids \
      and times are set aside. Of recordings the events and calls of each identity are compared in \
      their order; an id of the one is one id of the other throughout, and so is a false phone \
      number. Of servers the conversations are compared, each with its newest messages.

      Exit status 0 when they are the same, 1 when they are not.
      """)

  @Argument(
    help: "A recording, a profile or a URL.", completion: .file(), transform: Checked.filled)
  var a: String
  @Argument(help: "Another one.", completion: .file(), transform: Checked.filled)
  var b: String
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func start() async throws {
    let output = Output(isJSON: global.json)
    let recordings = try [a, b].filter { isFile($0) || isMissing($0) }.map {
      path throws(Failure) in try Recording(contentsOf: path)
    }
    for recording in recordings {
      recording.tellFaults(output)
      guard recording.records.count > RecordingDiff.most else { continue }
      output.note(
        said("Only the first \(RecordingDiff.most) lines of \(recording.name) are compared."))
    }
    let count =
      switch (isFile(a), isFile(b)) {
      case (true, true): compare(recordings[0], recordings[1], output)
      case (false, false): try await compareServers(output)
      case (let isFirst, _):
        throw Failure(
          .usage,
          said(
            """
            \(isFirst ? a : b) is a recording and \(isFirst ? b : a) is none: two of a kind \
            are compared.
            """))
      }
    output.result(
      ["differences": .integer(count)],
      count == 0
        ? said("The same.")
        : said(count, one: "1 difference.", more: "\(count) differences."))
    if count > 0 { throw ExitStatus.checkFailed.code }
    try Recording.refuseLosses(recordings)
  }

  /// A name that can only be a file's which is not there: it has a path or an ending, or the other one
  /// is a recording.
  private func isMissing(_ name: String) -> Bool {
    guard !isFile(name), !isProfile(name), !name.contains("://") else { return false }
    return name.contains("/") || name.hasSuffix(".jsonl") || isFile(name == a ? b : a)
  }

  private func isProfile(_ name: String) -> Bool {
    let file = Paths(
      environment: ProcessInfo.processInfo.environment, dataDirectory: global.dataDir
    ).configFile
    return (try? ConfigFile(contentsOf: file).profiles)?[name] != nil
  }

  /// A profile's name is one, though a file is called so, too: that one is `./NAME`.
  private func isFile(_ name: String) -> Bool {
    guard !isProfile(name) else { return false }
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: name, isDirectory: &isFolder)
      && !isFolder.boolValue
  }

  private func compare(_ first: Recording, _ second: Recording, _ output: Output) -> Int {
    let changes = RecordingDiff(first, second).changes
    for change in changes {
      switch change {
      case .missing(let line, let words):
        output.result(
          ["only": .string(a), "line": .integer(line), "what": .string(words)],
          "- \(a):\(line)  \(words)")
      case .added(let line, let words):
        output.result(
          ["only": .string(b), "line": .integer(line), "what": .string(words)],
          "+ \(b):\(line)  \(words)")
      case .changed(let lines, let words, let places):
        output.result(
          [
            "lines": .array(lines.map(JSONValue.integer)), "what": .string(words),
            "places": .array(places.map(JSONValue.string)),
          ],
          lines: ["~ \(a):\(lines[0]) \(b):\(lines[1])  \(words)"] + places.map { "    \($0)" })
      }
    }
    return changes.count
  }

  private func compareServers(_ output: Output) async throws -> Int {
    let book = WireBook.ofThisProgram()
    let wire = try WireOutput(global, of: book, output)
    defer { withExtendedLifetime(wire) {} }
    let first = try await ServerContents.read(from: a, global, book)
    let second = try await ServerContents.read(from: b, global, book)
    let places = RecordingDiff.differences(first.document, second.document, most: .max)
    for place in places {
      output.result(["place": .string(place)], "~ \(place)")
    }
    return places.count
  }
}

/// What a server holds, without ids and times.
private struct ServerContents {
  let document: JSONValue

  /// Of more conversations the first are compared.
  private static let mostConversations = 1000
  /// Of each conversation so many of the newest messages.
  private static let mostMessages = 100

  /// - Parameter name: a profile, or a URL.
  /// - Throws: a failure that says of which of the two.
  static func read(
    from name: String, _ global: GlobalOptions, _ book: WireBook
  ) async throws(Failure) -> ServerContents {
    do {
      return try await contents(of: name, global, book)
    } catch {
      let failure = Failure(error)
      throw failure.message.contains(name)
        ? failure : Failure(failure.status, "\(name): \(failure.message)")
    }
  }

  private static func contents(
    of name: String, _ global: GlobalOptions, _ book: WireBook
  ) async throws -> ServerContents {
    let context: Context
    if name.contains("://") {
      var options = global
      options.url = name
      options.profile = Array(global.profile.prefix(1))
      context = try Context(options: options, book: book)
    } else {
      context = try Context(ofProfile: name, global, book: book)
    }
    let account = try context.account()
    let api = try Connections.api(of: account, settings: context.settings)
    // Of agents not every server shows the messages of others (row 25).
    let readsAll = account.claims.role == .admin
    var conversations: [Conversation] = []
    try await Listing.pages(context) { page in
      try await api.conversations(ConversationQuery(all: readsAll, page: page, limit: 100)).value
    } take: { conversation in
      conversations.append(conversation)
      return conversations.count < mostConversations
    }
    var members: [(String, JSONValue)] = []
    var numbers: [String: Int] = [:]
    for conversation in conversations.sorted(by: {
      $0.createdAt ?? .distantPast < $1.createdAt ?? .distantPast
    }) {
      let farmer = conversation.farmer.value?.fullName ?? said("somebody")
      numbers[farmer, default: 0] += 1
      let number = numbers[farmer] ?? 1
      let messages = try await api.newestMessages(mostMessages, of: conversation.id)
      members.append(
        (
          number == 1 ? farmer : "\(farmer) (\(number))",
          .object(ofKnown: [
            ("status", conversation.status.map { .string($0.rawValue) }),
            ("agent", conversation.agent.value?.fullName.map(JSONValue.string)),
            ("messages", .array(messages.map(Self.words))),
          ])
        ))
    }
    return ServerContents(document: .object(JSONObject(members)))
  }

  private static func words(of message: Message) -> JSONValue {
    .object(ofKnown: [
      ("from", message.sender.value?.fullName.map(JSONValue.string)),
      ("type", .string(message.kind.rawValue)),
      ("content", message.content.map(JSONValue.string)), ("isRead", .bool(message.isRead)),
      ("file", message.media.value?.name.map(JSONValue.string)),
    ])
  }
}
