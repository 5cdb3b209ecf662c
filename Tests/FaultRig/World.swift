import ChatClient
import ChatModel
import Foundation

/// One seed: a client in virtual time between people, a disk, a network and a server that go wrong.
///
/// Nothing here waits, sleeps or runs beside anything else: what is to happen stands in `agenda`, and
/// the clock jumps from one act to the next.
final class World {
  static let epoch = Date(timeIntervalSince1970: 1_760_000_000)
  static let me: UserID = "meera"

  let seed: UInt64
  /// So many messages of a conversation are held; nil: as many as ever.
  let window: Int?
  let weather: Weather
  var random: SeededRandom
  /// Virtual seconds since the beginning.
  private(set) var time = 0.0
  private var agenda = Agenda<(World) -> Void>()
  /// The weather is over: nothing goes wrong any more.
  var hasCleared = false

  var server: SimulatedServer
  var disk = SimulatedDisk()
  var ledger = Ledger()
  var screen = Screen()

  // The client and its computer.
  var engine: SyncEngine?
  /// Counts processes: what belongs to an earlier one is over.
  var life = 0
  /// Starts of the computer, and when the present one was.
  private var boots = 1
  private var bootBegan = 0.0
  /// When each process ended.
  private(set) var lifeEnds: [Int: Double] = [:]
  private var plannedTick: Double?
  private(set) var steps = 0
  private var deathAt: Int?
  private var deathsLeft: Int
  /// The client's clock less the server's.
  var clockError: Double
  var diskIsFreeAt = 0.0
  var tokenNumber = 1
  var validTokens: ClosedRange<Int> = 1...1

  // The network.
  var link = SimulatedLink()
  var networkIsDown = false
  /// Until then the server answers no call (row 30).
  var heldUntil = 0.0
  /// The client's network has had such an answer: it asks no more before then.
  var knowsHold = false
  var openCalls: [RequestID: (call: APICall, life: Int)] = [:]
  /// When each call of a process was answered, well or not.
  var givenUp: [Int: [RequestID: Double]] = [:]

  private let isTracing: Bool
  private(set) var trace: [String] = []
  /// Of everything that happened, so that two runs can be compared: of each thing that the client
  /// gave back where there is a trace, else of their numbers.
  private(set) var digest: UInt64 = 14_695_981_039_346_656_037

  init(
    seed: UInt64, isTracing: Bool, window: Int? = nil,
    adjusting adjust: (inout Weather) -> Void = { _ in }
  ) {
    self.seed = seed
    self.window = window
    self.isTracing = isTracing
    var random = SeededRandom(seed: seed)
    var weather = Weather(&random)
    adjust(&weather)
    self.weather = weather
    self.random = random
    clockError = weather.clockError
    deathsLeft = weather.deaths
    server = SimulatedServer(me: Self.me, role: weather.role, weather: weather)
  }

  // MARK: Time

  var serverDate: Date { Self.epoch.addingTimeInterval(time) }
  var clientDate: Date { Self.epoch.addingTimeInterval(time + clockError) }
  private var moment: Moment { Moment(uptime: time - bootBegan + 100, date: clientDate) }

  func plan(in seconds: Double, _ act: @escaping (World) -> Void) {
    agenda.plan(act, at: time + max(0, seconds))
  }

  /// Lets everything happen that is due in the next seconds.
  func run(for seconds: Double) {
    let end = time + seconds
    while let next = agenda.nextTime, next <= end {
      guard let (moment, act) = agenda.takeNext() else { break }
      time = max(time, moment)
      act(self)
      if steps > 200_000 {
        ledger.note(.runaway, "the client does not come to rest", at: time)
        return
      }
    }
    time = end
  }

  func say(_ line: @autoclosure () -> String) {
    guard isTracing else { return }
    trace.append("\(Self.stamp(time))  \(line())")
  }

  static func stamp(_ time: Double) -> String {
    let text = String(Int((time * 1000).rounded()))
    let padded = String(repeating: "0", count: max(0, 4 - text.count)) + text
    let seconds = padded.dropLast(3)
    return String(repeating: " ", count: max(0, 5 - seconds.count)) + seconds + "."
      + padded.suffix(3)
  }

  private func mix(_ number: Int) {
    digest = (digest ^ UInt64(truncatingIfNeeded: number)) &* 1_099_511_628_211
  }

  private func mix(_ text: String) { for byte in text.utf8 { mix(Int(byte)) } }

  // MARK: The client's process

  func startClient() {
    endClient()
    link = SimulatedLink()
    openCalls = [:]
    screen = Screen()
    diskIsFreeAt = time
    plannedTick = nil
    var timing = SyncTiming()
    // In a third of the worlds messages wait for a while, and may be taken back.
    if seed.isMultiple(of: 3) { timing.sendHold = 4 }
    engine = SyncEngine(
      SyncConfiguration(
        idPrefix: "s\(seed)-\(life)", boot: "boot \(boots)", timing: timing,
        window: window ?? SyncConfiguration.usualWindow))
    planDeath()
    say("── the client starts (process \(life), its clock \(Int(clockError)) s off)")
    give(.start(token: Token.make(Self.me, weather.role, number: tokenNumber)))
    for id in openAtStart { give(.command(.open(id))) }
  }

  private var openAtStart: [ConversationID] {
    server.conversations.filter { _ in random.chance(0.6) }
  }

  private func planDeath() {
    deathAt = deathsLeft > 0 && !hasCleared ? steps + random.number(1...250) : nil
  }

  /// Gives the engine an input and performs what it wants; may end the process at any point of it.
  func give(_ input: SyncInput) {
    guard engine != nil else { return }
    steps += 1
    say("   → \(Telling.input(input))")
    let outputs = engine?.handle(input, at: moment) ?? []
    mix(outputs.count)
    if isTracing { mix(stableText(outputs)) }
    mix(steps)
    mix(Int(time * 1000))
    if let deathAt, steps >= deathAt, !hasCleared {
      let performed = random.number(0...outputs.count)
      for output in outputs.prefix(performed) { perform(output) }
      die()
      return
    }
    for output in outputs { perform(output) }
    planTick()
  }

  private func planTick() {
    guard let deadline = engine?.nextDeadline else { return }
    let due = max(time, deadline - 100 + bootBegan) + 0.001
    if let plannedTick, plannedTick <= due, plannedTick > time { return }
    plannedTick = due
    let life = life
    plan(in: due - time) { world in
      guard world.life == life, world.plannedTick == due else { return }
      world.plannedTick = nil
      world.give(.tick)
    }
  }

  private func perform(_ output: SyncOutput) {
    switch output {
    case .tell(let event):
      say("   ✎ \(Telling.event(event))")
      show(event)
    case .call(let call, let id): begin(call, id)
    case .cancel(let id): cancel(id)
    case .useToken: break
    case .connect(let token): connect(token)
    case .retryLink: retryLink()
    case .renewLink: renewLink()
    case .emit(let emission, let id, let acknowledged, _): emit(emission, id, acknowledged)
    case .store(let call, let id): store(call, id)
    case .inspect(let paths, let id):
      later(in: 0.002) { $0.give(.inspected(id, paths.map(SimulatedFiles.inspect))) }
    }
  }

  /// An act of this process: it is forgotten when the process ends.
  func later(in seconds: Double, _ act: @escaping (World) -> Void) {
    let life = life
    plan(in: seconds) { world in
      if world.life == life, world.engine != nil { act(world) }
    }
  }

  private func die() {
    deathsLeft -= 1
    let isPowerCut = random.chance(weather.powerCuts)
    say("✝✝ the process dies\(isPowerCut ? " with its machine" : "")")
    endClient()
    if isPowerCut {
      disk.losePower()
      boots += 1
      bootBegan = time
    }
    if random.chance(0.1) { clockError += random.seconds(-600...600) }
    let rest = random.chance(0.1) ? random.seconds(60...300) : random.seconds(0.2...20)
    plan(in: hasCleared ? 0.2 : rest) { world in
      if world.engine == nil { world.startClient() }
    }
  }

  private func endClient() {
    engine = nil
    lifeEnds[life] = lifeEnds[life] ?? time
    // Nobody answers for a process that has ended.
    ledger.openRequests = []
    cutLink()
    link = SimulatedLink()
    openCalls = [:]
    life += 1
  }

  /// The person leaves and comes back: everything that was begun on the disk is ended first.
  func restartClient() {
    guard engine != nil else { return }
    say("── the client is stopped")
    deathAt = nil
    give(.stop)
    engine = nil
    let life = life
    plan(in: max(0, diskIsFreeAt - time) + 1) { world in
      guard world.life == life else { return }
      world.endClient()
      world.plan(in: 0.5) { world in if world.engine == nil { world.startClient() } }
    }
  }

  // MARK: The disk

  /// Calls are performed one after another; a process that dies takes along what was not performed.
  private func store(_ call: StoreCall, _ id: RequestID) {
    let begins = max(time, diskIsFreeAt)
    let ends = begins + random.seconds(0.001...weather.slowDisk)
    diskIsFreeAt = ends
    let life = life
    let isSynced = random.chance(0.3)
    plan(in: ends - time) { world in
      guard world.life == life else { return }
      let answer = world.disk.perform(call)
      if isSynced { world.disk.sync() }
      world.say("   ⛁ \(Telling.store(call, answer))")
      world.later(in: 0.001) { $0.give(.stored(id, answer)) }
    }
  }
}
