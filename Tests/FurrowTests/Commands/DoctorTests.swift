import Foundation
import Sentences
import TextGrid
import Testing

@testable import furrow

@Suite struct DoctorTests {
  private static var good: TerminalFacts {
    var facts = TerminalFacts()
    facts.hasInput = true
    facts.hasOutput = true
    facts.size = (120, 40)
    facts.term = "xterm-256color"
    facts.colors = 256
    facts.charset = "UTF-8"
    facts.locale = "en_IN.UTF-8"
    facts.widths = [1, 2, 2]
    facts.background = RGB(0x1C, 0x1C, 0x1C)
    facts.drawnWidths = WidthProbe.allCases.map { TextWidth.standard.width(of: $0.text(.standard)) }
    return facts
  }

  private func verdict(
    _ check: String, _ change: (inout TerminalFacts) -> Void
  ) -> Finding.Verdict? {
    var facts = Self.good
    change(&facts)
    return facts.findings.first { $0.check == check }?.verdict
  }

  @Test func aGoodTerminalHasNothingToMend() {
    #expect(Self.good.findings.allSatisfy { $0.verdict == .ok && $0.mend == nil })
  }

  @Test func whatStandsInTheDesksWayFails() {
    #expect(verdict("terminal") { $0.size = (19, 8) } == .fail)
    #expect(verdict("terminal") { $0.size = (20, 7) } == .fail)
    #expect(verdict("terminal") { $0.size = (20, 8) } == .warn)
    #expect(verdict("terminal") { $0.size = (80, 24) } == .ok)
    #expect(verdict("terminal") { $0.hasInput = false } == .warn)
    #expect(verdict("TERM") { $0.term = "" } == .fail)
    #expect(verdict("TERM") { $0.term = "dumb" } == .fail)
    #expect(verdict("TERM") { $0.colors = nil } == .fail)
    #expect(verdict("locale") { $0.charset = "ANSI_X3.4-1968" } == .warn)
    #expect(
      verdict("locale") {
        $0.charset = "ANSI_X3.4-1968"
        $0.hasFallbackLocale = false
      } == .fail)
  }

  @Test func aTerminalThatHidesItsBackgroundIsToldWhichThemesPaintOne() {
    #expect(verdict("background") { $0.background = nil } == .warn)
    #expect(
      verdict("background") {
        $0.background = nil
        $0.colorPair = "0;15"
      } == .ok)
    #expect(verdict("background") { $0.wantsNoColor = true } == nil)
    var facts = Self.good
    facts.background = RGB(255, 255, 255)
    let finding = facts.findings.first { $0.check == "background" }
    #expect(finding?.found.hasPrefix("#ffffff, light") == true)
  }

  @Test func fewColoursAreAWarningUnlessTheyAreWished() {
    #expect(verdict("colours") { $0.colors = 8 } == .warn)
    #expect(
      verdict("colours") {
        $0.colors = 8
        $0.wantsNoColor = true
      } == .ok)
    #expect(
      verdict("colours") {
        $0.colors = 8
        $0.colorTerm = "truecolor"
      } == .ok)
  }

  @Test func aLocaleThatIsNotInstalledIsNamedWithTheSettingThatNeedsNone() throws {
    var facts = Self.good
    facts.charset = ""
    facts.locale = "hi_IN.UTF-8"
    let finding = try #require(facts.findings.first { $0.check == "locale" })
    #expect(finding.verdict == .warn)
    #expect(finding.found == "hi_IN.UTF-8 is not installed; C.UTF-8 is used instead")
    #expect(finding.mend?.contains("`language = \"hi\"`") == true)
    facts.locale = "hi_IN.ISO-8859-1"
    #expect(facts.findings.first { $0.check == "locale" }?.found.contains("not UTF-8") == true)
  }

  @Test func theVerdictsAreTheSameInEveryLanguage() {
    var bare = TerminalFacts()
    bare.hasInput = true
    bare.hasOutput = true
    for facts in [Self.good, bare, TerminalFacts()] {
      let hindi = Language.speaking("hi") { facts.findings }
      #expect(hindi.map(\.verdict) == facts.findings.map(\.verdict))
      #expect(hindi.map(\.check) == facts.findings.map(\.check))
    }
  }

  @Test func theRowsStandInLineByCells() {
    let findings = Language.speaking("hi") {
      Self.good.findings + ServerCheck.links(webSocket: nil, polling: nil)
    }
    for finding in findings {
      let line = finding.lines[0]
      let head = line.prefix(line.count - finding.found.count)
      #expect(Listing.columns(of: String(head)) == 19, "\(line)")
    }
  }

  @Test func everyFindingThatIsNotWellSaysHowToMendIt() {
    var facts = TerminalFacts()
    facts.hasInput = true
    facts.hasOutput = true
    facts.size = (10, 3)
    facts.hasFallbackLocale = false
    #expect(facts.findings.allSatisfy { $0.verdict == .ok || $0.mend != nil })
  }

  @Test func theOptionsOfTmuxAreJudgedOneByOne() {
    let good = [
      "escape-time": "10", "set-clipboard": "on", "focus-events": "on", "allow-passthrough": "all",
    ]
    #expect(TmuxCheck.findings(good).map(\.verdict) == [.ok, .ok, .ok, .ok])
    var late = good
    late["escape-time"] = "500"
    late["allow-passthrough"] = nil
    #expect(TmuxCheck.findings(late).map(\.verdict) == [.warn, .ok, .ok, .warn])
  }

  @Test func oneLiveTransportIsEnough() {
    func verdicts(_ webSocket: String?, _ polling: String?) -> [Finding.Verdict] {
      ServerCheck.links(webSocket: webSocket, polling: polling).map(\.verdict)
    }
    #expect(verdicts(nil, nil) == [.ok, .ok])
    #expect(verdicts("a proxy is in the way", nil) == [.warn, .ok])
    #expect(verdicts(nil, "no") == [.ok, .warn])
    #expect(verdicts("no", "no") == [.fail, .warn])
  }

  @Test func aClockThatIsWrongByMoreThanAMinuteIsTold() {
    let now = Date(timeIntervalSince1970: 1_000_000)
    #expect(ServerCheck.reached("http://h", serverTime: nil, now: now).verdict == .ok)
    #expect(ServerCheck.reached("http://h", serverTime: now + 59, now: now).verdict == .ok)
    let ahead = ServerCheck.reached("http://h", serverTime: now + 3600, now: now)
    #expect(ahead.verdict == .warn)
    #expect(ahead.found.contains("ahead"))
    #expect(
      ServerCheck.reached("http://h", serverTime: now - 90, now: now).found.contains("behind"))
  }

  @Test func aDirectoryIsJudgedWithoutLeavingATrace() throws {
    let folder = try TemporaryFolder()
    let fresh = folder.file("fresh/data")
    #expect(StorageCheck.finding("data", fresh, mend: "x").verdict == .ok)
    #expect(!FileManager.default.fileExists(atPath: folder.file("fresh").path))
    let open = folder.file("open")
    try FileManager.default.createDirectory(
      at: open, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    #expect(StorageCheck.finding("data", open, mend: "x").verdict == .warn)
    #expect(try FileManager.default.contentsOfDirectory(atPath: open.path).isEmpty)
    let file = try folder.write("", to: "file")
    #expect(StorageCheck.finding("data", file, mend: "x").verdict == .fail)
  }

  @Test func whatTakesTooLongIsNotWaitedFor() async {
    #expect(await within(.seconds(60)) { 7 } == 7)
    // Work that heeds no cancellation: it ends only after the race was told lost.
    let gate = AsyncStream<Void>.makeStream()
    let late = await within(.milliseconds(1)) { () -> Int in
      for await _ in gate.stream {}
      return 7
    }
    #expect(late == nil)
    gate.continuation.finish()
  }

  @Test func aToolThatIsNotThereSaysNothing() async {
    #expect(await Tool.output(of: ["printf", " words\n"]) == "words")
    #expect(await Tool.output(of: ["false"]) == nil)
    #expect(await Tool.output(of: ["no-such-program-here"]) == nil)
  }
}
