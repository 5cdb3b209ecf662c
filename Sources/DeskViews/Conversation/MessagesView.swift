// The open conversation: whose it is and how it stands, its messages, and a foot with who types,
// what is wrong and how far the pane is from the end.

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

extension Scene {
  /// Rows of the message pane.
  struct MessageParts {
    var title: Rect
    var body: Rect
    var foot: Rect
    /// Columns of the texts: longer rows than these are hard to follow back.
    var columns: Int { max(1, min(DeskLayout.longestRow, body.columns - Self.textColumn - 1)) }
    /// One column for the bar or the cursor, two for ticks, one between.
    static let textColumn = 4

    init(_ pane: Rect) {
      var rest = pane
      title = rest.takeTop(1)
      foot = rest.takeBottom(rest.rows >= 3 ? 1 : 0)
      body = rest
    }
  }

  /// Draws the pane and tells what was seen.
  func drawMessages(
    on canvas: inout Canvas, in pane: Rect, memory: inout MessagesMemory
  ) -> MessageSight? {
    let parts = MessageParts(pane)
    let summary = openSummary
    let title = summary.map {
      MessagesTitle(
        $0, name: canvas.rowTexts.texts(of: $0, in: state).name, columns: parts.title.columns,
        in: self)
    }
    canvas.part(.messagesTitle, in: parts.title, from: title) { canvas in
      canvas.hit(pane, .messages)
      title?.draw(on: &canvas, in: parts.title)
    }
    var sight: MessageSight?
    if let summary, let timeline = state.timeline, timeline.conversationID == summary.id,
      !timeline.isEmpty
    {
      sight = drawHistory(of: timeline, summary, on: &canvas, in: parts, memory: &memory)
    } else {
      let words = summary.map { noMessages($0) } ?? Span(nothingOpen, .dim)
      let rect = parts.body.inset(columns: summary == nil ? 1 : MessageParts.textColumn)
      canvas.part(.messages, in: parts.body, from: words) {
        $0.writeParagraph(words.text, words.role, in: rect)
      }
      sight = summary.map { MessageSight(conversationID: $0.id) }
    }
    let foot = sight.flatMap { sight in
      state.timeline.flatMap { $0.isEmpty ? nil : MessagesFoot($0, sight.window, in: self) }
    }
    canvas.part(.messagesFoot, in: parts.foot, from: foot) { canvas in
      foot?.draw(on: &canvas, in: parts.foot)
    }
    return sight
  }

  /// Draws what can be seen of the history, unless it stands there already.
  private func drawHistory(
    of timeline: Timeline, _ summary: ConversationSummary, on canvas: inout Canvas,
    in parts: MessageParts, memory: inout MessagesMemory
  ) -> MessageSight {
    var input = historyInput(summary)
    var sight = MessageSight(conversationID: summary.id)
    let isDrawn = canvas.part(.messages, in: parts.body, from: input) { canvas in
      let window = window(of: timeline, input, in: parts, canvas.widths, memory: &memory)
      // A short history stands on the composer.
      var body = parts.body
      if window.reachesEnd { _ = body.takeTop(body.rows - window.lines.count) }
      drawLines(window.lines, on: &canvas, in: body)
      sight.window = window
      sight.body = body
    }
    guard isDrawn else { return memory.sight ?? sight }
    // Where the pane has come to rest, it is drawn the same.
    input.position = sight.window.position
    input.pendingLines = 0
    input.revealed = nil
    canvas.settle(.messages, to: input)
    memory.sight = sight
    memory.sight?.window.appliedLines = 0
    return sight
  }

  private func historyInput(_ summary: ConversationSummary) -> HistoryInput {
    let pane = state.messages
    return HistoryInput(
      timeline: state.$timeline, conversation: summary.conversation, me: state.me,
      clockSkew: state.clockSkew, today: today, position: pane.position,
      pendingLines: pane.pendingLines,
      pictures: pictureGround, playing: playing,
      revealed: pane.revealsSelection ? pane.selection : nil,
      marked: state.markedQuery, isLatin: state.isReadInLatin(summary.id),
      selection: state.focus == .messages ? pane.selection : nil, chosen: state.markedItems,
      holds: state.holds(now: now))
  }

  private func window(
    of timeline: Timeline, _ input: HistoryInput, in parts: MessageParts, _ widths: TextWidth,
    memory: inout MessagesMemory
  ) -> MessageWindow {
    var anchor: (index: Int, place: Int)?
    if case .anchored(let id, let line) = input.position, let index = timeline.index(of: id) {
      anchor = (index, line)
    }
    // Moved in and out, so that the memory is never copied.
    var maker = BlockMaker(
      scene: self, timeline: timeline, columns: parts.columns, widths: widths,
      texts: memory.texts, blocks: memory.blocks)
    memory.texts = WrappedTexts()
    memory.blocks = BlockMemory()
    maker.blocks.use(
      BlockMemory.Ground(
        timeline: input.timeline, conversation: input.conversation, me: input.me,
        clockSkew: input.clockSkew, today: input.today, marked: input.marked,
        isLatin: input.isLatin, columns: parts.columns, widths: widths, pictures: input.pictures,
        playing: input.playing, holds: input.holds),
      of: timeline)
    let window = MessageWindow(
      of: &maker, rows: parts.body.rows, anchor: anchor, pending: input.pendingLines,
      revealing: input.revealed.flatMap(timeline.index(of:)),
      isAtNewest: timeline.extent.reachesNewest)
    memory.texts = maker.texts
    memory.blocks = maker.blocks
    return window
  }

  // MARK: Rows

  private func drawLines(_ lines: [VisibleLine], on canvas: inout Canvas, in body: Rect) {
    let selection = state.focus == .messages ? state.messages.selection : nil
    let chosen = state.markedItems
    for (offset, visible) in lines.enumerated() {
      let row = body.line(offset)
      let isSelected = visible.id == selection && visible.place >= 0
      let isMarked = visible.place >= 0 && chosen.contains(visible.id)
      let surface: ThemeRole = isSelected ? .selectedRow : isMarked ? .markedRow : .base
      if surface != .base { canvas.fill(row, surface) }
      var edge = visible.line.bar
      if visible.place == 0 {
        if isSelected {
          edge = Sign.cursor.span
        } else if isMarked {
          edge = Sign.marked.span
        }
        // Beside the cursor, where both are.
        if isSelected, isMarked {
          canvas.write([Sign.marked.span], in: row, from: row.column + 3, on: surface)
        }
      }
      if let edge { canvas.write([edge], in: row, on: surface) }
      canvas.hit(row, visible.line.isMedia ? .media(visible.id) : .item(visible.id))
      if let gutter = visible.line.gutter {
        canvas.write([gutter], in: row.narrowed(1), from: row.column + 1, on: surface)
      }
      canvas.write(
        visible.line.spans, in: row.narrowed(1),
        from: row.column + (visible.line.isDivider ? 1 : MessageParts.textColumn), on: surface)
      if let picture = visible.line.picture {
        canvas.draw(
          picture.cells, in: row.narrowed(1), from: row.column + MessageParts.textColumn,
          on: surface)
      }
    }
  }

  // MARK: Nothing to show

  /// Why no message of a conversation is shown.
  private func noMessages(_ summary: ConversationSummary) -> Span {
    let extent = state.timeline.flatMap { $0.conversationID == summary.id ? $0.extent : nil }
    if let problem = state.viewingProblem { return Span(problem, .dim) }
    if let problem = extent?.problem {
      return Span(
        said(
          """
          \(keys.name(.refresh, in: .messages)) tries again. Could not load the messages: \
          \(Sanitizer.clause(Excerpt.oneLine(problem, scalars: 200))).
          """), .failure)
    }
    if state.waitsToOpen {
      return Span(
        said("Not opened yet: it opens as you go on writing after a pause, or send."), .dim)
    }
    if extent?.isLoading ?? true { return Span(said("Loading the messages…"), .dim) }
    if case .cached? = extent?.freshness {
      return Span(said("Nothing of it is on this computer yet."), .dim)
    }
    let way = said("\(keys.name(.reply, in: .messages)) writes the first one.")
    return Span(summary.isMine ? said("No messages yet. ") + way : said("No messages yet."), .dim)
  }

  private var nothingOpen: String {
    if state.isFarmer {
      return state.list.isLoading
        ? said("Looking for your conversation with support…")
        : said(
          """
          You have no conversation with support yet. \(keys.name(.reply, in: .messages)) \
          starts one.
          """)
    }
    if state.list.order.isEmpty {
      return state.list.counts[.all] ?? 0 == 0 || state.list.filter != nil
        ? said("Messages appear here once a conversation is open.")
        : said(
          """
          No conversation is open, and none is in this view: \(keys.name(.viewAll, in: .list)) \
          shows all.
          """)
    }
    return said(
      """
      No conversation is open. \(keys.name(.open, in: .list)) opens the one at the cursor, \
      \(keys.name(.longestWaiting, in: .list)) the longest waiting.
      """)
  }
}

/// What is kept of the messages from paint to paint.
struct MessagesMemory: Sendable {
  var texts = WrappedTexts()
  var blocks = BlockMemory()
  /// What was seen when they were drawn last.
  var sight: MessageSight?
}

/// What the rows of the history are made from, and where they stand.
struct HistoryInput: Hashable, Sendable {
  var timeline: Version
  var conversation: Conversation
  var me: Claims?
  var clockSkew: Double
  var today: Int?
  var position: ScrollPosition
  var pendingLines: Int
  var pictures: PictureGround
  var playing: Playback?
  var revealed: TimelineItem.ID?
  var marked: SearchQuery?
  var isLatin: Bool
  var selection: TimelineItem.ID?
  var chosen: Set<TimelineItem.ID>
  var holds: [OutboxID: Int]
}

/// What could be seen of the open conversation, and where the pane stands now.
struct MessageSight: Sendable {
  let conversationID: ConversationID
  var window = MessageWindow()
  var body = Rect(.zero)

  /// The pictures whose rows are in the pane, each once.
  var pictures: [PictureWish] {
    var wishes: [PictureWish] = []
    for line in window.lines {
      if let wish = line.line.picture?.wish, wishes.last != wish { wishes.append(wish) }
    }
    return wishes
  }

  /// Messages with a row that nothing covers, not even in part.
  func visible(besides cover: Rect?) -> [MessageID] {
    var ids: [MessageID] = []
    for (offset, line) in window.lines.enumerated() where line.place >= 0 {
      let row = body.line(offset)
      if let cover, !cover.intersection(row).isEmpty { continue }
      guard case .message(let id) = line.id, ids.last != id else { continue }
      ids.append(id)
    }
    return ids
  }
}
