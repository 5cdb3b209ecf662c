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
    var ring = KillRing()
    for command in commands {
      _ = editor.perform(command, columns: columns, widths: .standard, ring: &ring)
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

  @Test func cuttingToTheStartOfALineTakesTheLineBreakWhereNothingElseStandsBeforeIt() {
    #expect(shown(edit("one\ntwo\n", .killToStart)) == "one\ntwo|")
    #expect(shown(edit("one\ntwo\n", .killToStart, .killToStart)) == "one\n|")
    #expect(shown(edit("one", at: 0, .killToStart)) == "|one")
  }

  @Test(arguments: [
    ("\u{1B}[31mred\u{1B}[0m", "red"), ("a\u{1B}[1;38:2:1;2mb", "ab"), ("\u{9B}4mc", "c"),
    ("\u{1B}]8;;https://k.in\u{1B}\\here\u{1B}]8;;\u{7}", "here"), ("\u{1B}]0;x\u{7}t", "t"),
    ("\u{1B}Pq#1\u{1B}\\p", "p"), ("\u{1B}(Bb", "b"), ("\u{1B}7\u{1B}8s", "s"),
    ("\u{1B}]0;never ends\nmore", "]0;never ends\nmore"), ("\u{1B}[3 🌾", "[3 🌾"),
    ("\u{1B}hello", "hello"), ("[31m", "[31m"), ("end\u{1B}", "end"),
  ])
  func anEscapeSequenceGoesAsAWholeAndWordsStay(_ pasted: String, _ text: String) {
    var editor = TextEditor(isMultiline: true)
    editor.insert(pasted)
    #expect(editor.text == text)
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

  @Test func redoDoesAgainWhatWasUndoneUntilSomethingElseIsDone() {
    var editor = TextEditor(isMultiline: true)
    for character in "send one" { editor.insert(String(character), as: .typing) }
    editor.undo()
    editor.undo()
    editor.redo()
    #expect(shown(editor) == "send|")
    editor.redo()
    #expect(shown(editor) == "send one|")
    editor.redo()
    #expect(editor.text == "send one")
    editor.undo()
    editor.insert("!", as: .typing)
    editor.redo()
    #expect(editor.text == "send!")
  }

  @Test func aWordThatIsDeletedLetterByLetterIsOneStepOfUndo() {
    var editor = edit("पत्ती पीली", .deleteBack, .deleteBack)
    #expect(editor.text == "पत्ती ")
    editor.undo()
    #expect(shown(editor) == "पत्ती पीली|")
    editor = edit("ab cd", at: 0, .deleteForward, .deleteForward, .deleteForward, .deleteForward)
    editor.undo()
    #expect(editor.text == " cd")
    editor.undo()
    #expect(shown(editor) == "|ab cd")
  }

  @Test func everyStepBackAndForthGivesTheSameTextsWholeClustersIncluded() {
    var generator = SplitMix64(seed: 11)
    let pieces = ["क", "ि", "्", "ष", "a", " ", "\n", "👩‍🌾", "\u{200D}", "e", "\u{301}", "🇮🇳", "🇮"]
    let commands: [Command] = [
      .deleteBack, .deleteForward, .killToEnd, .killWordBack, .yank, .yankOlder, .transpose,
      .left, .right, .lineStart, .textEnd,
    ]
    for _ in 0..<200 {
      var editor = TextEditor(isMultiline: true)
      var ring = KillRing()
      for _ in 0..<30 {
        if generator.next() % 2 == 0 {
          editor.insert(pieces[Int(generator.next() % UInt64(pieces.count))], as: .typing)
        } else {
          let command = commands[Int(generator.next() % UInt64(commands.count))]
          _ = editor.perform(command, columns: 7, widths: .standard, ring: &ring)
        }
      }
      let end = Array(editor.text.utf8)
      var texts: [[UInt8]] = []
      while texts.last != Array(editor.text.utf8) || !editor.isEmpty {
        texts.append(Array(editor.text.utf8))
        editor.undo()
      }
      #expect(editor.isEmpty)
      for _ in 0..<40 {
        editor.redo()
        let place = editor.cursorIndex
        #expect(place == editor.text.endIndex || editor.text.indices.contains(place))
      }
      #expect(Array(editor.text.utf8) == end)
    }
  }

  @Test func undoIsBoundedInStepsAndInBytes() {
    var editor = TextEditor(isMultiline: true)
    for _ in 0..<500 { editor.insert("a ", as: .other) }
    for _ in 0..<500 { editor.undo() }
    #expect(editor.text.count == 600)
    let page = String(repeating: "x", count: 400_000)
    editor = TextEditor(isMultiline: true)
    for _ in 0..<5 { editor.insert(page) }
    for _ in 0..<5 { editor.undo() }
    #expect(editor.text.count == 1_200_000)
  }

  @Test func theOneThatWasCutBeforeTakesThePlaceOfWhatWasPutIn() {
    #expect(edit("one two", .killWordBack, .left, .killToStart, .yank).text == "one ")
    let commands: [Command] = [.killWordBack, .left, .killToStart, .yank, .yankOlder]
    var editor = TextEditor("one two", isMultiline: true)
    var ring = KillRing()
    for command in commands {
      _ = editor.perform(command, columns: 80, widths: .standard, ring: &ring)
    }
    #expect(shown(editor) == "two| ")
    _ = editor.perform(.yankOlder, columns: 80, widths: .standard, ring: &ring)
    #expect(shown(editor) == "one| ")
    // Without a yank before it, it is the last but one.
    var other = TextEditor(isMultiline: true)
    _ = other.perform(.yankOlder, columns: 80, widths: .standard, ring: &ring)
    #expect(other.text == "two")
  }

  @Test func cutsInTwoTextsDoNotJoin() {
    var (first, second, ring) = (TextEditor("one two"), TextEditor("three"), KillRing())
    _ = first.perform(.killWordBack, columns: 80, widths: .standard, ring: &ring)
    _ = second.perform(.killWordBack, columns: 80, widths: .standard, ring: &ring)
    _ = first.perform(.killWordBack, columns: 80, widths: .standard, ring: &ring)
    _ = first.perform(.yank, columns: 80, widths: .standard, ring: &ring)
    #expect(first.text == "one ")
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
    var ring = KillRing()
    _ = editor.perform(.down, columns: 5, widths: .standard, ring: &ring)
    #expect(shown(editor) == "abcd\nx|\nefgh")
    _ = editor.perform(.down, columns: 5, widths: .standard, ring: &ring)
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
    many.insert("a\r\nb\u{1B}[31m\tc\u{8}\u{9B}")
    #expect(many.text == "a\nb    c")
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
    var ring = KillRing()
    for _ in 0..<4000 {
      if generator.next() % 2 == 0 {
        editor.insert(pieces[Int(generator.next() % UInt64(pieces.count))], as: .typing)
      } else {
        let command = commands[Int(generator.next() % UInt64(commands.count))]
        _ = editor.perform(command, columns: 7, widths: .standard, ring: &ring)
      }
      let place = editor.cursorIndex
      #expect(place == editor.text.endIndex || editor.text.indices.contains(place))
      if editor.text.count > 200 { editor.setText("") }
    }
  }
}
