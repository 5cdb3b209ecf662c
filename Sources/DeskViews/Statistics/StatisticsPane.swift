// View 5: the numbers of the whole desk with bars, and their course as this computer has kept it.
//
//     44  conversations           ▁▂▃▃▅▆▇█  active, last 3 h
//     31  active                  ▁▁▂▂▂▃▃▃  waiting
//
//  open       17  ▇▇▇▇▇▇▇▇▇▇
//  waiting     8  ▇▇▇▇▇
//
//    active  all               agent
//  >     12   40  ▇▇▇▇▇▇▇▇     Ravi Kumar

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

/// What the numbers are made from.
struct StatisticsInput: Hashable, Sendable {
  var statistics: StatisticsPane
  var samples: [StatisticsSample]
  /// The views, where the pane is titled with them.
  var title: ViewsWords?
  var today: Int?
  /// Why no newer numbers can come.
  var isCutOff: Bool
  var isFocused: Bool
}

extension Scene {
  var statisticsInput: StatisticsInput {
    StatisticsInput(
      statistics: state.statistics, samples: state.samples,
      title: layout.views == nil ? viewsWords : nil, today: today,
      isCutOff: isCutOff, isFocused: hasFocus(.list))
  }

  private var isCutOff: Bool {
    switch state.link {
    case .offline, .sentAway, .refused: true
    default: false
    }
  }

  func drawStatistics(on canvas: inout Canvas, in rect: Rect) {
    var rest = rect.inset(columns: 1)
    let glyphs = Chart.Glyphs(for: canvas.widths)
    guard let statistics = state.statistics.numbers else {
      let again = said("\(keys.name(.refresh, in: .list)) asks for them again.")
      let text =
        isCutOff
        ? said("Not connected, and no numbers have come yet. \(again)")
        : state.statistics.isFetching
          ? said("Fetching the numbers…") : said("No numbers have come. \(again)")
      canvas.writeParagraph(text, .dim, in: rest)
      return
    }
    func line(_ spans: [Span]) {
      let row = rest.takeTop(1)
      if !row.isEmpty { canvas.write(spans, in: row) }
    }
    if isCutOff {
      line([Span(said("not connected: \(keys.name(.refresh, in: .list)) asks again"), .warning)])
    }
    for (value, label) in [
      (statistics.totalConversations, said("conversations")),
      (statistics.activeConversations, said("active")),
      (statistics.totalMessages, said("messages")),
    ] {
      line([Span(Self.rightAligned(value, 6) + " ", .text), Span(label, .dim)])
    }
    _ = rest.takeTop(1)
    let rows = statusRows(statistics)
    let most = max(1, rows.compactMap(\.count).max() ?? 1)
    let names = rows.map { canvas.widths.width(of: Excerpt.status($0.status)) }
    let nameColumns = max(12, min(20, names.max() ?? 0))
    let room = max(0, min(30, rest.columns - 10 - nameColumns))
    for (status, count) in rows {
      let name = Excerpt.status(status)
      line([
        Span(Self.rightAligned(count, 6) + " ", .text),
        Span(canvas.widths.fitted(name, to: nameColumns) + " ", .dim),
        Span(Chart.bar(count ?? 0, of: most, columns: room, glyphs), .progress),
      ])
    }
    drawCourse(on: &canvas, in: &rest)
    _ = rest.takeTop(1)
    drawAgents(statistics, on: &canvas, in: &rest)
    if let at = statistics.generatedAt {
      if rest.rows > 1 { _ = rest.takeTop(1) }
      line([Span(said("as of \(clock.moment(at, now: serverNow))"), .hint)])
    }
  }

  private func statusRows(_ statistics: Statistics) -> [(status: ConversationStatus, count: Int?)] {
    let breakdown = statistics.statusBreakdown ?? [:]
    let others = breakdown.filter { !ConversationStatus.defined.contains($0.key) }
      .sorted { $0.key.rawValue < $1.key.rawValue }
    return ConversationStatus.defined.map { ($0, breakdown[$0]) }
      + others.map { ($0.key, Optional($0.value)) }
  }

  /// How it went, as far as this computer was there.
  private func drawCourse(on canvas: inout Canvas, in rest: inout Rect) {
    let samples = state.samples
    let glyphs = Chart.Glyphs(for: canvas.widths)
    guard samples.count > 1, let first = samples.first, let last = samples.last, rest.rows >= 12
    else { return }
    _ = rest.takeTop(1)
    let span = WallClock.brief(max(60, last.at.timeIntervalSince(first.at)))
    canvas.write(
      [Span(said("the last \(span), as seen here"), .paneTitle)], in: rest.takeTop(1))
    // More columns than samples would have holes where nothing is missing.
    let courses: [(label: String, value: (StatisticsSample) -> Int?)] = [
      (said("active"), { $0.active }), (said("waiting"), { $0.waiting }),
      (said("messages"), { $0.messages }),
    ]
    let labelColumns = max(9, (courses.map { canvas.widths.width(of: $0.label) }.max() ?? 0) + 1)
    let columns = max(1, min(60, rest.columns - 9 - labelColumns, samples.count))
    for (label, value) in courses {
      let course = Chart.course(
        samples.map { ($0.at, value($0)) }, columns: columns, glyphs)
      let now = samples.reversed().lazy.compactMap(value).first
      canvas.write(
        [
          Span(Self.rightAligned(now, 6) + " ", .text),
          Span(canvas.widths.fitted(label, to: labelColumns), .dim), Span(course, .progress),
        ], in: rest.takeTop(1))
    }
  }

  private func drawAgents(
    _ statistics: Statistics, on canvas: inout Canvas, in rest: inout Rect
  ) {
    let glyphs = Chart.Glyphs(for: canvas.widths)
    let bars = rest.columns >= 44 ? min(16, rest.columns - 36) : 0
    canvas.write(
      [
        Span(
          canvas.widths.fitted(said("active"), to: 8, .right)
            + canvas.widths.fitted(said("all"), to: 6, .right)
            + String(repeating: " ", count: bars == 0 ? 2 : bars + 4) + said("agent"),
          .paneTitle)
      ],
      in: rest.takeTop(1))
    let agents = state.statistics.agents
    let most = max(1, agents.first?.activeConversations ?? 1)
    let cursor = state.statistics.cursorPlace
    let room = max(0, rest.rows - 1)
    let shown = ScrollPart.rows(
      count: agents.count, selection: cursor,
      room: agents.count > room ? max(0, room - 1) : room)
    for place in shown {
      let agent = agents[place]
      let row = rest.takeTop(1)
      let isUnderCursor = place == cursor
      let surface: ThemeRole =
        !isUnderCursor ? .base : hasFocus(.list) ? .selectedRow : .markedRow
      if isUnderCursor { canvas.fill(row, surface) }
      canvas.hit(row, .teamRow(.agent(agent.id)))
      let person = Participant(id: agent.id, firstName: agent.name, email: agent.email)
      var spans = [
        Span(isUnderCursor ? Sign.cursor.glyph : " ", .focus),
        Span(Self.rightAligned(agent.activeConversations, 7), .text),
        Span(Self.rightAligned(agent.totalConversations, 6) + "  ", .dim),
      ]
      if bars > 0 {
        let bar = Chart.bar(agent.activeConversations ?? 0, of: most, columns: bars, glyphs)
        spans.append(Span(canvas.widths.fitted(bar, to: bars) + "  ", .progress))
      }
      spans.append(Span(state.personName(person, id: agent.id), .text))
      canvas.write(spans, in: row, on: surface)
    }
    let hidden = agents.count - shown.count
    if hidden > 0 { canvas.write([Span(said("and \(hidden) more"), .dim)], in: rest.takeTop(1)) }
  }

  /// The number, or what stands where the server gave none.
  static func rightAligned(_ value: Int?, _ columns: Int) -> String {
    let text = value.map(String.init) ?? "-"
    return String(repeating: " ", count: max(0, columns - text.utf8.count)) + text
  }
}
