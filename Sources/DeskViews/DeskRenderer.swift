// Draws the desk: a state in, a frame out. Nothing is caused by drawing; what a frame turned out to
// show is told to `update` when the frame is on the screen.

package import Desk
package import Foundation
package import TextGrid

/// Draws states for one terminal, and keeps what is expensive to compute twice: texts and the last panes.
package struct DeskRenderer: Sendable {
  package var theme: Theme
  package var widths: TextWidth
  private var texts = WrappedTexts()
  private var rowTexts = RowTexts()
  private var keys = KeyNames()
  private var painted: PaintedPanes?

  package init(theme: Theme, widths: TextWidth = .standard) {
    self.theme = theme
    self.widths = widths
  }

  package mutating func render(_ state: DeskState, size: Size, now: Date) -> Rendered {
    var canvas = Canvas(size: size, theme: theme, widths: widths, rowTexts: rowTexts)
    // Moved in and out, so that the memory is never copied.
    rowTexts = RowTexts()
    defer { rowTexts = canvas.rowTexts }
    keys.use(state.configuration.keymap)
    let clock = WallClock(timeZone: state.configuration.timeZone)
    let composer = ComposerLines(
      state, size: size, clock: clock, widths: widths,
      cancelKey: keys.name(.interrupt, in: .composer),
      takeOffKey: keys.name(.deleteBack, in: .composer))
    let wishes = DeskLayout.Wishes(
      focus: state.focus, hasList: !state.isFarmer, details: state.showsDetails,
      composerRows: composer?.wishedRows ?? 0, hasCoach: state.coach != nil)
    guard let layout = DeskLayout(size: size, wishes: wishes) else {
      return renderTooSmall(size)
    }
    let scene = Scene(
      state: state, now: now, layout: layout, composer: composer, clock: clock, keys: keys)
    let sight = scene.drawPanes(on: &canvas, texts: &texts)
    let last = painted
    painted = nil
    painted = canvas.paintPanes(
      over: last, on: PaintedPanes.Ground(layout: layout, theme: theme, widths: widths))
    let overlay = state.overlay.flatMap { scene.drawOverlay($0, on: &canvas) }
    // The answer to a key of the overlay is no background.
    if let overlay, overlay.box.intersection(layout.status).isEmpty {
      canvas.fill(layout.status, .base)
      scene.drawNotice(on: &canvas, in: layout.status)
    }
    var presented = Presented(
      metrics: metrics(size, scene, overlay: overlay))
    if let sight {
      presented.conversationID = sight.conversationID
      presented.visible = sight.visible(besides: overlay?.box)
      presented.position = sight.window.position
      presented.appliedLines = sight.window.appliedLines
      presented.itemsAbove = sight.window.lines.first?.index ?? 0
    }
    canvas.frame.cursor = canvas.cursor
    return Rendered(frame: canvas.frame, presented: presented, regions: canvas.regions)
  }

  private func renderTooSmall(_ size: Size) -> Rendered {
    var frame = Frame(size: size, widths: widths, style: theme.surface(.base))
    TooSmallView(size: frame.size).draw(on: &frame, style: theme.style(.text))
    return Rendered(
      frame: frame, presented: Presented(metrics: metrics(size, nil, overlay: nil)), regions: [])
  }

  private func metrics(_ size: Size, _ scene: Scene?, overlay: OverlaySight?) -> Metrics {
    var metrics = Metrics(
      composerColumns: ComposerLines.columns(size),
      overlayRows: overlay?.rows ?? OverlayBox.pagerRows(size), widths: widths)
    guard let scene else { return metrics }
    metrics.showsClock = true
    if let pane = scene.layout.list { metrics.listRows = scene.listParts(pane).capacity }
    if let pane = scene.layout.messages {
      metrics.messageRows = Scene.MessageParts(pane).body.rows
    }
    return metrics
  }
}

extension Scene {
  /// Draws everything but overlays.
  fileprivate func drawPanes(
    on canvas: inout Canvas, texts: inout WrappedTexts
  ) -> MessageSight? {
    drawHeader(on: &canvas, in: layout.header)
    if let pane = layout.list {
      canvas.part = .list
      drawMain(on: &canvas, in: pane)
    }
    var sight: MessageSight?
    if let pane = layout.messages {
      canvas.part = .messages
      sight = drawMessages(on: &canvas, in: pane, texts: &texts)
    }
    if let pane = layout.details {
      canvas.part = .details
      drawDetails(on: &canvas, in: pane)
    }
    canvas.part = .rest
    if let rect = layout.composer { drawComposer(on: &canvas, in: rect) }
    if let row = layout.coach { drawCoach(on: &canvas, in: row) }
    drawStatus(on: &canvas, in: layout.status)
    if let row = layout.hints { drawHints(on: &canvas, in: row) }
    return sight
  }
}
