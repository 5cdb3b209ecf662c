import Testing
import TextGrid

@testable import TerminalIO

/// What the terminal answers is hostile bytes like any other, and never keys.
struct TerminalReplyTests {
  private let start = ContinuousClock.now
  private static let white = RGB(255, 255, 255)
  private static let replies =
    "\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\\u{1B}[?64;1;2;6;9;15;18;21;22c"

  private func decoder() -> KeyDecoder {
    var decoder = KeyDecoder()
    decoder.awaitReplies(BackgroundInquiry.answers, until: start + .seconds(10))
    return decoder
  }

  @Test(arguments: [
    ("rgb:ffff/ffff/ffff", white), ("rgb:f/f/f", white), ("rgba:ff/ff/ff/80", white),
    ("#ffffff", white), ("rgb:1c1c/1c1c/1c1c", RGB(0x1C, 0x1C, 0x1C)),
    ("rgb:000/800/fff", RGB(0, 128, 255)),
  ])
  func aColourIsReadInEveryForm(text: String, color: RGB) {
    for end in ["\u{7}", "\u{1B}\\"] {
      var decoder = decoder()
      let events = decoder.feed(Array("\u{1B}]11;\(text)\(end)k".utf8), at: start)
      #expect(events == [.reply(.background(color)), .key(.character("k"))])
    }
  }

  @Test(arguments: [
    "rgb:ffff/ffff", "rgb:fffff/f/f", "rgb://", "rgb:g/g/g", "rgb:+f/f/f", "#fffff", "#+fffff",
    "white", "", "rgb:ffff/ffff/ffff;52;c;x", "rgba:ff/ff/ff",
    "rgb:" + String(repeating: "f", count: 5000),
  ])
  func whatIsNoColourAnswersNothing(text: String) {
    var decoder = decoder()
    #expect(
      decoder.feed(Array("\u{1B}]11;\(text)\u{7}k".utf8), at: start) == [.key(.character("k"))])
  }

  @Test(arguments: 0...replies.utf8.count)
  func answersMayBeCutAnywhereAndPause(cut: Int) {
    let bytes = Array(Self.replies.utf8)
    for pause in [Duration.milliseconds(1), .milliseconds(150)] {
      var decoder = decoder()
      var events = decoder.feed(Array(bytes[..<cut]), at: start)
      events += decoder.expire(at: start + pause)
      events += decoder.feed(Array(bytes[cut...]), at: start + pause)
      #expect(
        events == [
          .reply(.background(Self.white)), .reply(.attributes([64, 1, 2, 6, 9, 15, 18, 21, 22])),
        ])
      #expect(decoder.feed([0x6B], at: start + .seconds(1)) == [.key(.character("k"))])
    }
  }

  @Test func answersThatComeByteForByteAreNoKeys() {
    var decoder = decoder()
    var events: [TerminalEvent] = []
    for (index, byte) in Self.replies.utf8.enumerated() {
      events += decoder.feed([byte], at: start + .milliseconds(20 * index))
    }
    #expect(
      events == [
        .reply(.background(Self.white)), .reply(.attributes([64, 1, 2, 6, 9, 15, 18, 21, 22])),
      ])
  }

  @Test(arguments: ["]11;rgb:ffff/ffff/ffff\u{1B}\\", "[?64;1c"])
  func anAnswerWhoseBeginningWasTakenForEscIsStillNoText(rest: String) {
    var decoder = KeyDecoder()
    #expect(decoder.feed([0x1B], at: start) == [])
    #expect(decoder.expire(at: start + .milliseconds(25)) == [.key(.escape)])
    let events = decoder.feed(Array(rest.utf8), at: start + .milliseconds(300))
    #expect(events.count == 1)
    guard case .reply? = events.first else {
      Issue.record("\(events)")
      return
    }
  }

  @Test func escAndABracketThatCameApartAreTwoKeys() {
    for decoder in [KeyDecoder(), decoder()] {
      var decoder = decoder
      var events = decoder.feed([0x1B], at: start)
      events += decoder.feed(Array("]".utf8), at: start + .milliseconds(10))
      events += decoder.expire(at: start + .milliseconds(300))
      #expect(events == [.key(.escape), .key(.character("]"))])
      events = decoder.feed([0x1B], at: start + .seconds(1))
      events += decoder.feed(Array("]".utf8), at: start + .milliseconds(1010))
      events += decoder.feed(Array("]".utf8), at: start + .milliseconds(1020))
      #expect(events == [.key(.escape), .key(.character("]")), .key(.character("]"))])
    }
  }

  @Test func aStringThatNeverEndsTakesNoKeyAfterTwoSeconds() {
    var decoder = decoder()
    #expect(decoder.feed(Array("\u{1B}]11;rgb:".utf8), at: start) == [])
    var typed = 0
    for tick in 1...40 {
      let events = decoder.feed([0x6A], at: start + .milliseconds(100 * tick))
      typed += events.count { $0 == .key(.character("j")) }
    }
    #expect(typed == 21)
  }

  @Test func anotherSequenceEndsAString() {
    var decoder = decoder()
    #expect(decoder.feed(Array("\u{1B}]11;rgb:ff\u{1B}[A".utf8), at: start) == [.key(.up)])
    // Also where the read ends between.
    #expect(decoder.feed(Array("\u{1B}]11;rgb:ff\u{1B}".utf8), at: start) == [])
    #expect(decoder.feed(Array("[A".utf8), at: start) == [.key(.up)])
  }

  @Test func theEnvironmentIsBelievedWhereTheTerminalIsSilent() {
    let black = RGB(0, 0, 0)
    var silent = BackgroundInquiry(fallback: black)
    silent.ask(at: start)
    #expect(silent.background == nil)
    #expect(silent.expire(at: start + .milliseconds(999)) == nil)
    #expect(silent.expire(at: start + .seconds(1)) == black)
    // An answer counts for more, however late.
    #expect(silent.hear(.background(Self.white)) == Self.white)
    #expect(silent.hear(.background(Self.white)) == nil)

    var halfSilent = BackgroundInquiry(fallback: black)
    halfSilent.ask(at: start)
    #expect(halfSilent.hear(.attributes([])) == black)
    #expect(halfSilent.deadline == nil && !halfSilent.isOpen)

    var frank = BackgroundInquiry(fallback: black)
    frank.ask(at: start)
    #expect(frank.hear(.background(Self.white)) == Self.white)
    #expect(frank.hear(.attributes([])) == nil)
    #expect(frank.background == Self.white)

    var unasked = BackgroundInquiry(fallback: nil)
    unasked.skip()
    #expect(unasked.background == nil && unasked.deadline == nil)
  }

  @Test(arguments: [
    ("0;15", white), ("15;0", RGB(0, 0, 0)), ("0;default;15", white), ("15;default", nil),
    ("", nil),
    ("0;16", nil), ("15", nil), ("7;-1", nil),
  ])
  func theColoursOfTheEnvironmentAreRead(pair: String, background: RGB?) {
    #expect(Environment(colorPair: pair).backgroundOfPair == background)
  }
}
