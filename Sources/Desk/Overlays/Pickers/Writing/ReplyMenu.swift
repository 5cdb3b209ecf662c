package import ChatModel
package import Foundation
import Sentences

/// The canned replies, found by name, words, tags or shortcut, the last used first, with a look at
/// what each would say.
package struct ReplyMenu: PickerOverlay {
  package let conversationID: ConversationID
  package internal(set) var picker: Picker<String>
  /// It was opened by a slash in the reply, which it has swallowed.
  let isFromSlash: Bool

  var keyContext: Keymap.Context { .replies }

  func hints(on desk: DeskState) -> [(Command, String)] {
    [(.accept, said("put in")), (.cancel, said("close"))]
      + (isFromSlash ? [(.slash, said("a slash itself"))] : [])
  }

  mutating func handle(_ command: Command, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    switch command {
    case .slash where isFromSlash && picker.query.isEmpty:
      desk.dropOverlay()
      desk.editComposer(now: now) { composer in
        composer.editor.insert("/", as: .typing)
        composer.meansSlash = true
      }
      return .settled
    case .slash:
      edit(on: &desk) { $0.insert("/", as: .typing) }
      return .stays
    case .deleteBack where isFromSlash && picker.query.isEmpty: return .left
    default: return handleInPicker(command, on: &desk, now: now)
    }
  }

  mutating func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    guard let selected = picker.selected, let reply = desk.replies.find(selected.choice) else {
      let way = isFromSlash ? said("; \(desk.key(.cancel, in: .replies)) keeps what you typed") : ""
      desk.hint(said("No canned reply is called so\(way)."), now: now)
      return .stays
    }
    // In the composer it was asked for by somebody who writes, and nothing goes by it.
    let isMeant = desk.focus == .composer && desk.openID == conversationID
    guard isMeant || !desk.isTooSoon(for: "“\(selected.label)”", isHarmless: true, now: now)
    else { return .stays }
    desk.dropOverlay()
    desk.put(reply, into: conversationID, now: now)
    return .settled
  }

  /// What was typed after the slash was perhaps no name of a reply: it is not lost.
  func leave(_ desk: inout DeskState, now: Date) {
    guard isFromSlash, !picker.query.isEmpty else { return }
    let text = "/" + picker.query.text
    desk.editComposer(now: now) { composer in
      composer.editor.insert(text)
      composer.meansSlash = true
    }
  }
}

extension DeskState {
  mutating func openReplies(isFromSlash: Bool = false, now: Date) {
    guard let target, let summary = conversations[target] else {
      refuse(said("There is no conversation to reply to."), now: now)
      return
    }
    if let problem = writingProblem(in: summary) {
      return hint(problem.ended, about: target, now: now)
    }
    open(
      ReplyMenu(
        conversationID: target,
        picker: Picker(
          title: said("REPLY to \(name(of: target)) WITH"), items: replyItems(for: target),
          isFuzzy: true), isFromSlash: isFromSlash))
    // Their files may have been changed.
    emit(.readReplies)
    if replies.all.isEmpty, !replies.folder.isEmpty {
      hint(said("There are no canned replies yet; they stand in \(replies.folder)."), now: now)
    }
  }

  /// Opens the menu where a line begins; elsewhere the key is a slash.
  mutating func slash(now: Date) {
    guard let composer, !input.isBurst, composer.editor.isAtLineStart,
      openSummary.flatMap({ writingProblem(in: $0) }) == nil
    else { return editComposer(now: now) { $0.editor.insert("/", as: .typing) } }
    openReplies(isFromSlash: true, now: now)
  }

  /// Opens the menu with a line that was pasted, or came at once, and is a slash and the beginning of a
  /// canned reply's name; false where there is none.
  mutating func lookUpSlash(now: Date) -> Bool {
    guard let composer, !composer.meansSlash, let line = slashLine(in: composer.editor.text)
    else { return false }
    let words = String(composer.editor.text[line].dropFirst())
    editComposer(now: now) { $0.editor.replace(line, with: "", as: .other) }
    openReplies(isFromSlash: true, now: now)
    changeOverlay(ReplyMenu.self) { menu in
      menu.picker.query = TextEditor(words)
      menu.picker.filter()
    }
    return true
  }

  /// A line that is a slash and the beginning of a canned reply's name or shortcut.
  package func slashLine(in text: String) -> Range<String.Index>? {
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("/") }
    let line = lines.first { line in
      let words = line.dropFirst().trimmingCharacters(in: .whitespaces).lowercased()
      return replies.all.contains {
        $0.name.lowercased().hasPrefix(words)
          || $0.shortcut?.lowercased().hasPrefix(words) == true
      }
    }
    return line.map { $0.startIndex..<$0.endIndex }
  }

  /// The last used first, then those in the farmer's language, then by name.
  func replyItems(for id: ConversationID) -> [Picker<String>.Item] {
    let lastUsed = Dictionary(
      used.texts(.reply).enumerated().map { ($1, $0) }, uniquingKeysWith: min)
    let language = writtenLanguage(in: id)
    func rank(_ reply: CannedReply) -> (Int, Int, String) {
      (
        lastUsed[reply.name] ?? .max, reply.language == nil || reply.language == language ? 0 : 1,
        reply.name.lowercased()
      )
    }
    return replies.all.map { (rank($0), $0) }.sorted { $0.0 < $1.0 }.map { _, reply in
      let tags = reply.tags.joined(separator: " ")
      return Picker.Item(
        reply.name, label: reply.name,
        detail: ([reply.language].compactMap { $0 } + reply.tags).joined(separator: ", "),
        keys: reply.shortcut.map { "/" + $0 } ?? "",
        alias: [reply.shortcut, tags, reply.text].compactMap { $0 }.joined(separator: " "),
        exact: reply.shortcut)
    }
  }

  /// There are other replies by now.
  mutating func refreshReplyMenu() {
    guard let menu = overlay as? ReplyMenu else { return }
    let items = replyItems(for: menu.conversationID)
    changeOverlay(ReplyMenu.self) { $0.picker.replace(items) }
  }

  /// What a reply of this name would say to the farmer; nil where there is none.
  package func filled(_ name: String, for id: ConversationID, now: Date) -> String? {
    guard let reply = replies.find(name), let summary = conversations[id] else { return nil }
    return reply.template.filled(facts(of: summary, now: now).values).text
  }

  /// The names of the replies that are found so in the menu, those first that are likely to be wanted;
  /// one alone where the words are its name or its shortcut.
  package func replyNames(for id: ConversationID, matching words: String = "") -> [String] {
    if let meant = replies.find(words) { return [meant.name] }
    var picker = Picker(title: "", items: replyItems(for: id), isFuzzy: true)
    picker.query = TextEditor(words)
    picker.filter()
    return picker.matches.map { picker.items[$0].choice }
  }

  /// What the reply under the menu's cursor would say, and which files would go with it.
  package func preview(of menu: ReplyMenu, now: Date) -> (reply: FilledReply, files: [String])? {
    guard let name = menu.picker.selected?.choice, let reply = replies.find(name),
      let summary = conversations[menu.conversationID]
    else { return nil }
    return (reply.template.filled(facts(of: summary, now: now).values), reply.attachments)
  }
}
