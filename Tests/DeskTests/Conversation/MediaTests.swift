import ChatModel
import Foundation
import Testing

@testable import Desk

@Suite struct MediaTests {
  private let photo = Media(id: "p", name: "leaf.jpg", kind: .image, url: "/leaf.jpg")
  private let voice = Media(id: "v", kind: .audio, url: "/voice.ogg")

  private func reading(
    _ messages: [Message], _ configuration: DeskConfiguration = DeskConfiguration()
  ) -> Bench {
    var bench = Bench(configuration)
    bench.seed()
    bench.press("Enter")
    bench.timeline(messages)
    bench.press("Esc Shift+Tab")
    bench.state.focus = .messages
    _ = bench.take()
    return bench
  }

  // MARK: Links

  @Test(arguments: [
    ("See https://example.org/help.", ["https://example.org/help"]),
    ("(https://example.org/a)", ["https://example.org/a"]),
    ("https://en.example.org/Rust_(fungus), really", ["https://en.example.org/Rust_(fungus)"]),
    ("HTTPS://Example.org/A?", ["HTTPS://Example.org/A"]),
    ("देखिए https://example.org/पत्ता। धन्यवाद", ["https://example.org/पत्ता"]),
    (
      "<http://a.example> \"http://b.example\" 'http://c.example'",
      ["http://a.example", "http://b.example", "http://c.example"]
    ),
    (
      "[here](https://example.org/x)! and https://example.org/y…",
      ["https://example.org/x", "https://example.org/y"]
    ),
    ("<a href=\"https://example.org/x\">y</a>", ["https://example.org/x"]),
    ("https://example.org/a;b:c?d=e,f#g", ["https://example.org/a;b:c?d=e,f#g"]),
    ("http://[::1]:5000/x]", ["http://[::1]:5000/x"]),
    ("twice https://a.example https://a.example", ["https://a.example"]),
    ("https://example.org/\u{202E}gpj.exe", ["https://example.org/"]),
    ("see www.krishi.gov.in.", ["www.krishi.gov.in"]),
    ("WWW.Example.in/path?a=b, and x", ["WWW.Example.in/path?a=b"]),
    ("https://www.example.in www.b.example", ["https://www.example.in", "www.b.example"]),
    ("www. www.x xwww.a.example me@www.a.example ftp://www.a.example awww...", []),
    ("https:// https://... xhttps://a.example ftp://b.example", []),
  ])
  func aLinkEndsWhereItsSentenceGoesOn(text: String, links: [String]) {
    #expect(Links.addresses(in: text) == links)
  }

  @Test func severalLinksOfAMessageAreAskedAbout() {
    var bench = reading([
      bench0.message("m1", "https://a.example. (https://b.example)")
    ])
    bench.press("k o")
    #expect(bench.take() == [])
    guard let choice = bench.state.overlay as? OpenPicker else {
      Issue.record("nothing was asked")
      return
    }
    #expect(choice.picker.items.map(\.label) == ["https://a.example", "https://b.example"])
    bench.press("Down Enter")
    #expect(bench.take() == [.openAddress("https://b.example")])
    #expect(bench.state.overlay == nil)
    bench.press("o")
    bench.type("zzz")
    bench.press("Enter")
    #expect(bench.take() == [], "nothing matches")
    bench.press("Esc")
    #expect(bench.state.overlay == nil)
  }

  @Test func theFileAndTheLinksOfAMessageAreBothOffered() {
    var message = bench0.message("m1", media: photo)
    message.content = "as on https://a.example"
    var bench = reading([message])
    bench.press("k o Enter")
    #expect(bench.take() == [.openExternally(photo)])
  }

  @Test func theNewestMessagesOwnFileAndLinksComeBeforeAnOlderPicture() {
    var bench = reading([
      bench0.message("m1", ago: 3, media: photo),
      bench0.message("m2", ago: 2, "https://a.example and https://b.example"),
      bench0.message("m3", ago: 1, "thanks"),
    ])
    bench.press("o")
    #expect(bench.take() == [])
    let choice = bench.state.overlay as? OpenPicker
    #expect(choice?.picker.items.map(\.label) == ["https://a.example", "https://b.example"])
    bench.press("Esc")
    bench.timeline([bench.message("m4", ago: 0.5, "https://c.example")])
    bench.press("o")
    #expect(bench.take() == [.openAddress("https://c.example")])
    bench.timeline([bench.message("m5", ago: 0.1, media: voice)])
    bench.press("o")
    #expect(bench.take() == [.openExternally(voice)])
  }

  private var bench0: Bench { Bench() }

  // MARK: Enter

  @Test func enterOnAPictureOpensItAndOnAVoiceNotePlaysIt() {
    var bench = reading([
      bench0.message("m1", ago: 3, media: photo), bench0.message("m2", ago: 2, media: voice),
      bench0.message("m3", ago: 1, "text"),
    ])
    bench.press("k k Enter")
    let wish = PlayWish(media: voice, messageID: "m2", conversationID: "lakshmi", number: 1)
    #expect(bench.take() == [.play(wish)])
    bench.press("k Enter")
    #expect(bench.take() == [.openExternally(photo)])
    #expect(bench.state.focus == .messages)
    bench.press("j j Enter")
    #expect(bench.take() == [])
    #expect(bench.state.focus == .composer)
  }

  // MARK: Without a desktop

  @Test func withoutADesktopTheSentenceNamesTheFileAndTheKeyThatSaves() {
    var configuration = DeskConfiguration()
    configuration.openerProblem = "this desk runs over SSH, without a desktop"
    configuration.playerProblem = "there is no mpv, ffplay or aplay here"
    var bench = reading(
      [
        bench0.message("m1", ago: 3, media: photo), bench0.message("m2", ago: 2, media: voice),
        bench0.message("m3", ago: 1, "https://a.example"),
      ], configuration)
    bench.press("k o")
    #expect(bench.take() == [])
    #expect(bench.said?.contains("https://a.example") == true)
    #expect(bench.said?.contains("over SSH") == true)
    bench.press("k p")
    #expect(bench.take() == [])
    #expect(
      bench.said
        == "S saves it: there is no mpv, ffplay or aplay here, so nothing can play the voice note.")
    bench.press("k o")
    #expect(bench.take() == [])
    #expect(
      bench.said
        == "S saves it: this desk runs over SSH, without a desktop, so nothing can show leaf.jpg.")
  }

  // MARK: Saving

  @Test func savingAsksWhereWithAFreePathProposed() {
    var bench = reading([bench0.message("m1", media: photo)])
    bench.press("S")
    #expect(bench.take() == [.proposePath(photo)])
    bench.run(.proposedPath("/home/meera/Downloads/leaf.jpg", for: photo))
    guard let prompt = bench.state.overlay as? PathPrompt else {
      Issue.record("nothing was asked")
      return
    }
    #expect(prompt.path.text == "/home/meera/Downloads/leaf.jpg")
    #expect(bench.take() == [.completePath("/home/meera/Downloads/leaf.jpg")])
    bench.press("Enter")
    #expect(
      bench.take() == [.save(photo, path: "/home/meera/Downloads/leaf.jpg", replaces: false)])
    #expect(bench.state.overlay == nil)
    #expect(bench.said == "Saving leaf.jpg as /home/meera/Downloads/leaf.jpg.")
  }

  @Test func anAddressWithoutASchemeIsAskedForSafely() {
    var bench = reading([bench0.message("m1", "look at www.krishi.gov.in")])
    bench.press("k o")
    #expect(bench.take() == [.openAddress("https://www.krishi.gov.in")])
  }

  @Test(arguments: [
    ("farmer-lakshmi", "Lakshmi"), ("agent-meera", "you, to Lakshmi"),
    ("agent-ravi", "‹t-ravi›, to Lakshmi"),
  ])
  func aFileIsSaidToBeOfWhoSentIt(sender: String, name: String) {
    var bench = reading([bench0.message("m1", from: sender, media: photo)])
    bench.press("o")
    #expect(bench.said == "Opening leaf.jpg from \(name).")
    bench.press("S")
    #expect((bench.state.overlay as? PathPrompt)?.whose == name)
  }

  @Test func whatIsTypedIsNotOverwrittenByALateProposal() {
    var bench = reading([bench0.message("m1", media: photo)])
    bench.press("S")
    bench.type("/tmp/x")
    bench.run(.proposedPath("/home/meera/leaf.jpg", for: photo))
    bench.wait(0.5)
    _ = bench.take()
    bench.press("Enter")
    #expect(bench.take() == [.save(photo, path: "/tmp/x", replaces: false)])
  }

  @Test func aTypedPathIsTakenByTheFirstEnterAndAWordIsNot() {
    var bench = reading([bench0.message("m1", media: photo)])
    bench.press("S")
    bench.type("/tmp/x\n")
    #expect(bench.take().last == .save(photo, path: "/tmp/x", replaces: false))
    bench.wait(1)
    bench.type("Shukriya\n", every: 0.13)
    #expect(!bench.take().contains { if case .save = $0 { true } else { false } })
    #expect(bench.said == "That came fast after a letter; Enter again takes this path.")
    bench.press("Esc")
    bench.type("S\n", every: 0.1)
    #expect(!bench.take().contains { if case .save = $0 { true } else { false } })
  }

  @Test func whatIsNoMediaIsSavedOnlyAfterAQuestionThatNamesItsType() {
    var bench = reading([bench0.message("m1", media: photo)])
    bench.run(.isNoMedia(photo, "a web page"))
    guard let question = bench.state.overlay as? Question else {
      Issue.record("nothing was asked")
      return
    }
    #expect(question.question.contains("leaf.jpg"))
    #expect(question.detail.contains("a web page"))
    bench.press("n")
    #expect(bench.take() == [])
    bench.run(.isNoMedia(photo, "a web page"))
    bench.wait(1)
    bench.press("y")
    #expect(bench.take() == [.proposePath(photo)])
    guard bench.state.overlay is PathPrompt else {
      Issue.record("it was not asked where")
      return
    }
  }

  @Test func noQuestionAboutAFileComesUpUnderWritingHandsOrForAnotherConversation() {
    var bench = reading([bench0.message("m1", media: photo)])
    bench.state.focus = .composer
    bench.run(.isNoMedia(photo, "a web page"))
    #expect(bench.state.overlay == nil)
    bench.state.focus = .messages
    bench.run(.isNoMedia(voice, "a script"))
    #expect(bench.state.overlay == nil)
  }

  @Test func aFileThatIsThereIsReplacedOnlyByAYes() {
    var bench = reading([bench0.message("m1", media: photo)])
    bench.run(.pathIsTaken("/tmp/x", by: photo))
    guard let question = bench.state.overlay as? Question else {
      Issue.record("nothing was asked")
      return
    }
    #expect(question.question == "Replace /tmp/x?")
    bench.press("n")
    #expect(bench.take() == [])
    #expect(bench.said == "/tmp/x is kept as it was; nothing was saved.")
    bench.run(.pathIsTaken("/tmp/x", by: photo))
    bench.wait(1)
    bench.press("y")
    #expect(bench.take() == [.save(photo, path: "/tmp/x", replaces: true)])
  }
}
