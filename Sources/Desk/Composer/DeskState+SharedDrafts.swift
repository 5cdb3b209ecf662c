// Several desks of one person share their drafts. Each shows what another has left, not what is just
// being written there nor what has been sent; what was typed here stays, unless it is what was sent.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  /// A draft of another desk is put into the open reply when nobody has written for so long, in
  /// seconds.
  static let draftRest: TimeInterval = 5

  /// What the disk or another program has; what was written here is newer.
  mutating func note(_ draft: Draft?, for id: ConversationID, now: Date) {
    guard composers[id]?.pending == nil else { return }
    composers[id]?.offered = nil
    let draft = draft.flatMap { isSent($0, to: id) ? nil : $0 }
    if draft == nil { takeOffFound(in: id, now: now) }
    if let composer = composers[id], composer.isOurs {
      guard !composer.isDirty else { return }
      if !composer.isEmpty { return takeOver(draft, composer, id, now: now) }
    }
    if let draft, isBeingWritten(draft, for: id, now: now) {
      composers[id, default: Composer()].offered = draft
    } else {
      show(draft, for: id)
    }
  }

  private mutating func show(_ draft: Draft?, for id: ConversationID) {
    var composer = draft.map { Composer($0) }
    composer?.rest()
    composer?.found = draft
    composers[id] = composer
    if id == openID { inspectDraft(id) }
  }

  /// Another program has changed what was written here and is on the disk.
  private mutating func takeOver(
    _ draft: Draft?, _ composer: Composer, _ id: ConversationID, now: Date
  ) {
    let isSame = draft.map {
      $0.text == composer.editor.text && $0.attachments == composer.attachments.map(\.path)
    }
    switch (isSame, composer.isSuperseded) {
    case (let isSame?, _): composers[id]?.isSuperseded = !isSame
    case (nil, false) where isSent(composer, to: id): takeAway(id, now: now)
    case (nil, let isSuperseded):
      // Their text went, not this one: it goes to the disk again.
      composers[id]?.isSuperseded = false
      composers[id]?.isAstray = !isSuperseded
      composers[id]?.isDirty = true
      saveDraft(id, now: now)
    }
  }

  private mutating func takeAway(_ id: ConversationID, now: Date) {
    composers[id]?.editor.setText("")
    composers[id]?.attachments = []
    composers[id]?.isAstray = false
    composers[id]?.rest()
    guard id == openID else { return }
    hint(
      said(
        """
        What you wrote to \(name(of: id)) was sent in another window; \
        \(key(.undo, in: .composer)) brings it back.
        """), about: id, now: now)
  }

  /// What was found here has been sent or discarded elsewhere: what was typed after it stays.
  private mutating func takeOffFound(in id: ConversationID, now: Date) {
    guard let composer = composers[id], composer.isOurs, let found = composer.found,
      composer.goesOn(with: found)
    else { return }
    let rest = String(Substring(composer.editor.text.utf8.dropFirst(found.text.utf8.count)))
    composers[id]?.editor.setText(rest)
    composers[id]?.attachments.removeAll { found.attachments.contains($0.path) }
    composers[id]?.found = nil
    composers[id]?.isDirty = true
    guard id == openID else { return saveDraft(id, now: now) }
    hint(
      said("What stood before your text was sent or discarded in another window."), about: id,
      now: now)
  }

  // MARK: What was sent

  /// What has been sent from another desk is not written here any longer.
  mutating func takeOffSent(now: Date) {
    for (id, composer) in composers.sorted(by: { $0.key < $1.key }) where composer.pending == nil {
      if let draft = composer.offered, isSent(draft, to: id) { composers[id]?.offered = nil }
      if let found = composer.found, isSent(found, to: id) {
        if composer.isOurs { takeOffFound(in: id, now: now) } else { show(nil, for: id) }
      } else if composer.isAstray, isSent(composer, to: id) {
        takeAway(id, now: now)
        composers[id]?.isDirty = true
        saveDraft(id, now: now)
      }
    }
  }

  private func isSent(_ draft: Draft, to id: ConversationID) -> Bool {
    isSent(draft.text, draft.attachments, to: id, since: draft.editedAt)
  }

  private func isSent(_ composer: Composer, to id: ConversationID) -> Bool {
    isSent(
      composer.editor.text, composer.attachments.map(\.path), to: id,
      since: composer.editedAt ?? .distantPast)
  }

  /// Whether what was written then has been accepted since, at whichever desk.
  private func isSent(
    _ text: String, _ files: [String], to id: ConversationID, since written: Date
  ) -> Bool {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty || !files.isEmpty else { return false }
    let bodies = outbox.values.filter { $0.conversationID == id && $0.createdAt >= written }
      .map(\.body)
    let isTextSent = text.isEmpty || bodies.contains(.text(text)) || hasArrived(text, id, written)
    return isTextSent
      && files.allSatisfy { path in
        bodies.contains { if case .file(let file) = $0 { file.path == path } else { false } }
      }
  }

  /// So many of the newest messages are looked at.
  private static let newest = 20

  private func hasArrived(_ text: String, _ id: ConversationID, _ written: Date) -> Bool {
    var messages: [Message] = []
    if id == openID, let timeline, timeline.extent.reachesNewest {
      messages = timeline.order.suffix(Self.newest).compactMap { timeline.messages[$0.id] }
    } else if let last = conversations[id]?.conversation.lastMessage.value {
      messages = [last]
    }
    return messages.contains { message in
      message.sender.id == me?.userID && message.time >= serverTime(written)
        && message.content?.trimmingCharacters(in: .whitespacesAndNewlines) == text
    }
  }

  // MARK: What is being written

  /// Whether somebody is writing at this moment, there or here. What was left before this program
  /// started is not.
  private func isBeingWritten(_ draft: Draft, for id: ConversationID, now: Date) -> Bool {
    guard id == openID, let startedAt, draft.editedAt > startedAt else { return false }
    return restsAt(draft, composers[id]) > now
  }

  private func restsAt(_ draft: Draft, _ composer: Composer?) -> Date {
    let here = composer?.isOurs == true ? composer?.editedAt : nil
    return max(draft.editedAt, here ?? .distantPast).addingTimeInterval(Self.draftRest)
  }

  /// When another desk's draft is shown in the open reply.
  var offeredDeadline: Date? {
    guard let openID, let composer = composers[openID], let draft = composer.offered else {
      return nil
    }
    return restsAt(draft, composer)
  }

  mutating func showRestedDraft(now: Date) {
    guard let openID, let due = offeredDeadline, due <= now else { return }
    showOffered(openID)
  }

  /// Shows another desk's draft if one waits for that.
  mutating func showOffered(_ id: ConversationID) {
    guard let composer = composers[id], let draft = composer.offered else { return }
    composers[id]?.offered = nil
    if composer.isEmpty { show(draft, for: id) }
  }
}
