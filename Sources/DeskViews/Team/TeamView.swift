// Who has how much, and who waits longest with whom: beside the list of an admin, or in its place.
//
//   TEAM 4
//      act wait oldest last  agent
//  >•   12    5 !  2h 14:02  Ravi Kumar
//        2    2 !  1h     -  Nobody
//   a    0    0     -     -  Farhan Ali
//
//   away until 15:00 · hi, mr               of the row under the cursor
//   14:33 done  Grace Marak: Ravi → Asha    what I changed in this run

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

/// What the pane is made from, to be compared before any of its words is looked for.
struct TeamInput: Hashable, Sendable {
  var me: Claims?
  var conversations: Version
  var agents: Version
  var presence: Version
  var roster: Roster
  var clockSkew: Double
  var today: Int?
  var pane: TeamPane
  /// How much I have changed, and the latest of it.
  var changes: [AuditEntry]
  var rows: Int
  var isBeside: Bool
  var hasFocus: Bool
  var isLoading: Bool
}

/// What the pane says.
struct TeamWords: Hashable, Sendable {
  var title: [Span]
  var rows: [Row] = []
  var remark: String?
  var changes: [[Span]] = []
  var more: String?
  var hasFocus: Bool
  /// When it says something else by itself.
  var changesAt: Date?

  struct Row: Hashable, Sendable {
    let whose: Whose
    var isUnderCursor: Bool
    var presence: Span?
    var active: String
    var waiting: Span
    var signs: Span?
    var oldest: Span
    var last: String
    var name: Span
  }
}

/// The rows of the pane.
struct TeamParts {
  var title: Rect
  var header: Rect
  var rows: Rect
  var remark: Rect
  var changes: Rect

  static let mostChanges = 6

  /// - Parameter isBeside: it has a title of its own.
  init(_ pane: Rect, isBeside: Bool, changes count: Int) {
    var rest = pane
    title = rest.takeTop(isBeside ? 1 : 0)
    header = rest.takeTop(1)
    let wished = min(count, Self.mostChanges, max(0, rest.rows - 14))
    changes = rest.takeBottom(wished)
    remark = rest.takeBottom(rest.rows >= 8 ? 2 : 0)
    rows = rest
  }
}

/// Where the cells of a row stand, from its left edge; a narrow pane leaves out the last replies.
private struct TeamColumns {
  let cursor = 1
  let presence = 2
  let active = 3..<7
  let waiting = 7..<12
  let signs = 13..<15
  let oldest = 15..<19
  let last: Range<Int>?
  let name: Int

  init(_ columns: Int) {
    last = columns >= 34 ? 19..<25 : nil
    name = last.map { $0.upperBound + 1 } ?? 20
  }
}

extension Scene {
  /// Where the team stands on the screen.
  var teamRect: Rect? {
    if let beside = layout.team { return beside }
    guard state.main == .team, var pane = layout.list else { return nil }
    _ = pane.takeTop(listParts(pane).title.rows)
    return pane
  }

  func teamParts(_ pane: Rect) -> TeamParts {
    TeamParts(pane, isBeside: layout.team != nil, changes: state.audited.count)
  }

  func drawTeam(on canvas: inout Canvas, in pane: Rect, memory: inout Kept<TeamInput, TeamWords>) {
    let parts = teamParts(pane)
    let input = TeamInput(
      me: state.me, conversations: state.$conversations, agents: state.$agents,
      presence: state.$presence, roster: state.roster, clockSkew: state.clockSkew, today: today,
      pane: state.teamPane,
      changes: state.audited.suffix(TeamParts.mostChanges), rows: parts.rows.rows,
      isBeside: layout.team != nil,
      hasFocus: hasFocus(.list) && state.main == .team, isLoading: !state.list.isComplete)
    var known = memory.words(for: input, at: now)
    if known == nil {
      let new = teamWords(input, parts)
      memory.note(new, for: input, at: now, until: new.changesAt)
      known = new
    }
    guard var words = known else { return }
    words.changesAt = nil
    canvas.part(.team, in: pane, from: words) { canvas in
      canvas.hit(pane, .team)
      draw(words, on: &canvas, parts)
    }
  }

  private func draw(_ words: TeamWords, on canvas: inout Canvas, _ parts: TeamParts) {
    if !parts.title.isEmpty { canvas.write(words.title, in: parts.title.inset(columns: 1)) }
    func head(_ text: String, _ columns: Range<Int>) {
      canvas.write(
        [Span(text, .dim)], in: parts.header,
        from: parts.header.column + columns.upperBound - canvas.widths.width(of: text))
    }
    let columns = TeamColumns(parts.header.columns)
    head(said("act"), columns.active)
    head(said("wait"), columns.waiting)
    head(said("oldest"), columns.oldest)
    if let last = columns.last { head(said("last"), last) }
    canvas.write(
      [Span(said("agent"), .dim)], in: parts.header, from: parts.header.column + columns.name)
    if words.rows.isEmpty {
      canvas.writeParagraph(
        words.more ?? "", .dim, in: parts.rows.inset(columns: 1))
    }
    for (offset, row) in words.rows.enumerated() {
      draw(row, hasFocus: words.hasFocus, on: &canvas, in: parts.rows.line(offset))
    }
    if let remark = words.remark {
      canvas.writeParagraph(remark, .dim, in: parts.remark.inset(columns: 1))
    }
    for (offset, change) in words.changes.enumerated() {
      drawChange(change, on: &canvas, in: parts.changes.line(offset).inset(columns: 1))
    }
  }

  private func draw(
    _ row: TeamWords.Row, hasFocus: Bool, on canvas: inout Canvas, in rect: Rect
  ) {
    let columns = TeamColumns(rect.columns)
    var surface = ThemeRole.base
    if row.isUnderCursor {
      surface = hasFocus ? .selectedRow : .markedRow
      canvas.fill(rect, surface)
    }
    canvas.hit(rect, .teamRow(row.whose))
    func put(_ span: Span?, _ column: Int) {
      guard let span else { return }
      canvas.write(
        span.text, span.role, at: Point(column: rect.column + column, row: rect.row),
        on: surface, clip: rect)
    }
    func put(_ span: Span, _ columns: Range<Int>) {
      put(span, max(columns.lowerBound, columns.upperBound - canvas.widths.width(of: span.text)))
    }
    put(row.isUnderCursor ? Sign.cursor.span : nil, columns.cursor)
    put(row.presence, columns.presence)
    put(Span(row.active, .text), columns.active)
    put(row.waiting, columns.waiting)
    if let signs = row.signs { put(signs, columns.signs) }
    put(row.oldest, columns.oldest)
    if let last = columns.last { put(Span(row.last, .dim), last) }
    canvas.write([row.name], in: rect.indented(columns.name).narrowed(1), on: surface)
  }

  private func teamWords(_ input: TeamInput, _ parts: TeamParts) -> TeamWords {
    let rows = state.teamRows(now: now)
    let people = rows.count { $0.id != .nobody }
    let role: ThemeRole = input.hasFocus ? .focus : .paneTitle
    var words = TeamWords(
      title: [
        Span((input.hasFocus ? said("TEAM") : said("team")) + " \(people)  ", role),
        Span(keys.name(.viewTeam, in: .list), .key), Span(said(" goes in"), .hint),
      ], hasFocus: input.hasFocus)
    if input.hasFocus { words.title.removeLast(2) }
    guard !rows.isEmpty else {
      words.more =
        input.isLoading ? said("Loading the conversations…") : said("No agent is known yet.")
      return words
    }
    let cursor = state.teamCursor(rows)
    let shown = ScrollPart.rows(count: rows.count, selection: cursor, room: parts.rows.rows)
    for place in shown { words.rows.append(teamRow(rows[place], isUnderCursor: place == cursor)) }
    let remark = rows[cursor].remark
    words.remark = remark.isEmpty ? nil : remark
    words.changes = state.audited.suffix(parts.changes.rows).map(changeWords)
    words.changesAt = rows.compactMap { row -> Date? in
      guard let since = row.load.oldest?.since else { return nil }
      return state.nextChange(ofWaitSince: since, after: now)
    }.min()
    return words
  }

  private func teamRow(_ row: TeamRow, isUnderCursor: Bool) -> TeamWords.Row {
    let waited = row.load.oldest.map { max(0, serverNow.timeIntervalSince($0.since)) }
    let urgency = waited.map { state.urgency(ofWait: $0) } ?? .none
    let waitRole = Self.urgencyRole(urgency)
    let isAtLeast = row.load.oldest.map(\.isExact) == false
    let signs =
      (urgency == .late ? Sign.tooLong.glyph : "") + (isAtLeast ? Sign.atLeast.glyph : "")
    let presence: Span? =
      !row.isAvailable
      ? Sign.away.span
      : row.isOnline == true ? Sign.online.span : row.isOnline == false ? Sign.offline.span : nil
    return TeamWords.Row(
      whose: row.id, isUnderCursor: isUnderCursor, presence: presence,
      active: String(row.load.active),
      waiting: Span(
        String(row.load.waiting), row.load.waiting == 0 ? .dim : waitRole),
      signs: signs.isEmpty ? nil : Span(signs, waitRole),
      oldest: waited.map { Span(WallClock.short($0), waitRole) } ?? Span("-", .dim),
      last: row.lastReply.map(lastReply) ?? "-",
      name: Span(
        row.name, row.id == .nobody ? .warning : row.isAvailable ? .text : .dim))
  }

  /// `14:31` today, ` 3d` before.
  private func lastReply(_ date: Date) -> String {
    clock.day(date) == clock.day(serverNow)
      ? clock.hourAndMinute(date)
      : WallClock.short(max(60, serverNow.timeIntervalSince(date)))
  }
}

// MARK: - What I changed

extension Scene {
  private static let changedName = 3
  /// So much of a name is shown at least.
  private static let leastNameColumns = 6

  /// Where it is too long, the conversation's name is cut before what was done to it.
  fileprivate func drawChange(_ change: [Span], on canvas: inout Canvas, in line: Rect) {
    var change = change
    let name = change[Self.changedName].text
    let others = change.map(\.text).joined()
    let room = line.columns - canvas.widths.width(of: others) + canvas.widths.width(of: name)
    change[Self.changedName].text = canvas.widths.truncated(
      name, to: max(Self.leastNameColumns, room))
    canvas.write(change, in: line)
  }

  /// `14:33 done  Grace Marak: Ravi Kumar → Asha Verma`, the name as the span ``changedName``.
  fileprivate func changeWords(_ entry: AuditEntry) -> [Span] {
    let outcome: Span =
      switch entry.answer {
      case .done: Span(said("done"), .dim)
      case .refused(let reason):
        Span(said("refused: ") + Sanitizer.clause(Excerpt.oneLine(reason, scalars: 40)), .failure)
      case .unknown: Span(said("unknown"), .warning)
      }
    let whom =
      entry.conversationID.map { state.name(of: $0) }
      ?? Excerpt.oneLine(entry.farmer ?? said("a conversation"), scalars: 60)
    return [
      Span(clock.hourAndMinute(entry.at) + " ", .time), outcome, Span("  ", .text),
      Span(whom, .text), Span(": ", .text), Span(words(of: entry.change), .dim),
    ]
  }

  private func words(of change: AuditEntry.Change) -> String {
    func name(_ person: AuditEntry.Person) -> String { Excerpt.oneLine(person.title, scalars: 60) }
    return switch change {
    case .status(let from, let to):
      (from.map { Excerpt.status($0) + Sign.change } ?? "") + Excerpt.status(to)
    case .agent(let from, let to): (from.map(name) ?? said("nobody")) + Sign.change + name(to)
    case .deletedConversation: said("deleted")
    case .deletedMessage: said("a message deleted")
    }
  }
}
