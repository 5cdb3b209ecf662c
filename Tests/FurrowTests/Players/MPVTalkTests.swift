import Foundation
import Testing

@testable import furrow

/// What is made of the lines that mpv says, wherever they are cut.
@Suite struct MPVTalkTests {
  private static let lines =
    #"{"event":"property-change","id":1,"name":"duration","data":42.5}"# + "\n"
    + #"{"event":"property-change","id":2,"name":"pause","data":true}"# + "\n"
    + #"{"request_id":3,"error":"success","data":7.25}"# + "\n"
    + #"{"event":"end-file","reason":"eof"}"# + "\n"

  @Test func whereverTheLinesAreCutTheySayTheSame() {
    let bytes = Array(Self.lines.utf8)
    for cut in bytes.indices {
      var talk = MPVTalk()
      _ = talk.ask(at: 0)
      let news = talk.take(bytes[..<cut]) + talk.take(bytes[cut...])
      #expect(news == [.changed, .changed, .changed, .ended], "cut at \(cut)")
      #expect(talk.position == 7.25 && talk.length == 42.5 && talk.isPaused)
      #expect(talk.askedAt == nil)
    }
  }

  @Test func itIsAskedOnceUntilItAnswers() {
    var talk = MPVTalk()
    #expect(
      String(decoding: talk.ask(at: 5), as: UTF8.self)
        == #"{"command":["get_property","time-pos"],"request_id":3}"# + "\n")
    #expect(talk.askedAt == 5)
    #expect(talk.ask(at: 6).isEmpty)
    // Not open yet: an answer, too.
    #expect(talk.take(Array("{\"request_id\":3,\"error\":\"property unavailable\"}\n".utf8)) == [])
    #expect(talk.askedAt == nil)
  }

  @Test(arguments: [
    "1e999", "-1", "\"x\"", "null", "[]", "{}", "1e300", "true", "99999999999999999999999",
  ])
  func aNumberThatIsNoTimeIsNone(data: String) {
    var talk = MPVTalk()
    _ = talk.ask(at: 0)
    let lines =
      "{\"event\":\"property-change\",\"name\":\"duration\",\"data\":\(data)}\n"
      + "{\"request_id\":3,\"data\":\(data)}\n"
    _ = talk.take(Array(lines.utf8))
    #expect(talk.length == nil && talk.position == 0)
  }

  @Test(arguments: ["", "[]", "7", "x", "{", "\u{0}", "{}", "{\"request_id\":\"3\"}"])
  func whatIsNoLineOfMpvEndsIt(line: String) {
    var talk = MPVTalk()
    let news = talk.take(Array((line + "\n").utf8))
    #expect(news == [.failed("it answers what it may not")])
  }

  @Test func aLineWithoutAnEndIsNotKept() {
    var talk = MPVTalk()
    var news: [MPVTalk.News] = []
    for _ in 0..<100 where news.isEmpty { news = talk.take(repeatElement(0x20, count: 1024)) }
    #expect(news == [.failed("it answers what it may not")])
  }

  @Test func eventsOfLaterVersionsAreNoRubbish() {
    var talk = MPVTalk()
    #expect(talk.take(Array("{\"event\":\"new-thing\",\"x\":[1]}\n".utf8)) == [])
    #expect(!talk.hasMoved)
    #expect(talk.take(Array("{\"event\":\"playback-restart\"}\n".utf8)) == [])
    #expect(talk.hasMoved)
  }
}
