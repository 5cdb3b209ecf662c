import ChatModel
package import Faults
import Foundation
import Sentences

/// What goes wrong on the own link by intent: each fault with what is in force of it. `Enter` takes the
/// next value of a fault; what is typed, `drop=30%`, counts as it stands.
package struct FaultPicker: PickerOverlay {
  package internal(set) var picker: Picker<Choice>

  package enum Choice: Hashable, Sendable {
    case word(FaultWord)
    /// Everything off.
    case nothing
  }

  init(_ plan: FaultPlan) {
    picker = Picker(
      title: said("FAULTS on the own link"), items: Self.items(plan), takesAnyText: true)
    picker.explainsWhatIsTyped = true
  }

  func hints(on desk: DeskState) -> [(Command, String)] {
    let isTyped = picker.matches.isEmpty && !picker.query.isEmpty
    return [
      (.accept, isTyped ? said("put in force") : said("next value")), (.cancel, said("close")),
    ]
  }

  mutating func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    guard !desk.isTooSoon(for: picker.selected.map { "“\($0.label)”" } ?? said("it"), now: now)
    else {
      return .stays
    }
    var plan = desk.faults.withoutWhatHappensOnce
    switch picker.selected?.choice {
    case .nothing: plan = FaultPlan()
    case .word(let word): plan.turn(word)
    case nil:
      do throws(FaultWordError) {
        try plan.add(reading: picker.query.text)
      } catch {
        picker.explain(error.description)
        return .stays
      }
    }
    if !picker.query.isEmpty {
      // What was typed has had its effect: the next word begins anew.
      let chosen = picker.selected?.choice
      picker.query = TextEditor()
      picker.filter()
      if let place = picker.items.firstIndex(where: { $0.choice == chosen }) {
        picker.select(place)
      }
    }
    desk.use(plan, now: now)
    // The cursor stays on its fault, whatever rows there are now.
    picker.select(picker.selection)
    picker.replace(Self.items(desk.faults))
    return .stays
  }

  /// What the query writes is looked for by the name of its fault.
  mutating func edit(on desk: inout DeskState, _ change: (inout TextEditor) -> Void) {
    let text = picker.query.text
    change(&picker.query)
    guard picker.query.text != text else { return }
    picker.filter()
    if picker.matches.isEmpty { picker.explain(Self.outcome(of: picker.query.text)) }
  }

  /// What `Enter` would do with a text, in a sentence.
  private static func outcome(of text: String) -> String {
    do throws(FaultWordError) {
      let plan = try FaultPlan(reading: text)
      return plan.isEmpty
        ? said("Nothing would go wrong by this alone.")
        : said("Enter puts it in force: \(plan.words)")
    } catch {
      return error.description
    }
  }

  private static func items(_ plan: FaultPlan) -> [Picker<Choice>.Item] {
    let words = FaultWord.allCases.map { word in
      let value = plan.value(of: word).flatMap { value -> String? in
        guard word == .seed else { return value.isEmpty ? "on" : value }
        return value
      }
      return Picker.Item(
        Choice.word(word), label: word.rawValue + (value.map { "  \($0)" } ?? ""),
        detail: word.sentence)
    }
    guard !plan.isEmpty else { return words }
    return [
      Picker.Item(
        Choice.nothing, label: "off", detail: said("all of it: the link is as it is"))
    ]
      + words
  }
}

extension FaultPlan {
  /// What has broken once does not break again because another fault is added.
  fileprivate var withoutWhatHappensOnce: FaultPlan {
    var plan = self
    if plan.cut == .once { plan.cut = nil }
    if plan.stall == .once { plan.stall = nil }
    return plan
  }

  /// The next of the usual values; behind the last one it is off.
  fileprivate mutating func turn(_ word: FaultWord) {
    let choices = word.choices
    guard let value = value(of: word) else {
      _ = set(word, to: choices.first)
      return
    }
    let next = choices.firstIndex(of: value).map { $0 + 1 } ?? choices.count
    // A seed is always one.
    guard choices.indices.contains(next) || word == .seed else { return clear(word) }
    _ = set(word, to: choices[next % choices.count])
  }
}

extension DeskState {
  mutating func openFaults(now: Date) {
    if let faultsProblem { return refuse(faultsProblem, now: now) }
    open(FaultPicker(faults))
  }

  /// Why nothing may go wrong by intent here, in a sentence; nil where it may.
  private var faultsProblem: String? {
    configuration.production.map { said("\($0): nothing goes wrong by intent there.") }
  }

  /// Adds what the words say to what is in force; `off` ends all of it.
  mutating func setFaults(_ text: String, now: Date) {
    if let faultsProblem { return refuse(faultsProblem, now: now) }
    guard text.lowercased() != "off" else { return use(FaultPlan(), now: now) }
    var plan = faults.withoutWhatHappensOnce
    do throws(FaultWordError) {
      try plan.add(reading: text)
    } catch {
      return refuse(error.description, now: now)
    }
    use(plan, now: now)
  }

  /// Puts a plan in force on the own link.
  fileprivate mutating func use(_ plan: FaultPlan, now: Date) {
    faults = plan
    emit(.setFaults(plan))
    hint(
      plan.isEmpty ? said("No faults: the link is as it is.") : said("FAULT \(plan.words)"),
      now: now)
    for remark in plan.remarks() { say(.warning, remark, now: now) }
    if faultsMissSends { say(.failure, faultsMissSendsSentence, now: now) }
  }
}
