import Foundation
import Sentences
import TextGrid

/// An overlay that shows more lines than have room, from `top` on.
protocol Pager: OverlayComponent {
  /// The first line shown.
  var top: Int { get set }
  /// How many lines there are.
  func lineCount(on desk: DeskState) -> Int
}

extension Pager {
  var keyContext: Keymap.Context { .pager }

  func hints(on desk: DeskState) -> [(Command, String)] {
    [(.cancel, said("close")), (.pageDown, said("page down")), (.pageUp, said("page up"))]
  }

  mutating func handle(_ command: Command, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    page(by: command, on: desk) ? .stays : .left
  }

  /// Moves the first line shown; false when the command is not about moving.
  mutating func page(by command: Command, on desk: DeskState) -> Bool {
    let rows = max(1, desk.metrics.overlayRows)
    let last = max(0, lineCount(on: desk) - rows)
    switch command {
    case .up: top -= 1
    case .down: top += 1
    case .pageUp: top -= max(1, rows - 1)
    case .pageDown: top += max(1, rows - 1)
    case .halfPageUp: top -= max(1, rows / 2)
    case .halfPageDown: top += max(1, rows / 2)
    case .top: top = 0
    case .bottom: top = last
    default: return false
    }
    top = min(max(0, top), last)
    return true
  }
}
