import ChatModel
import Desk
import DeskViews
import Foundation
import TerminalIO
import TextGrid
import Testing

@testable import furrow

/// The runner between the desk and whatever surface it stands on.
@Suite struct DeskRunnerTests {
  private let folder: TemporaryFolder
  private let parts: DeskRunner.Parts

  init() throws {
    folder = try TemporaryFolder()
    let settings = try Settings.made(in: folder)
    let account = try Account(
      address: ServerAddress("http://chat.example:5000"), token: Tokens.good, settings: settings)
    parts = DeskRunner.Parts(
      configuration: DeskConfiguration(),
      themes: ThemeFiles(directory: settings.paths.themes).library,
      makeClient: { _ in throw Failure(.unavailable, "There is no client here.") },
      tokens: TokenKeeper(account, settings: settings, source: nil),
      cache: MediaCache(root: folder.file("media"), folder: folder.file("media/here")),
      usesMouse: false)
  }

  private func run(_ surface: BenchSurface) -> BenchSurface {
    DeskRunner(parts, on: surface, inbox: Inbox()).run()
    return surface
  }

  private func presented(_ turns: [[Desk.Action]]) -> [[Presented]] {
    turns.map { turn in
      turn.compactMap { if case .presented(let presented) = $0 { presented } else { nil } }
    }
  }

  @Test func whatHappensIsShownAndTheDeskIsLeftWhenItAsks() {
    let surface = run(BenchSurface([[.perform(.help)], [.key(.escape)], [.perform(.quit)], []]))
    #expect(surface.shown.map { $0.overlay is HelpOverlay } == [false, true, false])
    #expect(surface.turns.count == 3, "nothing comes after leaving")
    #expect(surface.asked == ["title furrow", "close"])
  }

  @Test func whatCouldBeSeenIsToldOnceUntilItIsAnother() {
    let surface = BenchSurface([[], [], []])
    surface.sight = Presented(metrics: Metrics(listRows: 7))
    #expect(presented(run(surface).turns) == [[surface.sight], [], []])
  }

  @Test func linesThatWereScrolledAreToldEachTime() {
    let surface = BenchSurface([[], []])
    surface.sight = Presented(appliedLines: 3)
    #expect(presented(run(surface).turns) == [[surface.sight], [surface.sight]])
  }

  @Test func aDeskWithoutAClientSaysWhy() {
    let surface = run(BenchSurface([[], []]))
    #expect(surface.shown.last?.statusLine?.text == "There is no client here.")
    #expect(surface.shown.last?.link == .refused(reason: "There is no client here."))
  }

  @Test func aSuspensionGoesToTheSurface() {
    let surface = run(BenchSurface([[.perform(.suspend)]]))
    #expect(surface.asked.contains("suspend"))
  }
}
