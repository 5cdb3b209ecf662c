// A list that is filtered as one types, with the key of each action.

import Desk
import Foundation
import Sentences
import TextGrid

extension Scene {
  static let pickerColumns = 64

  /// - Parameters:
  ///   - detailFirst: the labels are foreign names, so that what is said of them stands left.
  ///   - mostColumns: of a row.
  func drawPicker(
    _ picker: Picker<some Hashable & Sendable>, detailFirst: Bool, on canvas: inout Canvas,
    mostColumns: Int = pickerColumns, preview: [[Span]] = [], previewRows: Int = 0
  ) -> OverlaySight {
    let size = canvas.size
    // The box keeps its size while one types.
    let previewRows = size.rows - 8 - previewRows < 4 ? 0 : previewRows
    let most = max(1, min(14, size.rows - 8 - previewRows))
    let room = min(max(picker.items.count, 1), most)
    let columns = min(size.columns - 6, mostColumns)
    let hintRows = min(3, picker.hint.map { canvas.widths.wrap($0, columns: columns).count } ?? 0)
    let (box, inside) = canvas.openOverlay(
      title: [Span(Excerpt.oneLine(picker.title, scalars: 100), .focus)],
      columns: columns, rows: room + 2 + hintRows + previewRows)
    var rest = inside
    let query = rest.takeTop(1)
    let column = canvas.lay([Span(Sign.prompt.glyph + " ", .prompt)], in: query, on: .overlay)
    FieldView(editor: picker.query).draw(
      on: &canvas, in: query.indented(column - query.column), hasCursor: true, surface: .overlay)
    let foot = rest.takeBottom(1)
    let end = drawHints(on: &canvas, in: foot, surface: .overlay)
    if let hint = picker.hint {
      canvas.writeParagraph(hint, .hint, in: rest.takeBottom(hintRows), on: .overlay)
    }
    let previewed = rest.takeBottom(previewRows)
    for (row, spans) in preview.prefix(previewRows).enumerated() {
      canvas.write(spans, in: previewed.line(row), on: .overlay)
    }
    if picker.matches.isEmpty, picker.typedChoice == nil,
      !(picker.explainsWhatIsTyped && picker.hint != nil)
    {
      let words =
        picker.items.isEmpty
        ? said("There is nothing to choose.") : said("Nothing matches. Fewer letters find more.")
      canvas.write([Span(words, .dim)], in: rest.indented(2), on: .overlay)
    }
    let parts = PickerColumns(
      picker, canvas.widths, columns: rest.columns, detailFirst: detailFirst)
    let shown = ScrollPart.rows(
      count: picker.matches.count, selection: picker.selection, room: rest.rows)
    for (offset, place) in shown.enumerated() {
      guard picker.items.indices.contains(picker.matches[place]) else { continue }
      let row = rest.line(offset)
      let isSelected = place == picker.selection
      let surface: ThemeRole = isSelected ? .overlaySelected : .overlay
      if isSelected { canvas.fill(row, surface) }
      canvas.hit(row, .overlayRow(place))
      canvas.write(
        [Span(isSelected ? "> " : "  ", .key)]
          + parts.spans(picker.items[picker.matches[place]], query: picker.query.text),
        in: row, on: surface)
    }
    if shown.count < picker.matches.count {
      canvas.writeRight(
        [Span(said("\(picker.selection + 1) of \(picker.matches.count)"), .hint)], in: foot,
        limit: end, on: .overlay)
    }
    return OverlaySight(box: box, rows: rest.rows)
  }
}

/// The columns of a picker's rows: keys, detail, label, or keys, label, detail.
private struct PickerColumns {
  let widths: TextWidth
  let detailFirst: Bool
  var keys = 0
  var second = 0

  /// - Parameter columns: of a row.
  init<Choice>(
    _ picker: Picker<Choice>, _ widths: TextWidth, columns: Int, detailFirst: Bool
  ) {
    self.widths = widths
    self.detailFirst = detailFirst
    var label = 0
    for item in picker.items {
      label = max(label, widths.width(of: item.label))
      keys = max(keys, widths.width(of: item.keys))
      second = max(second, widths.width(of: detailFirst ? item.detail : item.label))
    }
    keys = min(keys, 16)
    // What is said of a name gets what the longest name leaves.
    let left = columns - 4 - (keys > 0 ? keys + 2 : 0) - label
    second = min(second, detailFirst ? max(24, left) : 44)
  }

  func spans<Choice>(_ item: Picker<Choice>.Item, query: String) -> [Span] {
    var spans: [Span] = []
    if keys > 0 { spans.append(Span(widths.fitted(item.keys, to: keys) + "  ", .key)) }
    if detailFirst {
      if second > 0 { spans.append(Span(widths.fitted(item.detail, to: second) + "  ", .dim)) }
      return spans + highlighted(item.label, query)
    }
    let label = widths.truncated(item.label, to: second)
    spans += highlighted(label, query)
    if !item.detail.isEmpty {
      let gap = second - widths.width(of: label) + 2
      spans.append(Span(String(repeating: " ", count: max(1, gap)) + item.detail, .dim))
    }
    return spans
  }

  /// The label with the part that was typed, where it contains it as a whole.
  private func highlighted(_ label: String, _ query: String) -> [Span] {
    guard !query.isEmpty, let range = label.range(of: query, options: .caseInsensitive) else {
      return [Span(label, .text)]
    }
    return [
      Span(String(label[..<range.lowerBound]), .text), Span(String(label[range]), .match),
      Span(String(label[range.upperBound...]), .text),
    ]
  }
}
