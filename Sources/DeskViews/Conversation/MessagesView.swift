// The open conversation: whose it is and how it stands, its messages, and a foot with who types,
// what is wrong and how far the pane is from the end.

import ChatModel
import Desk
import Foundation
import TextGrid

extension Scene {
  /// Rows of the message pane.
  struct MessageParts {
    var title: Rect
    var body: Rect
    var foot: Rect
    /// Columns of the texts: longer rows than these are hard to follow back.
    var columns: Int { max(1, min(Self.longestRow, body.columns - Self.textColumn - 1)) }
    private static let longestRow = 100
    /// One column for the cursor, two for ticks, one between.
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
    on canvas: inout Canvas, in pane: Rect, texts: inout WrappedTexts
  ) -> MessageSight? {
    canvas.hit(pane, .messages)
    guard let summary = openSummary else {
      drawNothingOpen(on: &canvas, in: pane.inset(columns: 1, rows: 1))
      return nil
    }
    let parts = MessageParts(pane)
    drawMessagesTitle(summary, on: &canvas, in: parts.title)
    guard let timeline = state.timeline, timeline.conversationID == summary.id, !timeline.isEmpty
    else {
      drawNoMessages(summary, on: &canvas, in: parts)
      return MessageSight(conversationID: summary.id)
    }
    var anchor: (index: Int, place: Int)?
    if case .anchored(let id, let line) = state.messages.position,
      let index = timeline.index(of: id)
    {
      anchor = (index, line)
    }
    let revealed = state.messages.revealsSelection ? state.messages.selection : nil
    // Moved in and out, so that the memory of texts is never copied.
    var maker = BlockMaker(
      scene: self, timeline: timeline, columns: parts.columns, widths: canvas.widths, texts: texts)
    texts = WrappedTexts()
    let window = MessageWindow(
      of: &maker, rows: parts.body.rows, anchor: anchor, pending: state.messages.pendingLines,
      revealing: revealed.flatMap(timeline.index(of:)))
    texts = maker.texts
    drawLines(window.lines, on: &canvas, in: parts.body)
    drawFoot(summary, timeline, window, on: &canvas, in: parts.foot)
    return MessageSight(conversationID: summary.id, window: window, body: parts.body)
  }

  // MARK: Title

  private func drawMessagesTitle(
    _ summary: ConversationSummary, on canvas: inout Canvas, in row: Rect
  ) {
    let person =
      state.isFarmer ? summary.conversation.agent.value : summary.conversation.farmer.value
    var spans = [title(statusName(summary), .messages)]
    if let wait = waitText(summary), !state.isFarmer {
      let role = Self.urgencyRole(state.urgency(summary, now: now))
      let isWaiting = summary.conversation.status == .waiting
      spans.append(Span(isWaiting ? " \(wait)" : "  waits \(wait)", role))
    }
    if !state.isFarmer { spans.append(Span("  " + ownership(summary), .dim)) }
    if let person {
      if state.isOnline(person) == true {
        spans += [Span("  •", .presence), Span(" online", .dim)]
      } else if row.columns >= 60, let seen = lastSeen(person) {
        spans.append(Span("  seen " + seen, .dim))
      }
    }
    if let phone = person?.phone.map({ Excerpt.oneLine($0, scalars: 30) }), !phone.isEmpty,
      row.columns >= 46
    {
      spans.append(Span("  .." + phone.suffix(5), .dim))
    }
    spans.append(Span("  ", .dim))
    let name = canvas.rowTexts.texts(of: summary, in: state).name
    // The person must be named even where there is no room for the rest.
    let wanted = min(canvas.widths.width(of: name), max(8, row.columns / 3))
    while spans.count > 2, canvas.widths.width(of: spans) + wanted > row.columns - 2 {
      spans.remove(at: spans.count - 2)
    }
    canvas.write(spans + [Span(name, .nameTheirs)], in: row.narrowed(1), from: row.column + 1)
  }

  private func statusName(_ summary: ConversationSummary) -> String {
    guard let status = summary.conversation.status else { return "chat" }
    return Excerpt.oneLine(status.rawValue, scalars: 12)
  }

  private func ownership(_ summary: ConversationSummary) -> String {
    let extent = state.timeline?.extent
    let whose = summary.isMine ? "mine" : "watched"
    // A poll that failed keeps nothing in step.
    if extent?.problem != nil { return "\(whose), kept copy" }
    switch extent?.freshness {
    case .live?: return summary.isMine ? whose : "\(whose) live"
    case .polled?: return "\(whose), polled"
    case .cached?: return "\(whose), kept copy"
    case nil: return summary.isMine ? whose : "\(whose), polled"
    }
  }

  func lastSeen(_ person: Participant) -> String? {
    guard let seen = state.presence[person.id]?.lastSeen ?? person.lastSeen else { return nil }
    let since = max(0, serverNow.timeIntervalSince(seen))
    return since < 60 ? "just now" : WallClock.brief(since) + " ago"
  }

  // MARK: Rows

  private func drawLines(_ lines: [VisibleLine], on canvas: inout Canvas, in body: Rect) {
    let selection = state.focus == .messages ? state.messages.selection : nil
    for (offset, visible) in lines.enumerated() {
      let row = body.line(offset)
      let isSelected = visible.id == selection && visible.place >= 0
      let surface: ThemeRole = isSelected ? .selectedRow : .base
      if isSelected {
        canvas.fill(row, surface)
        if visible.place == 0 {
          canvas.write(">", .focus, at: row.origin, on: surface, clip: row)
        }
      }
      canvas.hit(row, visible.line.isMedia ? .media(visible.id) : .item(visible.id))
      if let gutter = visible.line.gutter {
        canvas.write([gutter], in: row.narrowed(1), from: row.column + 1, on: surface)
      }
      let isDivider = visible.place < 0 && visible.line.spans.first.map(Self.isDivider) == true
      canvas.write(
        visible.line.spans, in: row.narrowed(1),
        from: row.column + (isDivider ? 1 : MessageParts.textColumn), on: surface)
    }
  }

  private static func isDivider(_ span: Span) -> Bool {
    span.role == .day || span.role == .newMessages || span.text.hasPrefix("──")
  }

  // MARK: Foot

  private func drawFoot(
    _ summary: ConversationSummary, _ timeline: Timeline, _ window: MessageWindow,
    on canvas: inout Canvas, in row: Rect
  ) {
    guard !row.isEmpty else { return }
    var limit = row.column + MessageParts.textColumn
    let typing = state.typing(in: summary.id, now: now)
    if let problem = state.viewingProblem {
      limit = canvas.lay([Span(problem, .warning)], in: row.narrowed(1), from: limit)
    } else if let problem = timeline.extent.problem {
      let text = "could not load: " + Sanitizer.clause(Excerpt.oneLine(problem, scalars: 120))
      limit = canvas.lay(
        [Span("\(keys.name(.refresh, in: .messages)) retries · ", .hint), Span(text, .failure)],
        in: row.narrowed(1), from: limit)
    } else if !window.reachesEnd, state.messages.newBelow > 0 {
      let text =
        "▼ \(state.messages.newBelow) new below, \(keys.name(.bottom, in: .messages)) goes there"
      limit = canvas.lay([Span(text, .newMessages)], in: row.narrowed(1), from: limit)
    } else if let first = typing.first {
      let words = typing.count == 1 ? " is typing…" : " and \(typing.count - 1) more are typing…"
      let room = row.columns - MessageParts.textColumn - words.count - 1
      limit = canvas.lay(
        [Span(canvas.widths.truncated(first, to: max(1, room)), .typing), Span(words, .typing)],
        in: row.narrowed(1), from: limit)
    } else if timeline.extent.isLoading {
      limit = canvas.lay([Span("…", .hint)], in: row, from: limit)
    } else if case .cached(let at) = timeline.extent.freshness {
      let text = at.map { "as of " + clock.moment($0, now: now) } ?? "from this computer"
      limit = canvas.lay(
        [Span(text + ", not compared with the server", .hint)], in: row.narrowed(1), from: limit)
    }
    if !window.reachesEnd, let last = window.lines.last {
      let below = timeline.count - 1 - last.index
      let end = keys.name(.bottom, in: .messages) + " end "
      let text = below > 0 ? "\(below) below, \(end)" : end
      canvas.writeRight([Span(text, .hint)], in: row, limit: limit + 2)
    }
  }

  // MARK: Nothing to show

  private func drawNoMessages(
    _ summary: ConversationSummary, on canvas: inout Canvas, in parts: MessageParts
  ) {
    let rect = parts.body.inset(columns: MessageParts.textColumn)
    let extent = state.timeline.flatMap { $0.conversationID == summary.id ? $0.extent : nil }
    if let problem = state.viewingProblem {
      canvas.writeParagraph(problem, .dim, in: rect)
    } else if let problem = extent?.problem {
      canvas.writeParagraph(
        "\(keys.name(.refresh, in: .messages)) tries again. "
          + "Could not load the messages: "
          + "\(Sanitizer.clause(Excerpt.oneLine(problem, scalars: 200))).",
        .failure, in: rect)
    } else if state.waitsToOpen {
      canvas.writeParagraph(
        "Not opened yet: it opens as you go on writing after a pause, or send.", .dim, in: rect)
    } else if extent.map({ $0.isLoading }) ?? true {
      canvas.writeParagraph("Loading the messages…", .dim, in: rect)
    } else if case .cached? = extent?.freshness {
      canvas.writeParagraph("Nothing of it is on this computer yet.", .dim, in: rect)
    } else if summary.isMine {
      canvas.writeParagraph(
        "No messages yet. \(keys.name(.reply, in: .messages)) writes the first one.", .dim, in: rect
      )
    } else {
      canvas.writeParagraph("No messages yet.", .dim, in: rect)
    }
  }

  private func drawNothingOpen(on canvas: inout Canvas, in rect: Rect) {
    let text: String
    if state.isFarmer {
      text =
        state.list.isLoading
        ? "Looking for your conversation with support…"
        : "You have no conversation with support yet. "
          + "\(keys.name(.reply, in: .messages)) starts one."
    } else if state.list.order.isEmpty {
      text = "Messages appear here once a conversation is open."
    } else {
      text =
        "No conversation is open. \(keys.name(.open, in: .list)) opens the one at the cursor, "
        + "\(keys.name(.longestWaiting, in: .list)) the longest waiting."
    }
    canvas.writeParagraph(text, .dim, in: rect)
  }
}

/// What could be seen of the open conversation, and where the pane stands now.
struct MessageSight {
  let conversationID: ConversationID
  var window = MessageWindow()
  var body = Rect(.zero)

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
