import ChatModel
import Foundation
import TextGrid

// What is said in words: once in the status line, and kept in the log.

extension Sanitizer {
  /// A sentence of ours that ends with one full stop, also where a name brings its own.
  static func sentence(_ text: String) -> String {
    guard text.contains("..") else { return text }
    return text.replacing("...", with: "…").replacing("..", with: ".")
  }

  /// Foreign words as a part of a sentence of ours, which ends with a full stop of its own.
  package static func clause(_ text: String) -> String {
    let words = oneLine(text)
    return words.hasSuffix(".") && !words.hasSuffix("..") ? String(words.dropLast()) : words
  }
}

extension DeskState {
  /// Says something and logs it. Names in `text` must be sanitized already.
  mutating func say(
    _ severity: Notice.Severity, _ text: String, about id: ConversationID? = nil, now: Date
  ) {
    let text = Sanitizer.sentence(text)
    let entry = LogEntry(at: now, severity: severity, text: text, conversationID: id)
    statusLine = entry
    memory.confirmedAt = nil
    log.append(entry)
  }

  /// Says something that is only worth the moment; about a conversation, while that one is open.
  mutating func hint(_ text: String, about id: ConversationID? = nil, now: Date) {
    if !isConfirming(now) { ask(text, about: id, now: now) }
  }

  /// What was worth the moment in another conversation goes when this one is opened.
  mutating func dropHint(besides id: ConversationID?) {
    if statusLine?.isFleeting == true, statusLine?.conversationID != id { statusLine = nil }
  }

  /// Says what the next key is to answer.
  mutating func ask(_ text: String, about id: ConversationID? = nil, now: Date) {
    statusLine = LogEntry(
      at: now, severity: .info, text: Sanitizer.sentence(text), conversationID: id,
      isFleeting: id != nil)
    memory.confirmedAt = nil
  }

  /// Says why what a key means cannot be done.
  mutating func refuse(_ text: String, about id: ConversationID? = nil, now: Date) {
    memory.isRefused = true
    hint(text, about: id, now: now)
  }

  // MARK: Confirmations

  /// So long no hint takes the place of the confirmation of a change.
  static let confirmationLife: TimeInterval = 3

  /// Says by name what has changed at the server.
  mutating func confirm(_ text: String, about id: ConversationID, now: Date) {
    say(.info, text, about: id, now: now)
    memory.confirmedAt = now
  }

  /// Shows a confirmation again that something else has just covered.
  mutating func confirm(again entry: LogEntry) {
    statusLine = entry
    memory.confirmedAt = entry.at
  }

  func isConfirming(_ now: Date) -> Bool {
    guard statusLine != nil, let at = memory.confirmedAt else { return false }
    return (0..<Self.confirmationLife).contains(now.timeIntervalSince(at))
  }

  /// Says what others found out; their words are foreign.
  mutating func say(_ notice: Notice, now: Date) {
    if notice.severity != .info { isFetchingStatistics = false }
    let words = Sanitizer.oneLine(notice.text)
    let name = notice.conversationID.flatMap { conversations[$0] }.map { self.name(of: $0) }
    // Most say themselves whom they are about.
    let told = name.map { words.contains($0) ? words : "\($0): \(words)" } ?? words
    say(notice.severity, told, about: notice.conversationID, now: now)
  }

  /// The key for a command where the focus is, for sentences; its name when there is none.
  func key(_ command: Command, in context: Keymap.Context) -> String {
    configuration.keymap.keys(for: command, in: context) ?? ":" + command.rawValue
  }

  /// How long the status line keeps a sentence; a failure stays until something else is said.
  static let statusLife: TimeInterval = 10

  var statusExpiry: Date? {
    guard let statusLine, statusLine.severity != .failure, statusLine != memory.refreshing else {
      return nil
    }
    return statusLine.at.addingTimeInterval(Self.statusLife)
  }

  /// What came of a refresh, after what else was found out with it.
  mutating func endRefresh(_ words: String, failed: Bool = false, now: Date) {
    guard memory.refreshing != nil else { return }
    let isOver = statusLine == memory.refreshing
    memory.refreshing = nil
    // What warns of something stays to be read.
    guard isOver || statusLine.map({ $0.severity == .info }) ?? true else { return }
    if failed { say(.warning, words, now: now) } else { hint(words, now: now) }
  }

  /// Takes away what time has made untrue.
  mutating func dropStale(now: Date) {
    if let expiry = statusExpiry, now >= expiry { statusLine = nil }
    for (id, people) in typists where people.values.contains(where: { $0.until <= now }) {
      let left = people.filter { $0.value.until > now }
      typists[id] = left.isEmpty ? nil : left
    }
  }
}
