// Draws the desk: a state in, a frame out. Nothing is caused by drawing; what a frame turned out to
// show is told to `update` when the frame is on the screen.

import ChatModel
package import Desk
package import Foundation
package import TextGrid

/// Draws states for one terminal, and keeps what is expensive to compute twice: texts and the last panes.
///
/// Each part of the screen is drawn from an input that can be compared at little cost: the words that
/// stand there, or, where these are many, the versions of what they are made from. The same input
/// keeps the cells of last time.
package struct DeskRenderer: Sendable {
  package var theme: Theme
  package var widths: TextWidth
  /// What the terminal shows of colours.
  package var colors: ColorDepth
  /// In what it shows pictures; nil: in cells.
  package var pixels: PixelGround?
  private var memory = PaneMemory()
  private var rowTexts = RowTexts()
  private var keys = KeyNames()
  private var drawn: DrawnPanes?
  private var sight: MessageSight?
  private var drawnStill: Still?
  private var seen: Seen?

  /// The messages that can be seen, and what lay over them.
  private struct Seen {
    var cover: Rect?
    var messages: [MessageID]
  }

  /// As long as it is the same, a key in the reply touches the reply alone.
  private struct Still: Equatable {
    var surroundings: Version
    var pixels: PixelGround?
  }

  package init(
    theme: Theme, widths: TextWidth = .standard, colors: ColorDepth = .indexed256
  ) {
    self.theme = theme
    self.colors = colors
    self.widths = widths
  }

  /// - Parameter state: given away, because a copy of it is expensive.
  package mutating func render(
    _ state: consuming DeskState, size: Size, now: Date
  ) -> Rendered {
    keys.use(state.configuration.keymap)
    let clock = WallClock(timeZone: state.configuration.timeZone)
    let composer = memory.composer.lines(
      of: state, size: size, clock: clock, now: now, widths: widths, keys: keys)
    let wishes = DeskLayout.Wishes(
      focus: state.focus, hasList: !state.isFarmer, hasTeam: state.isAdmin,
      details: state.showsDetails,
      pane: state.openID == nil && state.focus == .list ? state.main : .conversation,
      hasWire: state.isShowingWire, identities: max(1, state.identities.count),
      composerRows: state.wireCoversAll ? 0 : composer?.wishedRows ?? 0,
      hasCoach: state.coach != nil)
    guard let layout = DeskLayout(size: size, wishes: wishes) else {
      return renderTooSmall(size)
    }
    // Moved in and out, so that no memory is ever copied.
    let last = drawn
    drawn = nil
    var canvas = Canvas(
      on: DrawnPanes.Ground(size: size, layout: layout, theme: theme, widths: widths),
      focused: state.overlay == nil ? layout.focused(state) : nil, over: last,
      rowTexts: rowTexts)
    rowTexts = RowTexts()
    defer { rowTexts = canvas.rowTexts }
    let scene = Scene(
      state: state, now: now, layout: layout, composer: composer, clock: clock, keys: keys)
    let still = Still(surroundings: scene.state.surroundings, pixels: pixels)
    let isStill =
      still == drawnStill && scene.state.overlay == nil && canvas.keepsAll(but: ScreenPart.ofReply)
    if !isStill { sight = scene.drawPanes(on: &canvas, memory: &memory) }
    drawnStill = scene.state.overlay == nil ? still : nil
    scene.drawReply(on: &canvas)
    let panes = canvas.paintPanes()
    drawn = panes
    let overlay = scene.state.overlay.flatMap { scene.drawOverlay($0, on: &canvas) }
    let offer = scene.drawEmojiOffer(on: &canvas)
    // The answer to a key of the overlay is no background.
    if let overlay, overlay.box.intersection(layout.status).isEmpty {
      canvas.fill(layout.status, .base)
      scene.drawNotice(on: &canvas, in: layout.status)
    }
    var presented = Presented(
      metrics: metrics(size, scene, overlay: overlay))
    if layout.next != nil { presented.metrics.next = memory.next.ids }
    if let sight {
      presented.conversationID = sight.conversationID
      let cover = overlay?.box ?? offer
      if !isStill || seen?.cover != cover {
        seen = Seen(cover: cover, messages: sight.visible(besides: cover))
      }
      presented.visible = seen?.messages ?? []
      presented.position = sight.window.position
      presented.appliedLines = sight.window.appliedLines
      presented.itemsAbove = sight.window.lines.first?.index ?? 0
      presented.pictures = sight.pictures
    }
    if layout.details != nil { presented.pictures += memory.detailsPictures }
    presented.pictures += overlay?.pictures ?? []
    canvas.frame.cursor = canvas.cursor
    if overlay != nil || offer != nil { canvas.frame.movable = [] }
    let regions =
      scene.state.overlay == nil ? panes.parts.compactMap { $0?.regions } : [canvas.regions]
    return Rendered(
      frame: canvas.frame, presented: presented, regionsOfParts: regions, drawn: canvas.drawn)
  }

  private func renderTooSmall(_ size: Size) -> Rendered {
    var frame = Frame(size: size, widths: widths, style: theme.surface(.base))
    TooSmallView(size: frame.size).draw(on: &frame, style: theme.style(.text))
    return Rendered(
      frame: frame, presented: Presented(metrics: metrics(size, nil, overlay: nil)),
      regionsOfParts: [])
  }

  private func metrics(_ size: Size, _ scene: Scene?, overlay: OverlaySight?) -> Metrics {
    var metrics = Metrics(
      composerColumns: ComposerLines.columns(size),
      overlayRows: overlay?.rows ?? OverlayBox.pagerRows(size), widths: widths)
    metrics.colors = colors
    metrics.pixels = pixels
    guard let scene else { return metrics }
    metrics.showsClock = true
    if let pane = scene.layout.list { metrics.listRows = scene.listParts(pane).capacity }
    if let pane = scene.teamRect { metrics.teamRows = scene.teamParts(pane).rows.rows }
    if let pane = scene.layout.wire {
      let parts = Scene.WireParts(pane)
      (metrics.wireRows, metrics.wireFrameRows) = (parts.rows.rows, parts.frame.rows)
    }
    if let pane = scene.layout.messages {
      metrics.messageRows = Scene.MessageParts(pane).body.rows
    }
    return metrics
  }
}

/// What is kept from paint to paint beside the parts themselves.
struct PaneMemory: Sendable {
  var messages = MessagesMemory()
  /// The pictures that the details have room for.
  var detailsPictures: [PictureWish] = []
  var list = Kept<ListInput, ListWords>()
  var team = Kept<TeamInput, TeamWords>()
  var next = NextMemory()
  var composer = ComposerMemory()
}

extension Scene {
  /// Draws everything but the reply and overlays.
  fileprivate func drawPanes(on canvas: inout Canvas, memory: inout PaneMemory) -> MessageSight? {
    let header = headerWords
    canvas.part(.header, in: layout.header, from: header) {
      drawHeader(header, on: &$0, in: layout.header)
    }
    if let row = layout.views {
      let words = viewsWords
      canvas.part(.views, in: row, from: words) { drawViews(words, on: &$0, in: row) }
    }
    if let pane = layout.team { drawTeam(on: &canvas, in: pane, memory: &memory.team) }
    if let pane = layout.list { drawMain(on: &canvas, in: pane, memory: &memory) }
    var sight: MessageSight?
    if let pane = layout.messages {
      sight = drawMessages(on: &canvas, in: pane, memory: &memory.messages)
    }
    if let pane = layout.details {
      var wishes: [PictureWish] = []
      let isDrawn = canvas.part(.details, in: pane, from: detailsInput) {
        wishes = drawDetails(on: &$0, in: pane)
      }
      if isDrawn { memory.detailsPictures = wishes }
    }
    if let pane = layout.next { drawNext(on: &canvas, in: pane, memory: &memory.next) }
    if let pane = layout.strips {
      canvas.part(.strips, in: pane, from: stripInput) { drawStrips(on: &$0, in: pane) }
    }
    if let pane = layout.wire {
      canvas.part(.wire, in: pane, from: wireInput) { drawWire(on: &$0, in: pane) }
    }
    if let row = layout.coach {
      canvas.part(.coach, in: row, from: state.coachText) { drawCoach(on: &$0, in: row) }
    }
    return sight
  }

  /// Draws the reply and what goes with it.
  fileprivate func drawReply(on canvas: inout Canvas) {
    if let rect = layout.composer {
      canvas.part(.composer, in: rect, from: composerInput) { drawComposer(on: &$0, in: rect) }
    }
    canvas.part(.status, in: layout.status, from: noticeWords) {
      drawStatus(on: &$0, in: layout.status)
    }
    if let row = layout.hints {
      let hints = state.hints
      canvas.part(.hints, in: row, from: hints) { drawHints(on: &$0, in: row) }
    }
  }
}
