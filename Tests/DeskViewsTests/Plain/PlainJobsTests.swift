import ChatModel
import Foundation
import TextGrid
import Testing

@testable import Desk
@testable import DeskViews

/// Finding, putting off, canned replies and drafts, by lines.
@Suite struct PlainJobsTests {
  private func listener(_ world: World = .conversation) -> Listener {
    var listener = Listener(world)
    _ = listener.hear()
    return listener
  }

  private func hit(_ message: Message, in id: ConversationID = "c-lakshmi") -> SearchHit {
    SearchHit(
      message: message, conversation: Conversation(id: id), score: 1,
      marks: SearchQuery(terms: [.init(words: ["wheat"])]).marks(in: message.content ?? ""))
  }

  private func old(_ number: Int) -> Message {
    World.text(
      MessageID("old\(number)"), World.lakshmi, "wheat \(number)", ago: Double(9000 - number))
  }

  @Test func whatIsFoundIsNumberedAndReadWhereItStands() throws {
    var listener = listener()
    _ = listener.type("search wheat")
    let request = listener.world.state.searches
    #expect(
      listener.plain.mustWait(listener.world.state, now: World.now), "the disk has not answered")
    let known = try #require(listener.world.state.timeline?.item(at: 0))
    guard case .message(let first) = known else {
      Issue.record("the first item is no message")
      return
    }
    let found = listener.hear(
      .found(request: request, SearchFindings(page: SearchPage(hits: [hit(first), hit(old(1))]))))
    #expect(found.first == "2 messages with “wheat”, by number:")
    #expect(found.count == 3 && found[1].hasPrefix("1. Lakshmi R., "))
    let read = listener.type("1")
    #expect(read.contains { $0.hasPrefix("Lakshmi R., ") && $0.contains(first.content ?? "?") })
    #expect(listener.hear().isEmpty, "each once")
  }

  @Test func aHitThatIsFarBackIsFetchedAndWhatIsNewIsCounted() {
    var listener = listener()
    _ = listener.type("look wheat")
    let request = listener.world.state.searches
    _ = listener.hear(
      .found(request: request, SearchFindings(page: SearchPage(hits: [hit(old(3))]))))
    #expect(listener.type("1").isEmpty)
    #expect(listener.commands.contains(.jump("c-lakshmi", to: .message("old3"))))
    #expect(listener.plain.mustWait(listener.world.state, now: World.now))
    var extent = TimelineExtent(reachesStart: false, freshness: .live)
    extent.newer = .onDisk
    var update = TimelineUpdate(
      conversationID: "c-lakshmi", isReset: true, messages: (0..<20).map(old), extent: extent)
    update.landing = "old3"
    let lines = listener.hear(.client(.timeline(update)))
    #expect(lines.first?.hasSuffix("wheat 0") == true)
    #expect(lines.contains { $0.hasSuffix("wheat 3") })
    #expect(lines.last == "back says those before, read the newest.")
    #expect(listener.hear().isEmpty)
    // The newest come on request, and nothing of the window in between is said.
    #expect(listener.type("read").isEmpty)
    #expect(listener.commands.contains(.jump("c-lakshmi", to: .newest)))
  }

  @Test(arguments: ["search", "look", "search \"", "search *", "look before:2026-02-30"])
  func whatIsNothingToLookForGetsASentence(line: String) {
    var listener = listener()
    #expect(listener.type(line).count == 1)
    #expect(!listener.plain.mustWait(listener.world.state, now: World.now))
  }

  @Test func nothingFoundNamesTheWayToTheRest() {
    var listener = listener()
    _ = listener.type("search wheat")
    let lines = listener.hear(
      .found(request: listener.world.state.searches, SearchFindings(page: SearchPage())))
    #expect(
      lines == [
        "“wheat” is not in what this computer has read. furrow sync --all reads the rest."
      ])
  }

  @Test func aConversationIsPutOffByTimeOrByNumberAndComesBack() {
    var listener = listener()
    let choices = listener.type("snooze")
    #expect(choices.contains("1. until they write"))
    #expect(choices.contains { $0.hasPrefix("4. tomorrow 9:00, ") })
    _ = listener.type("4")
    #expect(listener.world.state.local.snooze(of: "c-lakshmi")?.until != nil)
    #expect(listener.type("snooze").first?.hasPrefix("Snooze Lakshmi R. until") == true)
    _ = listener.type("snooze off")
    #expect(listener.world.state.local.snooze(of: "c-lakshmi") == nil)
    let refused = listener.type("snooze 31 feb")
    #expect(refused.count == 1 && refused[0].hasSuffix("."))
    #expect(listener.changes.isEmpty)
  }

  @Test func aCannedReplyIsPutInByNameOrByNumberAndSentWithItsGapsOnlyOnceTheyWereNamed() throws {
    var listener = listener()
    let rain = try CannedReply(name: "Rain", text: "There will be rain.")
    let call = try CannedReply(name: "Call", text: "May we call {conversation} or [phone?]?")
    _ = listener.hear(.replies(CannedReplies([rain, call])))
    #expect(listener.type("canned").isEmpty, "their files are read first")
    #expect(listener.effects.contains(.readReplies))
    let list = listener.hear(.replies(CannedReplies([rain, call])))
    #expect(list.contains { $0.hasSuffix("Rain: There will be rain.") })
    #expect(listener.type("canned rain").contains("To Lakshmi R.: There will be rain."))
    _ = listener.type("discard")
    _ = listener.type("canned call")
    let question = listener.type("send")
    #expect(question.count == 1 && question[0].contains("send again sends it"))
    #expect(listener.changes.isEmpty)
    _ = listener.type("send")
    #expect(listener.changes.count == 1)
  }

  @Test func aCannedReplyIsFoundAsInTheMenuOrSaidNotToBeThere() throws {
    var listener = listener()
    let replies = CannedReplies([
      try CannedReply(name: "Top dressing", text: "45 kg.", tags: ["urea"], shortcut: "td"),
      try CannedReply(name: "Rain", text: "There will be rain."),
      try CannedReply(name: "Irrigation", text: "After the rain."),
    ])
    _ = listener.hear(.replies(replies))
    for words in ["urea", "td", "dressing"] {
      #expect(listener.type("canned \(words)").contains("To Lakshmi R.: 45 kg."), "\(words)")
      _ = listener.type("discard")
    }
    #expect(listener.type("canned zzz").isEmpty, "their files are read first")
    #expect(
      listener.hear(.replies(replies))
        == ["No canned reply is found by “zzz”; canned alone lists all."])
    _ = listener.type("canned after rain")
    _ = listener.type("discard")
    _ = listener.type("canned rai")
    let some = listener.hear(.replies(replies))
    #expect(
      some.contains { $0.contains("Rain") } && !some.contains { $0.contains("45 kg") }, "\(some)")
  }

  @Test func aLineThatBeginsARepliesNameIsKeptAndNotSentAsItStands() throws {
    var listener = listener()
    let rain = try CannedReply(name: "Rain", text: "There will be rain.")
    _ = listener.hear(.replies(CannedReplies([rain])))
    _ = listener.type("reply")
    let said = listener.type("/ra")
    #expect(said.first?.hasPrefix("Not sent: “/ra” begins a canned reply's name.") == true)
    #expect(listener.changes.isEmpty)
    _ = listener.type("send")
    #expect(listener.changes.count == 1)
  }

  @Test func anEmptyPlaceOfACannedReplyIsNamedBeforeItGoes() throws {
    var listener = listener()
    let urea = try CannedReply(name: "Urea", text: "Please use {cursor} kg of urea.")
    _ = listener.hear(.replies(CannedReplies([urea])))
    _ = listener.type("canned urea")
    let question = listener.type("send")
    #expect(question.count == 1 && question[0].contains("place for your words"))
    #expect(listener.changes.isEmpty)
    _ = listener.type("send")
    #expect(listener.changes.count == 1)
  }

  @Test(arguments: [true, false])
  func theGreetingDoesNotClaimToKnowHowLongTheOldestWaits(isExact: Bool) {
    var world = World()
    world.add(World.farmer("t", "Tara", "K."), wait: 200, isExact: isExact)
    var listener = Listener(world)
    let greeting = listener.hear().joined(separator: " ")
    #expect(greeting.contains("the oldest for "), "\(greeting)")
    #expect(greeting.contains("the oldest for at least ") == !isExact)
  }

  @Test func withoutADraftThereIsNothingToThrowAway() {
    var listener = listener()
    #expect(listener.type("discard") == ["Nothing is written to Lakshmi R."])
  }

  @Test func aDraftGrowsAndGoesOnlyBySend() {
    var listener = listener()
    #expect(listener.type("draft please send").contains("To Lakshmi R.: please send"))
    #expect(listener.type("draft a photo").contains("To Lakshmi R.: please send a photo"))
    #expect(listener.changes.isEmpty)
    _ = listener.type("send")
    #expect(
      listener.changes.contains {
        if case .send(_, let text, _, _) = $0 { text == "please send a photo" } else { false }
      })
  }

  @Test func oneIsMarkedUnreadMutedAndReadInLatin() {
    var listener = listener()
    _ = listener.type("mark")
    #expect(listener.world.state.local.isMarkedUnread("c-lakshmi"))
    #expect(listener.type("mute").contains { $0.contains("yes or no?") })
    _ = listener.type("yes")
    #expect(listener.world.state.local.isMuted("c-lakshmi"))
    _ = listener.type("latin")
    let read = listener.type("read").joined()
    #expect(read.unicodeScalars.allSatisfy { $0.value < 0x80 })
  }

  @Test func resolvingAndGoingOnIsOneLine() {
    var listener = listener()
    #expect(listener.type("status").contains("5. resolved, and on to who waits next"))
    _ = listener.type("status next")
    #expect(listener.changes.contains(.setStatus("c-lakshmi", .resolved)))
  }

  @Test func aFileForAnExportNeedsAnEndingThatIsAFormat() {
    var listener = listener()
    let refused = listener.type("export lakshmi.pdf")
    #expect(refused.count == 1 && refused[0].contains(".html"))
    _ = listener.type("export lakshmi.txt")
    #expect(
      listener.effects.contains {
        if case .export(let wish, _) = $0 { wish.path == "lakshmi.txt" } else { false }
      })
    #expect(listener.type("export x.txt") == ["An export is still being written; stop stops it."])
    _ = listener.hear(.exportEnded(request: 1))
    _ = listener.type("export")
    let lines = listener.hear(.proposedExport("/tmp/Lakshmi.txt"))
    #expect(lines.contains { $0.contains("/tmp/Lakshmi.txt") })
  }

  @Test(arguments: PlainWord.allCases)
  func eachCommandIsAnsweredWhereverOneIs(word: PlainWord) {
    for world in [World.conversation, .list] {
      for rest in ["", " 7", " xyz"] {
        var listener = listener(world)
        let lines = listener.type(word.rawValue + rest)
        let isDone = listener.effects.contains { if case .setDeadline = $0 { false } else { true } }
        let isAsked = listener.plain.expects != .command
        #expect(!lines.isEmpty || isDone || isAsked || listener.plain.owed > 0, "\(word)\(rest)")
      }
    }
  }

  @Test func aViewOfOnesOwnIsShownByNameOrByNumber() throws {
    var listener = listener(.list)
    #expect(listener.type("view") == ["There is no view of your own; views.toml describes some."])
    #expect(listener.type("view mine").first?.hasPrefix("mine: ") == true)
  }

  @Test func theReadmeNamesEveryCommand() throws {
    let root = (1...4).reduce(URL(filePath: #filePath)) { path, _ in
      path.deletingLastPathComponent()
    }
    let readme = try String(contentsOf: root.appending(path: "docs/plain.md"), encoding: .utf8)
    let section = readme.components(separatedBy: "\n## ").first { $0.hasPrefix("As lines\n") }
    let text = try #require(section)
    for word in PlainWord.allCases { #expect(text.contains("`\(word.rawValue)`")) }
  }

  @Test func notesAreListedAndOneIsDeletedAfterAQuestion() {
    var listener = listener()
    _ = listener.type("note")
    _ = listener.type("her north field floods")
    #expect(listener.type("notes").first?.hasPrefix("1. Note of yours") == true)
    #expect(listener.type("drop 1").contains { $0.contains("yes or no?") })
    _ = listener.type("yes")
    #expect(listener.type("notes") == ["There is no note on Lakshmi R."])
  }
}
