import Foundation
import Sentences
import TextGrid

/// What lies over the middle of the desk and takes the keys; at most one.
package protocol Overlay: Hashable, Sendable {}

/// What every overlay says and does. It changes itself, and the desk where that follows from it.
///
/// An overlay is one file in this folder, with its state, how it is opened and what its keys do, and
/// one file of the same name in `DeskViews/Overlays`. Only the views tell the kinds apart.
protocol OverlayComponent: Overlay {
  /// The keys that are in force while it is open.
  var keyContext: Keymap.Context { get }
  /// The commands that its line of keys names, the most useful first.
  func hints(on desk: DeskState) -> [(Command, String)]
  mutating func handle(_ command: Command, on desk: inout DeskState, now: Date) -> OverlayOutcome

  /// What it is called in sentences that would else name the way to it; nil for other commands than
  /// those that open it.
  func word(for command: Command) -> String?

  /// The wheel moves in it as the keys for up and down do.
  var takesWheel: Bool { get }
  /// A click on one of its rows.
  mutating func click(row: Int, on desk: inout DeskState, now: Date) -> OverlayOutcome
  /// What is typed into it may be put in nowhere else.
  var isSecret: Bool { get }
  /// Changes its one-line text, and what depends on that.
  mutating func edit(on desk: inout DeskState, _ change: (inout TextEditor) -> Void)
  /// Letters of its own that choose, though no key is bound to them; nil where it has none.
  var letters: [Character]? { get }
  /// A key that is bound to nothing; asked where there are ``letters``.
  mutating func choose(by key: Key, on desk: inout DeskState, now: Date) -> OverlayOutcome
  /// The screen has another size.
  mutating func fit(to desk: DeskState)
  /// The person leaves it: what it only showed for a try goes.
  func leave(_ desk: inout DeskState, now: Date)
  /// What lay there when it was opened, and does again when it goes.
  var beneath: AnyOverlay? { get }
  /// Text that comes is meant for what is below; the overlay goes.
  func yieldsToText(on desk: DeskState) -> Bool
  /// When it shows something else by itself.
  func nextDeadline(on desk: DeskState, now: Date) -> Date?
}

/// What becomes of an overlay that has done something.
enum OverlayOutcome: Hashable, Sendable {
  /// It stays, changed as it is now.
  case stays
  /// The person leaves it.
  case left
  /// What the desk has now is right: it was closed, or another took its place.
  case settled
}

extension OverlayComponent {
  func word(for command: Command) -> String? { nil }
  var takesWheel: Bool { true }
  var isSecret: Bool { false }
  mutating func click(row: Int, on desk: inout DeskState, now: Date) -> OverlayOutcome { .stays }
  mutating func edit(on desk: inout DeskState, _ change: (inout TextEditor) -> Void) {}
  var letters: [Character]? { nil }
  mutating func choose(by key: Key, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    .stays
  }
  mutating func fit(to desk: DeskState) {}
  func leave(_ desk: inout DeskState, now: Date) {}
  var beneath: AnyOverlay? { nil }
  func yieldsToText(on desk: DeskState) -> Bool { false }
  func nextDeadline(on desk: DeskState, now: Date) -> Date? { nil }

  /// What commands mean where a one-line text has the keys.
  mutating func handleInField(
    _ command: Command, on desk: inout DeskState
  ) -> OverlayOutcome {
    switch command {
    case .cancel, .interrupt, .close: return .left
    default:
      var ring = isSecret ? KillRing() : desk.killRing
      edit(on: &desk) { _ = $0.perform(command, columns: 1000, widths: .standard, ring: &ring) }
      if !isSecret { desk.killRing = ring }
      return .stays
    }
  }

  fileprivate func isEqual(to other: any OverlayComponent) -> Bool { (other as? Self) == self }
}

/// An overlay of any kind, as a part of a state that can be compared.
struct AnyOverlay: Hashable, Sendable {
  var component: any OverlayComponent

  init(_ component: any OverlayComponent) { self.component = component }

  static func == (a: Self, b: Self) -> Bool { a.component.isEqual(to: b.component) }

  func hash(into hasher: inout Hasher) { component.hash(into: &hasher) }
}

extension DeskState {
  /// What lies over the middle of the desk; nil while the panes have the keys.
  package var overlay: (any Overlay)? { topmost?.component }

  /// Changes the overlay if it is of that kind.
  mutating func changeOverlay<Kind: OverlayComponent>(
    _ kind: Kind.Type, _ change: (inout Kind) -> Void
  ) {
    guard var overlay = topmost?.component as? Kind else { return }
    change(&overlay)
    topmost = AnyOverlay(overlay)
  }

  mutating func open(_ overlay: some OverlayComponent) { topmost = AnyOverlay(overlay) }

  /// Takes the overlay away, with what lay below it.
  mutating func dropOverlay() { topmost = nil }

  /// Leaves the overlay, as Esc does.
  mutating func closeOverlay(now: Date) {
    guard let leaving = topmost?.component else { return }
    leaving.leave(&self, now: now)
    topmost = leaving.beneath
  }

  mutating func performInOverlay(_ command: Command, now: Date) {
    letOverlay(now: now) { $0.handle(command, on: &$1, now: now) }
  }

  mutating func chooseInOverlay(by key: Key, now: Date) {
    letOverlay(now: now) { $0.choose(by: key, on: &$1, now: now) }
  }

  mutating func clickOverlay(_ target: HitTarget, now: Date) {
    switch target {
    case .behindOverlay: closeOverlay(now: now)
    case .hint(let command): perform(command, now: now)
    case .overlayRow(let row): letOverlay(now: now) { $0.click(row: row, on: &$1, now: now) }
    default: break
    }
  }

  mutating func turnWheelInOverlay(lines: Int, now: Date) {
    for _ in 0..<min(abs(lines), 20) where topmost?.component.takesWheel == true {
      performInOverlay(lines < 0 ? .up : .down, now: now)
    }
  }

  mutating func editOverlay(_ change: (inout TextEditor) -> Void) {
    guard var component = topmost?.component else { return }
    component.edit(on: &self, change)
    topmost = AnyOverlay(component)
  }

  mutating func fitOverlay() {
    guard var component = topmost?.component else { return }
    component.fit(to: self)
    topmost = AnyOverlay(component)
  }

  /// The overlay acts on a copy, so that meanwhile the desk still says that it is open.
  private mutating func letOverlay(
    now: Date, _ act: (inout any OverlayComponent, inout DeskState) -> OverlayOutcome
  ) {
    guard var component = topmost?.component else { return }
    switch act(&component, &self) {
    case .stays: topmost = AnyOverlay(component)
    case .left: closeOverlay(now: now)
    case .settled: break
    }
  }

  /// Whether an Enter may be the end of a text that was not meant for this choice; says so, and takes
  /// the next one.
  ///
  /// - Parameter isHarmless: it changes nothing at the server. Then only a word is doubted that began
  ///   with the letter by which the place was opened.
  mutating func isTooSoon(for choice: String, isHarmless: Bool = false, now: Date) -> Bool {
    guard !input.isQuiet, !isHarmless || input.typing.isInOpenedField,
      !input.isDoubtAnswered(for: choice, at: now)
    else { return false }
    input.noteDoubt(of: choice, at: now)
    ask(said("That came fast after a letter; Enter again takes \(choice)."), now: now)
    return true
  }
}
