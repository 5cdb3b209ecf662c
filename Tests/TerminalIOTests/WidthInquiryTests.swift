import Testing
import TextGrid

@testable import TerminalIO

/// How the terminal counts columns is asked once, believed where it can be, and never in the way.
struct WidthInquiryTests {
  private let start = ContinuousClock.now
  private static let xterm = [2, 4, 4, 1, 2, 1, 2, 2, 2, 2, 1, 2]

  private func inquiry() -> WidthInquiry {
    var inquiry = WidthInquiry(.standard)
    inquiry.ask(at: start)
    return inquiry
  }

  private func report(_ columns: Int, row: Int = WidthInquiry.row) -> TerminalReply {
    .cursor(row: row, column: columns + 1)
  }

  @Test func theLastAnswerTeaches() {
    var inquiry = inquiry()
    for (index, columns) in Self.xterm.enumerated() {
      let isNews = inquiry.hear(report(columns), at: start + .milliseconds(index))
      #expect(isNews == (index == Self.xterm.count - 1))
    }
    #expect(!inquiry.rules.joinsEmoji && !inquiry.rules.widensSelected)
    #expect(!inquiry.isOpen(at: start + .milliseconds(20)))
    let isNews = inquiry.hear(report(7), at: start)
    #expect(!isNews, "what comes unasked is not listened to")
  }

  @Test func whatComesLateOrInPartChangesNothing() {
    var late = inquiry()
    for columns in Self.xterm {
      let isNews = late.hear(report(columns), at: start + WidthInquiry.patience)
      #expect(!isNews)
    }
    #expect(late.rules == .standard)
    var part = inquiry()
    for columns in Self.xterm.dropLast() { _ = part.hear(report(columns), at: start) }
    #expect(part.rules == .standard)
    part.ask(at: start)
    _ = part.hear(report(2), at: start)
    #expect(part.rules == .standard, "a new question begins anew")
  }

  @Test(arguments: [0, -1, 1, 9_999_999])
  func aTerminalThatLiesTeachesNothing(columns: Int) {
    var inquiry = inquiry()
    for _ in 0..<WidthInquiry.answers {
      let isNews = inquiry.hear(report(columns), at: start)
      #expect(!isNews)
    }
    #expect(inquiry.rules == .standard)
  }

  @Test func theSamplesAreConcealedErasedAndNothingElse() {
    let text = String(decoding: WidthInquiry(.standard).question, as: UTF8.self)
    #expect(text.hasPrefix("\u{1B}[0;8m") && text.hasSuffix("\u{1B}[2;1H\u{1B}[2K\u{1B}[0m"))
    let questions = text.split(separator: "\u{1B}[6n", omittingEmptySubsequences: false).count - 1
    #expect(questions == WidthInquiry.answers)
    #expect(!text.contains("\n"))
  }

  @Test func aReportIsNoKeyAndF3IsNoReport() {
    var decoder = KeyDecoder()
    #expect(
      decoder.feed(Array("\u{1B}[2;5R".utf8), at: start) == [.reply(.cursor(row: 2, column: 5))])
    #expect(
      decoder.feed(Array("\u{1B}[1;2R".utf8), at: start) == [.key(Key(.function(3), .shift))])
    #expect(decoder.feed(Array("\u{1B}[R".utf8), at: start) == [.key(.function(3))])
  }

  @Test(arguments: 0...("\u{1B}[2;5R".utf8.count))
  func aReportMayBeCutAnywhere(cut: Int) {
    let bytes = Array("\u{1B}[2;5R".utf8)
    var decoder = KeyDecoder()
    decoder.awaitReplies(1, until: start + .seconds(10))
    var events = decoder.feed(Array(bytes[..<cut]), at: start)
    events += decoder.feed(Array(bytes[cut...]), at: start + .milliseconds(50))
    #expect(events == [.reply(.cursor(row: 2, column: 5))])
  }

  // MARK: What is reckoned before anything is asked

  @Test func signsAreASCIIWhereTheLocaleOrTheConsoleNeedsIt() {
    let options = TerminalSession.Options()
    func isPlain(_ term: String, _ speaksUTF8: Bool, _ options: TerminalSession.Options) -> Bool {
      Environment(term: term).widths(options, speaksUTF8: speaksUTF8).isPlain
    }
    #expect(!isPlain("xterm-256color", true, options))
    #expect(isPlain("xterm-256color", false, options))
    #expect(isPlain("linux", true, options))
    var wanted = options
    wanted.isPlain = false
    #expect(!isPlain("linux", false, wanted))
  }

  @Test func textFromTheRightIsLeftToTerminalsThatArrangeItUntold() {
    let options = TerminalSession.Options()
    #expect(Environment(term: "xterm").widths(options, speaksUTF8: true).bidi == .arranged)
    var konsole = Environment(term: "xterm-256color")
    konsole.arrangesText = true
    #expect(konsole.widths(options, speaksUTF8: true).bidi == .isolated)
    var off = options
    off.bidi = BidiTreatment.none
    #expect(konsole.widths(off, speaksUTF8: true).bidi == .none)
  }
}
