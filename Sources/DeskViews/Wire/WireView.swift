// The wire: a row for each record, below them the chosen one in full.
//
//  WIRE  paused no   filter name = message:*                        12 shown, 1204 of 5000 kept
//   at           +ms  as      layer  name               bytes  took    remark
//   14:31:02.117    3 ramesh → sio   message:send         112
//  >14:31:02.126    9 ramesh ← sio   message:sent          96   9 ms   answers #1201
//  ── #1202 message:sent ── answers #1201 message:send ───────────────────────────────
//  { "messageId": "6712…" }

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

/// What the pane is made from. Its records are many: they are known by their version.
struct WireInput: Hashable, Sendable {
  var wire: Version
  var title: Span
  var key: String
}

extension Scene {
  struct WireParts {
    var title: Rect
    var heading: Rect
    var rows: Rect
    var rule: Rect
    var frame: Rect

    init(_ pane: Rect) {
      var rest = pane
      title = rest.takeTop(1)
      heading = rest.takeTop(rest.rows > 8 ? 1 : 0)
      frame = rest.takeBottom(rest.rows > 6 ? rest.rows * 9 / 20 : 0)
      rule = rest.takeBottom(frame.rows > 0 ? 1 : 0)
      rows = rest
    }
  }

  var wireInput: WireInput {
    WireInput(
      wire: state.$wire, title: title(said("wire"), .wire), key: keys.name(.wire, in: .list))
  }

  func drawWire(on canvas: inout Canvas, in pane: Rect) {
    let wire = state.wire
    let parts = WireParts(pane)
    canvas.hit(pane, .wire)
    drawWireTitle(wire, on: &canvas, in: parts.title.inset(columns: 1))
    guard wire.shownCount > 0, let cursor = wire.cursorPlace else {
      let text =
        wire.count > 0
        ? said("The filter lets nothing through of the \(wire.count) that are kept.")
        : said(
          """
          Nothing has come since it was opened. Every request and packet of every identity \
          stands here from now on.
          """)
      canvas.writeParagraph(text, .dim, in: parts.rows.inset(columns: 1))
      return
    }
    let columns = WireColumns(pane.columns, names: wire.strips.map(\.name), canvas.widths)
    if !parts.heading.isEmpty {
      canvas.write([Span(columns.heading, .dim)], in: parts.heading.indented(1))
    }
    let shown = ScrollPart.rows(
      count: wire.shownCount, top: cursor - parts.rows.rows * 2 / 3, room: parts.rows.rows)
    for (offset, place) in shown.enumerated() {
      guard let entry = wire.entry(atShown: place) else { continue }
      let before = wire.entry(atShown: place - 1)
      draw(
        entry, after: before, isChosen: place == cursor, columns, on: &canvas,
        in: parts.rows.line(offset))
    }
    if let chosen = wire.entry(atShown: cursor), parts.frame.rows > 0 {
      drawFrame(chosen, wire, on: &canvas, parts)
    }
  }

  private func drawWireTitle(_ wire: WirePane, on canvas: inout Canvas, in row: Rect) {
    var spans = [title(said("wire"), .wire)]
    spans.append(
      wire.isPaused
        ? Span(said("  paused"), .warning) : Span(wire.cursor == nil ? said("  follows") : "", .dim)
    )
    if let filter = wire.filter {
      spans += [
        Span(said("  filter "), .dim), Span(Excerpt.oneLine(filter.text, scalars: 120), .match),
      ]
    }
    if let search = wire.search {
      spans += [
        Span(said("  find "), .dim), Span(Excerpt.oneLine(search.text, scalars: 80), .match),
      ]
    }
    if wire.isUnmasked { spans.append(Span(said("  phone numbers shown"), .warning)) }
    var right: [Span] = []
    if let offset = wire.header?.offsetWords(saysError: row.columns >= 100) {
      right.append(Span(said("server \(offset)  "), .dim))
    }
    if wire.lost > 0 { right.append(Span(said("\(wire.lost) lost  "), .warning)) }
    if wire.filter != nil { right.append(Span(said("\(wire.shownCount) shown, "), .dim)) }
    right.append(Span(said("\(wire.count) of \(WirePane.mostRecords) kept"), .dim))
    let room = row.columns - canvas.widths.width(of: right) - 2
    canvas.write(spans, in: Rect(column: row.column, row: row.row, columns: max(4, room), rows: 1))
    canvas.writeRight(right, in: row, limit: row.column + 8)
  }

  private func draw(
    _ entry: WireEntry, after before: WireEntry?, isChosen: Bool, _ columns: WireColumns,
    on canvas: inout Canvas, in row: Rect
  ) {
    let record = entry.record
    let surface: ThemeRole = isChosen ? (state.focus == .wire ? .selectedRow : .markedRow) : .base
    if isChosen { canvas.fill(row, surface) }
    canvas.hit(row, .wireRow(record.number))
    let sign: Sign = record.direction == .outgoing ? .wireOut : .wireIn
    let isBad = record.name == "error" || (record.status ?? 0) >= 400 || record.name == "failed"
    var spans = [isChosen ? Sign.cursor.span : Span(" ", .dim)]
    let time = state.wire.header.map {
      clock.second($0.date(at: record.at), withThousandths: columns.hasThousandths)
    }
    spans.append(Span(columns.fit(time ?? "", columns.time) + " ", .time))
    spans.append(
      Span(columns.number(before.map { (record.at - $0.record.at) / 1000 } ?? 0, 6) + " ", .dim))
    if columns.identity > 0 {
      spans.append(
        Span(
          columns.fit(record.identity, columns.identity) + " ", identityRole(record.identity)))
    }
    spans += [sign.span, Span(" " + columns.fit(record.layer.rawValue, 6), .dim)]
    let name = record.status.map { "\($0) " } ?? ""
    spans.append(
      Span(
        columns.fit(name: name, state.wire.masking?.masked(record.name) ?? record.name) + " ",
        isBad ? .failure : record.isEvent ? .text : .dim))
    if columns.bytes > 0 { spans.append(Span(columns.number(Int64(record.bytes), 7) + " ", .dim)) }
    if columns.took > 0 {
      spans.append(Span(columns.fit(entry.relation.took.map(Self.took) ?? "", 8) + " ", .text))
    }
    if columns.remark > 0 {
      let relation = entry.relation
      let remark = columns.remark < 20 ? relation.shortRemark : relation.remark
      spans.append(Span(remark, .hint))
    }
    canvas.write(spans, in: row, on: surface)
  }

  private func identityRole(_ name: String) -> ThemeRole {
    state.identities.firstIndex { $0.name == name }.map(ThemeRole.identity) ?? .nameTheirs
  }

  /// Of µs: `9 ms`, `1.2 s`.
  static func took(_ microseconds: Int64) -> String {
    switch microseconds {
    case ..<1000: said("<1 ms")
    case ..<1_000_000: said("\(microseconds / 1000) ms")
    default: "\(microseconds / 1_000_000).\(microseconds / 100_000 % 10) s"
    }
  }

  // MARK: The chosen record

  private func drawFrame(
    _ entry: WireEntry, _ wire: WirePane, on canvas: inout Canvas, _ parts: WireParts
  ) {
    let record = entry.record
    var spans = [
      Span("── ", .divider), Span("#\(record.number) ", .key),
      Span(Excerpt.oneLine(record.name, scalars: 160), .paneTitle),
    ]
    for (number, words) in [
      (entry.relation.answers, said("answers")), (entry.relation.cause, said("caused by")),
      (entry.relation.sameAs, said("same as")),
    ] {
      guard let number, number != record.number else { continue }
      let name = wire.entry(numbered: number)?.record.name ?? said("which is gone")
      spans.append(Span("  \(words) #\(number) \(Excerpt.oneLine(name, scalars: 60))", .hint))
    }
    let rest = parts.rule.columns - canvas.widths.width(of: spans) - 1
    if rest > 0 { spans.append(Span(" " + String(repeating: "─", count: rest), .divider)) }
    canvas.write(spans, in: parts.rule)
    let inside = parts.frame.inset(columns: 1)
    let lines = frameRows(
      record, wire, columns: inside.columns, upTo: wire.frameTop + inside.rows + 1, canvas.widths)
    let first = min(wire.frameTop, max(0, lines.count - 1))
    for (offset, line) in lines.dropFirst(first).prefix(inside.rows).enumerated() {
      canvas.write([Span(line, .text)], in: inside.line(offset))
    }
    if lines.count > first + inside.rows {
      canvas.writeRight([Sign.below.span], in: inside.line(inside.rows - 1), limit: inside.column)
    }
  }

  /// The rows of a record, as far as they are needed.
  private func frameRows(
    _ record: WireRecord, _ wire: WirePane, columns: Int, upTo most: Int, _ widths: TextWidth
  ) -> [String] {
    var rows: [String] = []
    let lines = min(most + 1, WirePane.mostLines)
    for line in record.frameLines(masking: wire.masking, atMost: lines) {
      var rest = Sanitizer.displayable(line)[...]
      repeat {
        // A long line is broken piece by piece, as far as it is seen.
        let piece = String(rest.prefix(2000))
        for row in widths.wrap(piece, columns: columns) {
          guard rows.count < most else { return rows }
          rows.append(String(piece[row.shown]))
        }
        rest = rest.dropFirst(2000)
      } while !rest.isEmpty
    }
    return rows
  }
}

/// How wide the columns of the rows are.
private struct WireColumns {
  let identity: Int
  let name: Int
  let bytes: Int
  let took: Int
  let remark: Int
  let hasThousandths: Bool
  var time: Int { hasThousandths ? 12 : 8 }
  private let widths: TextWidth

  init(_ columns: Int, names: [String], _ widths: TextWidth) {
    self.widths = widths
    hasThousandths = columns >= 90
    let longest = names.map { widths.width(of: $0) }.max() ?? 0
    let saysWhose = columns >= 110 || columns >= 80 && names.count > 1
    identity = saysWhose ? min(max(longest, 4), 14) : 0
    bytes = columns >= 70 ? 8 : 0
    took = columns >= 50 ? 9 : 0
    let fixed = 1 + (hasThousandths ? 13 : 9) + 7 + (identity > 0 ? identity + 1 : 0) + 2 + 6 + 1
    let left = columns - fixed - bytes - took
    let wanted = columns >= 110 ? 34 : columns >= 80 ? 12 : 0
    let hasRoom = left - Self.longestName >= Self.leastRemark
    let spare = left - (hasRoom ? Self.longestName : Self.usualName)
    remark = spare >= Self.leastRemark ? min(wanted, spare) : 0
    name = max(4, left - remark)
  }

  /// `conversation:mark-all-read`; of the others none is longer than `notification:new-message`.
  private static let (longestName, usualName) = (26, 24)
  /// `#1201`
  private static let leastRemark = 6

  var heading: String {
    fit(said("at", of: "a time"), time + 1) + fit(said("   +ms"), 7)
      + (identity > 0 ? fit(said("as"), identity + 1) : "") + "  " + fit(said("layer"), 6)
      + fit(said("name"), name + 1) + (bytes > 0 ? fit(said("  bytes"), 8) : "")
      + (took > 0 ? fit(said("took"), 9) : "") + (remark > 0 ? said("remark") : "")
  }

  /// A status and a name; of a path that is too long the API's base gives way, which all have.
  func fit(name status: String, _ name: String) -> String {
    let whole = Excerpt.oneLine(status + name, scalars: 200)
    guard widths.width(of: whole) > self.name,
      let base = name.firstRange(of: /\/[^ ?]*?api\/v[0-9]+\//)
    else { return fit(whole, self.name) }
    return fit(status + name.replacingCharacters(in: base, with: "…/"), self.name)
  }

  func fit(_ text: String, _ columns: Int) -> String {
    widths.fitted(Excerpt.oneLine(text, scalars: 200), to: columns)
  }

  func number(_ value: Int64, _ columns: Int) -> String {
    let text = value > 9_999_999 ? ">9999999" : String(value)
    return String(repeating: " ", count: max(0, columns - text.utf8.count))
      + text.suffix(columns)
  }
}

extension WireHeader {
  /// How far the server's clock is from ours, as `+2.3 s ±0.4`; nil where both may show the same.
  ///
  /// - Parameter saysError: there is room to say how far that may be off.
  func offsetWords(saysError: Bool) -> String? {
    guard let offset else { return nil }
    let within = within ?? 0
    guard abs(offset) > within else { return nil }
    let sign = offset < 0 ? "-" : "+"
    let words = "\(sign)\(Self.tenths(abs(offset), .toNearestOrAwayFromZero)) s"
    return saysError && within > 0 ? "\(words) ±\(Self.tenths(within, .up))" : words
  }

  /// µs in seconds, with one digit behind the point.
  private static func tenths(_ microseconds: Int64, _ rule: FloatingPointRoundingRule) -> String {
    let tenths = Int((Double(microseconds) / 100_000).rounded(rule))
    return "\(tenths / 10).\(tenths % 10)"
  }
}
