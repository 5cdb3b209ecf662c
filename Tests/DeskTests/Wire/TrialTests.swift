import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

@Suite struct TrialTests {
  private func trials(_ bench: inout Bench) -> [WireTrial] {
    bench.take().compactMap { if case .runTrial(let trial) = $0 { trial } else { nil } }
  }

  private func report(_ progress: String? = nil, findings: Bool = false) -> WireReport {
    WireReport(
      title: "CHECK", subject: "https://chat.example", progress: progress,
      summary: progress == nil ? "60 passed, 1 failed." : "", hasFindings: findings)
  }

  @Test func aCheckIsAKeyAndShowsHowFarItIsAndWhatItCameTo() {
    var bench = Bench.atTheWire()
    bench.press("x c")
    #expect(trials(&bench).isEmpty, "a word may have these letters")
    bench.wait(2)
    bench.press("y")
    #expect(trials(&bench) == [.check])
    #expect((bench.state.overlay as? ReportOverlay)?.report.progress != nil)
    bench.run(.trial(report("40 %, links")))
    #expect((bench.state.overlay as? ReportOverlay)?.report.progress == "40 %, links")
    bench.run(.trial(report(findings: true)))
    #expect((bench.state.overlay as? ReportOverlay)?.report.summary == "60 passed, 1 failed.")
    bench.press("Esc")
    #expect(bench.state.overlay == nil)
    #expect(!bench.take().contains(.endTrial), "it had ended")
    #expect(bench.state.focus == .wire)
  }

  @Test func escEndsWhatIsUnderWayAndItsOutcomeIsToldAllTheSame() {
    var bench = Bench.atTheWire()
    bench.press("x c")
    bench.wait(2)
    bench.press("y Esc")
    #expect(bench.take().contains(.endTrial))
    #expect(bench.state.overlay == nil)
    bench.press("x c")
    #expect(trials(&bench).isEmpty, "one at a time")
    #expect(bench.state.overlay is ReportOverlay)
    bench.press("Esc")
    bench.run(.trial(report(findings: true)))
    #expect(bench.said == "CHECK: 60 passed, 1 failed.")
    bench.press("x c")
    #expect(trials(&bench).isEmpty, "a word may have these letters")
    bench.wait(2)
    bench.press("y")
    #expect(trials(&bench) == [.check])
  }

  @Test func aRecordingIsDoneAgainOnlyAfterAQuestionThatNamesWhoAndWhere() {
    var bench = Bench.atTheWire()
    bench.press("x r")
    bench.run(.recording("/tmp/a.jsonl"))
    bench.press("x r")
    bench.run(.recording(nil))
    bench.press("x p")
    #expect((bench.state.overlay as? PathPrompt)?.path.text == "/tmp/a.jsonl", "the last one")
    bench.wait(2)
    bench.press("Enter")
    #expect(trials(&bench).isEmpty)
    let question = bench.state.overlay as? Question
    #expect(question?.question == "Do /tmp/a.jsonl again?")
    #expect(question?.detail.contains("meera is sent to https://chat.example") == true)
    bench.press("n")
    #expect(bench.state.overlay == nil)
    #expect(trials(&bench).isEmpty)
    bench.press("x p")
    bench.wait(2)
    bench.press("Enter")
    bench.wait(2)
    bench.press("y")
    #expect(trials(&bench) == [.replay(path: "/tmp/a.jsonl")])
  }

  @Test func aRecordingThatCannotBeDoneAgainIsAskedForOnceMore() {
    var bench = Bench.atTheWire()
    bench.press("x p")
    bench.type("/tmp/gone.jsonl")
    bench.wait(2)
    bench.press("Enter")
    #expect(bench.take().contains(.lookAtRecording("/tmp/gone.jsonl")))
    bench.run(.unusableRecording("/tmp/gone.jsonl", reason: "It cannot be read."))
    let prompt = bench.state.overlay as? PathPrompt
    #expect(prompt?.purpose == .replay && prompt?.path.text == "/tmp/gone.jsonl")
    #expect(prompt?.problem == "It cannot be read.")
    bench.press("Esc")
    bench.run(.unusableRecording("/tmp/gone.jsonl", reason: "It cannot be read."))
    #expect(bench.state.overlay == nil, "nobody asks any more")
  }

  @Test func nothingIsReplayedInProduction() {
    var configuration = DeskConfiguration()
    configuration.production = "Profile work is marked production"
    var bench = Bench.atTheWire(configuration)
    bench.press("x p")
    #expect(bench.state.overlay == nil)
    #expect(bench.said == "Profile work is marked production: nothing is replayed there.")
  }

  @Test func whatTheFilterLetsThroughIsHeldAgainstAFile() {
    var bench = Bench.atTheWire()
    bench.press("k c x a")
    bench.type("/tmp/a.toml")
    bench.wait(2)
    bench.press("Enter")
    guard case .assert(let path, let entries, let header, let chosen)? = trials(&bench).first else {
      Issue.record("nothing is asserted")
      return
    }
    #expect(path == "/tmp/a.toml")
    #expect(entries.map(\.record.number) == [1, 3, 4])
    #expect(header == WireScript.header)
    #expect(chosen.record.number == 4)
    bench.press("Esc")
    bench.run(.trial(report()))
    bench.press("x a")
    #expect((bench.state.overlay as? PathPrompt)?.path.text == "/tmp/a.toml", "once more")
  }

  @Test func theThreeAreInThePaletteToo() {
    for (name, isOpened) in [("check", true), ("replay", true), ("assert", false)] {
      var bench = Bench.atTheWire()
      bench.press("C :")
      bench.type(name)
      bench.wait(2)
      bench.press("Enter")
      #expect((bench.state.overlay != nil) == isOpened, "\(name)")
      if !isOpened { #expect(bench.said == "The wire is empty.") }
    }
  }

  @Test func aReportPutsTheTextBesideTheHeadOrBelowItAndLosesNothing() {
    let text = "what came was of another shape than what was expected of it"
    let report = WireReport(
      title: "CHECK", subject: "x",
      lines: [.init(.bad, "FAILED  rest.mine", text), .init(.plain, "", "docs")])
    for columns in [20, 30, 40, 60, 120] {
      let rows = report.rows(columns: columns, widths: .standard)
      #expect(rows.allSatisfy { $0.indent + $0.text.count <= max(columns, $0.indent + 8) })
      #expect(rows.filter { !$0.head.isEmpty }.map(\.head) == ["FAILED  rest.mine"])
      let words = rows.map(\.text).joined(separator: " ").split(separator: " ")
      #expect(words.joined(separator: " ") == text + " docs", "\(columns)")
    }
  }

  @Test func aReportIsBounded() {
    let lines = (0..<5000).map { WireReport.Line(.bad, "FAIL", "\($0)") }
    let report = WireReport(title: "ASSERT", subject: "x", lines: lines)
    #expect(report.lines.count == WireReport.mostLines + 1)
    #expect(report.lines.last?.text == "3000 more")
  }
}

/// What an open wire costs: the same for each record and each key, however many are kept.
@Suite struct WireCostTests {
  private func full() -> (Bench, WireScript) {
    var bench = Bench.atTheWire()
    var script = WireScript()
    bench.wire((0..<WirePane.mostRecords).map { _ in script.entry(.incoming, "user:online") })
    return (bench, script)
  }

  private func address(_ bench: Bench) -> UInt? {
    bench.state.wire.entries.slots.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
  }

  /// A copy of what is kept would cost as much as all of it, for each batch.
  @Test func aFullWireIsChangedInItsPlace() {
    var (bench, script) = full()
    let place = address(bench)
    for _ in 0..<20 {
      bench.wire((0..<250).map { _ in script.entry(.incoming, "user:online") })
      bench.press("k j")
    }
    #expect(bench.state.wire.count == WirePane.mostRecords)
    #expect(address(bench) == place)
  }

  @Test func aRecordIsFoundInFewSteps() {
    var ring = Ring<Int>(limit: WirePane.mostRecords)
    for number in 0..<12_345 { ring.append(number) }
    var most = 0
    for number in stride(from: 7_345, to: 12_345, by: 97) {
      var steps = 0
      let place = ring.place {
        steps += 1
        return $0 < number
      }
      #expect(ring[place] == number)
      most = max(most, steps)
    }
    #expect(most <= 13, "5000 are halved 13 times")
  }
}

@Suite struct HiddenWireTests {
  @Test func aWireThatIsOpenAndNotSeenIsNotShown() {
    var bench = Bench.atTheWire()
    #expect(bench.state.isShowingWire)
    bench.run(.perform(.nextPane))
    #expect(bench.state.wire.isOpen && !bench.state.isShowingWire)
    bench.run(.resized(Size(columns: 160, rows: 45)))
    #expect(bench.state.isShowingWire)
  }
}
