// Text that comes at once: pasted, or committed by an input method.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  /// Takes several characters of one read: text, unless they only move, are a sequence of keys, or
  /// begin by opening a place that is typed into.
  mutating func typeAtOnce(_ text: String, now: Date) {
    returnToDraft()
    let context = keyContext
    let keys: [Key] = text.map { .character($0) }
    guard let first = keys.first else { return }
    let opens =
      first.typed?.isLetter == false && opensField(match(translated(first), in: context))
    if context.isText || !configuration.guardsTyping || opens
      || areCommands(keys.map { translated($0) }, in: context)
    {
      input.isBurst = keys.count > 1
      for key in keys { press(key, now: now) }
      input.isBurst = false
      if keys.count > 1 { offerEmoji() }
    } else {
      misplace(isFirst: input.typing.recognise(at: now), now: now)
    }
  }

  private func opensField(_ match: Keymap.Match) -> Bool {
    match == .command(.palette) || match == .command(.filter)
  }

  /// Movements, and sequences of several keys, are no words (`g g`, `g d`).
  private func areCommands(_ keys: [Key], in context: Keymap.Context) -> Bool {
    var begun = pendingKeys
    for key in keys {
      begun.append(key)
      switch configuration.keymap.match(begun, in: context) {
      case .command(let command) where command.isMovement || begun.count > 1: begun = []
      case .prefix: break
      default: return false
      }
    }
    return true
  }

  mutating func paste(_ text: String, now: Date) {
    pendingKeys = []
    dropHeld(now: now)
    input.typing.end()
    guard !text.isEmpty else { return }
    returnToDraft()
    let context = keyContext
    if context == .composer {
      let lines = text.trimmingCharacters(in: .newlines).split(
        separator: "\n", omittingEmptySubsequences: false
      ).count
      var inserted = ""
      editComposer(now: now) { composer in
        let start = composer.editor.cursor
        composer.editor.insert(text, as: .other)
        let end = composer.editor.cursor
        if start < end {
          inserted = String(
            composer.editor.text[composer.editor.index(start)..<composer.editor.index(end)])
        }
        if lines > 1 { composer.holdsPastedLines = true }
      }
      let readings = PastedPaths.readings(of: text)
      if let id = openID, !inserted.isEmpty, !readings.isEmpty {
        inspect(readings, for: .paste(id, text: inserted))
      }
      if lines > 1 {
        hint(
          said("\(lines) lines pasted. They are shown once more before they go."), about: openID,
          now: now
        )
      }
    } else if context.isText {
      insert(text.trimmingCharacters(in: .whitespacesAndNewlines), as: .other, now: now)
    } else if overlay == nil {
      let isRefused = target.flatMap { conversations[$0] }.map { writingProblem(in: $0) != nil }
      let way =
        isRefused == true
        ? "" : said(" · \(key(.cancel, in: .pager)), then \(key(.reply, in: .list)) writes a reply")
      open(
        PastePreview(
          title: said("PASTED, AND SENT NOWHERE") + way, text: text, conversationID: nil))
    } else {
      hint(said("Nothing takes a paste here."), now: now)
    }
  }
}
