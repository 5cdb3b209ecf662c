import Faults
import Testing

@Suite struct FaultPlanTests {
  @Test(arguments: [
    ("drop=10%,only=message:send+mesage:new", ["mesage:new"]),
    ("drop=10%,only=message:new+typing:user-stopped+ack+error", []),
    ("drop=10%,only=my:own", []),
  ])
  func aNameThatNoEventHasIsNamed(_ faults: String, _ names: [String]) throws {
    let remarks = try FaultPlan(reading: faults).remarks(besides: ["my:own"])
    #expect(
      remarks.count == names.count
        && zip(remarks, names).allSatisfy { $0.contains("no event “\($1)”") })
  }

  @Test(arguments: ["delay=1s,only=message:new", "way=out", "only=mesage:new"])
  func whatIsNarrowedByNothingIsTold(_ faults: String) throws {
    let remarks = try FaultPlan(reading: faults).remarks()
    #expect(remarks.count == 1 && remarks[0].hasPrefix("only= and way= narrow "), "\(remarks)")
    #expect(try FaultPlan(reading: "delay=1s").remarks().isEmpty)
  }

  @Test func everyWordIsReadBackAsItIsWritten() throws {
    for word in FaultWord.allCases where word != .only && word != .way && word != .seed {
      for value in word.choices.isEmpty ? [""] : word.choices {
        let text = value.isEmpty ? word.rawValue : "\(word.rawValue)=\(value)"
        let plan = try FaultPlan(reading: text)
        #expect(!plan.isEmpty, "\(text)")
        #expect(try FaultPlan(reading: plan.written) == plan, "\(text) is written \(plan.written)")
      }
    }
  }

  @Test func aPlanIsWrittenInOneOrderAndSaidInWords() throws {
    let plan = try FaultPlan(reading: "seed=7, delay=300ms")
    #expect(plan.written == "delay=300ms,seed=7")
    #expect(plan.words == "delay 300 ms seed 7")
    let behind = try FaultPlan(reading: "clock=-90s,upload-limit=100kB")
    #expect(behind.words == "clock -1.5 min upload limit 100 kB")
    let failing = try FaultPlan(reading: "fail=500+503,cut=20,delay=100ms-2s")
    #expect(failing.words == "delay 100 ms to 2 s cut 20 fail 500+503 seed 1")
    let idle = try FaultPlan(reading: "delay=1s,only=message:new,way=in")
    #expect(idle.words == "delay 1 s seed 1", "only and way concern what loses events")
    let narrowed = try FaultPlan(reading: "drop=10%,only=message:new,way=in")
    #expect(narrowed.words == "drop 10% only message:new way in seed 1")
    #expect(try FaultPlan(reading: "seed=3").isEmpty)
    #expect(try FaultPlan(reading: "seed=3").words == "")
  }

  @Test func ofAWordThatStandsTwiceTheLastCounts() throws {
    var plan = try FaultPlan(reading: "drop=10%,drop=20%")
    try plan.add(reading: "drop=30%,polling")
    #expect(plan.written == "drop=30%,polling,seed=1")
  }

  @Test(arguments: [
    ("delay=soon", "delay=soon"), ("drop=150%", "drop=150%"), ("drop=10", "drop=10"),
    ("delay=300ms,flood=1", "flood=1"), ("delay=2s-1s", "delay=2s-1s"), ("fail=200", "fail=200"),
    ("polling=yes", "polling=yes"), ("upload-stop=100%", "upload-stop=100%"),
    ("bandwidth=0", "bandwidth=0"), ("seed=-1", "seed=-1"), ("cut=-1", "cut=-1"),
    ("delay=1e99h", "delay=1e99h"), ("delay", "delay"), ("only=a++b", "only=a++b"),
    ("fail=" + Array(repeating: "500", count: 101).joined(separator: "+"), "fail=500"),
  ])
  func aPartThatMeansNothingIsNamed(_ text: String, _ part: String) {
    #expect { try FaultPlan(reading: text) } throws: { error in
      "\(error)".hasPrefix("\"\(part)") && "\(error)".hasSuffix(".")
    }
  }

  @Test func anEmptyPartIsNoFault() {
    #expect(throws: FaultWordError.self) { try FaultPlan(reading: "delay=1s,,drop=1%") }
    #expect(throws: FaultWordError.self) { try FaultPlan(reading: "") }
  }

  @Test func aWordIsTakenBackAlone() throws {
    var plan = try FaultPlan(reading: "delay=1s,drop=10%,upload-type,expire")
    for word in [FaultWord.drop, .uploadType, .expire] { plan.clear(word) }
    #expect(plan.written == "delay=1s,seed=1")
  }
}
