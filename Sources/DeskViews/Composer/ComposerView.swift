// Where one writes: to whom and as whom, the text, the files that go with it.
//
//  REPLY to Lakshmi R. as meera                                      draft 11:02
//  › Please hold the leaf against the light, so that I can see the veins, and
//    send one more photo of▏
//  + guide.jpg 0.8 MB  ▓▓▓▓░░ 62 %                               Ctrl+C cancels

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

/// The composer's rows, measured before the layout knows how many it may have.
struct ComposerLines: Sendable {
  let input: ComposerLinesInput
  let text: String
  let lines: [TextLine]
  /// Words that no dictionary knows, in bytes of the text.
  let misspelt: [Range<Int>]
  /// The direction of each row; `.asItStands` where the desk has nothing to arrange.
  let orders: [TextOrder]
  /// The row the cursor is in, and the columns before it.
  let cursor: Point
  /// What is said above the text: a question, a problem.
  let remark: Span?
  /// The rows that it wants: all of a question is shown.
  let remarkRows: Int
  /// Rows below the text, with their ends at the right edge.
  let files: [(left: [Span], right: [Span])]

  /// One for the margin, two for the prompt.
  static let textColumn = 3

  /// The columns in which the text is wrapped; one is kept for the cursor behind a full row.
  static func columns(_ size: Size) -> Int { max(1, size.columns - textColumn - 1) }

  /// All rows with the title.
  var wishedRows: Int { 1 + remarkRows + lines.count + files.count }

  init?(_ state: DeskState, from input: ComposerLinesInput, clock: WallClock) {
    guard let composer = state.composer else { return nil }
    self.input = input
    let (size, widths) = (input.size, input.widths)
    let editor = composer.editor
    text = editor.text
    misspelt = state.misspelt
    let isLeftAlone = state.isLeftAlone && composer.isEmpty && state.focus != .composer
    lines = isLeftAlone ? [] : widths.wrap(text, columns: Self.columns(size))
    let place = editor.cursorIndex
    // The end of a row is the start of the next one, but for the last.
    let row = lines.lastIndex { $0.range.lowerBound <= place } ?? 0
    orders = Self.orders(of: lines, in: editor.text, widths)
    let column =
      lines.isEmpty
      ? 0 : Self.column(of: place, in: lines[row], of: text, orders[row], widths)
    cursor = Point(column: min(column, Self.columns(size)), row: max(0, row))
    switch composer.asks {
    case .oldDraft(let date)?:
      remark = Span(
        said("This draft is from \(clock.hourAndMinute(date)). Enter again sends it."), .warning)
    case .again?:
      remark = composer.askedWords.map { Span($0, .warning) }
    case nil:
      if let problem = composer.problem {
        remark = Span(Excerpt.oneLine(problem, scalars: 200), .failure)
      } else if isLeftAlone {
        remark = nil
      } else {
        remark =
          input.problem.map { Span($0.ended, .warning) }
          ?? input.remark.map { Span($0.ended, .hint) }
      }
    }
    remarkRows =
      remark.map {
        composer.asks == nil ? 1 : widths.wrap($0.text, columns: max(1, size.columns - 2)).count
      } ?? 0
    files = Self.files(state, composer, input.cancelKey, input.takeOffKey)
  }

  private static func orders(
    of lines: [TextLine], in text: String, _ widths: TextWidth
  ) -> [TextOrder] {
    lines.map { line in
      guard widths.bidi == .arranged, text[line.shown].hasRightToLeft else { return .asItStands }
      return BidiLine.isFromRight(paragraph(of: line, in: text)) ? .fromRight : .fromLeft
    }
  }

  private static func paragraph(of line: TextLine, in text: String) -> Substring {
    let start = text[..<line.range.lowerBound].lastIndex(where: \.isNewline)
    let end = text[line.range.lowerBound...].firstIndex(where: \.isNewline)
    return text[(start.map(text.index(after:)) ?? text.startIndex)..<(end ?? text.endIndex)]
  }

  /// Where the cursor stands in its row.
  private static func column(
    of place: String.Index, in line: TextLine, of text: String, _ order: TextOrder,
    _ widths: TextWidth
  ) -> Int {
    let before = text[line.range.lowerBound..<place]
    guard order != .asItStands else { return widths.width(of: before) }
    return indent(order)
      + BidiLine(String(text[line.shown]), order: order).columns(before: before.count, widths)
  }

  /// A row that is read from the right ends at the left, where the cursor needs a column.
  static func indent(_ order: TextOrder) -> Int { order == .fromRight ? 1 : 0 }

  /// What is said of a file stands before its name, which is foreign to us.
  private static func fileSpans(_ file: Attachment) -> [Span] {
    let name = Span(Excerpt.oneLine(file.name, scalars: 80), .text)
    switch file.judgement {
    case .open: return [Span(Sign.file.glyph + " ", .prompt), name]
    case .fits(_, let size):
      return [Span(Sign.file.glyph + " ", .prompt), Span(FileSize.text(size) + "  ", .dim), name]
    case .refused(let reason):
      return [
        Span(Sign.failed.glyph + " ", .failure),
        Span(Excerpt.oneLine(reason, scalars: 200), .failure),
      ]
    }
  }

  private static func files(
    _ state: DeskState, _ composer: Composer, _ cancelKey: String, _ takeOffKey: String
  ) -> [(left: [Span], right: [Span])] {
    var rows: [(left: [Span], right: [Span])] = []
    let uploads = state.outbox.values.filter { entry in
      guard entry.conversationID == state.openID, case .uploading = entry.state else {
        return false
      }
      return true
    }
    for entry in uploads.sorted(by: { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }) {
      guard case .file(let file) = entry.body, case .uploading(let part) = entry.state else {
        continue
      }
      rows.append(
        (
          [
            Span(Sign.handedOver.glyph + " ", .prompt),
            Span(Excerpt.oneLine(file.name, scalars: 80), .text),
            Span(" " + FileSize.text(file.size) + "  ", .dim),
            Span(ProgressBar.text(part), .progress),
          ], [Span(cancelKey + said(" cancels"), .hint)]
        ))
    }
    for (place, file) in composer.attachments.enumerated() {
      let isNext = composer.editor.isEmpty && place == composer.attachments.count - 1
      let way =
        isNext && !takeOffKey.isEmpty ? [Span(takeOffKey + said(" takes it off"), .hint)] : []
      rows.append((fileSpans(file), way))
    }
    guard rows.count > 3 else { return rows }
    return rows.prefix(2) + [([Span(said("and \(rows.count - 2) more files"), .dim)], [])]
  }
}

extension ComposerLines {
  /// A row, with what is misspelt in it.
  fileprivate func spans(of line: TextLine) -> [Span] {
    let start = text.utf8.distance(from: text.startIndex, to: line.shown.lowerBound)
    let end = text.utf8.distance(from: text.startIndex, to: line.shown.upperBound)
    var spans: [Span] = []
    var place = start
    func add(to next: Int, _ role: ThemeRole) {
      guard place < next else { return }
      let range =
        text.utf8.index(
          text.startIndex, offsetBy: place)..<text.utf8.index(
          text.startIndex, offsetBy: next)
      spans.append(Span(String(text[range]), role))
      place = next
    }
    for word in misspelt where word.upperBound > start && word.lowerBound < end {
      add(to: max(start, word.lowerBound), .input)
      add(to: min(end, word.upperBound), .misspelt)
    }
    add(to: end, .input)
    return spans
  }
}

/// What the composer is made from.
struct ComposerInput: Hashable, Sendable {
  var lines: ComposerLinesInput
  var title: Span
  var myName: String
  var identity: String?
  var hasFocus: Bool
  var since: String?
  /// The name is shown in Latin letters.
  var isLatin: Bool
}

/// What decides how many rows the composer has, and what stands in them.
struct ComposerLinesInput: Hashable, Sendable {
  var composers: Version
  var outbox: Version
  var spelling: Version
  var local: Version
  var openID: ConversationID?
  var summary: ConversationSummary?
  var me: Claims?
  var size: Size
  var widths: TextWidth
  var isWriting: Bool
  var problem: String?
  var remark: String?
  var cancelKey: String
  var takeOffKey: String
}

/// The composer's rows as they were measured last.
struct ComposerMemory: Sendable {
  private var input: ComposerLinesInput?
  private var lines: ComposerLines?

  mutating func lines(
    of state: DeskState, size: Size, clock: WallClock, now: Date, widths: TextWidth,
    keys: KeyNames
  ) -> ComposerLines? {
    let new = ComposerLinesInput(
      composers: state.$composers, outbox: state.$outbox, spelling: state.$spelling,
      local: state.$local, openID: state.openID,
      summary: state.openSummary, me: state.me, size: size, widths: widths,
      isWriting: state.focus == .composer, problem: state.writingProblem,
      remark: state.writingRemark, cancelKey: keys.name(.interrupt, in: .composer),
      takeOffKey: keys.name(.deleteBack, in: .composer))
    guard new != input else { return lines }
    input = new
    lines = ComposerLines(state, from: new, clock: clock)
    return lines
  }
}

extension Scene {
  var composerInput: ComposerInput? {
    guard let composer, let since = state.composer?.oldSince.map({ clock.moment($0, now: now) })
    else { return self.composer.map { composerInput($0, since: nil) } }
    return composerInput(composer, since: since)
  }

  private func composerInput(_ composer: ComposerLines, since: String?) -> ComposerInput {
    ComposerInput(
      lines: composer.input, title: title(composerVerb, .composer), myName: myName,
      identity: state.identities.first(where: \.isShown)?.name, hasFocus: hasFocus(.composer),
      since: since, isLatin: state.openID.map(state.isReadInLatin) == true)
  }

  /// Beside other identities it is said first as whom one writes.
  private var composerVerb: String {
    state.identities.isEmpty ? said("reply") : said("send")
  }

  func drawComposer(on canvas: inout Canvas, in rect: Rect) {
    guard let composer, let state = state.composer, let summary = openSummary else { return }
    var rest = rect
    canvas.hit(rect, .composer(offset: state.editor.cursor))
    drawComposerTitle(state, summary, on: &canvas, in: rest.takeTop(1))
    if let remark = composer.remark, rest.rows > 1 {
      let rows = rest.takeTop(min(composer.remarkRows, rest.rows - 1)).indented(1).narrowed(1)
      if rows.rows == 1 {
        canvas.write([remark], in: rows)
      } else {
        canvas.writeParagraph(remark.text, remark.role, in: rows)
      }
    }
    let files = composer.files.prefix(max(0, rest.rows - 1))
    let fileRows = rest.takeBottom(files.count)
    for (index, file) in files.enumerated() {
      let row = fileRows.line(index).indented(1).narrowed(1)
      let start = canvas.writeRight(file.right, in: row, limit: row.column + 30)
      canvas.write(file.left, in: row.narrowed(row.endColumn - start))
    }
    drawText(composer, on: &canvas, in: rest)
  }

  private func drawText(_ composer: ComposerLines, on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty, !composer.lines.isEmpty else { return }
    // The cursor's row stays in sight.
    let most = max(0, composer.lines.count - rect.rows)
    let first = min(most, max(0, composer.cursor.row - rect.rows + 1))
    canvas.write(
      (first == 0 ? Sign.prompt : .textAbove).glyph, .prompt,
      at: Point(column: rect.column + 1, row: rect.row),
      clip: rect)
    for (offset, line) in composer.lines.dropFirst(first).prefix(rect.rows).enumerated() {
      let order = composer.orders[first + offset]
      let row = rect.line(offset).indented(ComposerLines.textColumn + ComposerLines.indent(order))
      let spans = canvas.widths.arranged(
        composer.spans(of: line), order == .asItStands ? .byItself : order)
      canvas.write(spans, in: row)
      let start = composer.text.utf8.distance(
        from: composer.text.startIndex, to: line.range.lowerBound)
      canvas.regions.append(
        HitRegion(row, composerRow: String(composer.text[line.shown]), offset: start))
    }
    if first + rect.rows < composer.lines.count {
      canvas.write(
        Sign.textBelow.glyph, .prompt, at: Point(column: rect.column + 1, row: rect.endRow - 1),
        clip: rect)
    }
    guard hasFocus(.composer) else { return }
    canvas.cursor = Point(
      column: min(
        rect.column + ComposerLines.textColumn + composer.cursor.column, rect.endColumn - 1),
      row: rect.row + composer.cursor.row - first)
  }

  private func drawComposerTitle(
    _ composer: Composer, _ summary: ConversationSummary, on canvas: inout Canvas, in row: Rect
  ) {
    let row = row.indented(1)
    var right: [Span] = []
    if composer.pending != nil {
      right = [Span(said("sending… "), .dim)]
    } else if let since = composer.oldSince {
      right = [Span(said("draft \(clock.moment(since, now: now)) "), .draft)]
    }
    let start = canvas.writeRight(right, in: row, limit: row.column + 24)
    let room = row.narrowed(row.endColumn - start + 1)
    let name = canvas.rowTexts.texts(of: summary, in: state).name
    if state.isLeftAlone, composer.isEmpty, state.focus != .composer {
      let whose = state.writingProblem ?? state.writingRemark ?? ""
      let rest = state.messages.leavesNoTrace ? SentenceEnd.mark : said(". Nothing is marked read.")
      canvas.write([Span(whose + rest, .dim)], in: room)
      return
    }
    func fits(_ spans: [Span]) -> Bool { canvas.widths.width(of: spans) <= room.columns }
    let recipient = [Span(name, .recipient)]
    let verb = [title(composerVerb, .composer)]
    let (reply, whom, who) = (PlacedSpans.place(0), PlacedSpans.place(1), PlacedSpans.place(2))
    guard let sender = senderSpans else {
      let whole = PlacedSpans.spans(
        of: said("\(reply) to \(whom) as \(who)"), [verb, recipient, [Span(myName, .dim)]], .dim)
      let short = PlacedSpans.spans(of: said("\(reply) to \(whom)"), [verb, recipient], .dim)
      return canvas.write(fits(whole) ? whole : short, in: room)
    }
    func named(_ sender: [Span]) -> [Span] {
      PlacedSpans.spans(
        of: said("\(reply) as \(who) to \(whom)"), [verb, recipient, sender], .dim)
    }
    let whole = named(sender.name + sender.role)
    canvas.write(fits(whole) ? whole : named(sender.name), in: room)
  }

  /// As whom one writes, where there are several: `ramesh`, and ` (User)`.
  private var senderSpans: (name: [Span], role: [Span])? {
    guard let place = state.identities.firstIndex(where: \.isShown) else { return nil }
    let role = state.me.map { [Span(" (\(Sanitizer.oneLine($0.role.words)))", .dim)] }
    return ([Span(state.identities[place].name, .identity(place))], role ?? [])
  }
}
