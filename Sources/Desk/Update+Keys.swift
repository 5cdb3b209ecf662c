import ChatModel
import Foundation
import TextGrid

// From a key to a command: the keymap of where one is, sequences, letters that are text, and text
// that was meant for elsewhere.

extension DeskState {
  /// Where keys go now.
  package var keyContext: Keymap.Context {
    switch overlay {
    case .help?, .log?, .pastePreview?: return .pager
    case .statusMenu?: return .menu
    case .reassign?, .theme?, .palette?, .openChoice?: return .picker
    case .path?, .signIn?: return .prompt
    case .confirm?: return .confirm
    case .outbox?: return .outbox
    case nil: break
    }
    switch focus {
    case .list: return list.filter?.isEditing == true ? .filter : .list
    case .messages: return .messages
    case .details: return .details
    case .composer: return .composer
    }
  }

  mutating func press(_ key: Key, now: Date) {
    let context = keyContext
    if judgeHeldChoice(by: key, now: now) { return }
    let keys = pendingKeys + [key]
    let match = configuration.keymap.match(keys, in: context)
    if isMisplaced(key, match, in: context, now: now) { return }
    switch match {
    case .prefix: pendingKeys = keys
    case .command(let command):
      pendingKeys = []
      memory.isByLetter = key.typed?.isLetter == true
      perform(command, now: now)
      memory.isByLetter = false
    case .none:
      let isSequence = !pendingKeys.isEmpty
      pendingKeys = []
      if isSequence {
        if key != .escape { hint("\(Key.describe(keys)) is not bound.", now: now) }
      } else if case .statusMenu(let menu)? = overlay {
        chooseStatus(by: key, in: menu, now: now)
      } else if let typed = key.typed, context.isText {
        insert(String(typed), as: .typing, now: now)
      } else if key != .escape {
        let help = self.key(.help, in: context == .composer ? .composer : .list)
        hint("\(key) does nothing here; \(help) shows the keys.", now: now)
      }
    }
  }

  /// Whether this letter belongs to text typed in the wrong place; says so once.
  private mutating func isMisplaced(
    _ key: Key, _ match: Keymap.Match, in context: Keymap.Context, now: Date
  ) -> Bool {
    guard context == .list || context == .messages || context == .details || context == .outbox,
      let letter = key.typed
    else {
      memory.burst.end()
      return false
    }
    let isMovement =
      if case .command(let command) = match { command.isMovement } else { match == .prefix }
    switch memory.burst.take(letter, isMovement: isMovement, at: now) {
    case .act: return false
    case .swallow(let isFirst):
      pendingKeys = []
      if isFirst { sayMisplaced(now: now) }
      return true
    }
  }

  mutating func sayMisplaced(now: Date) {
    let reply = key(.reply, in: .list)
    let whom = (focus == .list ? list.cursor : openID).map { " to \(name(of: $0))" } ?? ""
    say(
      .warning, "That looks like text; here letters are commands. \(reply) writes a reply\(whom).",
      now: now)
  }

  /// Puts typed or pasted text where the cursor stands.
  mutating func insert(_ text: String, as change: TextEditor.Change, now: Date) {
    switch keyContext {
    case .composer: editComposer(now: now) { $0.editor.insert(text, as: change) }
    default: editField(now: now) { $0.insert(text, as: change) }
    }
  }

  mutating func paste(_ text: String, now: Date) {
    pendingKeys = []
    memory.burst.end()
    guard !text.isEmpty else { return }
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
        hint("\(lines) lines pasted. They are shown once more before they go.", now: now)
      }
    } else if context.isText {
      insert(text.trimmingCharacters(in: .whitespacesAndNewlines), as: .other, now: now)
    } else if overlay == nil {
      let reply = key(.reply, in: .list)
      overlay = .pastePreview(
        PastePreview(
          title: "PASTED, AND SENT NOWHERE · \(reply) writes a reply, then paste", text: text,
          top: 0, conversationID: nil))
    } else {
      hint("Nothing takes a paste here.", now: now)
    }
  }
}

extension Keymap.Context {
  /// Letters that are bound to nothing are text here.
  var isText: Bool {
    switch self {
    case .composer, .filter, .picker, .prompt: true
    default: false
    }
  }
}
