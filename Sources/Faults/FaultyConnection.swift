package import SocketIO

/// One connection of the live link under a plan: frames go in at one side and come out at the other,
/// as the plan lets them. Client and server have it each on its own side.
package struct FaultyConnection {
  package typealias Instant = ContinuousClock.Instant
  package typealias Way = FaultPlan.Way

  private let plan: FaultPlan
  private let began: Instant
  private let number: Int
  private var lanes: [Way: FaultyLane] = [:]
  private var events = 0
  /// In which an event came once nothing got through any more.
  private var closed: Set<Way> = []
  /// It is to be ended at once.
  package private(set) var isCut = false
  /// Nothing gets through any more.
  package private(set) var isStalled = false

  /// - Parameter number: how many connections there were before it under this plan.
  package init(_ plan: FaultPlan, number: Int, at now: Instant) {
    self.plan = plan
    self.number = number
    began = now
    for way in Way.allCases {
      lanes[way] = FaultyLane(plan, way, number: number, at: now)
    }
    check(at: now)
  }

  /// Takes what comes to this side of the fault.
  package mutating func add(_ frames: [EngineFrame], _ way: Way, at now: Instant) {
    check(at: now)
    for frame in frames {
      if case .event = FrameKind(frame) {
        if plan.cut == .events(events) { isCut = true }
        if plan.stall == .events(events) { isStalled = true }
        events += 1
      }
      guard !isCut, !isStalled else {
        if frames.contains(where: \.isEvent) { closed.insert(way) }
        return
      }
      lanes[way]?.add(frame, at: now)
    }
  }

  /// What is through by now.
  package mutating func due(_ way: Way, at now: Instant) -> [EngineFrame] {
    check(at: now)
    guard !isCut, !isStalled else { return [] }
    return lanes[way]?.due(at: now) ?? []
  }

  /// What has become of the event that was added last; nil before the first one.
  package func fate(_ way: Way) -> EventFate? {
    let fate = closed.contains(way) ? .delayed : lanes[way]?.fate
    guard isCut || isStalled, fate == .delayed || fate == .exchanged else { return fate }
    return isCut ? .cut : .stalled
  }

  /// Ends what waits for a neighbour: a body of long-polling is whole. Returns when all of it is
  /// through; nil when nothing is on its way.
  package mutating func close(_ way: Way, at now: Instant) -> Instant? {
    lanes[way]?.release(at: now)
    return lanes[way]?.end
  }

  /// When something is through, or the connection goes wrong; nil: when more is added.
  package var nextDeadline: Instant? {
    guard !isCut, !isStalled else { return nil }
    let moments = [plan.cut, plan.stall].compactMap { moment -> Instant? in
      if case .later(let time) = moment { began + time } else { nil }
    }
    return (moments + lanes.values.compactMap(\.nextDeadline)).min()
  }

  private mutating func check(at now: Instant) {
    if has(plan.cut, come: now) { isCut = true }
    if has(plan.stall, come: now) { isStalled = true }
  }

  private func has(_ moment: FaultPlan.Moment?, come now: Instant) -> Bool {
    switch moment {
    // Events are counted where they are added.
    case nil, .events: false
    case .once: number == 0
    case .later(let time): now >= began + time
    }
  }
}
