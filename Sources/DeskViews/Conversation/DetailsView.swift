// About the farmer of the open conversation, and what was shared in it.

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

/// What the details are made from.
struct DetailsInput: Hashable, Sendable {
  var me: Claims?
  var title: Span
  var summary: ConversationSummary?
  var timeline: Version
  var local: Version
  var team: Version
  /// Others of the same person.
  var earlier: [ConversationSummary]
  var pictures: PictureGround
  var playing: Playback?
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
      me: state.me, title: title(state.isFarmer ? said("support") : said("farmer"), .details),
      summary: summary, timeline: state.$timeline, local: state.$local, team: state.$team,
      earlier: earlier,
      pictures: pictureGround, playing: playing,
      isOnline: person.flatMap(state.isOnline),
      lastSeen: person.flatMap(lastSeen), wait: summary.flatMap(waitText),
      urgency: summary.map { state.urgency($0, now: now) },
      cursor: hasFocus(.details) ? state.detailsCursor : nil, today: today)
  }

  /// Draws the pane and answers which pictures it has room for.
  func drawDetails(on canvas: inout Canvas, in pane: Rect) -> [PictureWish] {
    canvas.hit(pane, .details)
    var rest = pane.inset(columns: 1)
    let heading = rest.takeTop(1)
    canvas.write([title(state.isFarmer ? said("support") : said("farmer"), .details)], in: heading)
    guard let summary = openSummary else {
      canvas.writeParagraph(
        said(
          """
          Whom the open conversation is with: \(keys.name(.open, in: .list)) in the list opens \
          one.
          """),
        .dim, in: rest)
      return []
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
      let room = String(repeating: " ", count: max(1, 9 - widths.width(of: label)))
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
        line([Span(Sign.online.glyph + " ", .presence), Span(said("online"), .dim)])
      } else {
        line([Span(lastSeen(person).map { said("seen \($0)") } ?? said("not online"), .dim)])
      }
      for (label, value, item) in [
        (said("phone"), Self.masked(person.phone ?? ""), DetailsItem.phone(person.phone ?? "")),
        ("e-mail", Excerpt.oneLine(person.email ?? "", scalars: 80), .email(person.email ?? "")),
        (said("id"), Excerpt.oneLine(person.id.rawValue, scalars: 40), .id(person.id.rawValue)),
      ] {
        let row = rest.line(0)
        field(label, value, isChosen: chosen == item)
        if chosen == item, !value.isEmpty { drawKey(of: item, on: &canvas, in: row) }
      }
    }
    section(said("this chat"))
    if let status = conversation.status {
      field(said("status"), Excerpt.status(status))
    }
    if let wait = waitText(summary) {
      field(said("waits"), wait, Self.urgencyRole(state.urgency(summary, now: now)))
    }
    if let snooze = state.local.snooze(of: summary.id) {
      let until = snooze.until.map { state.moment($0, now: now) } ?? said("they write")
      field(said("snoozed"), said("until \(until)"))
    }
    if summary.unread > 0 { field(said("unread"), "\(summary.unread)", .badge) }
    if !state.isFarmer {
      if let agent = conversation.agent.value {
        let isMe = agent.id == state.me?.userID
        field(said("agent"), isMe ? said("you") : state.personName(agent, id: agent.id))
      } else {
        field(said("agent"), said("nobody"))
      }
    }
    if let timeline = state.timeline, timeline.conversationID == summary.id {
      let isAll = timeline.extent.reachesStart
      field(said("messages"), "\(timeline.messageCount)" + (isAll ? "" : said(" known here")))
    }
    if let date = conversation.createdAt {
      field(said("since"), clock.moment(date, now: serverNow))
    }
    drawEarlier(chosen, on: &canvas, in: &rest)
    drawNotes(chosen, on: &canvas, in: &rest)
    return drawShared(chosen, summary, on: &canvas, in: rest)
  }

  /// The newest of their other conversations, with the chosen one among them.
  private func drawEarlier(
    _ item: DetailsItem?, on canvas: inout Canvas, in rest: inout Rect
  ) {
    guard !earlier.isEmpty, rest.rows > 2 else { return }
    _ = rest.takeTop(1)
    canvas.write([Span(said("earlier"), .paneTitle)], in: rest.takeTop(1))
    var chosen: Int?
    if case .conversation(let id)? = item {
      chosen = earlier.firstIndex { $0.id == id }
    }
    let room = max(1, min(earlier.count, 3, rest.rows))
    for place in ScrollPart.rows(count: earlier.count, selection: chosen ?? 0, room: room) {
      let other = earlier[place]
      let row = rest.takeTop(1)
      let time = other.conversation.updatedAt.map { clock.dayName($0, now: serverNow) } ?? ""
      let status = other.conversation.status.map(Excerpt.status) ?? ""
      let words = other.conversation.lastMessage.value?.content ?? ""
      canvas.write(
        [
          place == chosen ? Sign.cursor.span : Span(" ", .dim), Span(" \(time) ", .time),
          Span(status + " ", .dim), Span(Excerpt.oneLine(words, scalars: 80), .text),
        ], in: row)
      if place == chosen { drawKey(of: .conversation(other.id), on: &canvas, in: row) }
    }
  }

  /// What a key does with the line of the cursor, at its right end.
  private func drawKey(of item: DetailsItem, on canvas: inout Canvas, in row: Rect) {
    guard let words = keyWords(item) else { return }
    let width = canvas.widths.width(of: words)
    guard width + 12 < row.columns else { return }
    canvas.fill(row.indented(row.columns - width - 1), .base)
    canvas.writeRight([Span(words, .hint)], in: row, limit: 12)
  }

  private func keyWords(_ item: DetailsItem) -> String? {
    let open = keys.name(.openOrReply, in: .messages)
    return switch item {
    case .phone, .email, .id: keys.name(.copy, in: .messages) + said(" copy")
    case .conversation: open + said(" open")
    case .note: open + said(" edit")
    case .file(let message, _):
      switch message.kind {
      case .media(.audio): keys.name(.play, in: .messages) + said(" play")
      case .media(.image) where state.picturesProblem == nil: open + said(" big")
      default: keys.name(.openMedia, in: .messages) + said(" open")
      }
    case .link: keys.name(.openMedia, in: .messages) + said(" open")
    }
  }

  /// The newest notes, with the chosen one among them; half of the room is left to what was shared.
  private func drawNotes(
    _ item: DetailsItem?, on canvas: inout Canvas, in rest: inout Rect
  ) {
    let notes = state.openNotes
    guard !notes.isEmpty, rest.rows > 2 else { return }
    _ = rest.takeTop(1)
    let place =
      state.configuration.sharesNotes
      ? said("of the team")
      : state.configuration.keepsOutbox ? said("on this computer") : said("until this desk ends")
    canvas.write([Span(said("notes "), .paneTitle), Span("(\(place))", .dim)], in: rest.takeTop(1))
    let room = state.sharedItems.isEmpty ? rest.rows : max(1, min(notes.count, rest.rows / 2))
    var chosen: Int?
    if case .note(let note)? = item {
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

  /// The files and links of the newest messages, with the chosen one among them; under a picture some
  /// rows of it, where there is room.
  private func drawShared(
    _ chosen: DetailsItem?, _ summary: ConversationSummary, on canvas: inout Canvas, in rect: Rect
  ) -> [PictureWish] {
    guard let timeline = state.timeline, timeline.conversationID == summary.id, rect.rows > 2
    else { return [] }
    let shared = state.sharedItems
    guard !shared.isEmpty else { return [] }
    var rest = rect
    _ = rest.takeTop(1)
    canvas.write([Span(said("shared"), .paneTitle)], in: rest.takeTop(1))
    let place = chosen.flatMap { shared.firstIndex(of: $0) } ?? 0
    var first = 0
    while first < place,
      shared[first...place].reduce(0, { $0 + height(of: $1, in: rest) }) > rest.rows
    {
      first += 1
    }
    var wishes: [PictureWish] = []
    for item in shared[first...] where !rest.isEmpty {
      let row = rest.takeTop(1)
      let isChosen = item == chosen
      switch item {
      case .file(let message, let media):
        let name = Excerpt.oneLine(media.name ?? said("without a name"), scalars: 80)
        let label = playingWords(message.id)?.last ?? media.kind?.label ?? said("file")
        draw(message, label, name, isChosen: isChosen, on: &canvas, in: row)
        let rows = height(of: item, in: rest) - 1
        if rows > 0, rest.rows >= rows {
          wishes.append(drawSmall(media, on: &canvas, in: rest.takeTop(rows)))
        }
      case .link(let message, let address):
        let words = Excerpt.oneLine(address, scalars: 120)
        draw(message, said("link"), words, isChosen: isChosen, on: &canvas, in: row)
      case .phone, .email, .id, .conversation, .note: break
      }
      if isChosen { drawKey(of: item, on: &canvas, in: row) }
    }
    return wishes
  }

  /// Rows of a shared thing: a picture is shown small where there is room for several.
  private func height(of item: DetailsItem, in rect: Rect) -> Int {
    guard case .file(let message, _) = item, message.kind == .media(.image),
      pictureGround.rows > 0, rect.rows >= 8, rect.columns >= 14
    else { return 1 }
    return 4
  }

  private func drawSmall(_ media: Media, on canvas: inout Canvas, in rect: Rect) -> PictureWish {
    let wish = state.wish(
      for: .media(media.id), of: media, columns: min(rect.columns - 2, 12), rows: rect.rows)
    draw(wish, on: &canvas, in: rect.indented(2))
    return wish
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
