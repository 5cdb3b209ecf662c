// What was sent and stays here for a while, so that it can be taken back.

package import ChatModel
package import Foundation
import Sentences
import TextGrid

extension DeskState {
  /// How many seconds each of the open conversation's messages still stays here.
  package func holds(now: Date) -> [OutboxID: Int] {
    var holds: [OutboxID: Int] = [:]
    for entry in timeline?.entries ?? [] { holds[entry.id] = hold(of: entry, now: now) }
    return holds
  }

  /// How many seconds a message still stays here; nil where it does not.
  package func hold(of entry: OutboxEntry, now: Date) -> Int? {
    guard entry.isHeld(at: now) else { return nil }
    return entry.heldUntil.map { Int($0.timeIntervalSince(now).rounded(.up)) }
  }

  private func heldEntries(now: Date) -> [OutboxEntry] {
    acceptance.sorted(outbox.values.filter { $0.isHeld(at: now) })
  }

  /// The one that was sent last.
  func heldEntry(now: Date) -> OutboxEntry? {
    heldEntries(now: now).last
  }

  /// The countdown says another number then.
  func holdDeadline(now: Date) -> Date? {
    guard !outbox.isEmpty else { return nil }
    return heldEntries(now: now).compactMap(\.heldUntil).map { end in
      let left = end.timeIntervalSince(now)
      return end.addingTimeInterval(1 - left.rounded(.up))
    }.filter { $0 > now }.min()
  }

  /// Says how long a message can still be taken back.
  mutating func tellHold(of id: ConversationID, now: Date) {
    let seconds = Int(configuration.sendHold)
    guard seconds > 0 else { return }
    // What was taken back goes again.
    if statusLine?.text == wordsForTakenBack(id) { statusLine = nil }
    hint(
      "It goes to \(name(of: id)) in \(seconds) s; \(key: .takeBackSend) takes it back.", about: id,
      now: now)
  }

  /// Asks for what was sent last and still waits: its text and its files, if any.
  mutating func takeBackSend(now: Date) {
    guard let last = heldEntry(now: now) else {
      let words =
        configuration.sendHold > 0
        ? said("No message waits any more.")
        : said("A message goes at once; send_undo makes it wait.")
      return refuse(words, now: now)
    }
    let id = last.conversationID
    let whole = heldEntries(now: now).filter {
      $0.conversationID == id && $0.createdAt == last.createdAt
    }
    var draft = composers[id] ?? Composer()
    draft.put(back: whole)
    emit(.client(.takeBackSend(id, whole.map(\.id), leaving: draft.draft(now: now))))
    hint(said("Taking back the message to \(name(of: id))…"), about: id, now: now)
  }

  /// They are out of the outbox: what was written in them stands before what was typed since.
  mutating func putBack(_ entries: [OutboxEntry], in id: ConversationID, now: Date) {
    drop(entries.map(\.id))
    var composer = composers[id] ?? Composer()
    composer.put(back: entries)
    composer.makeOurs(at: now)
    composers[id] = composer
    saveDraft(id, now: now)
    confirm(wordsForTakenBack(id), about: id, now: now)
  }

  private func wordsForTakenBack(_ id: ConversationID) -> String {
    Sanitizer.sentence(said("Taken back, and not sent: it is in the reply to \(name(of: id))."))
  }
}

extension Composer {
  fileprivate mutating func put(back entries: [OutboxEntry]) {
    var files: [Attachment] = []
    for entry in entries {
      switch entry.body {
      case .file(let file): files.append(Attachment(file))
      case .text(let text):
        let since = editor.text
        editor.setText(since.isEmpty ? text : text + "\n" + since)
        editor.moveCursor(to: text.utf8.count)
      }
    }
    attachments = files + attachments
  }
}
