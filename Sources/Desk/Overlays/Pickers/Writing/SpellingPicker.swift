import ChatModel
import Foundation
import Sentences
import TextGrid

/// What a word of the reply may have been meant to be, as a dictionary suggests.
package struct SpellingPicker: PickerOverlay {
  package enum Choice: Hashable, Sendable {
    case word(String)
    /// It is right, from now on.
    case keep
  }

  let conversationID: ConversationID
  let word: String
  /// Where it stands in the reply, in bytes.
  let range: Range<Int>
  let language: String
  let request: Int
  package internal(set) var picker: Picker<Choice>

  func hints(on desk: DeskState) -> [(Command, String)] {
    [(.accept, said("take")), (.cancel, said("close"))]
  }

  mutating func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    guard let selected = picker.selected else {
      desk.hint(said("No suggestion reads so."), now: now)
      return .stays
    }
    desk.dropOverlay()
    switch selected.choice {
    case .keep: desk.keepWord(word, now: now)
    case .word(let new): desk.correct(range, from: word, to: new, in: conversationID, now: now)
    }
    return .settled
  }
}

extension DeskState {
  /// Offers what the word under the cursor may be.
  mutating func openSpelling(now: Date) {
    guard let id = openID, focus == .composer, let composer = composers[id] else {
      return refuse(
        "The spelling is that of a word in the reply: \(key: .reply) goes there.", now: now)
    }
    let cursor = composer.editor.cursor
    let words = CheckedWord.words(of: composer.editor.text)
    guard
      let word = words.first(where: {
        $0.range.lowerBound <= cursor && cursor <= $0.range.upperBound
      })
        ?? misspelt.last(where: { $0.upperBound <= cursor })
        .flatMap({ range in words.first { $0.range == range } })
    else { return refuse(said("There is no word under the cursor."), about: id, now: now) }
    guard let language = dictionaryToAsk(about: word, in: id, now: now) else { return }
    if spelling.isRight(word.key, in: language) == true {
      return hint(said("“\(word.text)” is right, says \(language)."), about: id, now: now)
    }
    spelling.requests += 1
    var picker = Picker<SpellingPicker.Choice>(
      title: said("“\(Sanitizer.oneLine(word.text))” in \(language)"), items: [])
    picker.explain(said("Asking the dictionary…"))
    open(
      SpellingPicker(
        conversationID: id, word: word.text, range: word.range, language: language,
        request: spelling.requests, picker: picker))
    emit(.suggestSpelling(word.key, language: language, request: spelling.requests))
  }

  /// The dictionary of a word; says why there is none.
  private mutating func dictionaryToAsk(
    about word: CheckedWord, in id: ConversationID, now: Date
  ) -> String? {
    switch spelling.dictionaries {
    case .unknown, .lookedFor:
      wantDictionaries()
      hint(
        said("The dictionaries are being looked for; once more in a moment."), about: id, now: now)
    case .none(let problem): hint(problem.ended, about: id, now: now)
    case .found(let names):
      if let found = dictionary(for: word.script, in: id)?.name { return found }
      if spellingChoice(in: id) == .off {
        hint(
          "The spelling is not checked here; \(key: .spelling) chooses a dictionary.", about: id,
          now: now)
      } else {
        hint(
          """
          No dictionary in force here has “\(Sanitizer.oneLine(word.text))”; \(key: .spelling) \
          chooses among \(names.joined(separator: ", ")).
          """, about: id, now: now)
      }
    }
    return nil
  }

  /// What the dictionary suggests; nothing for a word that is right.
  mutating func noteSuggestions(_ suggestions: [String], isRight: Bool, for request: Int) {
    guard let open = overlay as? SpellingPicker, open.request == request else { return }
    let keep = Picker<SpellingPicker.Choice>.Item(
      .keep, label: said("add “\(Sanitizer.oneLine(open.word))” to my words"),
      detail: said("kept on this computer"))
    let items = suggestions.map { Picker.Item(SpellingPicker.Choice.word($0), label: $0) }
    let words =
      isRight
      ? said("It is right, says \(open.language).")
      : suggestions.isEmpty ? said("\(open.language) suggests nothing.") : nil
    changeOverlay(SpellingPicker.self) { overlay in
      overlay.picker.replace(isRight ? [] : items + [keep])
      if let words { overlay.picker.explain(words) }
    }
  }

  /// The word is right, whatever dictionaries say.
  fileprivate mutating func keepWord(_ word: String, now: Date) {
    keep(LocalChange(.word(CheckedWord.key(word).lowercased()), .word))
    hint(
      said("“\(Sanitizer.oneLine(word))” is one of your words now; it \(localPlace)."),
      about: openID,
      now: now)
  }

  fileprivate mutating func correct(
    _ range: Range<Int>, from word: String, to new: String, in id: ConversationID, now: Date
  ) {
    guard id == openID, let editor = composers[id]?.editor,
      range.upperBound <= editor.text.utf8.count,
      editor.text[editor.index(range.lowerBound)..<editor.index(range.upperBound)] == word
    else { return hint(said("The reply is another by now; nothing was changed."), now: now) }
    let cursor = editor.cursor
    editComposer(now: now) { composer in
      let place = composer.editor.index(range.lowerBound)..<composer.editor.index(range.upperBound)
      composer.editor.replace(place, with: new, as: .other)
      // Who stood behind the word still does.
      if cursor > range.upperBound {
        composer.editor.moveCursor(to: cursor + new.utf8.count - word.utf8.count)
      }
    }
  }
}
