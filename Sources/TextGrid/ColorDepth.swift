// What a terminal can show of a colour, and the nearest it has.

/// How many colours a terminal shows.
package enum ColorDepth: Hashable, Sendable, CaseIterable {
  /// None, or none wanted (`NO_COLOR`): attributes and glyphs carry all meaning.
  case monochrome
  /// The terminal's own eight.
  case ansi8
  /// The terminal's own sixteen.
  case ansi16
  case indexed256
  case trueColor
}

/// Red, green and blue, 0 to 255 each.
package struct RGB: Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// The colour of a palette entry: 16 to 255 are the same everywhere, the first sixteen are
  /// xterm's.
  package init(index: UInt8) {
    let value = Int(index)
    switch value {
    case 0..<16: self = Self.xterm16[value]
    case 16..<232:
      let cube = value - 16
      let levels = [cube / 36, cube / 6 % 6, cube % 6].map { UInt8($0 == 0 ? 0 : 55 + 40 * $0) }
      self.init(levels[0], levels[1], levels[2])
    default:
      let level = UInt8(8 + 10 * (value - 232))
      self.init(level, level, level)
    }
  }

  /// The terminal's own sixteen as xterm shows them; other terminals differ.
  package static let xterm16: [RGB] = [
    RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0), RGB(0, 0, 238),
    RGB(205, 0, 205), RGB(0, 205, 205), RGB(229, 229, 229), RGB(127, 127, 127), RGB(255, 0, 0),
    RGB(0, 255, 0), RGB(255, 255, 0), RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255),
    RGB(255, 255, 255),
  ]

  /// Squared distance, weighted as the eye weighs the channels.
  func distance(to other: RGB) -> Int {
    let red = Int(self.red) - Int(other.red)
    let green = Int(self.green) - Int(other.green)
    let blue = Int(self.blue) - Int(other.blue)
    return 3 * red * red + 6 * green * green + blue * blue
  }

  /// The palette entry among `indexes` that comes nearest.
  func nearest(in indexes: ClosedRange<UInt8>) -> UInt8 {
    indexes.min { distance(to: RGB(index: $0)) < distance(to: RGB(index: $1)) }
      ?? indexes.lowerBound
  }
}

extension Color {
  /// The nearest colour that a terminal of that depth has.
  package func reduced(to depth: ColorDepth) -> Color {
    guard depth != .monochrome else { return .default }
    switch value {
    case .default: return self
    case .indexed(let index):
      switch depth {
      case .ansi8 where index > 15: return .indexed(RGB(index: index).nearest(in: 0...7))
      // Of eight colours none is grey: as black it would not be seen on black.
      case .ansi8 where index == 8: return .indexed(7)
      case .ansi8: return .indexed(index % 8)
      case .ansi16 where index > 15: return .indexed(RGB(index: index).nearest(in: 0...15))
      default: return self
      }
    case .rgb(let red, let green, let blue):
      switch depth {
      case .trueColor: return self
      case .indexed256: return .indexed(RGB(red, green, blue).nearest(in: 16...255))
      case .ansi8: return .indexed(RGB(red, green, blue).nearest(in: 0...7))
      default: return .indexed(RGB(red, green, blue).nearest(in: 0...15))
      }
    }
  }
}
