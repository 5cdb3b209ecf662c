import Foundation
import Synchronization

/// Sends at a set rate, whether or not answers come: a server that is slow is not spared what it would
/// get from people, and each time counts from when its message was to go out.
final class LoadRun: Sendable {
  private let people: [LoadPerson]
  private let rate: Double
  private let seconds: Double
  /// For one message to be confirmed.
  private let patience: Double
  private let stop: @Sendable () -> Bool
  private let state: Mutex<State>

  private struct State {
    var outcome = LoadOutcome()
    var started = 0
  }

  init(
    _ people: [LoadPerson], rate: Double, seconds: Double, patience: Double,
    stop: @escaping @Sendable () -> Bool
  ) {
    self.people = people
    self.rate = rate
    self.seconds = seconds
    self.patience = patience
    self.stop = stop
    state = Mutex(
      State(outcome: LoadOutcome(users: people.count, rate: rate, seconds: seconds)))
  }

  /// How it stands, and how many are on their way.
  var now: (outcome: LoadOutcome, waiting: Int) {
    state.withLock { state in
      let done = state.outcome.sent + state.outcome.failed + state.outcome.unfinished
      return (state.outcome, state.started - done)
    }
  }

  func run() async -> LoadOutcome {
    let count = max(1, Int((rate * seconds).rounded()))
    let start = ContinuousClock.now
    func due(_ number: Int) -> ContinuousClock.Instant {
      start.advanced(by: .seconds(Double(number) / rate))
    }
    await withTaskGroup(of: Void.self) { group in
      var next = 0
      while next < count, !stop() {
        try? await Task.sleep(until: due(next), clock: .continuous)
        let now = ContinuousClock.now
        while next < count, due(next) <= now {
          let (number, intended) = (next, due(next))
          state.withLock { $0.started += 1 }
          group.addTask { await self.say(number, intended: intended) }
          next += 1
        }
      }
    }
    return now.outcome
  }

  private func say(_ number: Int, intended: ContinuousClock.Instant) async {
    let person = people[number % people.count]
    let fate = await person.say("furrow load: message \(number + 1)", waiting: patience)
    let time = intended.duration(to: .now)
    state.withLock { state in
      switch fate {
      case .sent:
        state.outcome.sent += 1
        state.outcome.times.add(time.wholeMicroseconds)
      case .failed(let reason): state.outcome.fail(reason)
      case .unfinished:
        // It took longer than that.
        state.outcome.unfinished += 1
        state.outcome.times.add(time.wholeMicroseconds)
      }
    }
  }
}
