// The wire pane: what its keys do. It stands on the right from 160 columns, and in the place of the
// panes where there is less room.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  /// From so many columns it stands beside the other panes.
  package static let wireColumns = 160

  /// Whether it is on the screen.
  package var isShowingWire: Bool {
    wire.isOpen && (focus == .wire || size.columns >= Self.wireColumns)
  }

  /// It stands in the place of everything else.
  package var wireCoversAll: Bool { isShowingWire && size.columns < Self.wireColumns }

  /// Opens it, goes there, and from there closes it.
  mutating func toggleWire(now: Date) {
    if !wire.isOpen {
      wire.open(seed: configuration.wireSeed)
      emit(.openWire)
      hint(said("The wire is kept from now on; \(key(.wire, in: .wire)) ends that."), now: now)
    } else if focus == .wire {
      return closeWire(now: now)
    }
    focus = .wire
  }

  mutating func closeWire(now: Date) {
    wire.close()
    emit(.closeWire)
    if focus == .wire { focus = isFarmer ? .messages : .list }
    hint(said("The wire is closed, and nothing of it is kept."), now: now)
  }

  /// What follows from a batch as a whole.
  mutating func settleWire(now: Date) {
    if focus == .wire, !wire.isOpen { focus = isFarmer ? .messages : .list }
    if !wire.acts.isEmpty { expireActs(now: now) }
  }

  mutating func noteWire(_ news: WireNews, now: Date) {
    guard wire.isOpen else { return }
    wire.note(news)
    for entry in news.entries { noteActs(entry, now: now) }
  }

  /// Does what a command means in the pane; false when it is a matter of the desk.
  mutating func performInWire(_ command: Command, now: Date) -> Bool {
    let page = max(1, metrics.wireRows - 1)
    switch command {
    case .up: wire.move(by: -1)
    case .down: wire.move(by: 1)
    case .pageUp: wire.move(by: -page)
    case .pageDown: wire.move(by: page)
    case .halfPageUp: wire.move(by: -max(1, page / 2))
    case .halfPageDown: wire.move(by: max(1, page / 2))
    case .top: wire.moveTo(0)
    case .bottom: wire.moveTo(wire.shownCount - 1)
    case .wireFrameDown: scrollFrame(by: max(1, metrics.wireFrameRows / 2), now: now)
    case .wireFrameUp: scrollFrame(by: -max(1, metrics.wireFrameRows / 2), now: now)
    case .wirePause: pauseWire(now: now)
    case .filter: open(LinePrompt(.wireFilter, text: wire.filter?.text ?? ""))
    case .find: open(LinePrompt(.wireSearch, text: wire.search?.text ?? ""))
    case .nextHit: goToWireHit(1, now: now)
    case .previousHit: goToWireHit(-1, now: now)
    case .open: goToCause(now: now)
    case .wireThread: filterByThread(now: now)
    case .wireConversation: filterByConversation(now: now)
    case .wireUnmask: unmaskWire(now: now)
    case .wireClear:
      wire.clear()
      hint(said("The wire is empty."), now: now)
    case .copy: copyRecord(now: now)
    case .wireSave: startSavingWire(now: now)
    case .wireResend: resend(now: now)
    case .wireEmit: openEventPicker(now: now)
    case .wireAssert: startAsserting(now: now)
    case .cancel, .interrupt: leaveWire(now: now)
    case .close: closeWire(now: now)
    case .refresh: return false
    default:
      if command.worksOverWire { return false }
      refuse(
        said("That is for conversations; \(key(.cancel, in: .wire)) leaves the wire."), now: now)
    }
    return true
  }

  private mutating func scrollFrame(by lines: Int, now: Date) {
    guard let record = wire.chosen?.record else {
      return refuse(nothingShown, now: now)
    }
    if lines < 0, wire.frameTop == 0 {
      return hint(said("That is the beginning of #\(record.number)."), now: now)
    }
    // A long line takes several rows, of forty columns at the least.
    let last =
      record.frameLines(masking: nil, atMost: WirePane.mostLines).count + record.bytes / 40
    wire.frameTop = min(max(0, wire.frameTop + lines), last)
  }

  private mutating func pauseWire(now: Date) {
    wire.pause(!wire.isPaused)
    if wire.isPaused {
      hint(
        said("The list stands still; what comes is kept, up to \(WirePane.mostRecords)."), now: now)
    } else {
      hint(said("The list follows again."), now: now)
    }
  }

  /// Out of the innermost thing there is.
  private mutating func leaveWire(now: Date) {
    if wire.search != nil {
      wire.look(for: nil)
    } else if wire.filter != nil {
      wire.use(nil)
    } else if size.columns < Self.wireColumns {
      closeWire(now: now)
    } else {
      focus = isFarmer ? .messages : .list
    }
  }

  // MARK: Looking

  /// - Returns: what is wrong with the text, in a sentence
  mutating func filterWire(_ text: String) -> String? {
    guard !text.allSatisfy(\.isWhitespace) else {
      wire.use(nil)
      return nil
    }
    do throws(WireFilterFault) {
      wire.use(try WireFilter(text))
      return nil
    } catch {
      return Self.sentence(error)
    }
  }

  /// Says that nobody is called as the filter has it.
  mutating func remarkOnWireFilter(now: Date) {
    let names = identities.isEmpty ? [configuration.profile] : identities.map(\.name)
    if let remark = wire.filter?.remark(among: names.filter { !$0.isEmpty }) {
      say(.warning, remark, now: now)
    }
  }

  mutating func searchWire(_ text: String, now: Date) -> String? {
    guard !text.allSatisfy(\.isWhitespace) else {
      wire.look(for: nil)
      return nil
    }
    do throws(WireFilterFault) {
      wire.look(for: try WireFilter(text))
    } catch {
      return Self.sentence(error)
    }
    goToWireHit(-1, now: now)
    return nil
  }

  private static func sentence(_ fault: WireFilterFault) -> String {
    said("In column \(fault.column): \(fault.reason).")
  }

  /// Why no record is chosen, in a sentence.
  var nothingShown: String {
    guard wire.count > 0 else { return said("The wire is empty.") }
    let key = key(.cancel, in: .wire)
    return said(
      wire.count,
      one: "The filter does not let the 1 record through that is kept; \(key) drops it.",
      more: """
        The filter lets none of the \(wire.count) records through that are kept; \(key) drops \
        it.
        """)
  }

  private mutating func goToWireHit(_ step: Int, now: Date) {
    guard wire.shownCount > 0 else { return refuse(nothingShown, now: now) }
    guard wire.search != nil else {
      return refuse(said("Nothing is looked for; \(key(.find, in: .wire)) asks for it."), now: now)
    }
    if !wire.goToHit(step) { hint(said("Nothing on this wire matches."), now: now) }
  }

  private mutating func goToCause(now: Date) {
    guard let entry = wire.chosen else { return refuse(nothingShown, now: now) }
    let relation = entry.relation
    guard let number = relation.answers ?? relation.cause ?? relation.sameAs else {
      return refuse(said("#\(entry.record.number) answers nothing that is known."), now: now)
    }
    guard !wire.moveTo(numbered: number) else { return }
    guard wire.entry(numbered: number) != nil else {
      return refuse(said("#\(number) is not kept any more."), now: now)
    }
    wire.use(nil)
    _ = wire.moveTo(numbered: number)
    hint(said("The filter hid #\(number); all are shown again."), now: now)
  }

  /// What belongs to the chosen record; again: everything.
  private mutating func filterByThread(now: Date) {
    guard let entry = wire.chosen else { return refuse(nothingShown, now: now) }
    let relation = entry.relation
    let root = relation.cause ?? relation.answers ?? relation.sameAs ?? entry.record.number
    toggle("of = \(root)", now: now)
  }

  private mutating func filterByConversation(now: Date) {
    guard let record = wire.chosen?.record else { return refuse(nothingShown, now: now) }
    guard let id = record.conversation else {
      return refuse(said("This one names no conversation."), now: now)
    }
    toggle("conversation = \"\(id)\"", now: now)
  }

  private mutating func toggle(_ text: String, now: Date) {
    let isOn = wire.filter?.text == text
    let chosen = wire.chosen?.record.number
    if let problem = filterWire(isOn ? "" : text) { refuse(problem, now: now) }
    if let chosen { _ = wire.moveTo(numbered: chosen) }
  }

  private mutating func unmaskWire(now: Date) {
    wire.isUnmasked.toggle()
    hint(
      wire.isUnmasked
        ? said("Phone numbers stand there as they are.")
        : said("Phone numbers are false ones, each the same."),
      now: now)
  }
}

extension Command {
  /// Of the whole desk, and so obeyed while the wire has the keys.
  fileprivate var worksOverWire: Bool {
    switch self {
    case .faults, .record, .wireCheck, .wireReplay, .nextPane, .previousPane, .help, .log, .palette,
      .jump, .outbox, .theme,
      .wire, .details, .reconnect, .signIn, .refresh, .quit, .suspend, .viewMine, .viewWaiting,
      .viewUnread,
      .viewAll,
      .viewStatistics, .viewUnassigned, .viewSaved1, .viewSaved2, .nextConversation,
      .previousConversation, .longestWaiting, .nextUnread, .previousUnread, .findEverywhere:
      true
    default: identityNumber != nil
    }
  }
}
