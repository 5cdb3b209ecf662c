import ChatClient
import ChatConnection
import ChatModel
import Foundation
import JSON
import Recordings
import Sentences
import Synchronization

/// Does what a recording shows again, against a server.
struct Replayer: Sendable {
  /// Somebody of the recording, played by a profile.
  struct Player: Sendable {
    let name: String
    let settings: Settings
    let account: Account
    let connections: Connections
  }

  /// What a replay came to.
  struct Outcome: Sendable {
    /// The recording of the replay, with the ids of the recording that was replayed.
    let recording: Recording
    /// The same as it travelled.
    let travelled: Recording
    let state: RecordedState
    let steps: Int
    let ids: Int
    /// What did not go as it was recorded, in sentences.
    let remarks: [String]
    /// Where the state is not what it was in the recording.
    let differences: [RecordedState.Difference]
  }

  let recording: Recording
  let plan: ReplayPlan
  let players: [Player]
  /// nil: as fast as the answers come.
  let speed: Double?
  /// How long an answer is waited for.
  let patience: Duration

  /// So many records of the replay are kept.
  static let mostRecords = 200_000

  func run() async throws -> Outcome {
    let book = players[0].settings.wire
    let names = Set(players.map(\.name))
    let start = Date()
    let board = ReplayBoard(plan, recording, playing: names)
    for player in players {
      let identity = recording.header.identities.first { $0.name == player.name }
      if let user = identity?.user { await board.put(user, player.account.claims.userID.rawValue) }
    }
    try await findOnlyConversations(board)
    // What was asked until here is no part of what is done again.
    let tape = Tape()
    let listening = book.listen { record, _ in tape.add(record) }
    defer { listening.stop() }
    var links: [String: any LiveTransport] = [:]
    var readings: [Task<Void, Never>] = []
    for player in players {
      let live = try player.connections.live()
      links[player.name] = live
      readings.append(
        Task {
          for await batch in live.events {
            for event in batch { await board.heard(event, by: player.name) }
          }
        })
      live.connect(token: player.account.token)
    }
    await board.waitForLinks(names, until: .now + patience)
    let remarks: [String]
    do {
      for player in players where await !board.isConnected(player.name) {
        let reason = await board.refusals[player.name] ?? said("the server did not answer in time")
        throw Failure(
          .unavailable, said("There is no live link for \(player.name): \(reason.clause)."))
      }
      remarks = try await perform(board, links)
    } catch {
      for link in links.values { await link.close() }
      throw error
    }
    await board.waitForDepartures(until: .now + patience)
    let lost = await board.lost
    if lost.isEmpty { await board.waitForTheRest(until: .now + patience) }
    let map = await board.map
    for link in links.values { await link.close() }
    for reading in readings { await reading.value }
    if let step = plan.steps.first(where: { lost.contains($0.number) }) {
      throw Failure(
        .unavailable,
        said(
          """
          \(recording.name):\(step.line): this line did not reach the server: there was no link \
          any more.
          """))
    }
    // Nor is what is asked from here on.
    listening.stop()
    let told = RecordedState(of: recording, toldTo: names)
    let recorded = told.touched(naming: plan.conversations)
    let (state, unread) = await state(map, as: recorded, since: start)
    let travelled = travelled(tape.records, book.header)
    var header = travelled.header
    header.identities = recording.header.identities
    return Outcome(
      recording: Recording(
        header: header, records: travelled.records.map(map.toRecording), named: travelled.name),
      travelled: travelled, state: state, steps: plan.steps.count { !$0.isImplied }, ids: map.count,
      remarks: remarks + notCompared(told, recorded),
      differences: recorded.differences(from: state, unread: unread))
  }

  /// The ids in the recording of those who are played; nil where it does not tell all of them.
  var users: Set<String>? {
    let users = players.map { player in
      recording.header.identities.first { $0.name == player.name }?.user
    }
    return users.contains(nil) ? nil : Set(users.compactMap { $0 })
  }

  /// What came on the wire, with the names of the recording for those who are played.
  private func travelled(_ records: [WireRecord], _ header: WireHeader) -> Recording {
    var header = header
    header.identities = players.map { WireIdentity($0.account, named: $0.name) }
    let records = records.map { record in
      var record = record
      record.identity = name(of: record.identity)
      return record
    }
    return Recording(header: header, records: records, named: said("the replay"))
  }

  /// A profile's name as it stands in the wire, as that of whom it plays.
  private func name(of profile: String) -> String {
    players.first { $0.settings.profile == profile }?.name ?? profile
  }

  /// A farmer has one conversation: it is that one, whatever it was called, where no list of the
  /// recording tells more.
  private func findOnlyConversations(_ board: ReplayBoard) async throws {
    for player in players where player.account.claims.role == .user {
      let named = Set(
        recording.records.filter { $0.identity == player.name }.compactMap(\.conversation))
      let api = try player.connections.api(token: player.account.token)
      let there = try await api.conversations(ConversationQuery()).value.elements
      if named.count == 1, there.count == 1, let mine = named.first {
        await board.put(mine, there[0].id.rawValue)
      }
    }
  }

  // MARK: Steps

  private func perform(
    _ board: ReplayBoard, _ links: [String: any LiveTransport]
  ) async throws -> [String] {
    var remarks: [String] = []
    let start = ContinuousClock.now
    let first = plan.steps.first?.at ?? 0
    var last = 0
    try await withThrowingTaskGroup(of: Void.self) { group in
      for step in plan.steps {
        if let speed {
          let due = start + .microseconds(Int64(Double(step.at - first) / speed))
          try await Task.sleep(until: due, clock: .continuous)
        }
        let missing = await board.wait(for: step, until: .now + patience)
        if let id = missing.first {
          throw Failure(
            .checkFailed,
            said(
              """
              \(recording.name):\(step.line): it names \(id), and nothing here has told which \
              that is: the server did not answer what came before as it did then.
              """))
        }
        switch step.work {
        case .emit(let event, let arguments, let wantsAnswer):
          last += 1
          let emission = EmissionID(rawValue: last)
          await board.began(step.number, as: emission, of: step.identity)
          for id in Self.ownIDs(in: arguments) { await board.put(id, UUID().uuidString) }
          let map = await board.map
          links[step.identity]?.emit(
            .raw(event, arguments.map(map.toServer)), id: emission, acknowledged: wantsAnswer,
            within: wantsAnswer ? patience : nil)
          // What follows is heard in that room.
          if step.isImplied, let room = step.ids.first.flatMap(map.id) {
            await board.waitForRoom(room, of: step.identity, until: .now + patience)
          }
        case .request(let method, let path, let body):
          let map = await board.map
          guard let player = player(step.identity) else { continue }
          group.addTask {
            do {
              let answer = try await player.connections.api(token: player.account.token).perform(
                method, target: "\(player.account.address.base.path)/\(map.toServer(path: path))",
                document: body.map { map.toServer($0).encodedBytes })
              if let recorded = recordedAnswer(to: step.number) {
                await board.learn(recorded.data, answer)
              }
              await board.ended(step.number)
            } catch {
              await board.lose(step.number)
            }
          }
        case .upload(let kind, let files):
          guard let player = player(step.identity) else { continue }
          let sent = try files.map { try outboxFile($0, kind, step) }
          let api = try player.connections.api(token: player.account.token)
          let media = try await api.upload(sent, as: MediaKind(rawValue: kind) ?? .image) { _ in }
          if let recorded = recordedAnswer(to: step.number)?.data["data"] {
            await board.learn(recorded, .array(media.map(\.json)))
          }
          await board.ended(step.number)
        }
      }
      try await group.waitForAll()
    }
    let joined = plan.steps.count(where: \.isImplied)
    if joined > 0 {
      let rooms = said(joined, one: "1 conversation", more: "\(joined) conversations")
      remarks.append(said("Joined first, as somebody was when the recording began: \(rooms)."))
    }
    for words in plan.passedOver { remarks.append(said("Not done again: \(words).")) }
    return remarks
  }

  private func player(_ name: String) -> Player? { players.first { $0.name == name } }

  private func recordedAnswer(to number: Int) -> WireRecord? {
    recording.records.first { $0.answers == number && $0.direction == .incoming }
  }

  private static func ownIDs(in arguments: [JSONValue]) -> [String] {
    arguments.compactMap { $0["tempId"]?.stringValue }
  }

  private func outboxFile(
    _ file: ReplayPlan.Step.UploadFile, _ kind: String, _ step: ReplayPlan.Step
  ) throws(Failure) -> OutboxFile {
    let path = URL(filePath: recording.name).deletingLastPathComponent().appending(path: file.file)
      .path
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard let size = attributes?[.size] as? Int else {
      throw Failure(
        .notFound,
        said(
          """
          \(recording.name):\(step.line): the file \(file.file) of this upload is not beside \
          the recording.
          """))
    }
    return OutboxFile(
      path: path, name: file.name, kind: MediaKind(rawValue: kind) ?? .image, format: file.format,
      size: size)
  }
}

/// What the wire tells while a recording is replayed.
private final class Tape: Sendable {
  private let kept = Mutex<[WireRecord]>([])

  func add(_ record: WireRecord) {
    kept.withLock { if $0.count < Replayer.mostRecords { $0.append(record) } }
  }

  var records: [WireRecord] { kept.withLock { $0 } }
}
