import ChatModel
import Faults
import Foundation
import TextGrid
import Testing

@testable import Desk
@testable import DeskViews

/// Several conversations at once, quotations, voice notes, days and faults, by lines.
@Suite struct PlainManyTests {
  private func listener(_ world: World = .conversation) -> Listener {
    var listener = Listener(world)
    _ = listener.hear()
    return listener
  }

  // MARK: Several conversations

  @Test func conversationsArePickedByTheirNumbersAndChangedAfterAQuestionThatNamesThem() {
    var listener = listener(.list)
    #expect(listener.type("pick 1").first?.hasPrefix("No conversations were listed") == true)
    _ = listener.type("all")
    let names = listener.world.state.list.order.map { listener.world.state.name(of: $0) }
    #expect(
      listener.type("pick 1 3-4") == [
        "3 picked: \(names[0]), \(names[2]), \(names[3]). many says what may be done."
      ])
    #expect(listener.type("pick 2").first?.hasPrefix("4 picked: ") == true, "these, too")
    let asked = listener.type("many status closed")
    #expect(
      asked.first
        == "SET TO CLOSED, 4 conversations: \(names.prefix(4).joined(separator: ", ")).")
    #expect(asked.last == "Is that meant? yes or no?")
    #expect(listener.type("no").contains("All stay as they are."))
    #expect(!listener.commands.contains { if case .changeMany = $0 { true } else { false } })
    _ = listener.type("many status closed")
    _ = listener.type("yes")
    let ids = Array(listener.world.state.list.order.prefix(4))
    #expect(listener.commands.contains(.changeMany(ids, .status(.closed), request: 1)))
    // What failed stays picked.
    _ = listener.hear(.client(.many(1, ids[0], .failed("not allowed"))))
    _ = listener.hear(.client(.many(1, ids[1], .changed(from: .open))))
    _ = listener.hear(.client(.many(1, ids[2], .changed(from: .open))))
    let told = listener.hear(.client(.many(1, ids[3], .changed(from: .open))))
    #expect(told.contains("\(names[0]): not changed, not allowed."))
    #expect(told.last == "3 are now closed. 1 failed: log says which.")
    #expect(listener.type("pick").prefix(2) == ["1 picked:", names[0]])
    #expect(listener.type("pick none") == ["Nothing is picked any more."])
  }

  @Test func moreThanTenAskForTheirNumberAndEachQuarterIsSaid() {
    var world = World.list
    for number in 0..<20 {
      world.add(World.farmer(UserID("x\(number)"), "Farmer", "\(number)"), last: "x")
    }
    var listener = listener(world)
    _ = listener.type("all")
    _ = listener.type("more")
    #expect(listener.type("pick all").first?.hasPrefix("27 picked: ") == true)
    let asked = listener.type("many status resolved")
    #expect(asked.first?.hasSuffix(" and 7 more.") == true)
    #expect(asked.last == "Type 27 to go on; a word or an empty line leaves all as they are.")
    #expect(listener.plain.prompt(listener.world.state) == "number> ")
    for wrong in ["26", "270", "0"] {
      #expect(listener.type(wrong) == ["\(wrong) is not their number.", asked.last ?? ""])
      #expect(listener.plain.expects == .number(27), "a slip of the finger is asked for again")
    }
    for wrong in ["yes", "no", ""] {
      #expect(listener.type(wrong).contains("All stay as they are."), "\(wrong)")
      _ = listener.type("many status resolved")
    }
    _ = listener.type("27")
    let ids = listener.world.state.bulk?.ids ?? []
    #expect(ids.count == 27)
    let said = ids.flatMap { listener.hear(.client(.many(1, $0, .changed(from: .open)))) }
    #expect(said.count < 6, "\(said)")
    #expect(said.last?.hasPrefix("27 are now resolved.") == true)
  }

  @Test(arguments: [
    ("many", "3 picked:"), ("many dance", "“dance” is not it: "),
    ("many status done", "many status takes open, waiting, resolved or closed."),
    ("many give ravi", "Only an admin gives"), ("many snooze", "many snooze takes a time"),
    ("many export", "many export takes a path"), ("many export x.pdf", "The name's ending"),
    ("pick 1 x", "pick takes numbers"), ("pick 3-1", "pick takes numbers"),
    ("pick 0", "pick takes numbers"), ("pick 99", "There is no conversation 99"),
    ("pick 1-99999999", "pick takes numbers"), ("pick -4", "pick takes numbers"),
  ])
  func whatMeansNothingGetsASentenceAndChangesNothing(line: String, sentence: String) {
    var listener = listener(.list)
    _ = listener.type("all")
    _ = listener.type("pick 1-3")
    let before = listener.world.state.picked
    #expect(listener.type(line).first?.hasPrefix(sentence) == true, "\(line)")
    #expect(listener.world.state.picked == before)
    #expect(listener.commands.allSatisfy { if case .changeMany = $0 { false } else { true } })
  }

  @Test func manyAreSnoozedMarkedReadAndWrittenDown() throws {
    var listener = listener(.list)
    _ = listener.type("all")
    _ = listener.type("pick 1-2")
    let ids = listener.world.state.picked
    _ = listener.type("many export chats/*.txt")
    let wish = listener.effects.compactMap { effect -> ExportWish? in
      if case .export(let wish, _) = effect { wish } else { nil }
    }.last
    #expect(wish?.chats.map(\.id) == ids && wish?.isEach == true)
    #expect(listener.type("stop") == ["Stopping the export."])
    #expect(listener.effects.contains(.stopExport))
    #expect(listener.type("stop") == ["Nothing is under way that could be stopped."])
    _ = listener.type("many read")
    _ = listener.type("yes")
    #expect(listener.commands.contains(.changeMany(ids, .read, request: 1)))
    #expect(listener.type("stop").first?.hasPrefix("Stopping") == true)
    for id in ids { _ = listener.hear(.client(.many(1, id, .notTried("it was stopped")))) }
    _ = listener.type("many snooze tomorrow 9:00")
    #expect(ids.allSatisfy { listener.world.state.local.snooze(of: $0)?.until != nil })
  }

  // MARK: In a conversation

  @Test func theNewestOfTheirsOrTheOneWithTheWordsIsQuotedInWhatIsWritten() {
    var listener = listener()
    #expect(
      listener.type("quote yellow").contains(
        "To Lakshmi R.: > Namaste, my wheat leaf is turning yellow from the tips.\n    "))
    _ = listener.type("draft It will pass.")
    #expect(listener.world.state.composer?.editor.text.hasSuffix("\nIt will pass.") == true)
    #expect(listener.changes.isEmpty)
    #expect(listener.type("quote nonsense").first?.contains("No message that is loaded") == true)
  }

  @Test func aVoiceNoteIsPlayedPausedAndEndedInWords() throws {
    var listener = listener()
    #expect(listener.type("play") == ["Playing note-0042.ogg."])
    let wish = listener.effects.compactMap { effect -> PlayWish? in
      if case .play(let wish) = effect { wish } else { nil }
    }.last
    let played = try #require(wish)
    var sounding = Sounding(player: "mpv", length: 42, canSeek: true)
    #expect(listener.hear(.playing(played, .preparing)).isEmpty)
    #expect(listener.hear(.playing(played, .sounding(sounding))) == ["It plays, 42 seconds."])
    sounding.position = 3
    #expect(listener.hear(.playing(played, .sounding(sounding))).isEmpty, "time is not said")
    _ = listener.type("play back")
    #expect(listener.effects.contains(.steerPlayer(.seek(-5))))
    _ = listener.type("play")
    #expect(listener.effects.last == .steerPlayer(.togglePause))
    sounding.isPaused = true
    #expect(listener.hear(.playing(played, .sounding(sounding))) == ["Paused."])
    #expect(listener.hear(.playing(played, .ended)) == ["It has ended."])
    let files = listener.type("files")
    let number = try #require(files.first { $0.contains("note-0042.ogg") }?.prefix { $0 != "." })
    _ = listener.type("play \(number)")
    let again = listener.effects.compactMap { effect -> PlayWish? in
      if case .play(let wish) = effect { wish } else { nil }
    }
    #expect(again.count == 2 && again[1].messageID == played.messageID)
    _ = listener.hear(.playing(again[1], .preparing))
    _ = listener.type("stop")
    #expect(listener.effects.contains(.stopPlaying))
    #expect(listener.type("play 99").first?.hasPrefix("play takes the number") == true)
  }

  @Test func aDayIsReadFromItsFirstMessageOn() {
    var listener = listener()
    #expect(listener.type("day").first?.hasPrefix("day takes a day") == true)
    #expect(listener.type("day 30 feb").count == 1)
    #expect(!listener.plain.mustWait(listener.world.state, now: World.now))
    _ = listener.type("day 2025-11-01")
    #expect(listener.commands.contains { if case .jump(_, to: .date) = $0 { true } else { false } })
    #expect(listener.plain.mustWait(listener.world.state, now: World.now))
    #expect(
      !listener.plain.mustWait(listener.world.state, now: World.now + 11),
      "a day that never comes holds up no line for ever")
    var extent = TimelineExtent(reachesStart: false, freshness: .live)
    extent.newer = .onDisk
    let old = (0..<20).map { number in
      World.text(
        MessageID("old\(number)"), World.lakshmi, "wheat \(number)", ago: Double(24600 - number))
    }
    var update = TimelineUpdate(
      conversationID: "c-lakshmi", isReset: true, messages: old, extent: extent)
    update.landing = "old3"
    let lines = listener.hear(.client(.timeline(update)))
    #expect(lines.contains { $0.hasSuffix("wheat 3") })
    #expect(lines.last == "back says those before, read the newest.")
    #expect(listener.type("day 31 feb") == ["There is no 31 February 2025."], "and nothing again")
  }

  @Test func aDayThatIsNotToBeHadEndsTheWaiting() {
    var listener = listener()
    _ = listener.type("day 2025-11-01")
    var extent = TimelineExtent(reachesStart: false, isLoading: true, freshness: .live)
    _ = listener.hear(
      .client(.timeline(TimelineUpdate(conversationID: "c-lakshmi", extent: extent))))
    #expect(listener.plain.mustWait(listener.world.state, now: World.now))
    extent.isLoading = false
    _ = listener.hear(
      .client(.timeline(TimelineUpdate(conversationID: "c-lakshmi", extent: extent))))
    #expect(!listener.plain.mustWait(listener.world.state, now: World.now))
  }

  @Test func notesAreFoundAmongTheMessagesAndReadWhereTheyStand() {
    var listener = listener()
    let note = ConversationNote(
      id: "n1", conversationID: "c-lakshmi", text: "owes us a wheat sample",
      writtenAt: World.now - 60)
    _ = listener.hear(.client(.local([LocalChange(.note("n1"), .note(note))])))
    for line in ["search wheat", "look wheat"] {
      _ = listener.type(line)
      let found = listener.hear(
        .found(request: listener.world.state.searches, SearchFindings(page: SearchPage())))
      #expect(found.first?.hasPrefix("1 note") == true)
      #expect(found[1].contains("owes us a wheat sample (never sent)"))
      #expect(found[1].contains("on Lakshmi R.") == (line == "search wheat"))
      #expect(listener.type("1").contains { $0.contains("owes us a wheat sample") })
    }
  }

  // MARK: Faults

  @Test func aServerThatPeopleRelyOnIsNamedInLines() {
    var listener = Listener(World.conversation)
    _ = listener.hear()
    #expect(
      listener.hear(.isProduction("Profile live is marked production"))
        == ["Profile live is marked production."])
  }

  @Test func faultsAreSaidAtTheStartAndBeforeEachLineUntilTheyAreOff() throws {
    var world = World.conversation
    world.state.faults = try FaultPlan(reading: "drop=10%,seed=7")
    var listener = Listener(world)
    #expect(
      listener.hear().contains {
        $0.hasPrefix("FAULT drop 10%") && $0.hasSuffix("faults off ends that.")
      })
    #expect(listener.plain.prompt(listener.world.state) == "faults> ")
    #expect(listener.type("faults").first?.hasPrefix("FAULT drop 10%") == true)
    _ = listener.type("faults delay=300ms")
    #expect(listener.world.state.faults.words.contains("delay 300 ms"))
    #expect(listener.type("faults nonsense").first?.contains("nonsense") == true)
    #expect(listener.type("faults off") == ["No faults: the link is as it is."])
    #expect(listener.world.state.faults.isEmpty)
    #expect(listener.plain.prompt(listener.world.state).isEmpty)
    listener.world.state.configuration.production = "Not in production"
    #expect(
      listener.type("faults drop=10%") == ["Not in production: nothing goes wrong by intent there."]
    )
    #expect(listener.world.state.faults.isEmpty)
  }
}
