import ChatConnection
import ChatModel
import Desk
import DeskViews
import Foundation
import Synchronization
import TerminalIO
import TextGrid
import Testing

@testable import furrow

/// Somebody sets the clock while the desk runs.
@Suite struct ClockStepsTests {
  private static let day: TimeInterval = 86_400

  /// Clocks that are turned by hand.
  private final class Hands: Sendable {
    private let set = Mutex<TimeInterval>(0)
    private let passed = Mutex<TimeInterval>(0)
    private let start = Date(timeIntervalSince1970: 1_763_476_320)
    private let instant = ContinuousClock.now

    func setWall(by seconds: TimeInterval) { set.withLock { $0 += seconds } }
    func wait(_ seconds: TimeInterval) { passed.withLock { $0 += seconds } }

    var date: Date { start + set.withLock(\.self) + passed.withLock(\.self) }
    var now: ContinuousClock.Instant { instant + .seconds(passed.withLock(\.self)) }
    var clock: DeskClock { DeskClock(date: { self.date }, instant: { self.now }) }
  }

  @Test(arguments: [day, -day, 3, -3]) func aStepIsSeenOnce(by seconds: TimeInterval) {
    let hands = Hands()
    var steps = ClockSteps()
    #expect(steps.step(hands.clock) == nil)
    hands.wait(3600)
    #expect(steps.step(hands.clock) == nil, "time passes on both")
    hands.setWall(by: seconds)
    hands.wait(1)
    #expect(steps.step(hands.clock).map { abs($0 - seconds) < 0.001 } == true)
    #expect(steps.step(hands.clock) == nil)
  }

  @Test func whatATimeServerMendsLittleByLittleIsNoStep() {
    let hands = Hands()
    var steps = ClockSteps()
    for _ in 0..<100 {
      hands.setWall(by: 1.5)
      hands.wait(60)
      #expect(steps.step(hands.clock) == nil)
    }
  }

  @Test(arguments: [day, -day]) func theRunnerTellsTheDeskAndWakesItInTime(by step: TimeInterval)
    throws
  {
    let folder = try TemporaryFolder()
    let settings = try Settings.made(in: folder)
    let account = try Account(
      address: ServerAddress("http://chat.example:5000"), token: Tokens.good, settings: settings)
    let media = folder.file("media")
    let hands = Hands()
    let start = hands.date
    let identity = DeskRunner.IdentityParts(
      name: "here", configuration: DeskConfiguration(),
      makeClient: { _ in throw Failure(.unavailable, "There is no client.") },
      tokens: TokenKeeper(account, settings: settings, source: nil),
      signIn: PasswordSignIn(account, settings),
      cache: MediaCache(root: media, folder: media.appending(path: "here")))
    let parts = DeskRunner.Parts(
      files: try DeskFiles(below: settings.paths), terminal: .init(mouse: false),
      identities: [identity], wire: WireBook(), events: EventFiles(folder.file("events")),
      clock: hands.clock)
    let typing = ClientEvent.typing("c1", "farmer", name: "Sita", until: start + 4)
    let surface = BenchSurface([[], [.client(typing)], [], []])
    surface.instant = { hands.now }
    surface.beforeTurn = { number in
      if number == 2 { hands.setWall(by: step) }
      if number == 3 { hands.wait(5) }
    }
    DeskRunner(parts, on: surface, inbox: Inbox()).run()
    let typists = surface.shown.map { $0.typists.isEmpty }
    #expect(typists.last == true)
    #expect(surface.shown.contains { $0.typists["c1"]?["farmer"]?.until == start + step + 4 })
    let wanted = try #require(surface.deadlines[2])
    // Five seconds have passed since.
    #expect((-5.0...(-0.5)).contains(hands.now.duration(to: wanted) / .seconds(1)))
  }
}
