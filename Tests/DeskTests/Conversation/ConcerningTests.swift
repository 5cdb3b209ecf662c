import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

/// Whom a key concerns: the row in the list, the line in the details, else the open conversation.
@Suite struct ConcerningTests {
  private let photo = Media(id: "p", name: "leaf.jpg", kind: .image, url: "http://h/leaf.jpg")

  private func desk() -> Bench {
    var bench = Bench()
    bench.seed()
    bench.client(
      .conversations([
        bench.summary("lakshmi", waits: 47, phone: "+919821045724"),
        bench.summary("ramesh", waits: 12, phone: "+919000012345"),
      ]))
    bench.press("Enter")
    bench.timeline([
      bench.message("m1", ago: 9, "see https://example.org/help."),
      bench.message("m2", ago: 8, media: photo),
    ])
    bench.press("Esc")
    _ = bench.take()
    return bench
  }

  @Test func inTheListThePhoneNumberOfTheRowIsCopied() {
    var bench = desk()
    bench.press("j y")
    #expect(bench.take() == [.copy("+919000012345")])
    #expect(bench.said == "The phone number of Ramesh was sent to the terminal.")
    bench.press("j y")
    #expect(bench.take().isEmpty)
    #expect(bench.said == "No phone number of Sita is known.")
  }

  @Test func inTheListTheNewestFileOfTheRowIsOpenedFromTheDisk() {
    var bench = desk()
    bench.press("j o")
    #expect(bench.said == "Looking for the newest file of Ramesh.")
    bench.timeline([bench.message("x1", from: "farmer-ramesh", media: photo)], in: "ramesh")
    #expect(bench.take() == [.openExternally(photo)])
    #expect(bench.said == "Opening leaf.jpg from Ramesh.")
    bench.press("S")
    bench.timeline([bench.message("x2", from: "farmer-ramesh")], in: "ramesh")
    #expect(bench.said == "No file of Ramesh is known here; Enter opens the conversation.")
    #expect(bench.state.openID == "lakshmi")
  }

  @Test func aWordThatBeganWithTheKeyOpensNothingLater() {
    var bench = desk()
    bench.press("j")
    bench.type("our")
    bench.timeline([bench.message("x1", from: "farmer-ramesh", media: photo)], in: "ramesh")
    bench.wait(2)
    #expect(bench.take().isEmpty)
  }

  @Test func theDetailsHaveACursorAndItsLineIsCopiedOrOpened() {
    var bench = desk()
    bench.press("F9 y")
    #expect(bench.take() == [.copy("+919821045724")])
    #expect(bench.said == "The phone number of Lakshmi was sent to the terminal.")
    bench.press("Enter")
    #expect(bench.take().isEmpty)
    #expect(bench.state.focus == .details)
    bench.press("j y")
    #expect(bench.take() == [.copy("farmer-lakshmi")])
    bench.press("j o")
    #expect(bench.take() == [.openExternally(photo)])
    bench.press("j Enter")
    #expect(bench.take() == [.openAddress("https://example.org/help")])
    #expect(bench.said == "Opening https://example.org/help of the chat with Lakshmi.")
    bench.press("y j j j y")
    #expect(
      bench.take() == [.copy("https://example.org/help"), .copy("https://example.org/help")])
    bench.press("g g")
    #expect(bench.state.detailsItem == .phone("+919821045724"))
  }

  @Test func tabComesToTheComposerLast() {
    var bench = desk()
    bench.run(.resized(.init(columns: 160, rows: 50)))
    var seen: [Focus] = []
    for _ in 0..<4 {
      bench.press("Tab")
      seen.append(bench.state.focus)
    }
    #expect(seen == [.messages, .details, .composer, .list])
  }
}
