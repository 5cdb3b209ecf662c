// How a cell looks: two colours and a few attributes.

/// A colour as a theme names it; the terminal driver maps it to what the terminal can show.
package struct Color: Hashable, Sendable {
  /// The kind in the top byte, the value below: one word, so that cells compare as plain memory.
  fileprivate let bits: UInt32

  /// The terminal's own foreground or background.
  package static let `default` = Color(bits: 0)

  /// One of the 256 palette entries; the first 16 are the terminal's own colours.
  package static func indexed(_ index: UInt8) -> Color { Color(bits: 0x0100_0000 | UInt32(index)) }

  package static func rgb(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Color {
    Color(bits: 0x0200_0000 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue))
  }

  /// The colour, taken apart.
  package enum Value: Hashable, Sendable {
    case `default`
    case indexed(UInt8)
    case rgb(red: UInt8, green: UInt8, blue: UInt8)
  }

  package var value: Value {
    switch bits >> 24 {
    case 1: .indexed(UInt8(truncatingIfNeeded: bits))
    case 2:
      .rgb(
        red: UInt8(truncatingIfNeeded: bits >> 16), green: UInt8(truncatingIfNeeded: bits >> 8),
        blue: UInt8(truncatingIfNeeded: bits))
    default: .default
    }
  }
}

/// The looks of a cell.
package struct Style: Hashable, Sendable {
  package struct Attributes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let bold = Attributes(rawValue: 1)
    package static let dim = Attributes(rawValue: 2)
    package static let italic = Attributes(rawValue: 4)
    package static let underline = Attributes(rawValue: 8)
    package static let reverse = Attributes(rawValue: 16)
    package static let strikethrough = Attributes(rawValue: 32)
  }

  package var foreground: Color
  package var background: Color
  package var attributes: Attributes

  package init(
    foreground: Color = .default, background: Color = .default, attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The terminal's own colours, no attributes.
  package static let plain = Style()

  /// The same with more attributes.
  package func adding(_ attributes: Attributes) -> Style {
    var style = self
    style.attributes.formUnion(attributes)
    return style
  }

  /// The same on another background.
  package func on(_ background: Color) -> Style {
    var style = self
    style.background = background
    return style
  }
}

/// A change of some properties of a style that leaves the others as they are.
package struct StylePatch: Hashable, Sendable {
  package var foreground: Color?
  package var background: Color?
  package var adding: Style.Attributes
  package var removing: Style.Attributes

  package init(
    foreground: Color? = nil, background: Color? = nil, adding: Style.Attributes = [],
    removing: Style.Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.adding = adding
    self.removing = removing
  }

  package func applied(to style: Style) -> Style {
    Style(
      foreground: foreground ?? style.foreground, background: background ?? style.background,
      attributes: style.attributes.subtracting(removing).union(adding))
  }
}
