package import ChatModel
import Foundation
import Sentences
import TextGrid

/// A path typed by hand, completed by whoever sees the disk: of a file to go with the reply, or of
/// the place where one is saved.
package struct PathPrompt: OverlayComponent {
  package let purpose: Purpose
  package internal(set) var path = TextEditor()
  package internal(set) var completions: [String] = []
  /// Why the last choice cannot be used, in a sentence.
  package internal(set) var problem: String?
  /// A place in `completions`; nil while none is chosen.
  package internal(set) var selection: Int?
  /// What is known of the file that is chosen, for one that is to be attached.
  package internal(set) var preview: FilePreview?
  /// Whose the file is that is saved.
  package fileprivate(set) var whose = ""
  /// What lay there before, and does again.
  var beneath: AnyOverlay?
  /// What stands there was proposed and is as it was: a whole path that is typed takes its place.
  private var isProposal = false

  /// What the file is wanted for.
  package enum Purpose: Hashable, Sendable {
    /// It goes with the reply to this conversation.
    case attach(ConversationID)
    /// What somebody sent is saved there.
    case save(Media, from: ConversationID)
    /// These conversations are written down there, as the name's ending says.
    case export([ConversationID])
    /// What is shown of the wire is written down there, as a recording.
    case wire
    /// A recording that is done again.
    case replay
    /// Assertions about what is shown of the wire.
    case assertions
  }

  /// ".html, .txt, .md, .json", each the ending of a format's files.
  package static let endings = TranscriptFormat.allCases.map { "." + $0.ending }
    .joined(separator: ", ")

  /// - Parameter path: stands there from the start.
  init(_ purpose: Purpose, path: String = "") {
    self.purpose = purpose
    self.path = TextEditor(path)
  }

  var keyContext: Keymap.Context { .prompt }

  func hints(on desk: DeskState) -> [(Command, String)] {
    [(.accept, said("take")), (.complete, said("complete")), (.cancel, said("close"))]
  }

  mutating func handle(_ command: Command, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    switch command {
    case .up, .down:
      guard !completions.isEmpty else { return .stays }
      let step = command == .up ? -1 : 1
      selection = selection.map { min(max(0, $0 + step), completions.count - 1) } ?? 0
      look(on: &desk)
      return .stays
    case .complete:
      complete(on: &desk, now: now)
      return .stays
    case .accept: return accept(on: &desk, now: now)
    default: return handleInField(command, on: &desk)
    }
  }

  mutating func click(row: Int, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    guard completions.indices.contains(row) else { return .stays }
    selection = row
    return accept(on: &desk, now: now)
  }

  mutating func edit(on desk: inout DeskState, _ change: (inout TextEditor) -> Void) {
    let text = path.text
    change(&path)
    guard path.text != text else { return }
    if isProposal, path.text.hasPrefix(text) {
      let typed = path.text.dropFirst(text.count)
      if typed.hasPrefix("/") || typed.hasPrefix("~") { path.setText(String(typed)) }
    }
    isProposal = false
    forgetAnswer(on: &desk)
  }

  /// The completion under the cursor, else what is typed.
  private var chosen: String {
    if let selection, completions.indices.contains(selection) { return completions[selection] }
    return path.text.trimmingCharacters(in: .whitespaces)
  }

  private mutating func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    let path = chosen
    if path.isEmpty {
      desk.hint(said("Type the path of a file."), now: now)
    } else if path.hasSuffix("/") {
      setPath(path, on: &desk)
    } else {
      switch purpose {
      case .save(let media, _):
        // A path that was typed is meant; a word that began with the letter of the prompt is not.
        if desk.input.typing.isInOpenedField, desk.isTooSoon(for: said("this path"), now: now) {
          return .stays
        }
        desk.topmost = beneath
        desk.save(media, to: path, now: now)
        return .settled
      case .export(let ids):
        guard TranscriptFormat(path: path) != nil else {
          problem = said("The name's ending is the format: \(Self.endings).")
          return .stays
        }
        if desk.input.typing.isInOpenedField, desk.isTooSoon(for: said("this path"), now: now) {
          return .stays
        }
        desk.dropOverlay()
        desk.export(ids, to: path, now: now)
        return .settled
      case .wire:
        if desk.input.typing.isInOpenedField, desk.isTooSoon(for: said("this path"), now: now) {
          return .stays
        }
        desk.dropOverlay()
        desk.saveWire(to: path, now: now)
        return .settled
      case .replay, .assertions:
        if desk.input.typing.isInOpenedField, desk.isTooSoon(for: said("this path"), now: now) {
          return .stays
        }
        desk.dropOverlay()
        if purpose == .replay {
          desk.askToReplay(path)
        } else {
          desk.holdWire(against: path, now: now)
        }
        return .settled
      case .attach(let id):
        let readings = PastedPaths.readings(of: path).filter { $0 != [path] }
        desk.inspect([[path]] + readings, for: .attach(id))
      }
    }
    return .stays
  }

  /// What is written there is new.
  fileprivate var isForNewFile: Bool {
    switch purpose {
    case .export, .wire: true
    case .attach, .save, .replay, .assertions: false
    }
  }

  /// As far as all completions agree; then one after the other.
  private mutating func complete(on desk: inout DeskState, now: Date) {
    guard let first = completions.first else {
      desk.hint(said("No file begins so."), now: now)
      return
    }
    let common = completions.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
    if common.utf8.count > path.text.utf8.count {
      setPath(common, on: &desk)
    } else {
      selection = selection.map { ($0 + 1) % completions.count } ?? 0
      look(on: &desk)
    }
  }

  /// Has the file looked at that is chosen now, if it is not known yet.
  private mutating func look(on desk: inout DeskState) {
    let path = chosen
    guard case .attach = purpose, preview?.path != path else { return }
    guard !path.isEmpty, !path.hasSuffix("/") else {
      preview = nil
      return
    }
    preview = FilePreview(path: path)
    desk.inspect([[path]], for: .preview(path))
  }

  fileprivate mutating func setPath(
    _ new: String, isProposal: Bool = false, on desk: inout DeskState
  ) {
    path.setText(new)
    self.isProposal = isProposal
    forgetAnswer(on: &desk)
  }

  /// Another path stands there: its completions are asked for.
  private mutating func forgetAnswer(on desk: inout DeskState) {
    completions = []
    problem = nil
    selection = nil
    desk.emit(.completePath(path.text))
    look(on: &desk)
  }

  fileprivate mutating func noteCompletions(_ paths: [String]) {
    completions = paths
    selection = nil
  }
}

/// What is known of a file before it is attached.
package struct FilePreview: Hashable, Sendable {
  /// As it was typed or completed.
  package let path: String
  /// nil until it was looked at.
  package internal(set) var verdict: FileVerdict?

  init(path: String) { self.path = path }
}

extension DeskState {
  /// Writes one down at a path, or at a free one where downloads are kept; asks about the notes on it.
  mutating func export(_ id: ConversationID, to path: String?, now: Date) {
    guard let path else {
      wantedExport = id
      if id == openID { emit(.client(.compare(id))) }
      return emit(
        .proposeExport(
          named: "\(name(of: id)) \(Self.dayName(now)).\(TranscriptFormat.text.ending)", of: 1))
    }
    guard TranscriptFormat(path: path) != nil else {
      return refuse(said("The name's ending is the format: \(PathPrompt.endings)."), now: now)
    }
    export([id], to: path, now: now)
  }

  mutating func noteExportProposal(_ path: String, now: Date) {
    if let id = wantedExport {
      wantedExport = nil
      return export([id], to: path, now: now)
    }
    guard var prompt = overlay as? PathPrompt, prompt.isForNewFile, prompt.path.isEmpty
    else { return }
    prompt.setPath(path, isProposal: true, on: &self)
    open(prompt)
  }

  mutating func startAttaching(now: Date) {
    guard let target, conversations[target] != nil else {
      refuse(said("There is no conversation to send a file to."), now: now)
      return
    }
    open(target, now: now)
    focus = .composer
    if let problem = writingProblem {
      hint(problem.ended, about: target, now: now)
      return
    }
    open(PathPrompt(.attach(target)))
    emit(.completePath(""))
  }

  /// Asks for a path; what is proposed stands there as soon as whoever sees the disk has found one
  /// that is free.
  mutating func askWhere(
    toSave media: Media, from id: ConversationID, _ message: Message? = nil
  ) {
    var prompt = PathPrompt(.save(media, from: id))
    prompt.whose = origin(of: media, in: id, message)
    prompt.beneath = topmost
    open(prompt)
    emit(.proposePath(media))
  }

  /// Nothing was written there: the path is asked for again, where nobody writes or chooses something
  /// else by now.
  mutating func noteUnsavedExport(_ wish: ExportWish, _ reason: String, now: Date) {
    guard overlay == nil, focus != .composer, configuration.commandWords.isEmpty else {
      return say(.failure, Sanitizer.oneLine(reason), now: now)
    }
    forgetWriting()
    var prompt = PathPrompt(.export(wish.chats.map(\.id)))
    prompt.setPath(wish.path, on: &self)
    prompt.problem = Sanitizer.oneLine(reason)
    open(prompt)
  }

  /// The wire was not written there: the path is asked for again, where nothing else lies there now.
  mutating func noteUnsavedWire(_ path: String, _ reason: String, now: Date) {
    guard overlay == nil else { return say(.failure, Sanitizer.oneLine(reason), now: now) }
    forgetWriting()
    var prompt = PathPrompt(.wire)
    prompt.setPath(path, on: &self)
    prompt.problem = Sanitizer.oneLine(reason)
    open(prompt)
  }

  /// The prompt says what came of it.
  private mutating func forgetWriting() {
    if statusLine?.severity == .info { statusLine = nil }
  }

  /// A recording cannot be done again: the path is asked for once more, unless the question is answered.
  mutating func noteUnusableRecording(_ path: String, _ reason: String) {
    guard let question = overlay as? Question, question.purpose == .replay(path) else { return }
    var prompt = PathPrompt(.replay)
    prompt.setPath(path, on: &self)
    prompt.problem = Sanitizer.oneLine(reason)
    open(prompt)
  }

  mutating func noteCompletions(_ paths: [String], for prefix: String) {
    changeOverlay(PathPrompt.self) { prompt in
      if prompt.path.text == prefix { prompt.noteCompletions(paths) }
    }
  }

  mutating func notePreview(_ verdict: FileVerdict?, of path: String) {
    changeOverlay(PathPrompt.self) { prompt in
      if prompt.preview?.path == path { prompt.preview?.verdict = verdict }
    }
  }

  mutating func noteProposal(_ path: String, for media: Media) {
    guard var prompt = overlay as? PathPrompt, case .save(media, _) = prompt.purpose,
      prompt.path.isEmpty
    else { return }
    prompt.setPath(path, isProposal: true, on: &self)
    open(prompt)
  }
}
