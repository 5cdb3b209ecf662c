package import ChatModel
package import Foundation

/// The reply being written to one conversation.
package struct Composer: Hashable, Sendable {
  package internal(set) var editor: TextEditor
  /// The files that go with it.
  package internal(set) var attachments: [Attachment]
  /// When the draft was written that was found here and not touched since; sending it asks twice.
  package internal(set) var oldSince: Date?
  /// Handed to the client, which has not said yet whether it is on the disk. The text stays here
  /// until then.
  package internal(set) var pending: Pending?
  /// Why the last try was rejected, in words.
  package internal(set) var problem: String?
  /// A question that a second Enter answers.
  package internal(set) var asks: Question? { didSet { if asks == nil { asked = nil } } }
  /// When it was asked, and in which words.
  private(set) var asked: Asked?

  /// The emoji that are offered for the name that is being typed.
  package internal(set) var offer: EmojiOffer?
  /// The colon, in bytes, whose offer was closed.
  var refusedColon: Int?
  /// Files that undo can bring back, the last taken off last.
  var setAsides: [SetAside] = []
  /// And what undo has brought back, for redo.
  var broughtBack: [BroughtBack] = []
  /// What stands here was sent before, and was taken from the history of that.
  var recalled: Recalled?
  /// It began with the letter that opened the composer, which may have been none that was meant so.
  var isSuspect = false
  /// Where words of one's own belong, in the replies that were put in.
  var openPlaces: [OpenPlace] = []
  /// Why files of these replies do not go with it, in sentences.
  var lackingFiles: [String] = []
  /// A line that begins as a canned reply's name does was looked up, and is meant as it stands.
  var meansSlash = false
  /// Lines were pasted: they are shown before they go.
  var holdsPastedLines = false
  /// By the local clock; nil for an empty one that was never touched.
  var editedAt: Date?
  /// Changed by this program since it started: what the disk says later is older.
  var isOurs = false
  /// Changed since it last went to the disk.
  var isDirty = false
  var savedAt: Date?
  /// When it was last emptied by hand; nil once that is on the disk.
  var emptiedAt: Date?
  /// Another program has put a text of its own in its place on the disk.
  var isSuperseded = false
  /// What is written began with this draft, which was found here: another desk may send it.
  var found: Draft?
  /// What another desk is writing at this moment.
  var offered: Draft?
  /// It has gone from the disk by another's hand, and what was sent instead is not known.
  var isAstray = false
  /// False while the disk does not take it.
  var isKept = true

  /// What was handed to the client, as it was then.
  package struct Pending: Hashable, Sendable {
    package let request: Int
    package let text: String
    package let attachments: [String]
  }

  /// What Enter has to be pressed again for.
  package enum Question: Hashable, Sendable {
    /// "This draft is from 11:02. Enter again sends it."
    case oldDraft(Date)
    /// "Send to Lakshmi? Enter again." Asked then.
    case again(Date)
  }

  /// So long a second Enter answers it; nobody remembers a first one for minutes.
  static let questionLife: TimeInterval = 10

  /// What a second Enter answers, in words.
  package var askedWords: String? { asked?.words }

  struct Asked: Hashable, Sendable {
    var at: Date
    let words: String
  }

  mutating func ask(_ question: Question, _ words: String, at now: Date) {
    asks = question
    asked = Asked(at: now, words: words)
  }

  package init(_ draft: Draft? = nil) {
    editor = TextEditor(draft?.text ?? "", isMultiline: true)
    attachments = draft?.attachments.map { Attachment($0) } ?? []
    editedAt = draft?.editedAt
  }

  package var isEmpty: Bool { editor.isEmpty && attachments.isEmpty }

  /// Something was typed after this draft, and it stands there as it was.
  func goesOn(with draft: Draft) -> Bool {
    let (text, start) = (editor.text.utf8, draft.text.utf8)
    return text.count > start.count && text.starts(with: start)
  }

  /// What goes to the disk.
  func draft(now: Date) -> Draft {
    Draft(text: editor.text, attachments: attachments.map(\.path), editedAt: editedAt ?? now)
  }

  /// Left and come back to: what was not touched since asks before it goes.
  mutating func rest() {
    asks = nil
    oldSince = isEmpty ? nil : editedAt
  }

  // MARK: Changes

  /// Changes it, and does what follows from a change. Answers whether the text is another.
  mutating func edit(at now: Date, _ change: (inout Composer) -> Void) -> Bool {
    let (text, files) = (editor.text, attachments)
    change(&self)
    let isNewText = editor.text != text
    guard isNewText || attachments != files else { return false }
    makeOurs(at: now)
    offered = nil
    isAstray = false
    oldSince = nil
    asks = nil
    problem = nil
    if isEmpty { emptiedAt = now }
    if editor.isEmpty {
      refusedColon = nil
      holdsPastedLines = false
      (isSuspect, meansSlash) = (false, false)
      (openPlaces, lackingFiles) = ([], [])
    }
    return isNewText
  }

  /// Nothing is left of it, and undo brings nothing back.
  mutating func clear() {
    editor = TextEditor(isMultiline: true)
    attachments = []
  }

  /// It was changed here, and has to go to the disk.
  mutating func makeOurs(at now: Date) { (isOurs, isDirty, editedAt) = (true, true, now) }

  // MARK: Sending

  /// Hands it over as it is now; it stays until it is accepted.
  mutating func beginSending(request: Int) -> Pending {
    let handed = Pending(
      request: request, text: editor.text, attachments: attachments.map(\.path))
    pending = handed
    offer = nil
    found = nil
    isAstray = false
    problem = nil
    asks = nil
    oldSince = nil
    holdsPastedLines = false
    (isSuspect, meansSlash) = (false, false)
    (openPlaces, lackingFiles) = ([], [])
    return handed
  }

  /// What was handed over is on the disk and goes from here; what was typed since then stays.
  ///
  /// - Returns: false when it was changed meanwhile, and all of it stays.
  mutating func endSending() -> Bool {
    guard let handed = pending else { return true }
    pending = nil
    // Bytes are compared, for a vowel sign may have joined the end.
    let isWhole = editor.text.utf8.starts(with: handed.text.utf8)
    if isWhole {
      let rest = String(Substring(editor.text.utf8.dropFirst(handed.text.utf8.count)))
      // Nothing of what was sent comes back by undo.
      editor = TextEditor(rest, isMultiline: true)
      recalled = nil
    }
    attachments.removeAll { handed.attachments.contains($0.path) }
    (setAsides, broughtBack) = ([], [])
    isOurs = true
    isDirty = true
    return isWhole
  }

  // MARK: The disk

  /// The clock was set. When it was written stays as it was told.
  mutating func moveTimes(by seconds: TimeInterval) {
    asked?.at.addTimeInterval(seconds)
    savedAt?.addTimeInterval(seconds)
    emptiedAt?.addTimeInterval(seconds)
  }

  /// Drafts go to the disk at most once a second, and whenever their conversation is left. One that
  /// was emptied waits as long for what is written in its place.
  static let pause: TimeInterval = 1

  /// When it goes to the disk; nil while it has nothing new, or at once.
  func deadline(now: Date) -> Date? {
    guard isDirty else { return nil }
    // A clock that was set back makes nothing wait.
    let waits = [savedAt, emptiedAt].compactMap { $0 }.filter { $0 <= now }
    return waits.max().map { $0.addingTimeInterval(Self.pause) }
  }

  /// What is to be written now; nil while it has nothing new.
  mutating func takeDraft(now: Date) -> Draft? {
    guard isDirty else { return nil }
    isDirty = false
    savedAt = now
    emptiedAt = nil
    return draft(now: now)
  }
}
