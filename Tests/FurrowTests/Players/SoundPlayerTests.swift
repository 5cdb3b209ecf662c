import ChatModel
import Desk
import Foundation
import Synchronization
import Testing

@testable import furrow

/// What becomes of a player: of one that plays, and of those that do not.
@Suite struct SoundPlayerTests {
  private static let wish = PlayWish(
    media: Media(id: "v", kind: .audio), messageID: "m", conversationID: "c", number: 1)

  /// What was told, one after the other.
  private struct Told {
    let reports: AsyncStream<PlayReport>
    let tell: SoundPlayer.Tell

    init() {
      let (stream, continuation) = AsyncStream.makeStream(of: PlayReport.self)
      reports = stream
      tell = { continuation.yield($0) }
    }

    /// The first that is so; fails at an end that comes before it.
    func next(_ isWanted: (PlayReport) -> Bool) async -> PlayReport? {
      for await report in reports {
        if isWanted(report) { return report }
        if report.isEnd { return nil }
      }
      return nil
    }

    func end() async -> PlayReport? { await next(\.isEnd) }
  }

  private func play(
    _ manner: String, by player: StandInPlayer, start: Double = 60, answer: Double = 60
  ) throws -> (SoundPlayer, Told) {
    let sounds = SoundPlayer(
      player.setting, patience: .init(start: start, answer: answer, tick: 0.01))
    let told = Told()
    sounds.want(Self.wish)
    sounds.play(try player.file(manner), for: Self.wish, tell: told.tell)
    return (sounds, told)
  }

  @Test func mpvTellsWhereItIsAndTakesOrders() async throws {
    let player = try StandInPlayer()
    let (sounds, told) = try play("plays", by: player)
    var first = Sounding(player: "mpv", position: 1, length: 42.5, canSeek: true)
    #expect(await told.next { $0 == .sounding(first) } != nil)
    sounds.steer(.seek(5))
    first.position = 6
    #expect(await told.next { $0 == .sounding(first) } != nil)
    sounds.steer(.togglePause)
    first.isPaused = true
    #expect(await told.next { $0 == .sounding(first) } != nil)
    sounds.steer(.seek(-2))
    first.position = 4
    #expect(await told.next { $0 == .sounding(first) } != nil, "also while it is paused")
    sounds.stop()
    #expect(await told.end() == .ended)
    #expect(player.isGone)
  }

  @Test func itGetsNothingOfOursAndItsSocketStandsInAPrivateFolder() async throws {
    setenv("FURROW_SECRET_OF_A_TEST", "token", 1)
    defer { unsetenv("FURROW_SECRET_OF_A_TEST") }
    let player = try StandInPlayer()
    let (sounds, told) = try play("plays; touch pwned $(touch pwned)", by: player)
    _ = await told.next { if case .sounding(let now) = $0 { now.position == 1 } else { false } }
    sounds.end()
    #expect(await told.end() == .ended)
    func text(_ name: String) throws -> String {
      try String(contentsOf: player.folder.file(name), encoding: .utf8)
    }
    #expect(try text("rights") == "0o700")
    #expect(!FileManager.default.fileExists(atPath: try text("folder")))
    // The three streams, and the one with which Python lists them.
    #expect(try text("descriptors") == "0 1 2 3")
    #expect(player.arguments.last?.hasSuffix("plays; touch pwned $(touch pwned).ogg") == true)
    #expect(!FileManager.default.fileExists(atPath: player.folder.file("pwned").path))
  }

  @Test func theEndOfTheSoundEndsIt() async throws {
    let player = try StandInPlayer()
    let (_, told) = try play("short", by: player)
    #expect(await told.end() == .ended)
    #expect(player.isGone)
  }

  @Test(arguments: [
    ("fails", "mpv cannot play it (exit status 2)"), ("ends", "mpv ended at once"),
    ("falls", "mpv was ended by signal 11"), ("rubbish", "mpv: it answers what it may not"),
    ("endless", "mpv: it answers what it may not"),
    ("damaged", "mpv: unrecognized \u{1B}[2J format"),
  ])
  func aPlayerThatGoesWrongIsNamedAndEnded(manner: String, words: String) async throws {
    let player = try StandInPlayer()
    let (_, told) = try play(manner, by: player)
    #expect(await told.end() == .failed(words))
    #expect(player.isGone)
  }

  @Test(arguments: [("deaf", "mpv does not answer"), ("silent", "mpv does not answer any more")])
  func aPlayerThatHangsIsGivenUp(manner: String, words: String) async throws {
    let player = try StandInPlayer()
    let (_, told) = try play(manner, by: player, start: manner == "deaf" ? 1 : 60, answer: 0.5)
    #expect(await told.end() == .failed(words))
    #expect(player.process == nil || player.isGone)
  }

  @Test func oneThatIgnoresTheRequestToEndIsEndedByForce() async throws {
    let player = try StandInPlayer()
    let (sounds, told) = try play("stubborn", by: player)
    _ = await told.next { if case .sounding(let now) = $0 { now.position == 1 } else { false } }
    let process = player.process
    sounds.end()
    #expect(process != nil && player.isGone, "nothing is left when end() returns")
    #expect(await told.end() == .ended)
  }

  @Test func aPlainPlayerIsPausedByASignalAndCannotSeek() async throws {
    let player = try StandInPlayer(named: "paplay")
    let (sounds, told) = try play("deaf", by: player)
    let began = await told.next { _ in true }
    #expect(began == .sounding(Sounding(player: "paplay")))
    sounds.steer(.togglePause)
    let paused = await told.next {
      if case .sounding(let now) = $0 { now.isPaused } else { false }
    }
    #expect(paused != nil)
    sounds.steer(.togglePause)
    let again = await told.next {
      if case .sounding(let now) = $0 { !now.isPaused } else { false }
    }
    #expect(again != nil)
    sounds.steer(.togglePause)
    sounds.end()
    #expect(await told.end() == .ended)
    #expect(player.process == nil || player.isGone, "also one that is paused")
  }

  @Test func aPlainPlayerThatFailsIsNamed() async throws {
    let player = try StandInPlayer(named: "ffplay")
    let (_, told) = try play("fails", by: player)
    #expect(await told.end() == .failed("ffplay cannot play it (exit status 2)"))
  }

  @Test func whatIsNoLongerWantedIsNotPlayed() async throws {
    let player = try StandInPlayer()
    let sounds = SoundPlayer(player.setting)
    let told = Told()
    sounds.want(Self.wish)
    sounds.stop()
    sounds.play(try player.file("plays"), for: Self.wish, tell: told.tell)
    #expect(await told.end() == .ended)
    #expect(player.process == nil)
  }

  @Test func aProgramThatCannotBeRunIsNamed() async throws {
    let player = try StandInPlayer()
    try "#!/nowhere/interpreter\n".write(
      toFile: player.setting, atomically: false, encoding: .utf8)
    let (_, told) = try play("plays", by: player)
    #expect(await told.end() == .failed("mpv cannot be run"))
  }

  // MARK: Which one

  @Test func theFirstPlayerThatIsHereIsTaken() throws {
    func found(_ installed: [String]) -> String? {
      let path = { (name: String) in installed.contains(name) ? "/bin/" + name : nil }
      return try? PlayerProgram.find("auto", path: path).get().name
    }
    #expect(found(["paplay", "ffplay", "mpv"]) == "mpv")
    #expect(found(["paplay", "ffplay"]) == "ffplay")
    #expect(found(["paplay"]) == "paplay")
    #expect(found([]) == nil)
  }

  @Test(arguments: [
    ("off", "player is off in the configuration"),
    ("nothing-of-the-kind -q", "the player nothing-of-the-kind of the configuration is not here"),
    ("/nowhere/mpv", "the player /nowhere/mpv of the configuration is not here"),
  ])
  func whyThereIsNoneIsAClause(setting: String, words: String) {
    #expect(PlayerProgram.problem(setting) == words)
  }

  @Test func aProgramOfTheConfigurationKeepsItsOptions() throws {
    let program = try PlayerProgram.find("/bin/echo -n x").get()
    #expect(program.path == "/bin/echo" && program.arguments == ["-n", "x"])
    #expect(program.manner == .plain)
  }
}

extension PlayReport {
  fileprivate var isEnd: Bool {
    switch self {
    case .ended, .failed: true
    case .preparing, .sounding: false
    }
  }
}
