// View 5: the numbers of the whole desk, in the place of the list.

import ChatModel
import Desk
import TextGrid

/// What the numbers are made from.
struct StatisticsInput: Hashable, Sendable {
  var statistics: StatisticsPane
  /// The views, where the pane is titled with them.
  var title: ViewsWords?
  var today: Int?
  /// Why no newer numbers can come.
  var isCutOff: Bool
}

extension Scene {
  var statisticsInput: StatisticsInput {
    StatisticsInput(
      statistics: state.statistics, title: layout.views == nil ? viewsWords : nil, today: today,
      isCutOff: isCutOff)
  }

  private var isCutOff: Bool {
    switch state.link {
    case .offline, .sentAway, .refused: true
    default: false
    }
  }

  func drawStatistics(on canvas: inout Canvas, in rect: Rect) {
    var rest = rect.inset(columns: 1)
    guard let statistics = state.statistics.numbers else {
      let again = "\(keys.name(.refresh, in: .list)) asks for them again."
      let text =
        isCutOff
        ? "Not connected, and no numbers have come yet. \(again)"
        : state.statistics.isFetching
          ? "Fetching the numbers…" : "No numbers have come. \(again)"
      canvas.writeParagraph(text, .dim, in: rest)
      return
    }
    func line(_ spans: [Span]) {
      let row = rest.takeTop(1)
      if !row.isEmpty { canvas.write(spans, in: row) }
    }
    func number(_ value: Int?, _ label: String) -> [Span] {
      [Span(Self.rightAligned(value, 6) + " ", .text), Span(label, .dim)]
    }
    if isCutOff {
      line([Span("not connected: \(keys.name(.refresh, in: .list)) asks again", .warning)])
    }
    line(number(statistics.totalConversations, "conversations"))
    line(number(statistics.activeConversations, "active"))
    line(number(statistics.totalMessages, "messages"))
    _ = rest.takeTop(1)
    let breakdown = statistics.statusBreakdown ?? [:]
    let known = ConversationStatus.defined.map { ($0, breakdown[$0]) }
    let others =
      breakdown
      .filter { !ConversationStatus.defined.contains($0.key) }
      .sorted { $0.key.rawValue < $1.key.rawValue }
      .map { ($0.key, Optional($0.value)) }
    for (status, count) in known + others {
      line(number(count, Excerpt.oneLine(status.rawValue, scalars: 20)))
    }
    _ = rest.takeTop(1)
    line([Span("active   all  agent", .paneTitle)])
    let agents = statistics.perAgent.sorted {
      ($0.activeConversations ?? 0, $1.id) > ($1.activeConversations ?? 0, $0.id)
    }
    let room = max(0, rest.rows - 1)
    for agent in agents.prefix(agents.count > room ? max(0, room - 1) : room) {
      let person = Participant(id: agent.id, firstName: agent.name, email: agent.email)
      line([
        Span(Self.rightAligned(agent.activeConversations, 6), .text),
        Span(Self.rightAligned(agent.totalConversations, 6) + "  ", .dim),
        Span(state.personName(person, id: agent.id), .text),
      ])
    }
    if agents.count > room { line([Span("and \(agents.count - max(0, room - 1)) more", .dim)]) }
    if let at = statistics.generatedAt {
      line([Span("as of \(clock.moment(at, now: serverNow))", .hint)])
    }
  }

  /// The number, or what stands where the server gave none.
  static func rightAligned(_ value: Int?, _ columns: Int) -> String {
    let text = value.map(String.init) ?? "-"
    return String(repeating: " ", count: max(0, columns - text.utf8.count)) + text
  }
}
