// The spelling of what is being written: words are asked about when they are complete, and what is
// not known yet is not marked.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  // MARK: By which dictionary

  func spellingChoice(in id: ConversationID) -> SpellingChoice {
    local.spelling(in: id).flatMap { SpellingChoice($0) } ?? configuration.spelling
  }

  /// The dictionary for words of a script, and whether that is a guess; nil where there is none.
  func dictionary(
    for script: String, in id: ConversationID
  ) -> (name: String, isGuess: Bool)? {
    guard case .found(let names) = spelling.dictionaries else { return nil }
    switch spellingChoice(in: id) {
    case .off: return nil
    case .language(let name):
      return names.contains(name) && WrittenLanguage.script(of: name) == script
        ? (name, false) : nil
    case .auto:
      // Where several languages share a script, the one that most write.
      let alike = names.filter { WrittenLanguage.script(of: $0) == script }
      let name = alike.first { $0.hasPrefix(script + "_") || $0 == script }
      if script == "en" { return name.map { ($0, true) } }
      return (name ?? alike.first).map { ($0, false) }
    }
  }

  // MARK: Asking

  /// Looks for the dictionaries, once.
  mutating func wantDictionaries() {
    guard spelling.dictionaries == .unknown else { return }
    spelling.lookForDictionaries()
    emit(.findDictionaries)
  }

  /// Asks about the words that are new in the open reply.
  mutating func checkSpelling() {
    guard focus == .composer, let id = openID, let composer = composers[id],
      !composer.editor.isEmpty, spellingChoice(in: id) != .off
    else { return }
    let look = Spelling.Look(composers: $composers, local: $local, answers: spelling.answers)
    guard spelling.looked != look else { return }
    let last = spelling.looked
    spelling.looked = look
    if spelling.hasNone { return }
    let editor = composer.editor
    // Letters at its end belong to a word that is not complete, and change no other.
    let onlyGrows =
      last?.isAlike(look) == true && editor.cursor == editor.text.utf8.count
      && editor.text.utf8.starts(with: spelling.text.utf8)
      && Substring(editor.text.utf8.dropFirst(spelling.text.utf8.count)).allSatisfy(\.isLetter)
    spelling.text = editor.text
    if onlyGrows { return }
    spelling.names = namesIn(id)
    let words = judgedWords(of: composer, in: id)
    guard !words.isEmpty else { return }
    wantDictionaries()
    for script in Set(words.map(\.script)).sorted() {
      guard let language = dictionary(for: script, in: id)?.name else { continue }
      let asked = spelling.ask(
        words.filter { $0.script == script }.map(\.key), in: language)
      if !asked.isEmpty { emit(.checkSpelling(asked, language: language)) }
    }
  }

  /// The words of a reply that are to be right, without the one that is being typed.
  private func judgedWords(of composer: Composer, in id: ConversationID) -> [CheckedWord] {
    let editor = composer.editor
    let names = namesIn(id).words
    return CheckedWord.words(of: editor.text).filter { word in
      word.range.upperBound != editor.cursor && !isExempt(word, names)
    }
  }

  /// A participant's name, or a word of the person's own.
  private func isExempt(_ word: CheckedWord, _ names: Set<String>) -> Bool {
    let small = word.key.lowercased()
    let bare = small.hasSuffix("'s") ? String(small.dropLast(2)) : small
    return names.contains(bare) || local.isOwnWord(small)
  }

  /// The words of the participants' names, of the agents' and of mine; those of last time while these
  /// are the same people.
  private func namesIn(_ id: ConversationID) -> Spelling.Names {
    let conversation = conversations[id]?.conversation
    let people = [
      conversation?.farmer.value?.fullName, conversation?.agent.value?.fullName, ownName,
    ]
    let ground = Spelling.Names.Ground(
      conversation: id, people: people.compactMap(\.self), agents: $agents)
    if let names = spelling.names, names.ground == ground { return names }
    let all = ground.people + agents.compactMap(\.participant.fullName)
    return Spelling.Names(
      ground: ground,
      words: Set(all.flatMap { CheckedWord.words(of: $0 + " ").map { $0.key.lowercased() } }))
  }

  // MARK: What is marked

  /// The words of the open reply that no dictionary knows, in bytes of its text.
  package var misspelt: [Range<Int>] {
    guard let id = openID, let composer = composers[id], !composer.editor.isEmpty,
      case .found = spelling.dictionaries, spellingChoice(in: id) != .off
    else { return [] }
    var wrong: [Range<Int>] = []
    for (script, words) in Dictionary(grouping: judgedWords(of: composer, in: id), by: \.script) {
      guard let (language, isGuess) = dictionary(for: script, in: id) else { continue }
      let judged = words.compactMap { word in
        spelling.isRight(word.key, in: language).map { (range: word.range, isRight: $0) }
      }
      let bad = judged.filter { !$0.isRight }
      // Latin letters may be Hindi: what has more wrong words than right ones is not English.
      if !isGuess || bad.count <= judged.count - bad.count { wrong += bad.map(\.range) }
    }
    return wrong.sorted { $0.lowerBound < $1.lowerBound }
  }

  // MARK: Answers

  mutating func note(_ found: SpellingDictionaries, now: Date) {
    spelling.note(found)
    refreshLanguagePicker()
    guard case .language(let name) = configuration.spelling, case .found(let names) = found,
      !names.contains(name)
    else { return }
    say(
      .warning,
      said(
        """
        spelling is \(name), and there is no such dictionary here: there \
        \(names.count == 1 ? said("is") : said("are")) \(names.joined(separator: ", ")).
        """), now: now)
  }

  mutating func noteSpelled(_ verdicts: [String: Bool], in language: String) {
    spelling.note(verdicts, in: language)
  }

  mutating func noteSpellingFailed(_ reason: String, in language: String, now: Date) {
    guard spelling.noteFailure(of: language) else { return }
    let words =
      said(
        """
        Nothing more is checked by the dictionary \(language): \(Sanitizer.clause(reason)).
        """)
    say(.warning, words, now: now)
    changeOverlay(SpellingPicker.self) { $0.picker.explain(words) }
  }
}
