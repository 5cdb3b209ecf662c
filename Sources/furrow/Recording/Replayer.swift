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
    let asTravelled: [WireRecord]
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
    let tape = Tape()
    let listening = book.listen { record, _ in tape.add(record) }
    defer { listening.stop() }
    let names = Set(players.map(\.name))
    let board = ReplayBoard(plan, recording, playing: names)
    for player in players {
      let identity = recording.header.identities.first { $0.name == player.name }
      if let user = identity?.user { await board.put(user, player.account.claims.userID.rawValue) }
    }
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
    try await findOnlyConversations(board)
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
    await board.waitForTheRest(until: .now + patience)
    let map = await board.map
    for link in links.values { await link.close() }
    for reading in readings { await reading.value }
    // What is asked from here on is no part of what was done again.
    listening.stop()
    let recorded = RecordedState(of: recording, toldTo: names)
    let state = try await state(map, as: recorded)
    var header = book.header
    header.identities = recording.header.identities
    let records = tape.records.map { record in
      var record = record
      record.identity = name(of: record.identity)
      return record
    }
    return Outcome(
      recording: Recording(
        header: header, records: records.map(map.toRecording), named: said("the replay")),
      asTravelled: records, state: state, steps: plan.steps.count, ids: map.count,
      remarks: remarks + notCompared(recorded), differences: recorded.differences(from: state))
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
        case .request(let method, let path, let body):
          let map = await board.map
          guard let player = player(step.identity) else { continue }
          group.addTask {
            let answer = try? await player.connections.api(token: player.account.token).perform(
              method, target: "\(player.account.address.base.path)/\(map.toServer(path: path))",
              document: body.map { map.toServer($0).encodedBytes })
            if let answer, let recorded = recordedAnswer(to: step.number) {
              await board.learn(recorded.data, answer)
            }
            await board.ended(step.number)
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

  // MARK: State

  /// That there are conversations of which only those tell who are not played.
  private func notCompared(_ recorded: RecordedState) -> [String] {
    let count = RecordedState(of: recording).threads.count - recorded.threads.count
    guard count > 0 else { return [] }
    let words = said(count, one: "1 conversation", more: "\(count) conversations")
    return [said("Not compared: \(words) known only from those whom --as does not name.")]
  }

  /// What the server says now of the conversations that those who are played know from the recording,
  /// with its ids.
  private func state(_ map: IDMap, as recorded: RecordedState) async throws -> RecordedState {
    var state = RecordedState()
    for (id, thread) in recorded.threads.sorted(by: { $0.key < $1.key }) {
      guard let there = map.id(of: id) else { continue }
      for player in players {
        let api = try player.connections.api(token: player.account.token)
        guard let conversation = try? await api.conversation(ConversationID(there)) else {
          continue
        }
        state.note(conversation.inRecording(map), line: 0)
        for message in try await api.newestMessages(
          thread.messages.count, of: conversation.id)
        {
          state.write(message.inRecording(map, conversation: id), line: 0)
        }
        break
      }
    }
    return state
  }
}

extension Message {
  fileprivate func inRecording(_ map: IDMap, conversation: String) -> Message {
    Message(
      id: MessageID(map.toRecording(id: id.rawValue)), conversationID: ConversationID(conversation),
      sender: sender.id.map {
        .known(Participant(bareID: UserID(map.toRecording(id: $0.rawValue))))
      }
        ?? .absent,
      kind: kind, content: content)
  }
}

extension Conversation {
  fileprivate func inRecording(_ map: IDMap) -> Conversation {
    func person(_ person: Referenced<Participant>) -> Referenced<Participant> {
      guard case .known(let known) = person else { return person }
      return .known(Participant(bareID: UserID(map.toRecording(id: known.id.rawValue))))
    }
    return Conversation(
      id: ConversationID(map.toRecording(id: id.rawValue)), farmer: person(farmer),
      agent: person(agent), status: status)
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
