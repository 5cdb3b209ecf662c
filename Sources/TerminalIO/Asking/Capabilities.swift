// What the terminal can do, as byte strings of its terminfo entry.

import TextGrid

/// The strings of a terminfo entry that painting needs. An empty string is one that the terminal
/// does not have.
package struct Capabilities {
  var depth: ColorDepth = .indexed256
  /// Colours of the terminal's own palette: 8 or more.
  var paletteSize = 256
  /// Whether erased cells take the current background (`bce`).
  var erasesToBackground = false
  /// Whether the cursor stays at the right edge after the last column (`rmam` is in force).
  var staysAtEdge = true
  /// Whether the terminal obeys, or at least ignores, xterm's private modes.
  var isXtermLike = false
  /// Whether it shows what is between the marks of a paint at once (DEC 2026): it has said so.
  var synchronizes = false
  /// Whether it scrolls between a left and a right margin (DECLRMM, DEC 69): it has said so.
  var hasMargins = false

  var clear: [UInt8] = []
  var eraseToEnd: [UInt8] = []
  var reset: [UInt8] = []
  var hideCursor: [UInt8] = []
  var showCursor: [UInt8] = []
  var attributes: [(attribute: Style.Attributes, on: [UInt8])] = []

  /// row, column
  var move = Parameterized()
  /// column
  var moveToColumn = Parameterized()
  /// count
  var moveRight = Parameterized()
  /// count
  var erase = Parameterized()
  /// top row, bottom row
  var scrollRegion = Parameterized()
  /// count
  var scrollUp = Parameterized()
  /// count
  var scrollDown = Parameterized()
  /// count; at the top row of a scroll region this scrolls it up
  var deleteLines = Parameterized()
  /// count; at the top row of a scroll region this scrolls it down
  var insertLines = Parameterized()
  /// palette index
  var foreground = Parameterized()
  /// palette index
  var background = Parameterized()
}

/// A terminfo string with parameters.
///
/// Nearly all terminals use the same few forms, which are filled in here; the rest go through
/// terminfo.
struct Parameterized {
  enum Piece: Hashable {
    case literal([UInt8])
    /// The first (0) or second (1) parameter in decimal digits, plus `offset`.
    case number(Int, offset: Int)
  }

  /// For the form that is too rare to be understood here.
  typealias Expander = (_ first: Int, _ second: Int) -> [UInt8]

  private let pieces: [Piece]?
  private let expander: Expander?

  /// A string that the terminal does not have.
  init() {
    pieces = []
    expander = nil
  }

  init(_ string: String, expander: @escaping Expander = { _, _ in [] }) {
    pieces = Self.parse(Array(string.utf8))
    self.expander = pieces == nil ? expander : nil
  }

  var isMissing: Bool { pieces?.isEmpty ?? false }

  func append(_ first: Int, _ second: Int = 0, to bytes: inout [UInt8]) {
    guard let pieces else {
      bytes += expander?(first, second) ?? []
      return
    }
    for piece in pieces {
      switch piece {
      case .literal(let literal): bytes += literal
      case .number(let index, let offset):
        Self.appendDecimal((index == 0 ? first : second) + offset, to: &bytes)
      }
    }
  }

  func bytes(_ first: Int, _ second: Int = 0) -> [UInt8] {
    var bytes: [UInt8] = []
    append(first, second, to: &bytes)
    return bytes
  }

  static func appendDecimal(_ number: Int, to bytes: inout [UInt8]) {
    if number >= 10 { appendDecimal(number / 10, to: &bytes) }
    bytes.append(0x30 + UInt8(truncatingIfNeeded: max(0, number) % 10))
  }

  /// Understands literals, `%i`, `%p1%d` and `%p2%d`; nil for anything else.
  private static func parse(_ bytes: [UInt8]) -> [Piece]? {
    var pieces: [Piece] = []
    var literal: [UInt8] = []
    var offset = 0
    var rest = bytes[...]
    while let byte = rest.first {
      if rest.starts(with: Array("%i".utf8)) {
        offset = 1
        rest = rest.dropFirst(2)
      } else if let index = ["%p1%d", "%p2%d"].firstIndex(where: { rest.starts(with: $0.utf8) }) {
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        literal = []
        pieces.append(.number(index, offset: offset))
        rest = rest.dropFirst(5)
      } else if byte == UInt8(ascii: "%") || rest.starts(with: "$<".utf8) {
        return nil
      } else {
        literal.append(byte)
        rest = rest.dropFirst()
      }
    }
    if !literal.isEmpty { pieces.append(.literal(literal)) }
    return pieces
  }
}
