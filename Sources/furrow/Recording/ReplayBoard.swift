import ChatClient
import ChatModel
import Foundation
import JSON
import Recordings

/// What is known while a recording is replayed: which id is which, and what has been answered.
actor ReplayBoard {
  private(set) var map: IDMap
  /// What the recording shows each identity hear, as far as it has not been heard here.
  private var expected: [String: [WireRecord]] = [:]
  private var answered: Set<Int> = []
  /// Those of what is expected that the replay itself makes the server tell.
  private var needed: Set<Int> = []
  /// The steps that expected events answer, by the events' numbers.
  private var answers: [Int: Int] = [:]
  /// The steps behind the emissions of each identity.
  private var emitted: [String: [EmissionID: Int]] = [:]
  /// The recorded acknowledgements, by the step that they answer.
  private var acknowledgements: [Int: WireRecord] = [:]
  /// The steps that are not known to have left.
  private var leaving: Set<Int> = []
  /// The steps that did not reach the server.
  private(set) var lost: Set<Int> = []
  /// The rooms that the server let an identity into, each as `name id`.
  private var rooms: Set<String> = []
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var connected: Set<String> = []
  /// Why an identity has no link, in a clause.
  private(set) var refusals: [String: String] = [:]

  /// Events of so many are looked through for the one that was heard.
  private static let mostCompared = 50

  init(_ plan: ReplayPlan, _ recording: Recording, playing names: Set<String>) {
    map = IDMap(plan.ids)
    let steps = Set(plan.steps.map(\.number))
    for (record, relation) in zip(recording.records, recording.relations) {
      guard record.direction == .incoming, names.contains(record.identity) else { continue }
      if record.isEvent {
        expected[record.identity, default: []].append(record)
        answers[record.number] = record.answers ?? relation.answers
        if let number = relation.answers ?? relation.cause, steps.contains(number) {
          needed.insert(record.number)
        }
      } else if record.layer == .sio, record.name == "ack", let number = record.answers {
        acknowledgements[number] = record
      }
    }
  }

  // MARK: Learning

  func put(_ recorded: String, _ actual: String) { map.put(recorded, actual) }

  func learn(_ recorded: JSONValue, _ actual: JSONValue) {
    map.learn(recorded, actual)
    tell()
  }

  func began(_ step: Int, as emission: EmissionID, of identity: String) {
    emitted[identity, default: [:]][emission] = step
    leaving.insert(step)
  }

  func ended(_ step: Int) {
    answered.insert(step)
    tell()
  }

  func heard(_ event: LiveEvent, by identity: String) {
    switch event {
    case .connected: connected.insert(identity)
    case .refused(let reason, _): refusals[identity] = reason
    case .disconnected(let reason, _) where !connected.contains(identity):
      refusals[identity] = reason
    case .event(let name, let arguments, _): heard(name, .array(arguments), by: identity)
    case .acknowledged(let emission, let arguments):
      if let step = emitted[identity]?[emission] {
        if let recorded = acknowledgements[step] { map.learn(recorded.data, .array(arguments)) }
        answered.insert(step)
      }
    case .handedOver(let emission):
      if let step = emitted[identity]?[emission] { leaving.remove(step) }
    case .unacknowledged(let emission, _):
      if let step = emitted[identity]?[emission] { answered.insert(step) }
    case .dropped(let emission), .unsendable(let emission, _):
      if let step = emitted[identity]?[emission] { lose(step) }
    default: return
    }
    tell()
  }

  /// A step did not reach the server.
  func lose(_ step: Int) {
    lost.insert(step)
    leaving.remove(step)
    answered.insert(step)
    tell()
  }

  private func heard(_ name: String, _ data: JSONValue, by identity: String) {
    if name == "conversation:joined",
      let id = data.arrayValue?.first?["conversationId"]?.stringValue
    {
      rooms.insert("\(identity) \(id)")
    }
    guard var rest = expected[identity] else { return }
    let alike = rest.indices.filter { rest[$0].name == name }.prefix(Self.mostCompared)
    guard let place = alike.first(where: { !map.contradicts(rest[$0].data, data) }) else { return }
    let recorded = rest.remove(at: place)
    expected[identity] = rest
    needed.remove(recorded.number)
    map.learn(recorded.data, data)
    if let number = answers[recorded.number] { answered.insert(number) }
  }

  // MARK: Waiting

  /// Waits until the links of all stand, or one is refused.
  func waitForLinks(_ names: Set<String>, until end: ContinuousClock.Instant) async {
    await wait(until: end) { board in
      let (connected, refusals) = (board.connected, board.refusals)
      return names.isSubset(of: connected) || !refusals.isEmpty
    }
  }

  func isConnected(_ name: String) -> Bool { connected.contains(name) }

  /// Waits until the ids that a step names are known and what was answered before it is answered.
  ///
  /// - Returns: the ids that are still not known
  func wait(for step: ReplayPlan.Step, until end: ContinuousClock.Instant) async -> [String] {
    await wait(until: end) { board in
      let (map, answered) = (board.map, board.answered)
      return map.missing(step.ids).isEmpty && step.answered.isSubset(of: answered)
    }
    return map.missing(step.ids)
  }

  /// Waits until it is known of everything whether it left.
  func waitForDepartures(until end: ContinuousClock.Instant) async {
    await wait(until: end) { board in board.leaving.isEmpty }
  }

  /// Waits until an identity is in the room of a conversation, under the server's id.
  func waitForRoom(_ id: String, of identity: String, until end: ContinuousClock.Instant) async {
    await wait(until: end) { board in board.rooms.contains("\(identity) \(id)") }
  }

  /// Waits until everything came that the server tells because of what was done.
  func waitForTheRest(until end: ContinuousClock.Instant) async {
    await wait(until: end) { board in board.needed.isEmpty }
  }

  private func wait(
    until end: ContinuousClock.Instant, _ isDone: (isolated ReplayBoard) -> Bool
  ) async {
    let timer = Task {
      try? await Task.sleep(until: end, clock: .continuous)
      self.tell()
    }
    defer { timer.cancel() }
    while !isDone(self), ContinuousClock.now < end {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  private func tell() {
    let waiting = waiting
    self.waiting = []
    for continuation in waiting { continuation.resume() }
  }
}
