// What comes out of drawing: a frame, and what it turned out to show.

package import Desk
package import TextGrid

/// One picture of the desk, with what the mouse finds on it and what `update` has to be told.
package struct Rendered: Sendable {
  package var frame: Frame
  /// To be reported once the frame is on the screen.
  package var presented: Presented
  /// Later ones lie above earlier ones.
  package var regions: [HitRegion] { regionsOfParts.flatMap { $0 } }
  var regionsOfParts: [[HitRegion]]
  /// The parts that had to be drawn for this frame; all others stand as they stood before.
  package var drawn: [ScreenPart] = []

  /// What the mouse points at; nil where nothing answers.
  package func target(at point: Point) -> HitTarget? {
    for regions in regionsOfParts.reversed() {
      guard let region = regions.last(where: { $0.rect.contains(point) }) else { continue }
      return region.target(at: point, widths: frame.widths)
    }
    return nil
  }
}

/// A part of the screen that answers to the mouse.
package struct HitRegion: Hashable, Sendable {
  package let rect: Rect
  private let content: Content

  private enum Content: Hashable, Sendable {
    case whole(HitTarget)
    /// A row of the composer's text that begins at `offset`, in UTF-8 bytes.
    case text(String, offset: Int)
  }

  init(_ rect: Rect, _ target: HitTarget) {
    self.rect = rect
    content = .whole(target)
  }

  init(_ rect: Rect, composerRow text: String, offset: Int) {
    self.rect = rect
    content = .text(text, offset: offset)
  }

  fileprivate func target(at point: Point, widths: TextWidth) -> HitTarget {
    switch content {
    case .whole(let target): return target
    case .text(let text, let offset):
      let index = widths.index(in: text, atColumn: point.column - rect.column)
      return .composer(offset: offset + text.utf8.distance(from: text.startIndex, to: index))
    }
  }
}
