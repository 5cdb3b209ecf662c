import ChatModel
import Foundation
import Testing

@testable import Desk

extension OutboxFile {
  static let leaf = file("leaf.jpg", .image, 800_000)

  static func file(_ name: String, _ kind: MediaKind, _ size: Int) -> OutboxFile {
    OutboxFile(
      path: "/home/meera/\(name)", name: name, kind: kind, format: "x/y", size: size)
  }
}

extension Bench {
  /// Answers the last question about files.
  mutating func judge(_ verdicts: [FileVerdict]) {
    for case .inspectFiles(_, let request) in effects.reversed() {
      run(.inspected(request: request, verdicts))
      return
    }
  }
}

@Suite struct FilesTests {
  private func writing() -> Bench {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    _ = bench.take()
    return bench
  }

  private func attach(_ files: [OutboxFile], to bench: inout Bench) {
    for file in files {
      bench.press("Ctrl+X a")
      bench.type("/x")
      bench.press("Enter")
      bench.judge([.fits(file)])
    }
  }

  private func names(_ bench: Bench) -> [String] {
    bench.state.composer?.attachments.map(\.name) ?? []
  }

  // MARK: Taken off and brought back

  @Test func backspaceInAnEmptyReplyTakesTheLastFileOffAndUndoBringsItBack() {
    var bench = writing()
    attach([.leaf, .file("b.mp3", .audio, 9)], to: &bench)
    #expect(names(bench) == ["leaf.jpg", "b.mp3"])
    bench.press("Backspace")
    #expect(names(bench) == ["leaf.jpg"])
    #expect(bench.said == "b.mp3 stays behind. Ctrl+_ brings it back.")
    bench.press("Ctrl+_")
    #expect(names(bench) == ["leaf.jpg", "b.mp3"])
    bench.type("a")
    bench.press("Backspace")
    #expect(names(bench) == ["leaf.jpg", "b.mp3"], "that took the letter")
  }

  @Test func controlCClearsTextAndFilesAndUndoBringsBothBack() {
    var bench = writing()
    attach([.leaf, .file("b.mp3", .audio, 9)], to: &bench)
    bench.type("see these")
    bench.press("Ctrl+C")
    #expect(bench.state.composer?.isEmpty == true)
    #expect(bench.said == "Cleared the text and 2 files. Ctrl+_ brings both back.")
    bench.type("x")
    bench.press("Ctrl+_ Ctrl+_")
    #expect(bench.state.composer?.editor.text == "see these")
    #expect(names(bench) == ["leaf.jpg", "b.mp3"])
  }

  @Test func theWordsSayWhatWasCleared() {
    var bench = writing()
    bench.type("a")
    bench.press("Ctrl+C")
    #expect(bench.said == "Cleared the text. Ctrl+_ brings it back.")
    attach([.leaf], to: &bench)
    bench.press("Ctrl+C")
    #expect(bench.said == "1 file stays behind. Ctrl+_ brings it back.")
    bench.press("Ctrl+_")
    #expect(names(bench) == ["leaf.jpg"])
    #expect(bench.said == nil, "the way that it named has been gone")
  }

  @Test func whatWasSaidOfOneReplyDoesNotFollowIntoAnother() {
    var bench = writing()
    bench.type("a")
    bench.press("Ctrl+C")
    #expect(bench.said?.hasPrefix("Cleared") == true)
    bench.press("Ctrl+N")
    #expect(bench.said == nil)
  }

  @Test func filesThatWentDoNotComeBack() {
    var bench = writing()
    attach([.leaf], to: &bench)
    bench.press("Ctrl+C Ctrl+_")
    _ = bench.take()
    bench.press("Enter")
    guard
      case .client(.send(_, _, _, let request))? = bench.take().first(where: { effect in
        if case .client(.send) = effect { true } else { false }
      })
    else {
      Issue.record("nothing was sent")
      return
    }
    bench.client(.accepted(request: request, ["e1"]))
    bench.press("Ctrl+_")
    #expect(names(bench) == [])
  }

  // MARK: Judged when chosen

  @Test func atMostFiveOfAKindGoWithOneReply() {
    var bench = writing()
    attach((1...5).map { .file("\($0).jpg", .image, 1) }, to: &bench)
    attach([.file("1.mp3", .audio, 1)], to: &bench)
    #expect(names(bench).count == 6)
    attach([.file("6.jpg", .image, 1)], to: &bench)
    #expect(names(bench).count == 6)
    guard let prompt = bench.state.overlay as? PathPrompt else {
      Issue.record("the prompt is gone")
      return
    }
    #expect(prompt.problem?.hasPrefix("At most 5 pictures") == true)
  }

  @Test func theFilesOfADraftAreLookedAtWhenItsConversationOpens() {
    var bench = Bench()
    bench.seed()
    let draft = Draft(text: "see", attachments: ["/gone.jpg"], editedAt: bench.now)
    bench.client(.draft("lakshmi", draft))
    bench.press("Enter")
    bench.judge([.missing(path: "/gone.jpg")])
    #expect(
      bench.state.composer?.attachments.first?.judgement
        == .refused("there is no file /gone.jpg"))
    bench.press("Enter Enter")
    #expect(bench.said == "Not sent: there is no file /gone.jpg.")
    #expect(bench.state.composer?.editor.text == "see")
  }

  // MARK: Pasted paths

  @Test(arguments: [
    ("/home/meera/leaf.jpg", [["/home/meera/leaf.jpg"]]),
    ("'/home/meera/my leaf.jpg' ", [["/home/meera/my leaf.jpg"]]),
    ("\"/home/meera/my leaf.jpg\"\n", [["/home/meera/my leaf.jpg"]]),
    (
      "/home/meera/my\\ leaf\\(1\\).jpg",
      [["/home/meera/my leaf(1).jpg"], ["/home/meera/my\\ leaf\\(1\\).jpg"]]
    ),
    ("/home/meera/my leaf.jpg", [["/home/meera/my leaf.jpg"]]),
    ("file:///home/meera/my%20leaf.jpg", [["/home/meera/my leaf.jpg"]]),
    ("FILE://localhost/tmp/%E0%A4%AA.png", [["/tmp/प.png"]]),
    ("~/a.png '/b c.png'", [["~/a.png", "/b c.png"], ["~/a.png '/b c.png'"]]),
    ("file:///a.png\r\nfile:///b.png\r\n", [["/a.png", "/b.png"]]),
    ("look at /a.png", []), ("/", []), ("a/b.png", []), ("https://example.org/a.png", []),
    ("file://%", []), ("", []),
  ])
  func droppedPathsAreRead(text: String, readings: [[String]]) {
    #expect(PastedPaths.readings(of: text) == readings)
  }

  @Test func aPastedPathOffersToAttachTheFileInsteadOfTheText() {
    var bench = writing()
    bench.type("here: ")
    bench.run(.paste("'/home/meera/leaf.jpg' "))
    #expect(bench.effects.contains(.inspectFiles([["/home/meera/leaf.jpg"]], request: 1)))
    #expect(bench.state.composer?.editor.text == "here: '/home/meera/leaf.jpg' ")
    bench.judge([.fits(.leaf)])
    guard let question = bench.state.overlay as? Question else {
      Issue.record("nothing was offered")
      return
    }
    #expect(question.question == "Attach leaf.jpg (800 kB) to the reply to Lakshmi?")
    bench.wait(1)
    bench.press("y")
    #expect(bench.state.composer?.editor.text == "here: ")
    #expect(names(bench) == ["leaf.jpg"])
  }

  @Test func severalDroppedFilesAreAttachedTogetherOrStayAsText() {
    var bench = writing()
    bench.run(.paste("/home/meera/leaf.jpg\n/home/meera/b.mp3\n"))
    bench.judge([.fits(.leaf), .fits(.file("b.mp3", .audio, 9))])
    bench.press("n")
    #expect(names(bench) == [])
    #expect(bench.state.composer?.editor.text == "/home/meera/leaf.jpg\n/home/meera/b.mp3\n")
    bench.press("Ctrl+C")
    bench.effects = []
    bench.run(.paste("/home/meera/leaf.jpg\n/home/meera/b.mp3\n"))
    bench.judge([.fits(.leaf), .fits(.file("b.mp3", .audio, 9))])
    bench.wait(1)
    bench.press("y")
    #expect(names(bench) == ["leaf.jpg", "b.mp3"])
    #expect(bench.state.composer?.editor.isEmpty == true)
  }

  @Test func aPastedPathThatIsNoFileOrNoneThatGoesStaysText() {
    var bench = writing()
    bench.run(.paste("/etc/nothing"))
    bench.judge([.missing(path: "/etc/nothing")])
    #expect(bench.state.overlay == nil)
    bench.run(.paste("/home/meera/notes.txt"))
    bench.judge([.refused(path: "/home/meera/notes.txt", reason: "notes.txt is empty.")])
    #expect(bench.state.overlay == nil)
    #expect(bench.said == "Pasted as text: notes.txt is empty.")
    #expect(bench.state.composer?.editor.text == "/etc/nothing/home/meera/notes.txt")
  }
}

/// A conversation that is somebody else's.
@Suite struct ColleaguesChatTests {
  private func watching(
    _ role: Role = .support, isKeptOut: Bool = false
  ) -> Bench {
    var bench = Bench(role: role)
    bench.seed()
    bench.press("4 G")
    while bench.state.list.cursor != "gurpreet" { bench.press("k") }
    bench.press("Enter")
    bench.timeline(
      [bench.message("m1", from: "farmer-gurpreet")], in: "gurpreet",
      freshness: isKeptOut || role == .support ? .polled : .live, isKeptOut: isKeptOut)
    _ = bench.take()
    return bench
  }

  @Test func itIsSaidWhoseItIsBeforeALetterIsTyped() {
    let bench = watching()
    #expect(bench.state.writingProblem == "Ravi's chat: only Ravi or an admin can write")
    #expect(
      watching(.admin, isKeptOut: true).state.writingProblem
        == "Ravi's chat: T takes it over, then you can write")
    #expect(watching(.admin).state.writingProblem == nil)
    #expect(
      watching(.admin).state.writingRemark
        == "Ravi's chat: you write as an admin; T takes it over")
  }

  /// Each makes the chat one that is not live for the admin.
  static let notLive: [(name: String, happens: @Sendable (inout Bench) -> Void)] = [
    ("opening", { _ in }),
    ("read from this disk", { $0.timeline([], in: "gurpreet", freshness: .cached(nil)) }),
    ("polled", { $0.timeline([], in: "gurpreet", freshness: .polled) }),
    (
      "link down",
      { bench in
        bench.client(.link(.offline(reason: "no network", retryAt: nil)))
        bench.timeline([], in: "gurpreet", freshness: .polled)
      }
    ),
    ("sign-in ended", { $0.client(.signInNeeded(reason: "the token expired")) }),
  ]

  @Test(arguments: notLive.indices)
  func anAdminWritesThereWhateverBecomesOfTheLink(place: Int) {
    let (name, happens) = Self.notLive[place]
    var bench = Bench(role: .admin)
    bench.seed()
    while bench.state.list.cursor != "gurpreet" { bench.press("k") }
    bench.press("i")
    happens(&bench)
    #expect(bench.state.writingProblem == nil, "\(name)")
    #expect(
      bench.state.writingRemark == "Ravi's chat: you write as an admin; F4 gives it to you",
      "\(name)")
    bench.type("the seed has come")
    bench.wait(1)
    _ = bench.take()
    bench.press("Enter")
    #expect(
      bench.take().contains(
        .client(.send("gurpreet", text: "the seed has come", files: [], request: 1))), "\(name)")
    bench.client(.accepted(request: 1, []))
    #expect(bench.state.composer?.isEmpty == true, "\(name)")
  }

  @Test func anAdminWhoTypesAtOnceIsNotToldThatTheChatIsLoading() {
    var bench = Bench(role: .admin)
    bench.seed()
    while bench.state.list.cursor != "gurpreet" { bench.press("k") }
    bench.wait(1)
    bench.type("it is here")
    #expect(bench.state.openID == "gurpreet")
    #expect(bench.state.waitsToOpen)
    bench.wait(1)
    bench.type(".")
    #expect(!bench.state.waitsToOpen)
    #expect(bench.take().contains(.client(.open("gurpreet"))))
  }

  @Test func noCommandOfThePaletteIsDeniedToAnAdminThere() {
    var bench = Bench(role: .admin)
    bench.seed()
    while bench.state.list.cursor != "gurpreet" { bench.press("k") }
    bench.press(":")
    guard let palette = bench.state.overlay as? Palette else {
      Issue.record("no palette")
      return
    }
    let details = palette.picker.items.filter { ["reply", "attach"].contains($0.label) }
      .map(\.detail)
    #expect(details.count == 2)
    #expect(!details.contains { $0.hasPrefix("not ") })
  }

  @Test func typingThereSendsNothingAndLosesNothing() {
    var bench = watching()
    bench.press("i")
    #expect(bench.said == "Ravi's chat: only Ravi or an admin can write.")
    bench.wait(1)
    bench.type("hello")
    _ = bench.take()
    bench.press("Enter")
    bench.press("Enter")
    #expect(!bench.take().contains { if case .client(.send) = $0 { true } else { false } })
    #expect(bench.state.composer?.editor.text == "hello")
    #expect(bench.said == "Not sent, and kept here. Ravi's chat: only Ravi or an admin can write.")
    bench.press("Ctrl+X a")
    #expect(bench.state.overlay == nil)
  }

  private func offers(_ bench: Bench) -> Set<Command> { Set(bench.state.hints.map(\.command)) }

  @Test func whatWouldBeRefusedThereIsNotOffered() {
    var bench = watching()
    #expect(offers(bench).isDisjoint(with: [.reply, .send, .attach]))
    #expect(offers(bench).isSuperset(of: [.openMedia, .saveMedia, .copy, .status]))
    bench.press("i")
    #expect(offers(bench).isDisjoint(with: [.reply, .send, .attach]))
    bench.press("Esc")
    #expect(bench.state.focus == .list)
    #expect(!offers(bench).contains(.reply))
    bench.type("hm hm")
    #expect(
      bench.said
        == "That looks like text. "
        + "Ravi's chat: only Ravi or an admin can write.")
    bench.wait(1)
    bench.run(.paste("one"))
    guard let preview = bench.state.overlay as? PastePreview else {
      Issue.record("no preview")
      return
    }
    #expect(preview.title == "PASTED, AND SENT NOWHERE")
    let admin = watching(.admin)
    #expect(offers(admin).isSuperset(of: [.reply, .reassign]))
  }

  @Test func aStatusThatTheServerWouldRefuseIsNotOffered() {
    var bench = watching()
    var extent = TimelineExtent(problem: "Access denied", freshness: .cached(nil))
    extent.isForbidden = true
    bench.client(
      .timeline(TimelineUpdate(conversationID: "gurpreet", isReset: true, extent: extent)))
    #expect(offers(bench).isDisjoint(with: [.status, .openMedia, .saveMedia, .copy]))
    bench.press("s")
    #expect(bench.state.overlay == nil)
    #expect(bench.said == "Ravi's chat: only Ravi or an admin changes its status.")
    bench.run(.perform(.palette))
    bench.type("status closed")
    bench.wait(1)
    bench.press("Enter")
    bench.wait(1)
    #expect(!bench.take().contains { if case .client(.setStatus) = $0 { true } else { false } })
    #expect(bench.said == "Ravi's chat: only Ravi or an admin changes its status.")
  }

  @Test func whatFailedThereGoesBackIntoTheReplyWithoutAPromise() {
    var bench = watching()
    bench.client(.outbox([bench.entry("e1", to: "gurpreet", "one", .failed("Access denied"))]))
    bench.press("E")
    bench.wait(1)
    #expect(bench.state.composer?.editor.text == "one")
    #expect(
      bench.said
        == "Back in the reply to Gurpreet. Ravi's chat: only Ravi or an admin can write.")
  }

  @Test func anEmptyChatHasNothingToOpenSaveOrCopy() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    bench.timeline([], reachesStart: true)
    bench.press("Shift+Tab")
    #expect(offers(bench).contains(.reply))
    #expect(offers(bench).isDisjoint(with: [.openMedia, .saveMedia, .copy]))
  }

  @Test func aRefusalOfTheServerIsToldByWhoseTheChatIsAndKeepsTheRow() {
    var bench = watching()
    var extent = TimelineExtent(problem: "Access denied", freshness: .cached(nil))
    extent.isForbidden = true
    bench.client(.timeline(TimelineUpdate(conversationID: "gurpreet", extent: extent)))
    #expect(
      bench.state.viewingProblem == "Ravi's chat: the server shows it only to Ravi and admins.")
    #expect(bench.rows.contains("gurpreet"))
    #expect(bench.state.openID == "gurpreet")
  }

  @Test func myOwnConversationTakesMessages() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    #expect(bench.state.writingProblem == nil)
    #expect(bench.state.viewingProblem == nil)
  }
}
