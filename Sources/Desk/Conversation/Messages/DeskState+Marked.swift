// Several messages at once: marked one by one or as a range, copied together, quoted.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  /// What is marked in the open conversation, with a range that goes up to the chosen message.
  package var markedItems: Set<TimelineItem.ID> {
    messages.hasMarks ? messages.marks.union(openRange) : []
  }

  /// The keys that mark are about messages.
  var marksMessages: Bool { focus != .list || isFarmer }

  private var openRange: [TimelineItem.ID] {
    guard let timeline, let from = messages.rangeFrom, let first = timeline.index(of: from) else {
      return []
    }
    let last = messages.selection.flatMap { timeline.index(of: $0) } ?? first
    return (min(first, last)...max(first, last)).compactMap { timeline.item(at: $0)?.id }
  }

  // MARK: Marking

  /// The chosen message; where none is, the newest that can be seen is chosen first.
  private mutating func chosenForMarks(now: Date) -> TimelineItem.ID? {
    if messages.selection == nil { moveInMessages(.up) }
    guard let id = messages.selection, timeline?.item(id) != nil else {
      refuse(said("There is no message to mark."), now: now)
      return nil
    }
    return id
  }

  mutating func markMessage(now: Date) {
    guard let id = chosenForMarks(now: now) else { return }
    if messages.marks.remove(id) == nil { messages.marks.insert(id) }
    sayMarkedMessages(now: now)
  }

  /// The first press begins at the chosen message, the next marks all up to where one then is.
  mutating func markMessages(now: Date) {
    if messages.rangeFrom != nil {
      messages.marks.formUnion(openRange)
      messages.rangeFrom = nil
      return sayMarkedMessages(now: now)
    }
    guard let id = chosenForMarks(now: now) else { return }
    messages.rangeFrom = id
    hint("From here: move, and \(key: .markRange) marks up to there.", about: openID, now: now)
  }

  private mutating func sayMarkedMessages(now: Date) {
    let count = markedItems.count
    guard count > 0 else { return hint(said("Nothing is marked."), about: openID, now: now) }
    hint(
      """
      \(count) marked: \(key: .copy) copies, \(key: .quote) quotes, \(key: .cancel) drops the marks.
      """, about: openID, now: now)
  }

  mutating func dropMessageMarks(now: Date) {
    messages.marks = []
    messages.rangeFrom = nil
    notices.dropHint(besides: nil)
  }

  /// The marked ones that are here, from the oldest.
  private var markedInOrder: [TimelineItem] {
    guard let timeline else { return [] }
    return markedItems.compactMap { timeline.index(of: $0) }.sorted()
      .compactMap { timeline.item(at: $0) }
  }

  // MARK: Copying

  /// Copies what is marked, with names and times.
  mutating func copyMarked(now: Date) {
    let items = markedInOrder
    guard !items.isEmpty else {
      return refuse(said("What was marked is no longer loaded here."), about: openID, now: now)
    }
    let gone = markedItems.count - items.count
    let text = items.map { item in
      let head = "\(moment(item))  \(speaker(of: item)): "
      return head + words(of: item).replacing("\n", with: "\n    ")
    }
    messages.marks = []
    messages.rangeFrom = nil
    let what = items.count == 1 ? said("A message") : said("\(items.count) messages")
    let whom = openID.map { name(of: $0) } ?? ""
    let rest = gone == 0 ? "" : said(" (\(gone) more that were marked are no longer loaded here)")
    copy(
      text.joined(separator: "\n"), said("\(what) of the chat with \(whom)\(rest)"),
      isSeveral: items.count > 1, now: now)
  }

  /// "2025-11-18 14:02", as in an export.
  private func moment(_ item: TimelineItem) -> String {
    let date = time(of: item)
    guard date != .distantPast else { return said("no time known") }
    let style = Date.ISO8601FormatStyle(timeZone: configuration.timeZone)
    return date.formatted(style.year().month().day()) + " " + clock(date)
  }

  private func speaker(of item: TimelineItem) -> String {
    switch item {
    case .message(let message), .removed(let message):
      if let id = message.sender.id, id == me?.userID { return ownName ?? said("me") }
      return senderName(of: message, in: openSummary?.conversation) ?? said("somebody")
    case .entry: return said("\(ownName ?? said("me")) (not sent yet)")
    case .note: return said("note")
    }
  }

  private func words(of item: TimelineItem) -> String {
    switch item {
    case .message(let message):
      let file = message.media.value.map { "[\(title(of: $0))]" }
      return [file, message.content].compactMap { $0 }.filter { !$0.isEmpty }
        .joined(separator: "\n")
    case .removed: return said("[removed]")
    case .entry(let entry):
      switch entry.body {
      case .text(let text): return text
      case .file(let file): return "[\(Sanitizer.oneLine(file.name))]"
      }
    case .note(let note): return note.text
    }
  }

  // MARK: Quoting

  /// So many lines of one message are quoted, and so many characters of a line.
  private static let quoted = (lines: 6, characters: 300)

  /// Puts the marked messages, else the chosen one, as quoted lines where the cursor of the reply
  /// stands, and the cursor below them.
  mutating func quote(now: Date) {
    guard let id = openID, let timeline else {
      return refuse(said("There is no message to quote."), now: now)
    }
    if let problem = writingProblem { return refuse(problem.ended, about: id, now: now) }
    let marked = markedInOrder
    let chosen = messages.selection.flatMap { timeline.item($0) }
    let items = marked.isEmpty ? chosen.map { [$0] } ?? [] : marked
    let quoted = items.filter {
      // A note is sent to nobody, not even as a quotation.
      if case .note = $0 { false } else { true }
    }
    guard !quoted.isEmpty else {
      guard items.isEmpty else {
        return refuse(said("A note stays on this computer; it is not quoted."), about: id, now: now)
      }
      return refuse(
        said("Choose a message first: \(key(.up, in: .messages)) goes up to one."), now: now)
    }
    let names = Set(quoted.map { speaker(of: $0) })
    let lines = quoted.flatMap { item in
      quotation(words(of: item), of: names.count > 1 ? speaker(of: item) : nil)
    }
    messages.marks = []
    messages.rangeFrom = nil
    focus = .composer
    editComposer(now: now) { composer in
      let start = composer.editor.isAtLineStart ? "" : "\n"
      composer.editor.insert(start + lines.joined(separator: "\n") + "\n")
    }
  }

  private func quotation(_ text: String, of speaker: String?) -> [String] {
    let all = text.split(separator: "\n").map { String($0) }.filter {
      !$0.allSatisfy(\.isWhitespace)
    }
    var lines = all.prefix(Self.quoted.lines).map { line in
      line.count > Self.quoted.characters
        ? line.prefix(Self.quoted.characters - 1) + "…" : line
    }
    if all.count > lines.count { lines.append("…") }
    if let speaker, !lines.isEmpty { lines[0] = "\(speaker): \(lines[0])" }
    return lines.map { "> " + $0 }
  }
}
