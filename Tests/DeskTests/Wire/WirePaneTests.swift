import ChatModel
import Foundation
import JSON
import Testing
import TextGrid

@testable import Desk

/// Records as they come from a book: numbered, timed, related.
struct WireScript {
  private var correlation = WireCorrelation()
  private(set) var number = 0

  mutating func entry(
    _ direction: WireRecord.Direction, _ name: String, _ data: JSONValue = ["conversationId": "c1"],
    as identity: String = "meera", id: Int? = nil, bytes: Int = 100,
    layer: WireRecord.Layer = .sio, isPacket: Bool = false
  ) -> WireEntry {
    number += 1
    let record = WireRecord(
      number: number, at: Int64(number) * 10_000, identity: identity, session: identity,
      direction: direction, layer: layer, name: name, bytes: bytes,
      data: layer == .sio && !isPacket ? [data] : data, isPacket: isPacket, packetID: id)
    return WireEntry(record, correlation.relate(record))
  }

  static let header = WireHeader(
    wall: Date(timeIntervalSince1970: 1_763_476_320), offset: 300_000, within: 20_000)
}

extension Bench {
  mutating func wire(_ entries: [WireEntry], lost: Int = 0) {
    run(.wire(WireNews(entries: entries, lost: lost, header: WireScript.header)))
  }

  /// A bench before an open wire, with somebody's message on its way.
  static func atTheWire(_ configuration: DeskConfiguration = DeskConfiguration()) -> Bench {
    var configuration = configuration
    configuration.profile = "meera"
    configuration.origin = "https://chat.example"
    var bench = Bench(configuration)
    bench.seed()
    bench.press("F12")
    bench.wire(script())
    _ = bench.take()
    return bench
  }

  static func script() -> [WireEntry] {
    var script = WireScript()
    let message: JSONValue = [
      "conversationId": "c1", "message": ["_id": "m1", "content": "hi, anyone? 98210 12345"],
    ]
    return [
      script.entry(
        .outgoing, "message:send", ["conversationId": "c1", "content": "hi, anyone? 98210 12345"],
        as: "ramesh"),
      script.entry(.incoming, "message:sent", ["messageId": "m1"], as: "ramesh"),
      script.entry(.incoming, "message:new", message, bytes: 412),
      script.entry(.incoming, "notification:new-message", message, bytes: 398),
      script.entry(.incoming, "user:online", ["userId": "u1"]),
    ]
  }
}

@Suite struct WirePaneTests {
  @Test func aClosedWireKeepsNothingAndAsksForNothing() {
    var bench = Bench()
    bench.seed()
    bench.wire(Bench.script())
    #expect(bench.state.wire.count == 0)
    #expect(bench.state.wire == WirePane())
    bench.press("F12")
    #expect(bench.take().contains(.openWire))
    bench.wire(Bench.script())
    #expect(bench.state.wire.count == 5)
    #expect(bench.state.focus == .wire)
    bench.press("F12")
    #expect(bench.take().contains(.closeWire))
    #expect(bench.state.wire == WirePane())
    #expect(bench.state.focus == .list)
  }

  @Test func aFilterForSomebodyWhoIsNotThereSaysSo() {
    var bench = Bench.atTheWire()
    bench.press("/")
    bench.type("as = nobody")
    bench.wait(1)
    bench.press("Enter")
    #expect(bench.state.overlay == nil && bench.state.wire.shownCount == 0)
    #expect(bench.said == "Nobody here is called “nobody”; as is one of meera.")
    bench.press("Esc /")
    bench.type("as = meera")
    bench.wait(15)
    bench.press("Enter")
    #expect(bench.said == nil, "\(bench.said ?? "")")
  }

  @Test(arguments: ["t", "c", "y", "J", "Enter", "x e", "x a", "S", "n"])
  func aWireThatIsFilteredAwayIsNotCalledEmpty(_ keys: String) {
    var bench = Bench.atTheWire()
    bench.press("/")
    bench.type("barley")
    bench.wait(1)
    bench.press("Enter")
    bench.wait(15)
    bench.press(keys)
    #expect(
      bench.said == "The filter lets none of the 5 records through that are kept; Esc drops it.")
    bench.press("C")
    bench.wait(15)
    bench.press(keys)
    #expect(bench.said == "The wire is empty.")
  }

  @Test func itOpensFromEveryPaneAndWithBothKeys() {
    for keys in ["F12", "g x", "Enter F12", "Enter Shift+Tab g x", "Enter Esc F9 F12"] {
      var bench = Bench()
      bench.seed()
      bench.press(keys)
      #expect(bench.state.wire.isOpen && bench.state.focus == .wire, "\(keys)")
      bench.press("g x")
      #expect(!bench.state.wire.isOpen, "\(keys)")
    }
  }

  /// Under any number of events it holds what it may hold, and no more.
  @Test func anOpenWireStaysBounded() {
    var bench = Bench.atTheWire()
    var script = WireScript()
    for _ in 0..<30 {
      bench.wire((0..<1000).map { _ in script.entry(.incoming, "user:online", bytes: 200) })
      #expect(bench.state.wire.count <= WirePane.mostRecords)
      #expect(bench.state.wire.shownCount <= WirePane.mostRecords)
    }
    #expect(bench.state.wire.count == WirePane.mostRecords)
    #expect(bench.state.wire.chosen?.record.number == 30_000)
    #expect(bench.state.wire.entry(numbered: 25_000) == nil)
    #expect(bench.state.wire.entry(numbered: 25_001) != nil)
    // Few that are large push out many that are small.
    bench.wire((0..<64).map { _ in script.entry(.incoming, "message:new", bytes: 1 << 20) })
    #expect(bench.state.wire.count < 64)
    bench.wire([script.entry(.incoming, "message:new", bytes: 1 << 30)])
    #expect(bench.state.wire.count == 1)
    #expect(bench.state.wire.shownCount == 1)
  }

  @Test func whilePausedNothingMovesAndWhatHasNoRoomIsCounted() {
    var bench = Bench.atTheWire()
    bench.press("k k Space")
    #expect(bench.state.wire.chosen?.record.number == 3)
    var script = WireScript()
    let flood = (0..<6000).map { _ in script.entry(.incoming, "user:online") }
      .map { entry in
        var record = entry.record
        record.number += 5
        return WireEntry(record, entry.relation)
      }
    bench.wire(flood)
    #expect(bench.state.wire.chosen?.record.number == 3)
    #expect(bench.state.wire.count == WirePane.mostRecords)
    #expect(bench.state.wire.lost == 1005)
    bench.press("Space")
    #expect(bench.state.wire.chosen?.record.number == 5000)
    bench.wire([flood[5999]], lost: 7)
    #expect(bench.state.wire.lost == 1012)
    #expect(bench.state.wire.chosen?.record.number == 6005)
  }

  @Test func itFollowsUntilAnotherIsChosenAndFromTheEndAgain() {
    var bench = Bench.atTheWire()
    #expect(bench.state.wire.cursor == nil)
    bench.press("k")
    var script = WireScript()
    for _ in 0..<5 { _ = script.entry(.incoming, "x") }
    bench.wire([script.entry(.incoming, "late")])
    #expect(bench.state.wire.chosen?.record.number == 4)
    bench.press("G")
    #expect(bench.state.wire.chosen?.record.name == "late")
    bench.wire([script.entry(.incoming, "later")])
    #expect(bench.state.wire.chosen?.record.name == "later")
    bench.press("g g")
    #expect(bench.state.wire.chosen?.record.number == 1)
  }

  @Test func aFilterIsTypedAndAWrongOneIsNamedWithItsColumn() {
    var bench = Bench.atTheWire()
    bench.press("/")
    bench.type("nmae = message:*")
    bench.wait(2)
    bench.press("Enter")
    let prompt = bench.state.overlay as? LinePrompt
    #expect(prompt?.problem?.hasPrefix("In column 1: no field is called “nmae”") == true)
    bench.press("Ctrl+U")
    bench.type("name = message:* and as = meera")
    bench.wait(2)
    bench.press("Enter")
    #expect(bench.state.overlay == nil)
    #expect(bench.state.wire.shownCount == 1)
    var script = WireScript()
    for _ in 0..<5 { _ = script.entry(.incoming, "x") }
    bench.wire([
      script.entry(.incoming, "message:sent", ["messageId": "m2"]), script.entry(.incoming, "y"),
    ])
    #expect(bench.state.wire.shownCount == 2)
    #expect(bench.state.wire.count == 7)
    bench.press("Esc")
    #expect(bench.state.wire.filter == nil)
    #expect(bench.state.wire.shownCount == 7)
  }

  @Test func whatBelongsTogetherIsFollowed() {
    var bench = Bench.atTheWire()
    bench.press("k t")
    #expect(bench.state.wire.filter?.text == "of = 1")
    #expect(bench.state.wire.shownRecords.map(\.number) == [1, 2, 3, 4])
    #expect(bench.state.wire.chosen?.record.number == 4)
    bench.press("t c")
    #expect(bench.state.wire.shownRecords.map(\.number) == [1, 3, 4])
    bench.press("c")
    #expect(bench.state.wire.filter == nil)
    bench.press("Enter")
    #expect(bench.state.wire.chosen?.record.number == 1)
    bench.press("Enter")
    #expect(bench.said == "#1 answers nothing that is known.")
  }

  @Test func theCauseIsGoneToThoughTheFilterHidesIt() {
    var bench = Bench.atTheWire()
    bench.press("/")
    bench.type("name = message:sent")
    bench.wait(2)
    bench.press("Enter")
    #expect(bench.state.wire.shownRecords.map(\.number) == [2])
    bench.press("Enter")
    #expect(bench.state.wire.chosen?.record.number == 1)
    #expect(bench.state.wire.filter == nil)
    #expect(bench.said == "The filter hid #1; all are shown again.")
  }

  @Test func aSearchGoesRoundBothWays() {
    var bench = Bench.atTheWire()
    bench.press("n")
    #expect(bench.said?.hasPrefix("Nothing is looked for; f ") == true)
    bench.press("f")
    bench.type("anyone")
    bench.wait(2)
    bench.press("Enter")
    #expect(bench.state.wire.chosen?.record.number == 4)
    bench.press("N")
    #expect(bench.state.wire.chosen?.record.number == 3)
    bench.press("N N")
    #expect(bench.state.wire.chosen?.record.number == 4)
    bench.press("n")
    #expect(bench.state.wire.chosen?.record.number == 1)
    bench.press("Esc")
    #expect(bench.state.wire.search == nil && bench.state.wire.isOpen)
  }

  @Test func whatIsCopiedHasFalseNumbersUnlessTheTrueOnesAreWanted() {
    var bench = Bench.atTheWire()
    bench.press("g g y")
    bench.wait(2)
    bench.press("Enter")
    let masked = bench.take().compactMap { if case .copy(let text) = $0 { text } else { nil } }
    #expect(masked.first?.contains("hi, anyone? 00") == true)
    #expect(masked.first?.contains("98210") == false)
    bench.press("m y Down")
    bench.wait(2)
    bench.press("Enter")
    let command = bench.take().compactMap { if case .copy(let text) = $0 { text } else { nil } }
    #expect(command.first?.hasPrefix("furrow emit 'message:send' '{") == true)
    #expect(command.first?.contains("98210 12345") == true)
    // It goes as whom it went, and waits for what answered it.
    #expect(command.first?.hasSuffix("--profile 'ramesh' --expect 'message:sent'") == true)
  }

  @Test func aFilterOfBeforeGivesWayToWhatIsTyped() {
    var bench = Bench.atTheWire()
    bench.press("/")
    bench.type("name = message:*")
    bench.wait(1)
    bench.press("Enter /")
    #expect((bench.state.overlay as? LinePrompt)?.isSelected == true)
    bench.type("name = user:*")
    bench.wait(1)
    bench.press("Enter")
    #expect(bench.state.wire.filter?.text == "name = user:*")
    bench.press("/ Right")
    bench.type(" and bytes > 5")
    bench.wait(1)
    bench.press("Enter")
    #expect(bench.state.wire.filter?.text == "name = user:* and bytes > 5")
  }

  @Test func aPathThatIsTypedTakesThePlaceOfTheProposal() {
    var bench = Bench.atTheWire()
    func path() -> String? { (bench.state.overlay as? PathPrompt)?.path.text }
    bench.press("S")
    bench.run(.proposedExport("/home/meera/wire.jsonl"))
    bench.wait(2)
    bench.type("/tmp/a.jsonl")
    #expect(path() == "/tmp/a.jsonl")
    bench.press("Ctrl+U")
    bench.type("~/b")
    #expect(path() == "~/b")
    bench.press("Esc S")
    bench.run(.proposedExport("/home/meera/wire.jsonl"))
    bench.type("l")
    bench.type("/")
    #expect(path() == "/home/meera/wire.jsonll/", "what was changed is the person's")
  }

  @Test func aPathThatCannotBeWrittenIsAskedForAgain() {
    var bench = Bench.atTheWire()
    bench.press("S")
    bench.type("/no/where.jsonl")
    bench.wait(2)
    bench.press("Enter")
    #expect(bench.said?.hasPrefix("Writing 5 lines") == true)
    bench.run(
      .unsavedWire("/no/where.jsonl", reason: "The file /no/where.jsonl cannot be written."))
    let prompt = bench.state.overlay as? PathPrompt
    #expect(prompt?.path.text == "/no/where.jsonl" && prompt?.purpose == .wire)
    #expect(prompt?.problem == "The file /no/where.jsonl cannot be written.")
    #expect(bench.said == nil, "the box alone says what became of it")
    bench.press("Esc ?")
    bench.run(.unsavedWire("/no/where.jsonl", reason: "Full."))
    #expect(bench.state.overlay is HelpOverlay, "what lies there now stays")
    #expect(bench.said == "Full.")
  }

  @Test func whatIsShownIsSavedAsARecording() {
    var bench = Bench.atTheWire()
    bench.press("k c S")
    #expect(
      bench.take().contains {
        if case .proposeExport(let name, 1) = $0 { name.hasPrefix("wire ") } else { false }
      })
    bench.run(.proposedExport("/tmp/wire.jsonl"))
    bench.wait(2)
    bench.press("Enter")
    let wish = bench.take().lazy.compactMap {
      if case .saveWire(let wish) = $0 { wish } else { nil }
    }.first
    #expect(wish?.path == "/tmp/wire.jsonl")
    #expect(wish?.records.map(\.number) == [1, 3, 4])
    #expect(wish?.masking != nil)
    #expect(wish?.header == WireScript.header)
  }

  @Test func onAWideScreenItStandsBesideThePanesAndTabReachesIt() {
    var bench = Bench.atTheWire()
    bench.run(.resized(Size(columns: 160, rows: 45)))
    #expect(bench.state.isShowingWire && !bench.state.wireCoversAll)
    bench.press("Esc")
    #expect(bench.state.focus == .list && bench.state.isShowingWire)
    bench.press("Tab")
    #expect(bench.state.focus == .wire)
    bench.press("q")
    #expect(!bench.state.wire.isOpen)
    bench.run(.resized(Size(columns: 80, rows: 24)))
    bench.press("F12 Esc")
    #expect(!bench.state.wire.isOpen)
  }

  @Test func theLettersOfConversationsDoNothingToOneFromHere() {
    var bench = Bench.atTheWire()
    for keys in ["a", "s", "z", "u", "i", "r", "w", "R", "D", "U"] { bench.press(keys) }
    bench.wait(3)
    let acts = bench.take().filter { if case .client = $0 { true } else { false } }
    #expect(acts.isEmpty, "\(acts)")
    #expect(bench.state.overlay == nil)
  }

  @Test func aStripKnowsTheLastWordsAndTheLastAnswer() {
    let bench = Bench.atTheWire()
    let strips = bench.state.wire.strips
    #expect(strips.map(\.name) == ["ramesh", "meera"])
    #expect(strips.first?.took == 10_000)
    #expect(strips.first?.words.map(\.isMine) == [true])
    // The notification tells of the same message.
    #expect(strips.last?.words.map(\.number) == [3])
  }

  @Test func aRingGivesUpItsOldest() {
    var ring = Ring<Int>(limit: 5)
    var expected: [Int] = []
    for number in 0..<200 {
      ring.append(number)
      expected.append(number)
      if expected.count > 5 { expected.removeFirst() }
      if number % 7 < 3, !expected.isEmpty {
        #expect(ring.removeFirst() == expected.removeFirst())
      }
      #expect((0..<ring.count).map { ring[$0] } == expected)
      #expect(ring.last == expected.last)
    }
  }
}
