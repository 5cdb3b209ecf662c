import ChatClient
import ChatConnection
import ChatModel
import JSON
import Synchronization

extension ChatAPI {
  /// Reads the lists of conversations, for their own sake: so they stand on the wire, and a replay can
  /// tell which conversation is which.
  ///
  /// - Parameter warn: told of what is wrong with a page, in a sentence.
  func readLists(warn: (String) -> Void = { _ in }) async throws {
    try await Listing.pages(warn: warn) { page in
      try await conversations(ConversationQuery(page: page, limit: 100)).value
    } take: { _ in
      true
    }
  }
}

/// What stands before records that were kept without the lists of conversations.
struct Introduction {
  private let players: [TrialRunner.Player]

  /// - Parameter players: those of the desk.
  init(by players: [TrialRunner.Player]) { self.players = players }

  /// The records with the lists before them of those who do something in them and have none.
  func before(_ records: [WireRecord]) async throws -> [WireRecord] {
    let people = Set(records.map(\.identity)).subtracting(
      records.filter(\.isListOfConversations).map(\.identity))
    let lists = Gathered()
    let book = WireBook()
    let listening = book.listen { record, _ in lists.add(record) }
    defer { listening.stop() }
    for player in players where people.contains(player.settings.profile) {
      let account = try player.signedIn()
      let connections = Connections(
        to: account.address, settings: player.apart(book), sparesLoopback: player.sparesLoopback)
      try await connections.api(token: account.token).readLists()
    }
    return Self.joined(lists.records, records)
  }

  /// Numbers and times go up throughout; those of what follows stay where there is room before them.
  static func joined(_ lists: [WireRecord], _ records: [WireRecord]) -> [WireRecord] {
    guard let first = records.first, let last = lists.last else { return lists + records }
    let missing = max(0, last.number - (first.number - 1))
    let lead = first.number + missing - last.number - 1
    let late = max(0, last.at - first.at)
    return lists.map { $0.moved(by: lead, at: first.at + late - last.at) }
      + records.map { $0.moved(by: missing, at: late) }
  }
}

extension WireRecord {
  /// Whether it is the answer that lists somebody's conversations.
  fileprivate var isListOfConversations: Bool {
    let path = target?.prefix { $0 != "?" } ?? ""
    return layer == .http && direction == .incoming && status == 200
      && path.hasSuffix("/conversations") && data["data"]?.arrayValue != nil
  }

  fileprivate func moved(by numbers: Int, at time: Int64) -> WireRecord {
    var record = self
    record.number += numbers
    record.answers = answers.map { $0 + numbers }
    record.at += time
    return record
  }
}

/// What a wire told so far.
private final class Gathered: Sendable {
  private let kept = Mutex<[WireRecord]>([])

  func add(_ record: WireRecord) { kept.withLock { $0.append(record) } }

  var records: [WireRecord] { kept.withLock { $0 } }
}
