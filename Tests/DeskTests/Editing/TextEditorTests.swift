import SplitMix
import Testing
import TextGrid

@testable import Desk

@Suite struct TextEditorTests {
  private func edit(
    _ text: String, at cursor: Int? = nil, columns: Int = 80, _ commands: Command...
  ) -> TextEditor {
    var editor = TextEditor(text, isMultiline: true)
    if let cursor { editor.moveCursor(to: cursor) }
    for command in commands {
      _ = editor.perform(command, columns: columns, widths: .standard)
    }
    return editor
  }

  private func shown(_ editor: TextEditor) -> String {
    var text = editor.text
    text.insert("|", at: editor.cursorIndex)
    return text
  }

  @Test func aVowelSignJoinsItsConsonantAndTheCursorStandsBehindBoth() {
    var editor = TextEditor()
    editor.insert("क", as: .typing)
    editor.insert("ि", as: .typing)
    #expect(editor.text.count == 1)
    #expect(editor.cursor == editor.text.utf8.count)
  }

  @Test func backspaceTakesAWholeCluster() {
    #expect(edit("नमस्ते", .deleteBack).text == "नम")
    #expect(edit("ok 👩‍🌾", .deleteBack).text == "ok ")
  }

  @Test func insertingBetweenClustersNeverLeavesTheCursorInsideOne() {
    var editor = TextEditor("ि")
    editor.moveCursor(to: 0)
    editor.insert("क", as: .typing)
    #expect(editor.cursor == editor.text.utf8.count)
    editor.moveCursor(to: 1)
    #expect(editor.cursor == editor.text.utf8.count)
  }

  @Test func wordMotionsKnowHindi() {
    #expect(shown(edit("पत्ती पीली है", .wordBack)) == "पत्ती पीली |है")
    #expect(shown(edit("पत्ती पीली है", .wordBack, .wordBack)) == "पत्ती |पीली है")
    #expect(shown(edit("पत्ती पीली है", at: 0, .wordForward)) == "पत्ती| पीली है")
    #expect(edit("पत्ती पीली है", .killWordBack).text == "पत्ती पीली ")
  }

  @Test func controlWCutsToTheLastSpaceAndAltBackspaceToTheLastWord() {
    #expect(edit("see a/b.jpg", .killBlankWordBack).text == "see ")
    #expect(edit("see a/b.jpg", .killWordBack).text == "see a/b.")
  }

  @Test func killsInARowAreYankedAsOneTextInTheirOrder() {
    #expect(edit("one two three", .killWordBack, .killWordBack, .yank).text == "one two three")
    let editor = edit("one two", at: 0, .killWordForward, .killWordForward, .textEnd, .yank)
    #expect(editor.text == "one two")
  }

  @Test func killToEndTakesTheLineEndWhenNothingElseIsLeft() {
    #expect(edit("ab\ncd", at: 1, .killToEnd).text == "a\ncd")
    #expect(edit("ab\ncd", at: 2, .killToEnd).text == "abcd")
    #expect(edit("ab\ncd", .killToStart).text == "ab\n")
  }

  @Test func aTypedWordIsOneStepOfUndo() {
    var editor = TextEditor(isMultiline: true)
    for character in "send one" { editor.insert(String(character), as: .typing) }
    editor.undo()
    #expect(editor.text == "send")
    editor.undo()
    #expect(editor.text.isEmpty)
    editor.undo()
    #expect(editor.text.isEmpty)
  }

  @Test func undoBringsBackWhatWasReplacedAndTheCursor() {
    var editor = edit("keep this", at: 4)
    editor.setText("")
    editor.undo()
    #expect(shown(editor) == "keep| this")
  }

  @Test func upAndDownGoThroughWrappedRowsAndKeepTheColumn() {
    // Rows of 5: "abcd " / "ef " … a short row in between does not lose the column.
    let text = "abcd\nx\nefgh"
    var editor = edit(text, at: 3)
    _ = editor.perform(.down, columns: 5, widths: .standard)
    #expect(shown(editor) == "abcd\nx|\nefgh")
    _ = editor.perform(.down, columns: 5, widths: .standard)
    #expect(shown(editor) == "abcd\nx\nefg|h")
    let wrapped = edit("aaaa bbbb cccc", at: 11, columns: 5, .up)
    #expect(shown(wrapped) == "aaaa b|bbb cccc")
    #expect(shown(edit("aaaa bbbb", at: 1, columns: 5, .up)) == "|aaaa bbbb")
    #expect(shown(edit("aaaa bbbb", at: 6, columns: 5, .down)) == "aaaa bbbb|")
  }

  @Test func transposeExchangesClusters() {
    #expect(edit("teh", .transpose).text == "the")
    #expect(edit("abc", at: 1, .transpose).text == "bac")
    #expect(edit("a", .transpose).text == "a")
    #expect(edit("नि", .transpose).text == "नि")
  }

  @Test func controlCharactersNeverEnterAndLineEndsOnlyWhereThereAreLines() {
    var many = TextEditor(isMultiline: true)
    many.insert("a\r\nb\u{1B}[31m\tc\u{9B}")
    #expect(many.text == "a\nb[31m    c")
    var one = TextEditor()
    one.insert("a\nb\rc")
    #expect(one.text == "a b c")
  }

  @Test func lineEndsMoveByLineNotByText() {
    #expect(shown(edit("ab\ncd\nef", at: 4, .lineStart)) == "ab\n|cd\nef")
    #expect(shown(edit("ab\ncd\nef", at: 4, .lineEnd)) == "ab\ncd|\nef")
  }

  @Test func theCursorIsAlwaysAtTheEdgeOfAClusterWhateverIsPressed() {
    var generator = SplitMix64(seed: 7)
    let pieces = ["क", "ि", "्", "ष", "a", " ", "\n", "👩‍🌾", "\u{200D}", "e", "\u{301}", "🇮🇳"]
    let commands = Command.allCases.filter { $0.section == .writing || $0.section == .moving }
    var editor = TextEditor(isMultiline: true)
    for _ in 0..<4000 {
      if generator.next() % 2 == 0 {
        editor.insert(pieces[Int(generator.next() % UInt64(pieces.count))], as: .typing)
      } else {
        let command = commands[Int(generator.next() % UInt64(commands.count))]
        _ = editor.perform(command, columns: 7, widths: .standard)
      }
      let place = editor.cursorIndex
      #expect(place == editor.text.endIndex || editor.text.indices.contains(place))
      if editor.text.count > 200 { editor.setText("") }
    }
  }
}
