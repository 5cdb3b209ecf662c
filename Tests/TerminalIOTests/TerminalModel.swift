// A small terminal: takes bytes and keeps the screen that they make. It knows no more than the
// painter may use, and traps on nothing but records what it does not understand.

import FrameText
import TextGrid

struct TerminalModel {
  struct Piece: Hashable {
    var text: String
    var columns: Int
  }

  struct Cell: Hashable {
    /// Empty where a wide cluster goes on.
    var text = " "
    var style = Style.plain
  }

  let size: Size
  /// What this terminal makes of a cluster: pieces of one or two columns.
  let pieces: (Character) -> [Piece]
  /// Whether erased cells take the background.
  var erasesToBackground = false

  private(set) var cells: [[Cell]]
  private(set) var cursor = Point(column: 0, row: 0)
  private(set) var cursorIsShown = true
  private(set) var misunderstood: [String] = []
  /// How often the screen was seen between two synchronized paints.
  private(set) var isSynchronized = false
  private var style = Style.plain
  private var region: Range<Int>
  /// Nil where the terminal has none, or they are not in force.
  private var margins: Range<Int>?
  private var hasMargins = false

  init(size: Size, pieces: @escaping (Character) -> [Piece] = TerminalModel.asBelieved) {
    self.size = size
    self.pieces = pieces
    cells = Array(repeating: Array(repeating: Cell(), count: size.columns), count: size.rows)
    region = 0..<size.rows
  }

  var plainText: String {
    cells.map { row in
      let line = row.map(\.text).joined()
      let end = line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex
      return line[..<end] + "\n"
    }.joined()
  }

  mutating func take(_ bytes: [UInt8]) {
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    var text = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      guard scalar.value < 0x20 || scalar.value == 0x7F else {
        text.append(scalar)
        continue
      }
      write(String(text))
      text = String.UnicodeScalarView()
      switch scalar.value {
      case 0x08: cursor.column = max(0, min(cursor.column, size.columns - 1) - 1)
      case 0x0A: cursor.row = min(cursor.row + 1, size.rows - 1)
      case 0x0D: cursor.column = 0
      case 0x1B:
        guard index < scalars.count, scalars[index] == "[" else {
          misunderstood.append("ESC")
          continue
        }
        index += 1
        var parameters = ""
        while index < scalars.count, scalars[index].value < 0x40 {
          parameters.unicodeScalars.append(scalars[index])
          index += 1
        }
        guard index < scalars.count else {
          misunderstood.append("cut off: \(parameters)")
          continue
        }
        obey(parameters, scalars[index])
        index += 1
      default: misunderstood.append("control \(scalar.value)")
      }
    }
    write(String(text))
  }

  /// A terminal that measures as the frame does.
  static func asBelieved(_ cluster: Character) -> [Piece] {
    [Piece(text: String(cluster), columns: TextWidth.standard.width(of: cluster))]
  }

  private mutating func write(_ text: String) {
    for piece in text.flatMap(pieces) {
      // Without automatic margins the last column is written again and again, and what is wider
      // than the room that is left is not written.
      let first = min(cursor.column, size.columns - 1)
      cursor.column = min(cursor.column + piece.columns, size.columns)
      guard first + piece.columns <= size.columns else { continue }
      for column in first..<(first + piece.columns) {
        clearWide(at: column)
        cells[cursor.row][column] = Cell(text: column == first ? piece.text : "", style: style)
      }
    }
  }

  /// Blanks the wide cluster that covers a column.
  private mutating func clearWide(at column: Int) {
    var first = column
    while first > 0, cells[cursor.row][first].text.isEmpty { first -= 1 }
    var end = column + 1
    while end < size.columns, cells[cursor.row][end].text.isEmpty { end += 1 }
    guard end - first > 1 else { return }
    for index in first..<end { cells[cursor.row][index].text = " " }
  }

  private mutating func obey(_ parameters: String, _ final: Unicode.Scalar) {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    let first = numbers.first.flatMap { $0 } ?? 1
    switch (final, parameters) {
    case ("m", _): setStyle(numbers.map { $0 ?? 0 })
    case ("H", _):
      cursor.row = min(max(first, 1), size.rows) - 1
      cursor.column = min(max((numbers.count > 1 ? numbers[1] : nil) ?? 1, 1), size.columns) - 1
    case ("G", _): cursor.column = min(max(first, 1), size.columns) - 1
    case ("C", _):
      cursor.column = min(min(cursor.column, size.columns - 1) + first, size.columns - 1)
    case ("K", ""): erase(cursor.column..<size.columns)
    case ("X", _): erase(cursor.column..<min(cursor.column + first, size.columns))
    case ("J", "2"):
      for row in 0..<size.rows {
        cells[row] = Array(repeating: blank, count: size.columns)
      }
    case ("r", ""): region = 0..<size.rows
    case ("r", _):
      region = (first - 1)..<((numbers.count > 1 ? numbers[1] : nil) ?? size.rows)
      cursor = Point(column: 0, row: 0)
    case ("h", "?69"): hasMargins = true
    case ("l", "?69"):
      hasMargins = false
      margins = nil
    case ("s", _) where hasMargins && numbers.count == 2:
      margins = (first - 1)..<(numbers[1] ?? size.columns)
      cursor = Point(column: 0, row: 0)
    case ("M", _) where cursor.row == region.lowerBound: scroll(up: first)
    case ("L", _) where cursor.row == region.lowerBound: scroll(up: -first)
    case ("S", _): scroll(up: first)
    case ("T", _): scroll(up: -first)
    case ("h", "?25"): cursorIsShown = true
    case ("l", "?25"): cursorIsShown = false
    case ("h", "?2026"): isSynchronized = true
    case ("l", "?2026"): isSynchronized = false
    default: misunderstood.append("CSI \(parameters)\(final)")
    }
  }

  private var blank: Cell {
    Cell(style: Style(background: erasesToBackground ? style.background : .default))
  }

  private mutating func erase(_ columns: Range<Int>) {
    for column in columns {
      clearWide(at: column)
      cells[cursor.row][column] = blank
    }
  }

  private mutating func scroll(up count: Int) {
    let empty = Array(repeating: blank, count: size.columns)
    let old = cells
    let columns = margins ?? 0..<size.columns
    for row in region {
      let from = region.contains(row + count) ? old[row + count] : empty
      cells[row].replaceSubrange(columns, with: from[columns])
    }
  }

  private mutating func setStyle(_ numbers: [Int]) {
    var rest = (numbers.isEmpty ? [0] : numbers)[...]
    let attributes: [Int: Style.Attributes] = [
      1: .bold, 2: .dim, 3: .italic, 4: .underline, 7: .reverse, 9: .strikethrough,
    ]
    while let number = rest.popFirst() {
      switch number {
      case 0: style = .plain
      case 38: style.foreground = color(&rest)
      case 48: style.background = color(&rest)
      case 30...37: style.foreground = .indexed(UInt8(number - 30))
      case 40...47: style.background = .indexed(UInt8(number - 40))
      case 90...97: style.foreground = .indexed(UInt8(number - 82))
      case 100...107: style.background = .indexed(UInt8(number - 92))
      default:
        if let attribute = attributes[number] {
          style.attributes.insert(attribute)
        } else {
          misunderstood.append("SGR \(number)")
        }
      }
    }
  }

  private func color(_ rest: inout ArraySlice<Int>) -> Color {
    func byte() -> UInt8 { UInt8(clamping: rest.popFirst() ?? 0) }
    return rest.popFirst() == 5 ? .indexed(byte()) : .rgb(byte(), byte(), byte())
  }
}
