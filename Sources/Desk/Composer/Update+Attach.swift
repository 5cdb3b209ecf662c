import ChatModel
import Foundation
import TextGrid

// A path typed by hand, completed by whoever sees the disk: of a file to go with the reply, or of the
// place where one is saved.

extension DeskState {
  mutating func startAttaching(now: Date) {
    guard let target, conversations[target] != nil else {
      refuse("There is no conversation to send a file to.", now: now)
      return
    }
    open(target, now: now)
    focus = .composer
    if let problem = writingProblem {
      hint(problem + ".", about: target, now: now)
      return
    }
    overlay = .path(PathPrompt(.attach(target)))
    emit(.completePath(""))
  }

  mutating func takeCompletions(_ paths: [String], for prefix: String) {
    guard case .path(var prompt)? = overlay, prompt.path.text == prefix else { return }
    prompt.completions = paths
    prompt.isAnswered = true
    prompt.selection = nil
    overlay = .path(prompt)
  }

  mutating func performInPath(_ prompt: PathPrompt, _ command: Command, now: Date) {
    var prompt = prompt
    switch command {
    case .up, .down:
      guard !prompt.completions.isEmpty else { return }
      let last = prompt.completions.count - 1
      let step = command == .up ? -1 : 1
      prompt.selection = prompt.selection.map { min(max(0, $0 + step), last) } ?? 0
      overlay = .path(prompt)
    case .complete: complete(prompt, now: now)
    case .accept: accept(prompt, now: now)
    case .cancel, .interrupt, .close: closeOverlay(now: now)
    default: editField(now: now) { _ = $0.perform(command, columns: 1000, widths: .standard) }
    }
  }

  private mutating func accept(_ prompt: PathPrompt, now: Date) {
    let path = prompt.chosen
    if path.isEmpty {
      hint("Type the path of a file.", now: now)
    } else if path.hasSuffix("/") {
      setPath(path, in: prompt)
    } else {
      switch prompt.purpose {
      case .save(let media, _):
        if !isTooSoon(for: "this path", now: now) { save(media, to: path, now: now) }
      case .attach(let id):
        let readings = PastedPaths.readings(of: path).filter { $0 != [path] }
        inspect([[path]] + readings, for: .attach(id))
      }
    }
  }

  /// As far as all completions agree; then one after the other.
  private mutating func complete(_ prompt: PathPrompt, now: Date) {
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
      overlay = .path(prompt)
    }
  }

  mutating func setPath(_ path: String, in prompt: PathPrompt) {
    var prompt = prompt
    prompt.path.setText(path)
    prompt.completions = []
    prompt.isAnswered = false
    prompt.selection = nil
    prompt.problem = nil
    overlay = .path(prompt)
    emit(.completePath(path))
  }
}

extension PathPrompt {
  /// The completion under the cursor, else what is typed.
  var chosen: String {
    if let selection, completions.indices.contains(selection) { return completions[selection] }
    return path.text.trimmingCharacters(in: .whitespaces)
  }
}
