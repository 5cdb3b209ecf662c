package import ChatModel
package import Foundation
import Sentences
import TextGrid

/// Until when conversations are put off: one of a few times, or one that is typed.
package struct SnoozePicker: PickerOverlay {
  package let ids: [ConversationID]
  package internal(set) var picker: Picker<Choice>
  /// What is read of a typed time is shown as it would be then; it counts from when it is taken.
  private let openedAt: Date

  package enum Choice: Hashable, Sendable {
    case untilTheyWrite
    /// In the words of `SnoozeTime`.
    case until(String)
    case wake
  }

  init(_ ids: [ConversationID], title: String, on desk: DeskState, now: Date) {
    self.ids = ids
    openedAt = now
    picker = Picker(title: title, items: Self.items(for: ids, on: desk, now: now))
  }

  /// What is offered before a time is typed.
  package static func items(
    for ids: [ConversationID], on desk: DeskState, now: Date
  ) -> [Picker<Choice>.Item] {
    var items = [Picker.Item(Choice.untilTheyWrite, label: said("until they write"))]
    items += ["1 h", "3 h", "tomorrow 9:00", "Monday 9:00"].compactMap {
      item($0, on: desk, now: now)
    }
    if ids.contains(where: { desk.local.snooze(of: $0) != nil }) {
      items.insert(Picker.Item(.wake, label: said("take the snooze off")), at: 0)
    }
    return items
  }

  private static func item(
    _ words: String, on desk: DeskState, now: Date
  ) -> Picker<Choice>.Item? {
    let date = try? SnoozeTime(now: now, zone: desk.configuration.timeZone).read(words)
    return date.map {
      Picker.Item(.until(words), label: words, detail: desk.moment($0, now: now))
    }
  }

  func word(for command: Command) -> String? { command == .snooze ? "list" : nil }

  mutating func edit(on desk: inout DeskState, _ change: (inout TextEditor) -> Void) {
    let text = picker.query.text
    change(&picker.query)
    guard picker.query.text != text else { return }
    let typed = Sanitizer.oneLine(picker.query.text.trimmingCharacters(in: .whitespaces))
    // The typed time is the last of the items, and none of those that are always there.
    let ready = picker.items.filter { $0.alias.isEmpty }
    picker.replace(ready)
    guard !typed.isEmpty else { return }
    do throws(SnoozeTime.Problem) {
      let date = try SnoozeTime(now: openedAt, zone: desk.configuration.timeZone).read(typed)
      guard !ready.contains(where: { $0.choice == .until(typed) }) else { return }
      let item = Picker.Item(
        Choice.until(typed), label: picker.query.text.trimmingCharacters(in: .whitespaces),
        detail: desk.moment(date, now: openedAt), alias: "typed")
      picker.replace([item] + ready)
    } catch {
      if picker.matches.isEmpty { picker.explain(error.sentence) }
    }
  }

  mutating func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    guard let selected = picker.selected else {
      desk.hint(picker.hint ?? said("Type a time: 2h, tomorrow 14:00."), now: now)
      return .stays
    }
    if desk.input.typing.isInOpenedField, desk.isTooSoon(for: "“\(selected.label)”", now: now) {
      return .stays
    }
    if let problem = desk.snooze(ids, selected.choice, now: now, { $0.dropOverlay() }) {
      desk.hint(problem, now: now)
      return .stays
    }
    return .settled
  }
}

extension DeskState {
  /// Puts off, or takes the snooze off; answers why the words are no time.
  ///
  /// - Parameter first: is done before, where they are one.
  mutating func snooze(
    _ ids: [ConversationID], _ choice: SnoozePicker.Choice, now: Date,
    _ first: (inout DeskState) -> Void = { _ in }
  ) -> String? {
    var date: Date?
    if case .until(let words) = choice {
      do throws(SnoozeTime.Problem) {
        date = try SnoozeTime(now: now, zone: configuration.timeZone).read(words)
      } catch {
        return error.sentence
      }
    }
    first(&self)
    if choice == .wake { wake(ids, now: now) } else { snooze(ids, until: date, now: now) }
    return nil
  }
}
