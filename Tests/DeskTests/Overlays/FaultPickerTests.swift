import ChatModel
import Faults
import Testing

@testable import Desk

@Suite struct FaultPickerTests {
  private func opened(_ configuration: DeskConfiguration = DeskConfiguration()) -> Bench {
    var bench = Bench(configuration)
    bench.seed()
    bench.press(":")
    bench.type("faults")
    bench.wait(1)
    bench.press("Enter")
    return bench
  }

  private func set(_ bench: inout Bench) -> [String] {
    bench.take().compactMap { if case .setFaults(let plan) = $0 { plan.written } else { nil } }
  }

  @Test func enterTakesTheNextValueOfAFaultUntilItIsOff() {
    var bench = opened()
    #expect(bench.state.overlay is FaultPicker)
    bench.press("Enter Enter")
    #expect(set(&bench) == ["delay=300ms,seed=1", "delay=1s,seed=1"])
    #expect(bench.said == "FAULT delay 1 s seed 1")
    bench.press("Enter Enter Enter")
    #expect(set(&bench) == ["delay=5s,seed=1", "delay=100ms-2s,seed=1", ""])
    #expect(bench.state.faults.isEmpty)
  }

  @Test func whatIsTypedCountsAsItStands() {
    var bench = opened()
    bench.type("drop=30%,seed=9")
    bench.wait(1)
    bench.press("Enter")
    #expect(set(&bench) == ["drop=30%,seed=9"])
    bench.type("drop=300%")
    bench.wait(1)
    bench.press("Enter")
    #expect(set(&bench) == [])
    #expect((bench.state.overlay as? FaultPicker)?.picker.hint?.contains("drop=300%") == true)
  }

  @Test func whatIsTypedIsToldBeforeItIsPutInForce() {
    var bench = opened()
    func hint() -> String? { (bench.state.overlay as? FaultPicker)?.picker.hint }
    bench.type("drop=banana")
    #expect(hint()?.contains("drop=banana") == true && hint()?.contains("takes") == true)
    bench.press("Ctrl+U")
    bench.type("drop=20%,seed=9")
    #expect(hint() == "Enter puts it in force: drop 20% seed 9")
    let picker = bench.state.overlay as? FaultPicker
    #expect(picker?.hints(on: bench.state).first?.1 == "put in force")
    bench.press("Ctrl+U")
    bench.type("seed=9")
    #expect(hint() == "Nothing would go wrong by this alone.")
  }

  @Test func behindAFaultThatWasPutInForceTheNextWordBeginsAnew() {
    var bench = opened()
    bench.type("cut=0")
    bench.wait(1)
    bench.press("Enter")
    #expect(set(&bench) == [])
    bench.press("Ctrl+U")
    bench.type("drop=30%")
    bench.wait(1)
    bench.press("Enter")
    bench.type("off")
    bench.wait(1)
    bench.press("Enter")
    #expect(set(&bench) == ["drop=30%,seed=1", ""])
    let picker = (bench.state.overlay as? FaultPicker)?.picker
    #expect(picker?.query.text == "" && picker?.matches.isEmpty == false)
    bench.type("cut")
    bench.wait(1)
    bench.press("Enter")
    #expect(set(&bench) == ["cut=once,seed=1"])
  }

  @Test func aServerThatTurnsOutToBeProductionIsLeftAlone() {
    var bench = Bench()
    bench.seed()
    bench.run(.isProduction("It is the server of the profile live"))
    bench.press(":")
    bench.type("faults")
    bench.wait(1)
    bench.press("Enter")
    #expect(bench.state.overlay == nil)
    #expect(
      bench.said == "It is the server of the profile live: nothing goes wrong by intent there.")
  }

  @Test func whatHappenedOnceDoesNotHappenAgainWithTheNextFault() {
    var bench = opened()
    bench.type("cut")
    bench.wait(1)
    bench.press("Enter")
    #expect(set(&bench) == ["cut=once,seed=1"])
    bench.press("Ctrl+U")
    bench.type("polling")
    bench.wait(1)
    bench.press("Enter")
    #expect(set(&bench) == ["polling,seed=1"])
  }

  @Test func aNameThatNoEventHasIsSaid() {
    var bench = opened()
    bench.type("drop=30%,only=mesage:new")
    bench.wait(1)
    bench.press("Enter")
    #expect(set(&bench) == ["drop=30%,only=mesage:new,seed=1"])
    #expect(bench.said?.hasPrefix("The API has no event “mesage:new”: ") == true)
  }

  @Test func thatAnotherProcessSendsWithoutTheFaultsIsSaidAndStays() throws {
    var configuration = DeskConfiguration()
    configuration.faults = try FaultPlan(reading: "drop=100%")
    var bench = Bench(configuration)
    bench.seed()
    #expect(!bench.state.faultsMissSends, "nobody knows yet")
    bench.client(.follows)
    #expect(bench.state.faultsMissSends)
    #expect(bench.said?.hasPrefix("What you send goes without these faults: ") == true)
    bench.wait(60)
    #expect(bench.said?.hasPrefix("What you send goes without these faults: ") == true)
    bench.client(.leads)
    #expect(!bench.state.faultsMissSends)
    #expect(bench.said == "This desk delivers now: the faults meet what you send, too.")
  }

  @Test func whoTurnsFaultsOnBesideAnotherProcessIsToldThen() {
    var bench = Bench()
    bench.seed()
    bench.client(.follows)
    #expect(bench.said == nil && !bench.state.faultsMissSends)
    bench.run(.request(.faults("drop=100%")))
    #expect(bench.said?.hasPrefix("What you send goes without these faults: ") == true)
    bench.run(.request(.faults("off")))
    #expect(!bench.state.faultsMissSends)
    #expect(bench.said == "No faults: the link is as it is.")
  }

  @Test func nothingGoesWrongByIntentInProduction() {
    var configuration = DeskConfiguration()
    configuration.production = "Profile work is marked production"
    var bench = opened(configuration)
    #expect(bench.state.overlay == nil)
    #expect(bench.said == "Profile work is marked production: nothing goes wrong by intent there.")
    #expect(set(&bench) == [])
  }
}

@Suite struct RecordingKeyTests {
  @Test func aKeyOfTheWireRecordsItAndEndsThatAgain() {
    var bench = Bench()
    bench.seed()
    bench.press("F12 x r")
    #expect(bench.take().contains(.toggleRecording))
    bench.run(.recording("/tmp/a.jsonl"))
    #expect(bench.state.recording == "/tmp/a.jsonl")
    bench.press("x r")
    #expect(bench.take() == [.toggleRecording])
    bench.run(.recording(nil))
    #expect(bench.state.recording == nil)
  }

  @Test func theWireHasTheFaultsOnAKey() {
    var bench = Bench()
    bench.seed()
    bench.press("F12 x f")
    #expect(bench.state.overlay is FaultPicker)
  }
}
