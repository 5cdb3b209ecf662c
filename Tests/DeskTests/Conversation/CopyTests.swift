import ChatModel
import Foundation
import Testing

@testable import Desk

@Suite struct CopyTests {
  private func chosen(_ text: String) -> Bench {
    var bench = writing()
    bench.timeline([bench.message("m1", text)])
    bench.press("Esc Tab k")
    _ = bench.take()
    return bench
  }

  @Test func aMessageWithALinkAndANumberIsCopiedByChoice() {
    let text = "see https://example.org/a or ring 98210 45724"
    for (downs, copied) in [(0, text), (1, "https://example.org/a"), (2, "9821045724")] {
      var bench = chosen(text)
      bench.press("y")
      #expect(bench.state.overlay is CopyPicker)
      bench.wait(1)
      for _ in 0..<downs { bench.press("Down") }
      bench.press("Enter")
      #expect(bench.take().contains(.copy(copied)))
      #expect(bench.state.overlay == nil)
      #expect(bench.said?.contains("the chat with Lakshmi") == true)
    }
  }

  @Test func whatIsOneThingIsCopiedAtOnce() {
    for text in ["good morning", "https://example.org", "9821045724"] {
      var bench = chosen(text)
      bench.press("y")
      #expect(bench.take().contains(.copy(text)) && bench.state.overlay == nil)
    }
  }

  @Test func aNumberIsGivenToTheProgramThatCalls() {
    var bench = chosen("ring +91 98210 45724")
    bench.press("o")
    bench.wait(1)
    #expect(bench.take().contains(.openAddress("tel:+919821045724")))
  }
}
