import TerminalIO
import TextGrid
import Testing

/// A line on a terminal whose cursor must not be moved about.
@Suite struct LineEditorTests {
  private func feed(_ editor: inout LineEditor, _ text: String) -> (
    events: [LineEditor.Event], echo: String
  ) { editor.feed(Array(text.utf8)) }

  @Test func aLineIsWholeWhenItsEndCame() {
    var editor = LineEditor()
    #expect(feed(&editor, "na").events.isEmpty)
    #expect(!editor.isEmpty)
    #expect(feed(&editor, "maste\n").events == [.lines(["namaste"])])
    #expect(editor.isEmpty)
  }

  @Test func linesOfOneReadStayTogether() {
    var editor = LineEditor()
    #expect(feed(&editor, "one\ntwo\nthr").events == [.lines(["one", "two"])])
    #expect(feed(&editor, "ee\n").events == [.lines(["three"])])
  }

  @Test func aLetterIsTakenBackWhole() {
    var editor = LineEditor()
    _ = feed(&editor, "aक्षि")
    let echo = feed(&editor, "\u{7F}").echo
    let columns = TextWidth.standard.width(of: "क्षि")
    #expect(echo == String(repeating: "\u{8} \u{8}", count: columns))
    #expect(feed(&editor, "\n").events == [.lines(["a"])])
  }

  @Test func keysThatAreNoLettersAreNoText() {
    var editor = LineEditor()
    let (events, echo) = feed(&editor, "\u{1B}[A\u{1B}OP\u{1}ok\n")
    #expect(events == [.lines(["ok"])])
    #expect(echo == "ok\n")
  }

  @Test func controlCThrowsTheLineAwayAndControlDEndsAnEmptyOne() {
    var editor = LineEditor()
    #expect(feed(&editor, "half\u{3}").events == [.interrupt(hadText: true)])
    #expect(feed(&editor, "x\u{4}").events.isEmpty)
    _ = feed(&editor, "\u{15}")
    #expect(feed(&editor, "\u{4}").events == [.end])
  }

  @Test func bytesThatAreNoTextHarmNobody() {
    var editor = LineEditor()
    let (events, _) = editor.feed([0xFF, 0xC3, 0x0A, 0xF0, 0x9F, 0x0A])
    #expect(events == [.lines(["\u{FFFD}\u{FFFD}", "\u{FFFD}"])])
  }

  @Test func whatATerminalWouldObeyIsEchoedVisibly() {
    for trick in ["\u{9B}2J", "\u{85}", "\u{202E}", "\u{2066}", "\u{E0041}"] {
      var editor = LineEditor()
      let echo = feed(&editor, "a\(trick)b").echo
      #expect(echo == Sanitizer.displayable("a\(trick)b") && !echo.contains(trick))
      // It stands in the line as it came, and is taken back whole.
      let back = feed(&editor, "\u{7F}\u{7F}").echo
      #expect(back.allSatisfy { $0 == "\u{8}" || $0 == " " } && back.contains("\u{8}"))
    }
  }

  @Test func aLetterThatComesInTwoReadsIsEchoedOnce() {
    var editor = LineEditor()
    let letter = Array("क".utf8)
    #expect(editor.feed(Array(letter[..<2])).echo.isEmpty)
    #expect(editor.feed([letter[2], 0x0A]).echo == "क\n")
  }

  @Test func theEndOfTheInputEndsTheLineThatWasBegun() {
    var editor = LineEditor()
    _ = feed(&editor, "quit")
    #expect(editor.end() == [.lines(["quit"]), .end])
  }
}
