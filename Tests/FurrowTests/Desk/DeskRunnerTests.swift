import ChatConnection
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
  private let files: DeskFiles
  private let identity: (String) -> DeskRunner.IdentityParts

  init() throws {
    folder = try TemporaryFolder()
    let settings = try Settings.made(in: folder)
    let account = try Account(
      address: ServerAddress("http://chat.example:5000"), token: Tokens.good, settings: settings)
    let media = folder.file("media")
    identity = { name in
      DeskRunner.IdentityParts(
        name: name, configuration: DeskConfiguration(),
        makeClient: { _ in throw Failure(.unavailable, "There is no client for \(name).") },
        tokens: TokenKeeper(account, settings: settings, source: nil),
        signIn: PasswordSignIn(account, settings),
        cache: MediaCache(root: media, folder: media.appending(path: name)))
    }
    files = try DeskFiles(below: settings.paths)
  }

  private func run(_ surface: BenchSurface, _ names: [String] = ["here"]) -> BenchSurface {
    let parts = DeskRunner.Parts(
      files: files, terminal: .init(mouse: false), identities: names.map(identity),
      wire: WireBook(), events: EventFiles(folder.file("events")))
    DeskRunner(parts, on: surface, inbox: Inbox()).run()
    return surface
  }

  @Test func whatHappensIsShownAndTheDeskIsLeftWhenItAsks() {
    let surface = run(BenchSurface([[.perform(.help)], [.key(.escape)], [.perform(.quit)], []]))
    #expect(surface.shown.map { $0.overlay is HelpOverlay } == [false, false, true, false])
    #expect(surface.turns.count == 3, "nothing comes after leaving")
    #expect(surface.asked == ["title furrow", "close"])
  }

  @Test func whatCouldBeSeenIsToldOnceUntilItIsAnother() {
    let surface = BenchSurface([[], [], []])
    surface.sight = Presented(metrics: Metrics(listRows: 7))
    #expect(run(surface).shown.map(\.metrics.listRows) == [15, 7, 7, 7, 7])
  }

  @Test func linesThatWereScrolledAreToldEachTime() {
    let surface = BenchSurface([[], []])
    surface.sight = Presented(appliedLines: 3)
    #expect(run(surface).shown.count == 3 * 4, "as often as there is news, but not without end")
  }

  @Test func aDeskWithoutAClientSaysWhy() {
    let surface = run(BenchSurface([[], []]))
    #expect(surface.shown.last?.statusLine?.text == "There is no client for here.")
    #expect(surface.shown.last?.link == .refused(reason: "There is no client for here."))
  }

  @Test func eachOfTwoIdentitiesHasItsOwnClientAndTheKeyShowsTheOther() {
    let surface = run(BenchSurface([[], [.perform(.identity2)], []]), ["work", "staging"])
    let links = surface.shown.map(\.link)
    #expect(links[2] == .refused(reason: "There is no client for work."))
    #expect(links[3] == .refused(reason: "There is no client for staging."))
    #expect(surface.shown[3].identities.map(\.isShown) == [false, true])
  }

  @Test func aSuspensionGoesToTheSurface() {
    let surface = run(BenchSurface([[.perform(.suspend)]]))
    #expect(surface.asked.contains("suspend"))
  }
}
