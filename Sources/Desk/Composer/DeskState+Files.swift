// Files that go with a reply: looked at when they are chosen, taken off and brought back.

import ChatModel
import Foundation
import Sentences
import TextGrid

/// What composers have asked for and not been answered.
struct ComposerRequests: Hashable, Sendable {
  /// Files that are being looked at, by request.
  var inspections: [Int: Inspection] = [:]
  /// Whose text the external editor has.
  var editorFor: ConversationID?
  private var last = 0

  /// The number of another request.
  mutating func next() -> Int {
    last += 1
    return last
  }
}

/// What is done when it is known what the files are.
enum Inspection: Hashable, Sendable {
  /// They were chosen by their path.
  case attach(ConversationID)
  /// The same, without a prompt.
  case request(ConversationID)
  /// A pasted text may have meant them.
  case paste(ConversationID, text: String)
  /// The one that is chosen in the prompt.
  case preview(String)
  /// They go with a canned reply.
  case canned(ConversationID)
  /// They stand in a draft that was found.
  case draft(ConversationID, paths: [String])
}

extension DeskState {
  /// A server takes so many of a kind at once.
  static let mostOfAKind = OutboxFile.mostOfAKind

  mutating func inspect(_ readings: [[String]], for purpose: Inspection) {
    let request = requests.next()
    requests.inspections[request] = purpose
    emit(.inspectFiles(readings, request: request))
  }

  mutating func noteVerdicts(_ request: Int, _ verdicts: [FileVerdict], now: Date) {
    switch requests.inspections.removeValue(forKey: request) {
    case .attach(let id)?: attachChosen(verdicts, for: id, now: now)
    case .request(let id)?: attachRequested(verdicts, for: id, now: now)
    case .paste(let id, let text)?: offer(verdicts, pasted: text, in: id, now: now)
    case .canned(let id)?: attachCanned(verdicts, for: id, now: now)
    case .preview(let path)?: notePreview(verdicts.first, of: path)
    case .draft(let id, let paths)?: judge(paths, verdicts, in: id)
    case nil: break
    }
  }

  /// Looks at the files of a draft that have not been looked at.
  mutating func inspectDraft(_ id: ConversationID) {
    let paths = composers[id]?.attachments.filter { $0.judgement == .open }.map(\.path) ?? []
    if !paths.isEmpty { inspect([paths], for: .draft(id, paths: paths)) }
  }

  private mutating func judge(_ paths: [String], _ verdicts: [FileVerdict], in id: ConversationID) {
    for (path, verdict) in zip(paths, verdicts) {
      guard let place = composers[id]?.attachments.firstIndex(where: { $0.path == path }) else {
        continue
      }
      composers[id]?.attachments[place].judgement = verdict.judgement
    }
  }

  // MARK: Chosen in the prompt

  private mutating func attachChosen(_ verdicts: [FileVerdict], for id: ConversationID, now: Date) {
    // Left meanwhile: nothing was chosen.
    guard let prompt = overlay as? PathPrompt, prompt.purpose == .attach(id), openID == id else {
      return
    }
    if let problem = problem(of: verdicts, in: id) {
      return changeOverlay(PathPrompt.self) { $0.problem = problem }
    }
    dropOverlay()
    attach(verdicts, now: now)
  }

  private mutating func attachRequested(
    _ verdicts: [FileVerdict], for id: ConversationID, now: Date
  ) {
    guard openID == id else { return }
    if let problem = problem(of: verdicts, in: id) {
      return say(.warning, said("Not attached. \(problem)"), about: id, now: now)
    }
    attach(verdicts, now: now)
  }

  private mutating func attachCanned(_ verdicts: [FileVerdict], for id: ConversationID, now: Date) {
    guard openID == id else { return }
    if let problem = problem(of: verdicts, in: id) {
      composers[id]?.lackingFiles.append(problem)
      return hint(
        said("The file of this reply does not go with it. \(problem)"), about: id, now: now)
    }
    attach(verdicts, now: now)
  }

  /// Why these files cannot go with the reply, in a sentence.
  private func problem(of verdicts: [FileVerdict], in id: ConversationID) -> String? {
    var files = composers[id]?.attachments ?? []
    for verdict in verdicts {
      switch verdict {
      case .missing(let path): return said("There is no file \(Sanitizer.oneLine(path)).")
      case .refused(_, let reason): return Sanitizer.oneLine(reason)
      case .fits(let file):
        guard !files.contains(where: { $0.path == file.path }) else { continue }
        files.append(Attachment(file))
        if files.count(where: { $0.kind == file.kind }) > Self.mostOfAKind {
          let kind = file.kind.plural
          return said("At most \(Self.mostOfAKind) \(kind) go with one reply; send these first.")
        }
      }
    }
    return nil
  }

  private mutating func attach(_ verdicts: [FileVerdict], now: Date) {
    guard let id = openID else { return }
    let files = verdicts.compactMap { if case .fits(let file) = $0 { file } else { nil } }
    guard let first = files.first else { return }
    editComposer(now: now) { composer in
      for file in files where !composer.attachments.contains(where: { $0.path == file.path }) {
        composer.attachments.append(Attachment(file))
      }
    }
    let what =
      files.count == 1
      ? said("\(Sanitizer.oneLine(first.name)) (\(FileSize.text(first.size))) goes")
      : said("\(files.count) files go")
    let way = writingProblem ?? said("\(key(.send, in: .composer)) sends")
    hint(said("\(what) with the reply to \(name(of: id)). \(way)."), about: id, now: now)
  }

  // MARK: Pasted

  private mutating func offer(
    _ verdicts: [FileVerdict], pasted text: String, in id: ConversationID, now: Date
  ) {
    let isThere = !verdicts.contains { if case .missing = $0 { true } else { false } }
    guard isThere, !verdicts.isEmpty, overlay == nil, openID == id,
      composers[id]?.editor.text.contains(text) == true
    else { return }
    if let problem = problem(of: verdicts, in: id) {
      hint(said("Pasted as text: \(Sanitizer.clause(problem))."), about: id, now: now)
      return
    }
    let files = verdicts.compactMap { if case .fits(let file) = $0 { file } else { nil } }
    let names = files.map { "\(Sanitizer.oneLine($0.name)) (\(FileSize.text($0.size)))" }
    let isOne = files.count == 1
    open(
      Question(
        question: isOne
          ? said("Attach \(names[0]) to the reply to \(name(of: id))?")
          : said("Attach these \(files.count) files to the reply to \(name(of: id))?"),
        detail: isOne ? Sanitizer.oneLine(files[0].path) : names.joined(separator: ", "),
        yes: isOne ? said("y attaches it") : said("y attaches them"), no: said("n keeps the text"),
        purpose: .attach(files, instead: text, in: id)))
  }

  mutating func attach(
    _ files: [OutboxFile], instead text: String, in id: ConversationID, now: Date
  ) {
    guard openID == id else { return }
    editComposer(now: now) { composer in
      if let range = composer.editor.text.range(of: text, options: [.backwards, .literal]) {
        composer.editor.replace(range, with: "", as: .other)
      }
      if composer.editor.isEmpty { composer.holdsPastedLines = false }
    }
    attach(files.map(FileVerdict.fits), now: now)
  }

  // MARK: Taken off and brought back

  /// Takes the last file off an otherwise empty reply; false when that is not what is meant.
  mutating func takeOffLastFile(now: Date) -> Bool {
    guard let id = openID, let composer, composer.editor.isEmpty,
      let last = composer.attachments.last, composer.pending == nil
    else { return false }
    editComposer(now: now) { $0.setAside(clearingText: false, keeping: $0.attachments.count - 1) }
    hint(
      "\(Sanitizer.oneLine(last.name)) stays behind. \(key: .undo) brings it back.",
      about: id, now: now)
    return true
  }

  /// Clears the text and takes off the files; undo brings back both.
  mutating func clearComposer(now: Date) {
    guard let id = openID, let composer else { return }
    let files = composer.attachments.count
    let hasText = !composer.editor.isEmpty
    editComposer(now: now) { $0.setAside(clearingText: true, keeping: 0) }
    let what = files == 1 ? said("1 file") : said("\(files) files")
    let (done, all) =
      switch (hasText, files) {
      case (true, 0): (said("Cleared the text"), said("it"))
      case (true, _): (said("Cleared the text and \(what)"), said("both"))
      case (false, 1): (said("\(what) stays behind"), said("it"))
      case (false, _): (said("\(what) stay behind"), said("them"))
      }
    hint("\(done). \(key: .undo) brings \(all) back.", about: id, now: now)
  }
}

extension Composer {
  /// Files that were taken off, and the text that undo has to meet for them to come back.
  struct SetAside: Hashable, Sendable {
    let attachments: [Attachment]
    let text: String
    /// The text went with them.
    let clearedText: Bool
  }

  mutating func setAside(clearingText: Bool, keeping count: Int) {
    let files = attachments
    let clearedText = clearingText && !editor.isEmpty
    if clearedText { editor.setText("") }
    attachments = Array(attachments.prefix(count))
    guard !files.isEmpty else { return }
    setAsides.append(SetAside(attachments: files, text: editor.text, clearedText: clearedText))
  }

  /// What undo has brought back, and how it was before that.
  struct BroughtBack: Hashable, Sendable {
    let setAside: SetAside
    let attachments: [Attachment]
    /// As ``TextEditor/changeCount`` counts: after another change nothing is done again.
    let changeCount: Int
    /// What redo has to meet.
    let text: String
    let restored: [Attachment]
  }

  /// Undoes the last change, be it of the text or of the files.
  mutating func undo() {
    guard let last = setAsides.last, editor.text == last.text else { return editor.undo() }
    setAsides.removeLast()
    let before = attachments
    let added = attachments.filter { file in !last.attachments.contains { $0.path == file.path } }
    attachments = last.attachments + added
    if last.clearedText { editor.undo() }
    broughtBack.append(
      BroughtBack(
        setAside: last, attachments: before, changeCount: editor.changeCount, text: editor.text,
        restored: attachments))
  }

  /// Does again what was undone last.
  mutating func redo() {
    guard let next = broughtBack.last, next.changeCount == editor.changeCount,
      next.restored == attachments, next.text == editor.text
    else { return editor.redo() }
    broughtBack.removeLast()
    setAsides.append(next.setAside)
    attachments = next.attachments
    if next.setAside.clearedText { editor.redo() }
  }
}

extension FileVerdict {
  fileprivate var judgement: Attachment.Judgement {
    switch self {
    case .fits(let file): .fits(file.kind, size: file.size)
    case .refused(_, let reason): .refused(Sanitizer.clause(reason))
    case .missing(let path):
      .refused(said("there is no file \(Sanitizer.oneLine(path))"))
    }
  }
}

extension MediaKind {
  /// In sentences.
  fileprivate var plural: String {
    switch self {
    case .image: said("pictures")
    case .audio: said("sound files")
    case .video: said("videos")
    }
  }
}
