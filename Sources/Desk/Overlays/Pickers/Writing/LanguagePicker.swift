package import ChatModel
import Foundation
import Sentences

/// By which dictionary the replies of a conversation are checked; remembered for it.
package struct LanguagePicker: PickerOverlay {
  package let conversationID: ConversationID
  package internal(set) var picker: Picker<String>

  mutating func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    guard let selected = picker.selected else {
      desk.hint(said("No dictionary is called so."), now: now)
      return .stays
    }
    guard !desk.isTooSoon(for: "“\(selected.label)”", now: now) else { return .stays }
    desk.dropOverlay()
    desk.chooseSpelling(selected.choice, in: conversationID, now: now)
    return .settled
  }
}

extension DeskState {
  mutating func openLanguagePicker(now: Date) {
    guard let id = target, conversations[id] != nil else {
      return refuse(said("There is no conversation whose spelling could be checked."), now: now)
    }
    wantDictionaries()
    var picker = Picker(
      title: said("SPELLING in the chat with \(name(of: id))"), items: languageItems,
      selecting: spellingChoice(in: id).text)
    if case .none(let problem) = spelling.dictionaries { picker.explain(problem.ended) }
    open(LanguagePicker(conversationID: id, picker: picker))
  }

  private var languageItems: [Picker<String>.Item] {
    let names: [String] = if case .found(let names) = spelling.dictionaries { names } else { [] }
    return [
      Picker.Item("auto", label: "auto", detail: said("by the script of each word")),
      Picker.Item("off", label: "off", detail: said("nothing is checked")),
    ] + names.map { Picker.Item($0, label: $0, detail: said("a dictionary of this computer")) }
  }

  /// The dictionaries are known by now.
  mutating func refreshLanguagePicker() {
    let items = languageItems
    let problem: String? =
      if case .none(let problem) = spelling.dictionaries { problem.ended } else { nil }
    changeOverlay(LanguagePicker.self) { overlay in
      overlay.picker.replace(items)
      if let problem { overlay.picker.explain(problem) }
    }
  }

  fileprivate mutating func chooseSpelling(_ choice: String, in id: ConversationID, now: Date) {
    let isDefault = choice == configuration.spelling.text
    keep(LocalChange(.spelling(id), isDefault ? nil : .spelling(choice)))
    let words =
      switch SpellingChoice(choice) ?? .auto {
      case .off: said("is not checked")
      case .auto: said("is checked by the script of each word")
      case .language(let name): said("is checked by \(name)")
      }
    hint(said("The spelling in the chat with \(name(of: id)) \(words)."), about: id, now: now)
  }
}
