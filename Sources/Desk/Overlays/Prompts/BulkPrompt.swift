package import ChatModel
import Foundation
import Sentences
import TextGrid

/// Asks whether many conversations are to be changed, with their names; of more than ten the number is
/// to be typed.
package struct BulkPrompt: OverlayComponent {
  package let work: BulkWork
  /// "SET TO RESOLVED", "GIVE TO Asha Verma"; sanitized.
  package let title: String
  /// Sanitized, in the order of the rows.
  package let names: [String]
  /// How many stand on the screen.
  package let visible: Int
  /// How many are marked, and the change is nothing for them: a colleague's are not read by me.
  package let left: Int
  /// How many have no agent, and can be given back to nobody.
  package let isForGood: Int
  package internal(set) var number = TextEditor()
  /// The first name that is shown.
  package private(set) var top = 0
  var beneath: AnyOverlay?
  /// As they stood when this was asked.
  private let seen: [ConversationID: SeenConversation]

  init(_ work: BulkWork, beneath: AnyOverlay? = nil, on desk: DeskState) {
    self.work = work
    self.beneath = beneath
    let ids = work.ids
    title = desk.title(of: work)
    names = ids.map { desk.name(of: $0) }
    let rows = desk.list.order[desk.list.window(rows: desk.metrics.listRows)]
    visible = Set(rows).intersection(ids).count
    left = beneath == nil ? max(0, desk.marked.count - ids.count) : 0
    let withoutAgent = ids.compactMap { desk.conversations[$0] }
      .count { $0.conversation.agent == .none }
    isForGood = work.changesAgents ? withoutAgent : 0
    seen = desk.seen(ids)
  }

  package var ids: [ConversationID] { work.ids }

  /// What is to be known before a yes, behind the number of them.
  package var remark: String {
    let left = left == 0 ? "" : said(", \(left) more marked are not yours and stay")
    return left
      + (isForGood == 0 ? "" : said(", \(isForGood) of nobody's cannot be given back"))
  }

  /// Each goes to an agent of its own.
  package var isPlan: Bool { if case .handovers = work { true } else { false } }

  /// The number has to be typed.
  package var asksForNumber: Bool { ids.count > DeskState.mostByYes }

  var keyContext: Keymap.Context { asksForNumber ? .prompt : .confirm }

  func hints(on desk: DeskState) -> [(Command, String)] {
    [
      (.accept, asksForNumber ? said("go on") : said("yes")),
      (.cancel, said("leave all as they are")),
    ]
  }

  mutating func handle(_ command: Command, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    switch command {
    case .up: scroll(by: -max(1, desk.metrics.overlayRows - 1), on: desk)
    case .down: scroll(by: max(1, desk.metrics.overlayRows - 1), on: desk)
    case .accept: return accept(on: &desk, now: now)
    default: return asksForNumber ? handleInField(command, on: &desk) : .left
    }
    return .stays
  }

  private mutating func scroll(by lines: Int, on desk: DeskState) {
    top = max(0, min(top + lines, names.count - desk.metrics.overlayRows))
  }

  mutating func edit(on desk: inout DeskState, _ change: (inout TextEditor) -> Void) {
    change(&number)
  }

  private func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    if asksForNumber {
      guard number.text.trimmingCharacters(in: .whitespaces) == String(ids.count) else {
        desk.hint(said("Type \(ids.count) to change them all."), now: now)
        return .stays
      }
    } else if !desk.input.isQuiet {
      desk.refuse(said("That came very fast. Once more, if it was meant."), now: now)
      return .stays
    }
    desk.dropOverlay()
    desk.startBulk(work, seen: seen, now: now)
    return .settled
  }
}
