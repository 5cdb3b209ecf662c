import ChatModel
import Foundation
import TextGrid

// Choosing a file to go with the reply: a path typed by hand, completed by whoever sees the disk.

extension DeskState {
  mutating func startAttaching(now: Date) {
    guard let target, conversations[target] != nil else {
      hint("There is no conversation to send a file to.", now: now)
      return
    }
    open(target, now: now)
    focus = .composer
    overlay = .attach(
      AttachPrompt(
        conversationID: target, path: TextEditor(), completions: [], selection: nil))
    emit(.completePath(""))
  }

  mutating func takeCompletions(_ paths: [String], for prefix: String) {
    guard case .attach(var prompt)? = overlay, prompt.path.text == prefix else { return }
    prompt.completions = paths
    prompt.isAnswered = true
    prompt.selection = nil
    overlay = .attach(prompt)
  }

  mutating func performInAttach(_ prompt: AttachPrompt, _ command: Command, now: Date) {
    var prompt = prompt
    switch command {
    case .up, .down:
      guard !prompt.completions.isEmpty else { return }
      let last = prompt.completions.count - 1
      let step = command == .up ? -1 : 1
      prompt.selection = prompt.selection.map { min(max(0, $0 + step), last) } ?? 0
      overlay = .attach(prompt)
    case .complete: complete(prompt, now: now)
    case .accept:
      let path = prompt.chosen
      if path.isEmpty {
        hint("Type the path of a file.", now: now)
      } else if path.hasSuffix("/") {
        setPath(path, in: prompt)
      } else if prompt.isAnswered, !prompt.completions.contains(path) {
        hint("There is no file \(Sanitizer.oneLine(path)).", now: now)
      } else {
        attach(path, now: now)
      }
    case .cancel, .interrupt, .close: closeOverlay(now: now)
    default: editField(now: now) { _ = $0.perform(command, columns: 1000, widths: .standard) }
    }
  }

  /// As far as all completions agree; then one after the other.
  private mutating func complete(_ prompt: AttachPrompt, now: Date) {
    var prompt = prompt
    guard let first = prompt.completions.first else {
      hint("No file begins so.", now: now)
      return
    }
    let common = prompt.completions.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
    if common.utf8.count > prompt.path.text.utf8.count {
      setPath(common, in: prompt)
    } else {
      prompt.selection = prompt.selection.map { ($0 + 1) % prompt.completions.count } ?? 0
      overlay = .attach(prompt)
    }
  }

  private mutating func setPath(_ path: String, in prompt: AttachPrompt) {
    var prompt = prompt
    prompt.path.setText(path)
    prompt.completions = []
    prompt.isAnswered = false
    prompt.selection = nil
    overlay = .attach(prompt)
    emit(.completePath(path))
  }

  private mutating func attach(_ path: String, now: Date) {
    overlay = nil
    guard let id = openID else { return }
    editComposer(now: now) { composer in
      if !composer.attachments.contains(path) { composer.attachments.append(path) }
    }
    let name = Sanitizer.oneLine(path.split(separator: "/").last.map(String.init) ?? path)
    hint("\(name) goes with the reply to \(self.name(of: id)). Enter sends.", now: now)
  }
}

extension AttachPrompt {
  /// The completion under the cursor, else what is typed.
  var chosen: String {
    if let selection, completions.indices.contains(selection) { return completions[selection] }
    return path.text.trimmingCharacters(in: .whitespaces)
  }
}
