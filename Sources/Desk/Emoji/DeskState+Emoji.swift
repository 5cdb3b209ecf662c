// Emoji by their names, as one types or from a list of all.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  /// Puts text into the reply. What is typed may be the beginning of an emoji's name, or its end.
  mutating func insertInReply(_ text: String, as change: TextEditor.Change, now: Date) {
    if text == ":", change == .typing, let offer = composer?.offer, let first = offer.choices.first,
      EmojiTable.standard.isName(offer.query, of: first)
    {
      return takeEmoji(first, now: now)
    }
    editComposer(now: now) { $0.editor.insert(text, as: change) }
    // What is pasted is text, and of what comes at once the end alone is looked at.
    if change == .typing, !input.isBurst { offerEmoji() }
  }

  /// Offers what the word before the reply's cursor may mean.
  mutating func offerEmoji() {
    guard overlay == nil, focus == .composer, let openID, composers[openID]?.offer == nil else {
      return
    }
    var composer = composers[openID]
    composer?.offerEmoji(lastUsed: used.texts(.emoji))
    if composer?.offer != nil { composers[openID] = composer }
  }

  /// What a command means while emoji are offered; false when it is about the reply.
  mutating func performInEmojiOffer(_ command: Command, now: Date) -> Bool {
    guard let openID, let offer = composers[openID]?.offer else { return false }
    switch command {
    case .down: composers[openID]?.offer?.move(1)
    case .up: composers[openID]?.offer?.move(-1)
    case .nextPane: takeEmoji(offer.choices[offer.selection ?? 0], now: now)
    case .send:
      guard let selection = offer.selection else { return false }
      takeEmoji(offer.choices[selection], now: now)
    case .cancel:
      composers[openID]?.refusedColon = offer.start
      composers[openID]?.offer = nil
    default: return false
    }
    return true
  }

  /// Puts the emoji where the colon and its name stand.
  private mutating func takeEmoji(_ emoji: Emoji, now: Date) {
    editComposer(now: now) { composer in
      guard let offer = composer.offer else { return }
      composer.offer = nil
      let range = composer.editor.index(offer.start)..<composer.editor.cursorIndex
      composer.editor.replace(range, with: emoji.characters, as: .other)
    }
    noteUsed(emoji, now: now)
  }

  private mutating func noteUsed(_ emoji: Emoji, now: Date) {
    let use = Used(.emoji, emoji.characters, at: now)
    used.note(use)
    emit(.client(.noteUsed(use)))
  }

  // MARK: From the list of all

  mutating func openEmojiPicker(now: Date) {
    guard let target, let summary = conversations[target] else {
      return refuse(said("There is no conversation to reply to."), now: now)
    }
    if let problem = writingProblem(in: summary) {
      return hint(problem.ended, about: target, now: now)
    }
    let lastUsed = used.texts(.emoji)
    let rows = EmojiTable.standard.rows
    let recent = lastUsed.compactMap { text in rows.first { $0.emoji.characters == text } }
    let items = (recent + rows.filter { !lastUsed.contains($0.emoji.characters) }).map { row in
      Picker.Item(
        row.emoji, label: row.emoji.name, detail: row.emoji.characters,
        alias: row.words.joined(separator: " "), exact: row.emoji.name)
    }
    open(
      EmojiPicker(
        conversationID: target,
        picker: Picker(title: said("EMOJI for \(name(of: target))"), items: items, isFuzzy: true)))
  }

  mutating func put(_ emoji: Emoji, into id: ConversationID, now: Date) {
    guard conversations[id] != nil else {
      return hint(said("\(name(of: id)) is gone; nothing was put in."), now: now)
    }
    open(id, now: now)
    focus = .composer
    if let problem = writingProblem { return hint(problem.ended, about: id, now: now) }
    editComposer(now: now) { $0.editor.insert(emoji.characters) }
    noteUsed(emoji, now: now)
  }
}
