import Faults
import SocketIO
import Testing

/// A connection under a plan, with a clock turned by hand.
private struct Line {
  var connection: FaultyConnection
  var now: ContinuousClock.Instant

  init(_ faults: String, number: Int = 0) throws {
    now = .now
    connection = FaultyConnection(try FaultPlan(reading: faults), number: number, at: now)
  }

  mutating func send(_ frames: [EngineFrame], _ way: FaultPlan.Way = .incoming) -> [String] {
    connection.add(frames, way, at: now)
    return take(way)
  }

  mutating func take(_ way: FaultPlan.Way = .incoming) -> [String] {
    connection.due(way, at: now).map { frame in
      switch frame {
      case .text(let bytes): String(decoding: bytes, as: UTF8.self)
      case .binary(let bytes): "binary \(bytes.count)"
      }
    }
  }

  mutating func wait(_ time: Duration) { now += time }
}

private func event(_ number: Int, _ name: String = "message:new") -> EngineFrame {
  .text(#"42["\#(name)",{"number":\#(number)}]"#)
}

@Suite struct FaultyConnectionTests {
  private let hundred = (0..<100).map { event($0) }

  @Test func theSameSeedDoesTheSameAndAnotherDoesNot() throws {
    let faults = "drop=20%,duplicate=20%,reorder=20%,truncate=20%"
    var (first, again, other) = (
      try Line(faults + ",seed=7"), try Line(faults + ",seed=7"), try Line(faults + ",seed=8")
    )
    let bent = first.send(hundred)
    #expect(bent == again.send(hundred))
    #expect(bent != other.send(hundred))
    #expect(
      bent
        != hundred.map {
          if case .text(let bytes) = $0 { String(decoding: bytes, as: UTF8.self) } else { "" }
        })
  }

  // What one adds to a plan changes nothing else of it.
  @Test func theSameEventsAreLostWhateverElseGoesWrong() throws {
    var (alone, together) = (try Line("drop=30%,seed=3"), try Line("drop=30%,delay=10ms,seed=3"))
    let kept = alone.send(hundred)
    _ = together.send(hundred)
    together.wait(.seconds(1))
    #expect(together.take() == kept)
    #expect(40...90 ~= kept.count)
  }

  @Test func eachConnectionHasAChanceOfItsOwnAndEachWay() throws {
    var (first, second) = (try Line("drop=50%", number: 0), try Line("drop=50%", number: 1))
    let kept = first.send(hundred)
    #expect(kept != second.send(hundred))
    #expect(kept != first.send(hundred, .outgoing))
  }

  @Test func handshakesAndHeartbeatsAreNeverLost() throws {
    var line = try Line("drop=100%")
    let frames: [EngineFrame] = [
      .text(#"0{"sid":"x"}"#), .text("2"), .text("3probe"), .text(#"40{"sid":"y"}"#),
      .text(#"44{"message":"no"}"#), .text("41"), .text("6"),
    ]
    #expect(line.send(frames).count == frames.count)
    #expect(line.send([event(1), .text("430[1]")]) == [])
  }

  @Test func onlyTheNamedEventsAndTheNamedWayAreConcerned() throws {
    var line = try Line("drop=100%,only=message:sent+typing:start,way=in")
    #expect(line.send([event(1), event(2, "message:sent"), event(3, "typing:start")]).count == 1)
    #expect(line.send([event(2, "message:sent")], .outgoing).count == 1)
  }

  @Test func whatHasAttachmentsIsLostWithThem() throws {
    var line = try Line("drop=100%,only=photo")
    let frames: [EngineFrame] = [
      .text(#"452-["photo",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#),
      .binary([1]), .binary([2]), event(1), .text(#"451-["other",{"_placeholder":true,"num":0}]"#),
      .binary([1, 2, 3]),
    ]
    #expect(line.send(frames).map { $0.prefix(8) } == ["42[\"mess", "451-[\"ot", "binary 3"])
  }

  @Test func anEventComesBehindTheNextOneOrAloneAfterASecond() throws {
    var line = try Line("reorder=100%")
    #expect(line.send([event(1)]) == [])
    #expect(line.send([event(2)]).map(\.number) == [2, 1])
    #expect(line.send([event(3)]) == [])
    line.wait(.seconds(1))
    #expect(line.take().map(\.number) == [3])
  }

  @Test func aDoubledEventComesTwiceInARow() throws {
    var line = try Line("duplicate=100%")
    #expect(line.send([event(1), event(2)]).map(\.number) == [1, 1, 2, 2])
  }

  @Test func aFrameThatBreaksOffStaysText() throws {
    for seed in 0..<50 {
      var line = try Line("truncate=100%,seed=\(seed)")
      let whole = #"42["message:new",{"text":"नमस्ते दीदी 📷"}]"#
      let bent = line.send([.text(whole)])
      #expect(bent.count == 1)
      #expect(bent[0].utf8.count < whole.utf8.count)
      #expect(whole.utf8.starts(with: bent[0].utf8), "\(bent[0]) has half a character")
    }
  }

  @Test func whatIsLateKeepsItsOrder() throws {
    var line = try Line("delay=100ms-2s,seed=4")
    #expect(line.send(Array(hundred[..<10])) == [])
    line.wait(.milliseconds(99))
    #expect(line.take() == [])
    var numbers: [Int] = []
    for _ in 0..<20 {
      line.wait(.milliseconds(100))
      numbers += line.take().map(\.number)
    }
    #expect(numbers == Array(0..<10))
  }

  @Test func aSlowLineTakesAsLongAsItsBytes() throws {
    var line = try Line("bandwidth=100B")
    let frame = EngineFrame.text("42" + String(repeating: "x", count: 98))
    #expect(line.send([frame, frame]) == [])
    line.wait(.milliseconds(999))
    #expect(line.take() == [])
    line.wait(.milliseconds(1))
    #expect(line.take().count == 1)
    #expect(line.connection.nextDeadline == line.now + .seconds(1))
  }

  @Test func aConnectionIsCutBeforeTheEventThatIsOneTooMany() throws {
    var line = try Line("cut=2", number: 5)
    #expect(line.send([event(1)]).count == 1)
    #expect(line.send([event(2)], .outgoing).count == 1)
    #expect(!line.connection.isCut)
    #expect(line.send([.text("2")]).count == 1)
    #expect(line.send([event(3)]) == [])
    #expect(line.connection.isCut)
  }

  @Test func aConnectionStallsAtItsTimeAndSaysNothing() throws {
    var line = try Line("stall=5s", number: 5)
    #expect(line.connection.nextDeadline == line.now + .seconds(5))
    #expect(line.send([event(1)]).count == 1)
    line.wait(.seconds(5))
    #expect(line.send([event(2), .text("2")]) == [])
    #expect(line.connection.isStalled && !line.connection.isCut)
  }

  @Test(arguments: [
    ("delay=1s", EventFate.delayed, EventFate.through), ("drop=100%", .lost, .lost),
    ("reorder=100%", .exchanged, .through), ("truncate=100%", .brokenOff, .brokenOff),
    ("bandwidth=100B", .delayed, .through), ("stall=1", .stalled, .stalled),
    ("cut=1", .cut, .cut), ("stall=500ms,delay=1s", .delayed, .stalled),
    ("drop=100%,only=typing:start", .through, .through), ("drop=100%,way=in", .through, .through),
  ])
  func whatHasBecomeOfAnEventIsKnown(
    _ faults: String, _ atOnce: EventFate, _ later: EventFate
  ) throws {
    var line = try Line(faults, number: 3)
    #expect(line.connection.fate(.outgoing) == nil)
    // An event that came before it has no part in it, nor has what comes in.
    if faults.hasSuffix("=1") { _ = line.send([event(0)], .outgoing) }
    _ = line.send([event(1), .text("2")], .outgoing)
    #expect(line.connection.fate(.outgoing) == atOnce)
    line.wait(.seconds(2))
    _ = line.take(.outgoing)
    #expect(line.connection.fate(.outgoing) == later)
    #expect(line.connection.fate(.incoming) == nil)
  }

  @Test func anEventThatWaitsForTheNextOneIsThroughWithIt() throws {
    var line = try Line("reorder=100%")
    _ = line.send([event(1)], .outgoing)
    #expect(line.connection.fate(.outgoing) == .exchanged)
    _ = line.send([event(2)], .outgoing)
    #expect(line.connection.fate(.outgoing) == .through)
  }

  @Test func onceConcernsTheFirstConnectionAlone() throws {
    let (first, second) = (try Line("cut"), try Line("cut=once", number: 1))
    #expect(first.connection.isCut)
    #expect(!second.connection.isCut)
  }

  @Test func timesAreMovedWhereverTheyStand() {
    let text =
      #"{"a":"2025-10-24T10:45:00.000Z","b":["2025-10-24T23:59:50Z","no 2025-10-24"],"n":1}"#
    let moved = ClockShift.shifted(Array(text.utf8), by: .seconds(90))
    #expect(
      String(decoding: moved, as: UTF8.self)
        == #"{"a":"2025-10-24T10:46:30.000Z","b":["2025-10-25T00:01:20Z","no 2025-10-24"],"n":1}"#)
    #expect(ClockShift.shifted(Array(text.utf8), by: .zero) == Array(text.utf8))
  }
}

extension String {
  fileprivate var number: Int {
    Int(drop { !$0.isNumber }.dropFirst(2).drop { !$0.isNumber }.prefix(while: \.isNumber)) ?? -1
  }
}
