// About the farmer of the open conversation, and what was shared in it.

import ChatModel
import Desk
import Foundation
import TextGrid

/// What the details are made from.
struct DetailsInput: Hashable, Sendable {
  var me: Claims?
  var title: Span
  var summary: ConversationSummary?
  var timeline: Version
  var local: Version
  var team: Version
  var isOnline: Bool?
  var lastSeen: String?
  var wait: String?
  var urgency: Urgency?
  /// The place of the cursor, while it is shown.
  var cursor: Int?
  var today: Int?
}

extension Scene {
  var detailsInput: DetailsInput {
    let summary = openSummary
    let person =
      state.isFarmer ? summary?.conversation.agent.value : summary?.conversation.farmer.value
    return DetailsInput(
      me: state.me, title: title(state.isFarmer ? "support" : "farmer", .details),
      summary: summary, timeline: state.$timeline, local: state.$local, team: state.$team,
      isOnline: person.flatMap(state.isOnline),
      lastSeen: person.flatMap(lastSeen), wait: summary.flatMap(waitText),
      urgency: summary.map { state.urgency($0, now: now) },
      cursor: hasFocus(.details) ? state.detailsCursor : nil, today: today)
  }

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
    let chosen = hasFocus(.details) ? state.detailsItem : nil
    func field(
      _ label: String, _ value: String, _ role: ThemeRole = .text, isChosen: Bool = false
    ) {
      guard !value.isEmpty else { return }
      let room = String(repeating: " ", count: max(1, 9 - label.count))
      line([
        Span(label, .dim), isChosen ? Span(room.dropLast(2) + "> ", .focus) : Span(room, .dim),
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
        Self.nameRole(weight(of: summary)))
    ])
    if let person {
      if state.isOnline(person) == true {
        line([Span(Sign.online.glyph + " ", .presence), Span("online", .dim)])
      } else {
        line([Span(lastSeen(person).map { "seen \($0)" } ?? "not online", .dim)])
      }
      let phone = person.phone ?? ""
      field("phone", Self.masked(phone), isChosen: chosen == .phone(phone))
      let email = person.email ?? ""
      field(
        "e-mail", Excerpt.oneLine(email, scalars: 80), isChosen: chosen == .email(email))
      let id = person.id.rawValue
      field("id", Excerpt.oneLine(id, scalars: 40), isChosen: chosen == .id(id))
    }
    section("this chat")
    if let status = conversation.status {
      field("status", Excerpt.oneLine(status.rawValue, scalars: 20))
    }
    if let wait = waitText(summary) {
      field("waits", wait, Self.urgencyRole(state.urgency(summary, now: now)))
    }
    if let snooze = state.local.snooze(of: summary.id) {
      let until = snooze.until.map { state.moment($0, now: now) } ?? "they write"
      field("snoozed", "until " + until)
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
    drawNotes(on: &canvas, in: &rest)
    drawShared(summary, on: &canvas, in: rest)
  }

  /// The newest notes, with the chosen one among them; half of the room is left to what was shared.
  private func drawNotes(on canvas: inout Canvas, in rest: inout Rect) {
    let notes = state.openNotes
    guard !notes.isEmpty, rest.rows > 2 else { return }
    _ = rest.takeTop(1)
    let place =
      state.configuration.sharesNotes
      ? "of the team"
      : state.configuration.keepsOutbox ? "on this computer" : "until this desk ends"
    canvas.write([Span("notes ", .paneTitle), Span("(\(place))", .dim)], in: rest.takeTop(1))
    let room = state.sharedItems.isEmpty ? rest.rows : max(1, min(notes.count, rest.rows / 2))
    var chosen: Int?
    if hasFocus(.details), case .note(let note)? = state.detailsItem {
      chosen = notes.firstIndex { $0.id == note.id }
    }
    for place in ScrollPart.rows(count: notes.count, selection: chosen ?? 0, room: room) {
      canvas.write(
        [
          (place == chosen ? Sign.cursor : .note).span, Span(" ", .dim),
          Span(notes[place].author.map { Excerpt.oneLine($0, scalars: 30) + ": " } ?? "", .dim),
          Span(Excerpt.oneLine(notes[place].text, scalars: 120), .note),
        ], in: rest.takeTop(1))
    }
  }

  /// Enough to know whose it is; the whole is copied.
  private static func masked(_ phone: String) -> String {
    let clean = Excerpt.oneLine(phone, scalars: 40)
    return clean.count > 9 ? clean.prefix(3) + "…" + clean.suffix(5) : clean
  }

  /// The files and links of the newest messages, with the chosen one among them.
  private func drawShared(_ summary: ConversationSummary, on canvas: inout Canvas, in rect: Rect) {
    guard let timeline = state.timeline, timeline.conversationID == summary.id, rect.rows > 2
    else { return }
    let shared = state.sharedItems
    guard !shared.isEmpty else { return }
    var rest = rect
    _ = rest.takeTop(1)
    canvas.write([Span("shared", .paneTitle)], in: rest.takeTop(1))
    let chosen = hasFocus(.details) ? state.detailsItem : nil
    let place = chosen.flatMap { shared.firstIndex(of: $0) } ?? 0
    for item in shared.dropFirst(max(0, place - rest.rows + 1)).prefix(rest.rows) {
      let row = rest.takeTop(1)
      switch item {
      case .file(let message, let media):
        let name = Excerpt.oneLine(media.name ?? "without a name", scalars: 80)
        let label = media.kind?.label ?? "file"
        draw(message, label, name, isChosen: item == chosen, on: &canvas, in: row)
      case .link(let message, let address):
        let words = Excerpt.oneLine(address, scalars: 120)
        draw(message, "link", words, isChosen: item == chosen, on: &canvas, in: row)
      case .phone, .email, .id, .note: break
      }
    }
  }

  private func draw(
    _ message: Message, _ label: String, _ words: String, isChosen: Bool,
    on canvas: inout Canvas, in row: Rect
  ) {
    let time =
      clock.day(message.time) == clock.day(serverNow)
      ? clock.hourAndMinute(message.time) : clock.dayName(message.time, now: serverNow)
    canvas.write(
      [
        Span(time, .time), isChosen ? Span(">", .focus) : Span(" ", .time),
        Span(label + " ", .dim), Span(words, .text),
      ], in: row)
    canvas.hit(row, .media(.message(message.id)))
  }
}
