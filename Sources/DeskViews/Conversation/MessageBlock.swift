// One item of the timeline as rows: first what leads up to it (the day, the line above new
// messages, who speaks and when), then the message itself.

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

/// A row of the message pane.
struct MessageLine: Hashable, Sendable {
  /// At the left edge: whose it is.
  var bar: Span?
  /// Two columns left of the text: ticks.
  var gutter: Span?
  var spans: [Span]
  /// Whether the row answers to the mouse as the file it speaks of.
  var isMedia = false
  /// Stands across, not where texts do.
  var isDivider = false
  /// A row of a picture.
  var picture: PictureRow?

  init(_ spans: [Span], gutter: Span? = nil, isMedia: Bool = false, isDivider: Bool = false) {
    self.gutter = gutter
    self.spans = spans
    self.isMedia = isMedia
    self.isDivider = isDivider
  }
}

/// The rows of one item. Places in it are counted from the first row of the message itself, so that
/// a place stays what it is when what leads up to the message changes: lead rows are negative.
struct MessageBlock: Hashable, Sendable {
  let id: TimelineItem.ID
  var lead: [MessageLine] = []
  var body: [MessageLine] = []

  /// The places of all rows.
  var range: Range<Int> { -lead.count..<max(1, body.count) }

  func line(_ place: Int) -> MessageLine? {
    if place < 0 {
      return lead.indices.contains(lead.count + place) ? lead[lead.count + place] : nil
    }
    return body.indices.contains(place) ? body[place] : nil
  }
}

/// What blocks are made from: the conversation, the room, and the wrapped texts of the last paints.
struct BlockMaker: BlockSource {
  let scene: Scene
  let timeline: Timeline
  let columns: Int
  let widths: TextWidth
  var texts: WrappedTexts
  var blocks: BlockMemory
  /// The item before the one whose block was made last: mostly the next to be asked for.
  private var before: (index: Int, item: TimelineItem?) = (-1, nil)
  private var speakers: Speakers { blocks.speakers }
  private let isLatin: Bool

  init(
    scene: Scene, timeline: Timeline, columns: Int, widths: TextWidth, texts: WrappedTexts,
    blocks: BlockMemory
  ) {
    self.scene = scene
    self.timeline = timeline
    isLatin = scene.state.isReadInLatin(timeline.conversationID)
    self.columns = columns
    self.widths = widths
    self.texts = texts
    self.blocks = blocks
  }

  var count: Int { timeline.count }

  mutating func block(at index: Int) -> MessageBlock? {
    if let known = blocks[index] { return known }
    let made = make(at: index)
    blocks[index] = made
    return made
  }

  private mutating func make(at index: Int) -> MessageBlock? {
    guard let item = before.index == index ? before.item : timeline.item(at: index) else {
      return nil
    }
    before = (index - 1, timeline.item(at: index - 1))
    var block = MessageBlock(id: item.id)
    block.lead = lead(to: item, after: before.item, isFirst: index == 0)
    switch item {
    case .message(let message): block.body = body(message)
    case .removed: block.body = [MessageLine([Span(said("message removed"), .removed)])]
    case .entry(let entry): block.body = body(entry)
    case .note(let note): block.body = body(note)
    }
    if let bar = bar(of: item)?.span {
      for row in block.body.indices { block.body[row].bar = bar }
      // Of what leads up to it only the row with the sender is part of it.
      if let last = block.lead.last, last.spans.first?.role == .time {
        block.lead[block.lead.count - 1].bar = bar
      }
    }
    if index == timeline.count - 1, let text = endText {
      block.body.append(MessageLine([Span(text, .dim)], isDivider: true))
    }
    return block
  }

  // MARK: What leads up to a message

  private func lead(
    to item: TimelineItem, after previous: TimelineItem?, isFirst: Bool
  ) -> [MessageLine] {
    var lines: [MessageLine] = []
    if isFirst { lines.append(MessageLine([Span(startText, .dim)], isDivider: true)) }
    let time = scene.time(of: item)
    let previousDay = previous.flatMap { scene.clock.day(scene.time(of: $0)) }
    let isNewDay = previous == nil || previousDay != scene.clock.day(time)
    if isNewDay {
      let name = scene.clock.dayName(time, now: scene.serverNow)
      lines.append(MessageLine([Span("── \(name) ──", .day)], isDivider: true))
    }
    let isNew = item.id == timeline.newSince.map(TimelineItem.ID.message)
    if isNew {
      let since = scene.clock.hourAndMinute(time)
      lines.append(
        MessageLine([Span(said("── new since \(since) ──"), .newMessages)], isDivider: true))
    }
    if isNewDay || isNew || !continues(item, previous) {
      let sender = scene.senderSpans(of: item, among: speakers)
      lines.append(
        MessageLine(
          [Span(scene.clock.hourAndMinute(time) + " ", .time)]
            + (isLatin ? LatinText.spans(sender) : sender)))
    }
    return lines
  }

  private var startText: String {
    let extent = timeline.extent
    if extent.reachesStart { return said("── the conversation begins ──") }
    if extent.isLoading { return said("loading older messages…") }
    let key = scene.keys.name(.pageUp, in: .messages)
    return extent.older == .gap
      ? said("── a gap: \(key) fetches what lies before ──") : said("older messages: \(key)")
  }

  /// What stands below the last item of a window that does not reach the newest.
  private var endText: String? {
    let extent = timeline.extent
    guard !extent.reachesNewest else { return nil }
    if extent.isLoading { return said("loading newer messages…") }
    let key = scene.keys.name(.pageDown, in: .messages)
    return extent.newer == .gap
      ? said("── a gap: \(key) fetches what comes next ──") : said("newer messages: \(key)")
  }

  /// Whether two items share a header: one person's, within five minutes.
  private func continues(_ item: TimelineItem, _ previous: TimelineItem?) -> Bool {
    guard let previous, scene.sender(of: item) == scene.sender(of: previous) else { return false }
    let gap = scene.time(of: item).timeIntervalSince(scene.time(of: previous))
    return abs(gap) <= 5 * 60
  }

  // MARK: The message itself

  private mutating func body(_ message: Message) -> [MessageLine] {
    var lines: [MessageLine] = []
    switch message.kind {
    case .text: break
    case .media(let kind):
      lines.append(mediaLine(kind, message.media.value, of: message.id))
      if kind == .image, let media = message.media.value {
        lines += scene.thumbnail(of: .media(media.id), media, columns: columns)
      }
    case .other(let kind):
      let name = kind.isEmpty ? said("message not known here") : Excerpt.oneLine(kind, scalars: 24)
      lines.append(MessageLine([Span("[\(name)]", .media)]))
    }
    if let content = message.content, !content.isEmpty || lines.isEmpty {
      lines += textLines(content, .message(message.id))
    } else if lines.isEmpty {
      lines.append(MessageLine([Span(said("(empty)"), .dim)]))
    }
    if let mine = scene.openSummary.flatMap({ scene.state.delivery(of: message, in: $0) }) {
      lines[0].gutter = Self.tick(mine)
    }
    return lines
  }

  private mutating func body(_ entry: OutboxEntry) -> [MessageLine] {
    var lines: [MessageLine]
    switch entry.body {
    case .text(let text): lines = textLines(text, .entry(entry.id))
    case .file(let file):
      lines = [fileLine(file, entry.state)]
      if file.kind == .image {
        lines += scene.thumbnail(of: .file(file.path), nil, columns: columns)
      }
    }
    lines[0].gutter = Self.tick(entry.delivery)
    if let seconds = scene.state.hold(of: entry, now: scene.now) {
      let key = scene.keys.name(.takeBackSend, in: .composer)
      lines.append(MessageLine([Span(said("goes in \(seconds) s · \(key) takes it back"), .hint)]))
    }
    switch entry.state {
    case .failed(let reason): lines += failureLines(said("not sent: ") + reason)
    case .unsure where entry.needsManualResolution:
      lines += failureLines(said("cannot be found out whether it arrived"))
    case .unsure:
      lines.append(
        MessageLine([Span(said("not confirmed: being checked"), .hint)]))
    default: break
    }
    return lines
  }

  private mutating func body(_ note: ConversationNote) -> [MessageLine] {
    texts.lines(
      of: note.text, id: .note(note.id), columns: columns, widths: widths, isLatin: isLatin
    ).map {
      MessageLine(widths.arranged(scene.found(in: $0.text, of: note.text, .note), $0.order))
    }
  }

  /// What stands at the left edge of every row: whose it is.
  private func bar(of item: TimelineItem) -> Sign? {
    if case .note = item { return .note }
    guard let me = scene.state.me?.userID else { return nil }
    return scene.sender(of: item) == me ? .mine : nil
  }

  private mutating func textLines(_ text: String, _ id: TimelineItem.ID) -> [MessageLine] {
    texts.lines(of: text, id: id, columns: columns, widths: widths, isLatin: isLatin).map {
      MessageLine(widths.arranged(scene.found(in: $0.text, of: text), $0.order))
    }
  }

  private func mediaLine(_ kind: MediaKind, _ media: Media?, of id: MessageID) -> MessageLine {
    let name = media?.name ?? said("without a name")
    if let words = scene.playingWords(id) {
      return fileSpans(kind, name, media?.size, ends: words.map { "  " + $0 }, .progress)
    }
    let keys = MediaWords.keys(kind, scene.keys, isShown: scene.state.picturesProblem == nil)
    return fileSpans(kind, name, media?.size, ends: ["  " + keys], .hint)
  }

  private func fileLine(_ file: OutboxFile, _ state: OutboxEntry.State) -> MessageLine {
    guard case .uploading(let part) = state else {
      return fileSpans(file.kind, file.name, file.size, ends: [], .dim)
    }
    return fileSpans(
      file.kind, file.name, file.size, ends: ["  " + ProgressBar.text(part)], .progress)
  }

  /// `[image] leaf.jpg 1.2 MB  o open · S save`: the name gives way where room is short, then the
  /// end takes the first form that has room, or none.
  private func fileSpans(
    _ kind: MediaKind, _ name: String, _ size: Int?, ends: [String], _ endRole: ThemeRole
  ) -> MessageLine {
    let label = "[\(kind.label)] "
    let size = size.map { " " + FileSize.text($0) } ?? ""
    let fixed = widths.width(of: label) + widths.width(of: size)
    let clean = Excerpt.oneLine(name, scalars: 200)
    let least = fixed + min(8, widths.width(of: clean))
    let end = ends.first { least + widths.width(of: $0) <= columns } ?? ""
    let room = columns - fixed - widths.width(of: end)
    return MessageLine(
      [
        Span(label, .media), Span(widths.truncated(clean, to: max(1, room)), .text),
        Span(size, .dim), Span(end, endRole),
      ], isMedia: true)
  }

  /// `not sent: 403 access denied · R retry · D drop`, on two rows where one is too short.
  /// What went wrong, and the keys that help.
  private func failureLines(_ reason: String) -> [MessageLine] {
    let names = [
      (Command.retry, said("retry")), (.editFailed, said("edit")), (.dropFailed, said("drop")),
    ]
    let keys = names.map { scene.keys.name($0, in: .messages) + " " + $1 }
      .joined(separator: " · ")
    let why = Excerpt.oneLine(reason, scalars: 210)
    if widths.width(of: why) + 3 + widths.width(of: keys) <= columns {
      return [MessageLine([Span(why, .failed), Span(" · " + keys, .hint)])]
    }
    let rows = widths.wrap(why, columns: columns).prefix(3)
    return rows.map { MessageLine([Span(String(why[$0.shown]), .failed)]) }
      + [MessageLine([Span(keys, .hint)])]
  }

  static func tick(_ delivery: Delivery) -> Span {
    switch delivery {
    case .queued, .uploading: Sign.queued.span
    case .handedOver: Sign.handedOver.span
    case .sent: Sign.delivered.span
    case .read: Sign.read.span
    case .unsure: Sign.unsure.span
    case .failed: Sign.failed.span
    }
  }
}

/// `▓▓▓▓░░  62 %`.
enum ProgressBar {
  static func text(_ part: Double) -> String {
    let percent = Int((bounded(part) * 100).rounded(.down))
    return bar(part) + " " + Scene.rightAligned(percent, 3) + " %"
  }

  /// `▓▓▓▓░░` alone.
  static func bar(_ part: Double) -> String {
    let full = Int((bounded(part) * Double(cells)).rounded())
    return String(repeating: "▓", count: full) + String(repeating: "░", count: cells - full)
  }

  private static let cells = 6

  private static func bounded(_ part: Double) -> Double {
    part.isFinite ? min(1, max(0, part)) : 0
  }
}

extension Scene {
  func time(of item: TimelineItem) -> Date { state.time(of: item) }

  func sender(of item: TimelineItem) -> UserID? {
    switch item {
    case .message(let message), .removed(let message): message.sender.id
    case .entry: state.me?.userID
    case .note: nil
    }
  }

  /// Who speaks: `you`, a farmer's first name, or `agent` and a name.
  ///
  /// - Parameter speakers: the agents who took part; where they are several, each has a colour.
  func senderSpans(of item: TimelineItem, among speakers: Speakers) -> [Span] {
    if case .note(let note) = item { return [Span(noteTitle(note), .note)] }
    guard let id = sender(of: item) else { return [Span(said("somebody"), .nameTheirs)] }
    if id == state.me?.userID { return [Span(said("you"), speakers.role(of: id) ?? .nameMine)] }
    var person = Participant(id: id)
    if case .message(let message) = item, let sender = message.sender.value { person = sender }
    let conversation = openSummary?.conversation
    for known in [conversation?.farmer.value, conversation?.agent.value] {
      // Events name people as a whole; the conversation knows their first names.
      if let known, known.id == id { person = person.merging(known) }
    }
    let isFarmer = conversation.map { $0.farmer.id == id } ?? (person.role == .user)
    let label = isFarmer || state.isFarmer ? [] : [Span(said("agent "), .dim)]
    let role = isFarmer ? .nameTheirs : speakers.role(of: id) ?? .nameMine
    return label + [Span(state.firstName(of: person), role)]
  }

  /// "note", or whose it is where a colleague wrote it.
  func noteTitle(_ note: ConversationNote) -> String {
    said("note") + (note.author.map { said(" of \(Excerpt.oneLine($0, scalars: 60))") } ?? "")
  }
}
