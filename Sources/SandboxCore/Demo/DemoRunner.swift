// Lets the simulated people loose on a sandbox: gives the two machines the time and the facts, and
// does what they say. It sleeps until the next deadline and wakes for nothing else.

package import ChatModel
import Dispatch
import Synchronization

/// Who is simulated.
package struct DemoConfiguration: Sendable {
  /// How many farmers write of their own accord; every other one still answers.
  package var farmers = 12
  package var pace = Pace.calm
  package var randomSeed: UInt64 = 1
  /// In which role the person sits at the desk; nil plays no script.
  package var scriptFor: Role?

  package init() {}
}

package final class DemoRunner: Sendable {
  private let sandbox: Sandbox
  private let queue = DispatchQueue(label: "furrow.sandbox.people")
  private let start = DispatchTime.now().uptimeNanoseconds
  private let onLink: @Sendable (StagedLink) -> Void
  private let state: Mutex<State>

  private struct State: Sendable {
    var crowd: FarmerCrowd
    var script: DemoScript?
    var isRunning = false
    /// The earliest wake-up that is set.
    var alarm: Duration?

    var nextDeadline: Duration? {
      [crowd.nextDeadline, script?.nextDeadline].compactMap { $0 }.min()
    }

    mutating func handle(_ fact: SandboxFact?, at now: Duration) -> [DemoScript.Output] {
      var isClaimed = false
      if case .said(let said)? = fact { isClaimed = script?.claims(said.conversation) == true }
      let scripted = script?.handle(fact.map { .fact($0) } ?? .tick, at: now) ?? []
      let acts = crowd.handle(isClaimed ? .tick : fact.map { .fact($0) } ?? .tick, at: now)
      return scripted + acts.map { .act($0) }
    }
  }

  /// Simulated people for a seeded sandbox. `onLink` cuts and restores what carries the sandbox; it
  /// is called on a queue of its own.
  package init(
    _ sandbox: Sandbox, _ configuration: DemoConfiguration,
    onLink: @escaping @Sendable (StagedLink) -> Void = { _ in }
  ) {
    self.sandbox = sandbox
    self.onLink = onLink
    let cast = configuration.scriptFor.flatMap { DemoScript.Cast(of: sandbox, as: $0) }
    let roster = FarmerRole.roster(
      of: sandbox, farmers: configuration.farmers, still: cast?.still ?? [],
      without: cast.map { [$0.me] } ?? [])
    state = Mutex(
      State(
        crowd: FarmerCrowd(roster, pace: configuration.pace, seed: configuration.randomSeed),
        script: cast.map { DemoScript($0) }))
    sandbox.observe { [weak self] fact in
      guard let runner = self else { return }
      runner.queue.async { [weak runner] in runner?.step(fact) }
    }
  }

  /// Begins; the people stand still before.
  package func run() {
    state.withLock { $0.isRunning = true }
    queue.async { self.step(nil) }
  }

  /// Ends for good. Who is online stays so.
  package func stop() { state.withLock { $0.isRunning = false } }

  // MARK: Stepping

  private var now: Duration {
    .nanoseconds(Int64(DispatchTime.now().uptimeNanoseconds - start))
  }

  /// On the queue: tells the machines what happened, or that time has passed.
  private func step(_ fact: SandboxFact?) {
    let now = now
    let outputs = state.withLock { state -> [DemoScript.Output] in
      guard state.isRunning else { return [] }
      return state.handle(fact, at: now)
    }
    for output in outputs {
      switch output {
      case .act(let act): sandbox.perform(act)
      case .link(let link): onLink(link)
      }
    }
    setAlarm()
  }

  private func setAlarm() {
    let now = now
    let delay = state.withLock { state -> Duration? in
      guard state.isRunning, let next = state.nextDeadline else { return nil }
      if let alarm = state.alarm, alarm <= next, alarm > now { return nil }
      state.alarm = next
      return max(next - now, .zero)
    }
    guard let delay else { return }
    queue.asyncAfter(deadline: .now() + .milliseconds(Int(delay.milliseconds) + 1)) {
      [weak self] in
      self?.step(nil)
    }
  }
}

extension FarmerRole {
  /// The farmers of a sandbox that have a conversation, in the order in which they came. The first
  /// `farmers` of them write unasked; those who keep still do so for the script's minute and then
  /// join in.
  fileprivate static func roster(
    of sandbox: Sandbox, farmers: Int, still: Set<UserID>, without: Set<UserID>
  ) -> [FarmerRole] {
    let all = sandbox.people.filter { $0.role == .user && !without.contains($0.id) }
    var roster: [FarmerRole] = []
    // Those of the script stand first in the world and would use up the number.
    for person in all.filter({ !still.contains($0.id) }) + all.filter({ still.contains($0.id) }) {
      guard let conversation = sandbox.conversation(of: person.id) else { continue }
      roster.append(
        FarmerRole(
          person: person.id, conversation: conversation.id,
          language: Story.language(ofEmail: person.email),
          initiative: roster.count < farmers
            ? (still.contains(person.id) ? .seconds(75) : .zero) : nil))
    }
    return roster
  }
}
