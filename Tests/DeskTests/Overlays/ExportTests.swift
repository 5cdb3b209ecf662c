import ChatModel
import Foundation
import Testing

@testable import Desk

@Suite struct ExportPromptTests {
  @Test func theOpenConversationIsWrittenWhereThePersonSays() {
    var bench = writing()
    bench.press("Esc g e")
    #expect(
      bench.take().contains(.proposeExport(named: "Lakshmi 2025-11-18.html")))
    bench.run(.proposedExport("/home/meera/Lakshmi.html"))
    #expect((bench.state.overlay as? PathPrompt)?.path.text == "/home/meera/Lakshmi.html")
    bench.wait(1)
    _ = bench.take()
    bench.press("Enter")
    #expect(
      bench.take().contains(
        .export(["lakshmi"], path: "/home/meera/Lakshmi.html", me: Bench.me)))
    #expect(bench.state.overlay == nil)
    #expect(bench.said?.contains("the chat with Lakshmi") == true)
  }

  @Test func aNameThatIsNoFormatIsRefusedInASentence() {
    var bench = writing()
    bench.press("Esc g e")
    bench.run(.proposedExport("/home/meera/Lakshmi.html"))
    for _ in 0..<4 { bench.press("Backspace") }
    bench.press("p d f")
    bench.wait(1)
    bench.press("Enter")
    let prompt = bench.state.overlay as? PathPrompt
    #expect(prompt?.problem == "The name's ending is the format: .html, .txt, .md, .json.")
    #expect(!bench.take().contains { if case .export = $0 { true } else { false } })
  }
}
