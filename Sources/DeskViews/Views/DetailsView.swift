// About the farmer of the open conversation, and what was shared in it.

import ChatModel
import Desk
import Foundation
import TextGrid

extension Scene {
  func drawDetails(on canvas: inout Canvas, in pane: Rect) {
    canvas.hit(pane, .details)
    var rest = pane.inset(columns: 1)
    let heading = rest.takeTop(1)
    canvas.write([title(state.isFarmer ? "support" : "farmer", .details)], in: heading)
    guard let summary = openSummary else {
      canvas.writeParagraph("Whom the open conversation is with.", .dim, in: rest)
      return
    }
    let widths = canvas.widths
    func line(_ spans: [Span]) {
      let row = rest.takeTop(1)
      if !row.isEmpty { canvas.write(spans, in: row) }
    }
    func field(_ label: String, _ value: String, _ role: ThemeRole = .text) {
      guard !value.isEmpty else { return }
      line([
        Span(label + String(repeating: " ", count: max(1, 9 - label.count)), .dim),
        Span(value, role),
      ])
    }
    func section(_ name: String) {
      guard rest.rows > 1 else { return }
      _ = rest.takeTop(1)
      line([Span(name, .paneTitle)])
    }

    let conversation = summary.conversation
    let person = state.isFarmer ? conversation.agent.value : conversation.farmer.value
    line([
      Span(
        widths.truncated(canvas.rowTexts.texts(of: summary, in: state).name, to: rest.columns),
        .nameTheirs)
    ])
    if let person {
      if state.isOnline(person) == true {
        line([Span("• ", .presence), Span("online", .dim)])
      } else {
        line([Span(lastSeen(person).map { "seen \($0)" } ?? "not online", .dim)])
      }
      field("phone", Excerpt.oneLine(person.phone ?? "", scalars: 40))
      field("e-mail", Excerpt.oneLine(person.email ?? "", scalars: 80))
    }
    section("this chat")
    if let status = conversation.status {
      field("status", Excerpt.oneLine(status.rawValue, scalars: 20))
    }
    if let wait = waitText(summary) {
      field("waits", wait, Self.urgencyRole(state.urgency(summary, now: now)))
    }
    if summary.unread > 0 { field("unread", "\(summary.unread)", .badge) }
    if !state.isFarmer {
      if let agent = conversation.agent.value {
        let isMe = agent.id == state.me?.userID
        field("agent", isMe ? "you" : state.personName(agent, id: agent.id))
      } else {
        field("agent", "nobody")
      }
    }
    if let timeline = state.timeline, timeline.conversationID == summary.id {
      let isAll = timeline.extent.reachesStart
      field("messages", "\(timeline.messageCount)" + (isAll ? "" : " known here"))
    }
    if let date = conversation.createdAt { field("since", clock.moment(date, now: serverNow)) }
    drawShared(summary, on: &canvas, in: rest)
  }

  /// The files of the newest messages.
  private func drawShared(_ summary: ConversationSummary, on canvas: inout Canvas, in rect: Rect) {
    guard let timeline = state.timeline, timeline.conversationID == summary.id, rect.rows > 2
    else { return }
    var rest = rect
    _ = rest.takeTop(1)
    let heading = rest.takeTop(1)
    var hasAny = false
    for index in stride(from: timeline.count - 1, through: max(0, timeline.count - 100), by: -1) {
      guard !rest.isEmpty else { break }
      guard case .message(let message)? = timeline.item(at: index),
        case .media(let kind) = message.kind
      else { continue }
      hasAny = true
      let row = rest.takeTop(1)
      let time =
        clock.day(message.time) == clock.day(serverNow)
        ? clock.hourAndMinute(message.time) : clock.dayName(message.time, now: serverNow)
      let name = Excerpt.oneLine(message.media.value?.name ?? "without a name", scalars: 80)
      canvas.write(
        [
          Span(time + " ", .time), Span(kind.label + " ", .dim), Span(name, .text),
        ], in: row)
      canvas.hit(row, .media(.message(message.id)))
    }
    if hasAny { canvas.write([Span("shared", .paneTitle)], in: heading) }
  }
}
