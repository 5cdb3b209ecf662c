import ChatModel
import Foundation
import TextGrid

// What keys do while something lies over the desk. Nothing of what was written below is touched.

extension DeskState {
  mutating func performInOverlay(_ command: Command, now: Date) {
    switch overlay {
    case .help(let help):
      var help = help
      if !page(&help.top, of: help.lines.count, by: command) { return closeOverlay(now: now) }
      overlay = .help(help)
    case .log(var top):
      let rows = log.rows(size, widths: metrics.widths).count
      if !page(&top, of: rows, by: command) { return closeOverlay(now: now) }
      overlay = .log(top: top)
    case .pastePreview(let preview): performInPreview(preview, command, now: now)
    case .statusMenu(let menu): performInMenu(menu, command, now: now)
    case .reassign(let id, var picker):
      if move(&picker, by: command) {
        overlay = .reassign(id, picker)
      } else if command == .accept {
        acceptAgent(id, picker, now: now)
      } else {
        performInField(command, now: now)
      }
    case .theme(var picker):
      if move(&picker, by: command) {
        overlay = .theme(picker)
        theme = picker.selected?.id ?? theme
      } else if command == .accept {
        acceptTheme(picker, now: now)
      } else {
        performInField(command, now: now)
      }
    case .palette(var picker):
      if move(&picker, by: command) {
        overlay = .palette(picker)
      } else if command == .accept {
        acceptPalette(picker, now: now)
      } else {
        performInField(command, now: now)
      }
    case .openChoice(var choice):
      if move(&choice.picker, by: command) {
        overlay = .openChoice(choice)
      } else if command == .accept {
        acceptOpenChoice(choice, now: now)
      } else {
        performInField(command, now: now)
      }
    case .path(let prompt): performInPath(prompt, command, now: now)
    case .signIn(let prompt):
      if command == .accept {
        acceptToken(prompt, now: now)
      } else {
        performInField(command, now: now)
      }
    case .confirm(let question):
      if command == .accept, !memory.isQuiet {
        refuse("That came very fast. Once more, if it was meant.", now: now)
      } else if command == .accept {
        overlay = question.returnsTo.map(Overlay.outbox)
        confirm(question.purpose, now: now)
      } else {
        closeOverlay(now: now)
      }
    case .outbox(let view): perform(command, in: view, now: now)
    case nil: break
    }
  }

  mutating func closeOverlay(now: Date) {
    switch overlay {
    case .theme?:
      theme = memory.themeBefore ?? theme
      memory.themeBefore = nil
    case .signIn? where signInNeeded != nil:
      hint("Not signed in yet; \(key(.signIn, in: .list)) asks again.", now: now)
    case .confirm(let question)?:
      overlay = question.returnsTo.map(Overlay.outbox)
      return
    default: break
    }
    overlay = nil
  }

  private mutating func performInField(_ command: Command, now: Date) {
    switch command {
    case .cancel, .interrupt, .close: closeOverlay(now: now)
    default: editField(now: now) { _ = $0.perform(command, columns: 1000, widths: .standard) }
    }
  }

  /// Changes the one-line text that has the keys, and what depends on it.
  mutating func editField(now: Date, _ change: (inout TextEditor) -> Void) {
    switch overlay {
    case .reassign(let id, var picker):
      if edit(&picker, change) { overlay = .reassign(id, picker) }
    case .theme(var picker):
      guard edit(&picker, change) else { return }
      overlay = .theme(picker)
      theme = picker.selected?.id ?? memory.themeBefore ?? theme
    case .palette(var picker):
      if edit(&picker, change) { overlay = .palette(picker) }
    case .openChoice(var choice):
      if edit(&choice.picker, change) { overlay = .openChoice(choice) }
    case .path(var prompt):
      let text = prompt.path.text
      change(&prompt.path)
      if prompt.path.text != text {
        prompt.completions = []
        prompt.isAnswered = false
        prompt.problem = nil
        prompt.selection = nil
        emit(.completePath(prompt.path.text))
      }
      overlay = .path(prompt)
    case .signIn(var prompt):
      change(&prompt.token)
      prompt.problem = nil
      overlay = .signIn(prompt)
    case nil:
      guard list.filter?.isEditing == true, var editor = list.filter?.editor else { return }
      let text = editor.text
      change(&editor)
      list.filter?.editor = editor
      if editor.text != text { refilter(now: now) }
    default: break
    }
  }

  private func edit(_ picker: inout Picker, _ change: (inout TextEditor) -> Void) -> Bool {
    let text = picker.query.text
    change(&picker.query)
    if picker.query.text != text { picker.filter() }
    return true
  }

  private func move(_ picker: inout Picker, by command: Command) -> Bool {
    let page = max(1, metrics.overlayRows - 1)
    switch command {
    case .up: picker.move(-1)
    case .down, .complete: picker.move(1)
    case .pageUp: picker.move(-page)
    case .pageDown: picker.move(page)
    default: return false
    }
    return true
  }

  /// Moves the first line shown; false when the command is not about moving.
  private func page(_ top: inout Int, of lines: Int, by command: Command) -> Bool {
    let rows = max(1, metrics.overlayRows)
    let last = max(0, lines - rows)
    switch command {
    case .up: top -= 1
    case .down: top += 1
    case .pageUp: top -= max(1, rows - 1)
    case .pageDown: top += max(1, rows - 1)
    case .halfPageUp: top -= max(1, rows / 2)
    case .halfPageDown: top += max(1, rows / 2)
    case .top: top = 0
    case .bottom: top = last
    default: return false
    }
    top = min(max(0, top), last)
    return true
  }

  // MARK: Help and log

  mutating func openHelp() {
    let context = keyContext
    overlay = .help(
      HelpOverlay(context: context, title: context.title, lines: [], top: 0))
    layHelp()
  }

  /// Breaks the lines of the help for the size of the screen.
  mutating func layHelp() {
    guard case .help(var help)? = overlay else { return }
    help.lines = configuration.keymap.help(
      for: help.context, columns: HelpOverlay.columns(size), widths: metrics.widths)
    overlay = .help(help)
  }

  mutating func openLog() {
    let rows = log.rows(size, widths: metrics.widths).count
    overlay = .log(top: max(0, rows - max(1, metrics.overlayRows)))
  }

  // MARK: Previews

  private mutating func performInPreview(
    _ preview: PastePreview, _ command: Command, now: Date
  ) {
    var preview = preview
    let lines = preview.text.utf8.count { $0 == 0x0A } + 1
    if page(&preview.top, of: lines, by: command) {
      overlay = .pastePreview(preview)
      return
    }
    if command == .accept, preview.conversationID != nil, !memory.isQuiet {
      return ask("That came very fast. Once more, if it was meant.", now: now)
    }
    overlay = nil
    if command == .accept, preview.conversationID == openID, openID != nil { submit(now: now) }
  }

  // MARK: Menu

  private mutating func performInMenu(_ menu: StatusMenu, _ command: Command, now: Date) {
    var menu = menu
    switch command {
    case .up: menu.selection = max(0, menu.selection - 1)
    case .down: menu.selection = min(menu.items.count - 1, menu.selection + 1)
    case .accept:
      guard menu.items.indices.contains(menu.selection) else { return closeOverlay(now: now) }
      choose(menu.items[menu.selection], in: menu, now: now)
      return
    default: return closeOverlay(now: now)
    }
    overlay = .statusMenu(menu)
  }

  // MARK: Decisions

  /// Whether an Enter may be the end of a text that was not meant for this picker; says so.
  mutating func isTooSoon(for choice: String, now: Date) -> Bool {
    guard !memory.isQuiet else { return false }
    ask("That came fast after a letter; Enter again takes \(choice).", now: now)
    return true
  }

  private mutating func acceptAgent(_ id: ConversationID, _ picker: Picker, now: Date) {
    if let choice = picker.selected?.label ?? picker.typedChoice, isTooSoon(for: choice, now: now) {
      return
    }
    if let selected = picker.selected {
      overlay = nil
      reassign(id, to: UserID(selected.id), now: now)
    } else if let typed = picker.typedChoice {
      overlay = nil
      reassign(id, to: UserID(typed), now: now)
    } else {
      hint("No agent is called so; an agent's id works too.", now: now)
    }
  }

  private mutating func confirm(_ purpose: Confirmation.Purpose, now: Date) {
    switch purpose {
    case .quit: quit(now: now)
    case .save(let media, let id): askWhere(toSave: media, from: id)
    case .attach(let files, let text, let id): attach(files, instead: text, in: id, now: now)
    case .discardDraft(let id): discardDraft(id, now: now)
    case .replace(let media, let path):
      emit(.save(media, path: path, replaces: true))
      hint("Saving \(title(of: media)) in its place.", now: now)
    case .drop(let id):
      guard let entry = outbox[id], entry.canBeDropped else {
        hint("It has gone out meanwhile.", now: now)
        return
      }
      emit(.client(.drop(id)))
      // Said once the disk has forgotten it. An earlier attempt may have arrived: only what is to
      // come is promised.
      memory.dropping[id] =
        entry.state == .queued
        ? "Dropped: it will not be sent to \(name(of: entry.conversationID))."
        : "Dropped: it will not be sent again to \(name(of: entry.conversationID))."
    }
  }
}
