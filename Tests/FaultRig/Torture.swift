import ChatClient
import ChatModel
import Foundation

/// Runs seeds: bad weather, then fine weather for long, then the count.
package enum Torture {
  /// What became of one seed.
  package struct Verdict: Hashable, Sendable {
    package var seed: UInt64
    package var findings: [Ledger.Finding]
    package var sends: Int
    package var accepted: Int
    /// Entries of which the person had to be asked.
    package var asked: Int
    /// Entries taken for another device's twin, which nothing tells from them.
    package var mistaken: Int
    /// Of those, how many the server has not got.
    package var lostToTwins: Int
    package var lives: Int
    package var steps: Int
    /// Equal for equal runs.
    package var digest: UInt64
    package var trace: [String]
  }

  package static func run(
    seed: UInt64, isTracing: Bool = false, twins: Bool = false, window: Int? = nil
  ) -> Verdict {
    let world = World(seed: seed, isTracing: isTracing, window: window) { weather in
      if twins { weather.twins = 0.3 }
      // Every fifth seed alone, so that the weather of the others stays what it was.
      guard seed % 5 == 2 else { return }
      weather.sentAways = Int(seed / 5 % 3)
      weather.holds = Int(seed / 15 % 3)
    }
    world.live()
    return Verdict(
      seed: seed, findings: world.ledger.findings, sends: world.ledger.sends,
      accepted: world.disk.accepted.count, asked: world.ledger.asked.count,
      mistaken: world.ledger.mistaken.count, lostToTwins: world.ledger.lostToTwins,
      lives: world.life, steps: world.steps,
      digest: world.digest, trace: world.trace)
  }
}

extension World {
  func live() {
    say("seed \(seed): \(weather)")
    var age = 5000.0
    for id in server.conversations {
      for _ in 0..<random.number(0...12) {
        age -= random.seconds(0...100)
        _ = server.save(
          .text(random.chance(weather.sameness) ? "ok" : "before \(random.number(0...99))"),
          by: random.chance(0.5) ? Self.me : server.other(in: id), in: id,
          at: Self.epoch.addingTimeInterval(-age), tempID: nil, origin: .others)
      }
    }
    startClient()
    planPeople()
    planScripts()
    planFaults()
    run(for: weather.duration)
    clear()
    // A server that confirms nothing takes half a minute for each message.
    for _ in 1...60 {
      run(for: 240)
      answerQuestions()
      if screen.shown({ $0 != .unsure && Self.isUnderWay($0) }).isEmpty { break }
    }
    run(for: 240)
    judgeEnd()
    for id in server.conversations {
      give(.command(.close(id)))
      give(.command(.open(id)))
      run(for: 40)
      judgeTimeline(id)
      if window != nil { walk(id) }
    }
  }

  private static func isUnderWay(_ state: OutboxEntry.State) -> Bool {
    switch state {
    case .sent, .failed: false
    case .queued, .uploading, .handedOver, .unsure: true
    }
  }

  private func planFaults() {
    let weather = weather
    func sometime(_ act: @escaping (World) -> Void) {
      plan(in: random.seconds(0...weather.duration)) { world in
        if !world.hasCleared { act(world) }
      }
    }
    for _ in 0..<weather.cuts {
      sometime { world in
        let isHalfOpen = world.random.chance(0.2)
        world.cutAndNotice(in: world.random.seconds(0...(isHalfOpen ? 40 : 0.5)))
      }
    }
    for _ in 0..<weather.stalls {
      sometime { world in
        world.say("… the link stalls")
        world.link.connection?.stalledUntil = world.time + world.random.seconds(2...40)
      }
    }
    for _ in 0..<weather.outages { sometime { $0.networkGoesDown() } }
    for _ in 0..<weather.fullDisks { sometime { $0.diskFills() } }
    for _ in 0..<weather.clockJumps {
      sometime { world in
        let jump = world.random.seconds(-600...600)
        world.say("◷ the clock is set by \(Int(jump)) s")
        world.clockError += jump
      }
    }
    for _ in 0..<weather.sentAways { sometime { $0.sendAway() } }
    for _ in 0..<weather.holds { sometime { $0.holdBack() } }
    for _ in 0..<weather.revocations { sometime { $0.revoke() } }
    // Somebody signs in again some time after it was asked for.
    var time = 5.0
    while time < weather.duration {
      plan(in: time) { $0.signInAgain() }
      time += random.seconds(5...30)
    }
  }

  private func networkGoesDown() {
    say("⚡ the network is down")
    networkIsDown = true
    cutAndNotice(in: random.seconds(0...10))
    failOpenCalls()
    plan(in: random.seconds(1...40)) { world in
      world.say("⚡ the network is back")
      world.networkIsDown = false
    }
  }

  private func diskFills() {
    say("⛁ the disk is full")
    disk.isFull = true
    plan(in: random.seconds(1...40)) { world in
      world.say("⛁ the disk has room again")
      world.disk.isFull = false
    }
  }

  private func holdBack() {
    say("⏸ the server wants to be left alone")
    heldUntil = time + random.seconds(2...90)
    knowsHold = false
  }

  private func revoke() {
    say("⚿ the token is revoked")
    validTokens = (validTokens.upperBound + 1)...(validTokens.upperBound + 1)
    if random.chance(0.5) { cutAndNotice(in: 0.1) }
  }

  private func clear() {
    say("☀ the weather clears")
    hasCleared = true
    networkIsDown = false
    heldUntil = time
    disk.isFull = false
    if let connection = link.connection, !connection.isCut { connection.stalledUntil = time }
    if engine == nil { plan(in: 1) { if $0.engine == nil { $0.startClient() } } }
    for wait in [2.0, 10, 30, 60, 90] { plan(in: wait) { $0.signInAgain() } }
  }
}
