import SocketIO
import SplitMix

/// One direction of one connection: what goes in comes out later, or twice, or not.
struct FaultyLane {
  typealias Instant = ContinuousClock.Instant

  /// An event that was to be exchanged with the next one goes alone if none comes so long.
  static let longestExchange = Duration.seconds(1)

  private let plan: FaultPlan
  private let losesEvents: Bool
  private var dice: SplitMix64
  /// What is on its way, in the order in which it comes out.
  private var waiting: [(due: Instant, frame: EngineFrame)] = []
  /// What goes behind the next event, or alone at the end of its time.
  private var held: (until: Instant, frames: [EngineFrame])?
  /// When the line is free for the next frame.
  private var free: Instant
  private var lastDue: Instant
  /// Attachments that still follow an event that was lost.
  private var lostAttachments = 0
  /// How many frames have ever been put on their way.
  private var entered = 0
  /// And how many of them are through.
  private var passed = 0
  private var newest: Newest?

  /// The event that was added last.
  private enum Newest {
    case lost
    case held(isWhole: Bool)
    /// The number of its frame among all that were put on their way.
    case entered(Int, isWhole: Bool)
  }

  init(_ plan: FaultPlan, _ way: FaultPlan.Way, number: Int, at now: Instant) {
    self.plan = plan
    losesEvents = plan.losesEvents && plan.way.map { $0 == way } ?? true
    // Each lane has a chance of its own: what the other one carries changes nothing here.
    let lane = UInt64(truncatingIfNeeded: number * 2 + (way == .incoming ? 1 : 0))
    var mixer = SplitMix64(seed: plan.seed ^ (lane &* 0xD134_2543_DE82_EF95))
    dice = SplitMix64(seed: mixer.next())
    free = now
    lastDue = now
  }

  mutating func add(_ frame: EngineFrame, at now: Instant) {
    let kind = FrameKind(frame)
    if kind == .attachment, lostAttachments > 0 {
      lostAttachments -= 1
      return
    }
    guard case .event(let name, let attachments) = kind else {
      return enqueue(frame, delay: plan.delay?.lowerBound ?? .zero, at: now)
    }
    // The same numbers are drawn for every event, so that one word more changes nothing else.
    let fate = Fate(&dice)
    let delay = plan.delay.map { fate.delay(in: $0) } ?? .zero
    guard losesEvents, plan.only.isEmpty || plan.only.contains(name) else {
      return pass([frame], delay: delay, at: now)
    }
    if fate.drop < plan.drop {
      lostAttachments = attachments
      newest = .lost
      return
    }
    // What has attachments is only ever lost with them.
    guard attachments == 0 else { return pass([frame], delay: delay, at: now) }
    let bent = fate.truncate < plan.truncate ? frame.shortened(to: fate.length) : frame
    let copies = fate.duplicate < plan.duplicate ? [bent, bent] : [bent]
    guard fate.reorder < plan.reorder, held == nil else {
      return pass(copies, delay: delay, isWhole: bent == frame, at: now)
    }
    held = (now + delay + Self.longestExchange, copies)
    newest = .held(isWhole: bent == frame)
  }

  /// What has become of the event that was added last; nil before the first one.
  var fate: EventFate? {
    switch newest {
    case nil: nil
    case .lost: .lost
    case .held: .exchanged
    case .entered(let number, let isWhole):
      number > passed ? .delayed : isWhole ? .through : .brokenOff
    }
  }

  /// What is through by now, in its order.
  mutating func due(at now: Instant) -> [EngineFrame] {
    if let held, held.until <= now { release(at: now) }
    let count = waiting.prefix { $0.due <= now }.count
    defer {
      waiting.removeFirst(count)
      passed += count
    }
    return waiting.prefix(count).map(\.frame)
  }

  /// Lets what is held go at once: nothing follows that it could be exchanged with.
  mutating func release(at now: Instant) {
    guard let frames = held?.frames else { return }
    held = nil
    if case .held(let isWhole) = newest { newest = .entered(entered + 1, isWhole: isWhole) }
    for frame in frames { enqueue(frame, delay: .zero, at: now) }
  }

  var nextDeadline: Instant? {
    [waiting.first?.due, held?.until].compactMap { $0 }.min()
  }

  /// When the last of what is here is through.
  var end: Instant? { waiting.last?.due }

  private mutating func pass(
    _ frames: [EngineFrame], delay: Duration, isWhole: Bool = true, at now: Instant
  ) {
    newest = .entered(entered + 1, isWhole: isWhole)
    for frame in frames { enqueue(frame, delay: delay, at: now) }
    release(at: now)
  }

  /// A link keeps its order: nothing is through before what went in earlier.
  private mutating func enqueue(_ frame: EngineFrame, delay: Duration, at now: Instant) {
    free = max(free, now) + plan.passage(of: frame.count)
    lastDue = max(lastDue, free + delay)
    waiting.append((lastDue, frame))
    entered += 1
  }
}

/// What chance says of one event; every number is from 0 up to 1.
private struct Fate {
  let drop: Double
  let duplicate: Double
  let reorder: Double
  let truncate: Double
  let length: Double
  private let wait: Double

  init(_ dice: inout SplitMix64) {
    func draw() -> Double { Double(dice.next() >> 11) / Double(UInt64(1) << 53) }
    drop = draw()
    duplicate = draw()
    reorder = draw()
    truncate = draw()
    length = draw()
    wait = draw()
  }

  func delay(in range: ClosedRange<Duration>) -> Duration {
    range.lowerBound + (range.upperBound - range.lowerBound) * wait
  }
}
