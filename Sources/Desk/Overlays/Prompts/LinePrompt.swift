package import ChatModel
import Foundation
import Sentences

/// One line about the open conversation or the wire: words to find in it, a day to go to, a filter.
package struct LinePrompt: OverlayComponent {
  package let purpose: Purpose
  package internal(set) var text = TextEditor()
  /// What stands there is the text of last time: what is typed takes its place.
  package private(set) var isSelected: Bool
  /// Why the last text cannot be used, in a sentence.
  package internal(set) var problem: String?

  package enum Purpose: Hashable, Sendable {
    case find(ConversationID)
    case date(ConversationID)
    /// What is shown of the wire.
    case wireFilter
    /// What is looked for in it.
    case wireSearch
  }

  init(_ purpose: Purpose, text: String = "") {
    self.purpose = purpose
    self.text = TextEditor(text)
    isSelected = !text.isEmpty
  }

  var keyContext: Keymap.Context { .prompt }

  func hints(on desk: DeskState) -> [(Command, String)] {
    [
      (.accept, purpose == .wireFilter ? said("filter") : said("go there")),
      (.cancel, said("close")),
    ]
  }

  mutating func handle(_ command: Command, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    guard command == .accept else { return handleInField(command, on: &desk) }
    switch purpose {
    case .find(let id):
      guard let query = desk.searchQuery(text.text, now: now, problem: &problem) else {
        return .stays
      }
      desk.dropOverlay()
      desk.look(for: query, text: text.text, in: id, now: now)
    case .date(let id):
      problem = desk.goTo(day: text.text, in: id, now: now)
      guard problem == nil else { return .stays }
      desk.dropOverlay()
    case .wireFilter:
      problem = desk.filterWire(text.text)
      if problem == nil { desk.remarkOnWireFilter(now: now) }
      guard problem == nil else { return .stays }
      desk.dropOverlay()
    case .wireSearch:
      problem = desk.searchWire(text.text, now: now)
      guard problem == nil else { return .stays }
      desk.dropOverlay()
    }
    return .settled
  }

  mutating func edit(on desk: inout DeskState, _ change: (inout TextEditor) -> Void) {
    let old = text.text
    change(&text)
    if isSelected, text.text != old, text.text.hasPrefix(old) {
      text.setText(String(text.text.dropFirst(old.count)))
    }
    isSelected = false
    if text.text != old { problem = nil }
  }
}
