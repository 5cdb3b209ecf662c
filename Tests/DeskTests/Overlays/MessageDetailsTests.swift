import ChatModel
import Foundation
import Testing

@testable import Desk

@Suite struct MessageDetailsTests {
  private func values(_ bench: Bench) -> [String: MessageDetails.Fact.Value] {
    guard let overlay = bench.state.overlay as? MessageDetails else { return [:] }
    return Dictionary(
      uniqueKeysWithValues: bench.state.facts(of: overlay.id).map { ($0.label, $0.value) })
  }

  @Test func allTimesAndIdsOfAMessageAreShownAndALineIsCopied() {
    var bench = writing()
    var message = bench.message(
      "m1", from: Bench.me.rawValue, ago: 5, isRead: true,
      media: Media(id: "f1", name: "leaf.jpg", kind: .image, format: "image/jpeg", size: 84_000))
    message.readAt = bench.now - 60
    message.tempID = "t1"
    bench.timeline([message])
    bench.press("Esc Tab k g i")
    let values = values(bench)
    #expect(values["server has it"] == .time(message.time))
    #expect(values["delivered"] == .text("not told"))
    #expect(values["read"] == message.readAt.map(MessageDetails.Fact.Value.time))
    #expect(values["read by"] == .text("Lakshmi"))
    #expect(values["size"] == .text("84 kB, 84000 bytes"))
    #expect(values["file"] == .text("leaf.jpg") && values["temp id"] == .text("t1"))
    bench.press("G y")
    #expect(bench.take().contains(.copy("lakshmi")))
    #expect(bench.said?.contains("“chat id”") == true)
    bench.press("q")
    #expect(bench.state.overlay == nil)
  }

  @Test func theStateOfWhatWaitsIsShown() {
    var bench = writing()
    let entry = OutboxEntry(
      id: "o1", conversationID: "lakshmi", body: .text("hello"), state: .failed("403 no"),
      createdAt: bench.now - 60)
    bench.client(.outbox([entry]))
    bench.press("Esc Tab k g i")
    let values = values(bench)
    #expect(values["state"] == .text("failed: 403 no"))
    #expect(values["handed over"] == .text("not yet") && values["temp id"] == .text("o1"))
  }

  @Test func withoutAChosenMessageASentenceSaysHowToChooseOne() {
    var bench = writing()
    bench.press("Esc Tab g i")
    #expect(bench.state.overlay == nil)
    #expect(bench.said == "Choose a message first: k goes up to one.")
  }
}
