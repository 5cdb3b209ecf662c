// What is said in words: once in the status line, and kept in the log.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension Sanitizer {
  /// A sentence of ours that ends with one full stop, also where a name brings its own.
  package static func sentence(_ text: String) -> String {
    let text =
      text.contains("।") ? text.replacing(".।", with: ".").replacing("।।", with: "।") : text
    guard text.contains("..") else { return text }
    return text.replacing("...", with: "…").replacing("..", with: ".")
  }

  /// Foreign words as a part of a sentence of ours, which ends with a full stop of its own.
  package static func clause(_ text: String) -> String {
    oneLine(text).clause
  }
}

extension DeskState {
  /// The last thing worth saying; nil once it has been read or has grown old.
  package internal(set) var statusLine: LogEntry? {
    get {
      guard var entry = notices.statusLine, !(entry.isOfPanes && overlay != nil) else { return nil }
      if entry.isOfView, focus != .list { return nil }
      if let sentence = entry.sentence { entry.text = words(of: sentence) }
      return entry
    }
    set { notices.statusLine = newValue }
  }
  package internal(set) var log: NoticeLog {
    get { notices.log }
    set { notices.log = newValue }
  }

  /// Says something and logs it. Names in `text` must be sanitized already.
  mutating func say(
    _ severity: Notice.Severity, _ text: String, about id: ConversationID? = nil, now: Date
  ) {
    notices.say(Self.entry(severity, text, about: id, now: now))
  }

  /// The same with keys in it, which are always those of where the focus is.
  mutating func say(
    _ severity: Notice.Severity, _ sentence: Sentence, about id: ConversationID? = nil, now: Date
  ) {
    notices.say(entry(severity, sentence, about: id, now: now))
  }

  /// Says what of a change of many was not done.
  mutating func sayOutcome(_ sentence: Sentence, now: Date) {
    var entry = entry(.warning, sentence, about: nil, now: now)
    entry.isOutcome = true
    notices.say(entry)
  }

  /// Tells of another identity, which is not shown.
  mutating func sayNew(for name: String, number: Int, now: Date) {
    guard let command = Command(rawValue: "identity-\(number)") else {
      return say(.info, said("Something new for \(name)."), now: now)
    }
    say(.info, "Something new for \(name): \(key: command) goes there.", now: now)
  }

  /// Keeps something in the log, and leaves the status line as it is.
  mutating func log(_ severity: Notice.Severity, _ sentence: Sentence, now: Date) {
    notices.log.append(entry(severity, sentence, about: nil, now: now))
  }

  mutating func log(_ severity: Notice.Severity, _ text: String, now: Date) {
    notices.log.append(Self.entry(severity, text, about: nil, now: now))
  }

  /// Says something that is only worth the moment; about a conversation, while that one is open.
  mutating func hint(_ text: String, about id: ConversationID? = nil, now: Date) {
    if !coversConfirmation(now) { ask(text, about: id, now: now) }
  }

  /// Says something of the view that is shown, until another one is.
  mutating func hint(ofView text: String, now: Date) {
    guard !coversConfirmation(now) else { return }
    var entry = Self.entry(.info, text, about: nil, now: now)
    entry.isOfView = true
    notices.ask(entry)
  }

  mutating func hint(_ sentence: Sentence, about id: ConversationID? = nil, now: Date) {
    guard !coversConfirmation(now) else { return }
    var entry = entry(.info, sentence, about: id, now: now)
    entry.isFleeting = id != nil
    entry.isOfPanes = overlay == nil && sentence.namesKeys
    notices.ask(entry)
  }

  /// A change was confirmed just now, in the place of a hint. Lines all stay where they are.
  private func coversConfirmation(_ now: Date) -> Bool {
    configuration.commandWords.isEmpty && notices.isConfirming(now)
  }

  /// Says what the next key is to answer.
  mutating func ask(_ text: String, about id: ConversationID? = nil, now: Date) {
    var entry = Self.entry(.info, text, about: id, now: now)
    entry.isFleeting = id != nil
    notices.ask(entry)
  }

  /// Says why what a key means cannot be done.
  mutating func refuse(_ text: String, about id: ConversationID? = nil, now: Date) {
    input.isRefused = true
    hint(text, about: id, now: now)
  }

  mutating func refuse(_ sentence: Sentence, about id: ConversationID? = nil, now: Date) {
    input.isRefused = true
    hint(sentence, about: id, now: now)
  }

  /// Says by name what has changed at the server.
  mutating func confirm(_ text: String, about id: ConversationID, now: Date) {
    notices.confirm(Self.entry(.info, text, about: id, now: now))
  }

  mutating func confirm(_ sentence: Sentence, about id: ConversationID, now: Date) {
    notices.confirm(entry(.info, sentence, about: id, now: now))
  }

  private func entry(
    _ severity: Notice.Severity, _ sentence: Sentence, about id: ConversationID?, now: Date
  ) -> LogEntry {
    var entry = Self.entry(severity, words(of: sentence), about: id, now: now)
    entry.sentence = sentence
    return entry
  }

  private static func entry(
    _ severity: Notice.Severity, _ text: String, about id: ConversationID?, now: Date
  ) -> LogEntry {
    LogEntry(
      at: now, severity: severity, text: Sanitizer.sentence(text), conversationID: id)
  }

  /// People rely on the server. The top row says so; lines have none.
  mutating func noteProduction(_ clause: String, now: Date) {
    configuration.production = clause
    if !configuration.commandWords.isEmpty { say(.info, clause.ended, now: now) }
  }

  /// Says what others found out; their words are foreign.
  mutating func say(_ notice: Notice, now: Date) {
    if notice.severity != .info { statistics.isFetching = false }
    let words = Sanitizer.oneLine(notice.text)
    let name = notice.conversationID.flatMap { conversations[$0] }.map { self.name(of: $0) }
    // Most say themselves whom they are about.
    let told = name.map { words.contains($0) ? words : "\($0): \(words)" } ?? words
    say(notice.severity, told, about: notice.conversationID, now: now)
  }

  /// What came of a refresh, after what else was found out with it.
  mutating func endRefresh(_ words: String, failed: Bool = false, now: Date) {
    guard notices.endsRefresh() else { return }
    if failed { say(.warning, words, now: now) } else { hint(words, now: now) }
  }

  /// The key for a command where the focus is, for sentences; its name when there is none.
  func key(_ command: Command, in context: Keymap.Context) -> String {
    configuration.commandWords[command]
      ?? configuration.keymap.keys(for: command, in: context) ?? ":" + command.rawValue
  }
}
