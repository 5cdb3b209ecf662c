// Makes foreign text fit to be shown: what a terminal would obey, and what an eye would miss,
// becomes visible.

/// Turns text from elsewhere into text that holds nothing but what can be seen.
///
/// - Control characters become their pictures (`␛`), C1 controls, bidi controls, zero-width
///   specials, line and paragraph separators become `‹U+202E›`, and a run of tag characters shows
///   the letters it hides.
/// - Tabs become spaces, `\r\n` becomes `\n`.
/// - Joiners stay inside words and emoji, and become visible elsewhere.
/// - Marks beyond the eighth on one cluster are counted, not shown.
package enum Sanitizer {
  /// For text of several lines; `\n` stays.
  package static func displayable(_ text: String, tabWidth: Int = 4) -> String {
    guard needsWork(text) else { return text }
    var output = Output(tabWidth: max(1, tabWidth))
    for cluster in text { output.take(cluster) }
    output.endTags()
    return output.text
  }

  /// For one row: line ends become one space, as do the spaces around them.
  package static func oneLine(_ text: String) -> String {
    let clean = displayable(text)
    guard clean.utf8.contains(0x0A) else { return clean }
    return clean.split(separator: "\n").map { line in
      String(line.drop { $0 == " " })
    }.joined(separator: " ")
  }

  private static func needsWork(_ text: String) -> Bool {
    !text.utf8.allSatisfy { 0x20 <= $0 && $0 < 0x7F || $0 == 0x0A }
  }
}

private struct Output {
  let tabWidth: Int
  var text = ""
  var column = 0
  var hidden = ""

  init(tabWidth: Int) { self.tabWidth = tabWidth }

  mutating func take(_ cluster: Character) {
    switch cluster {
    case "\n", "\r\n":
      endTags()
      text += "\n"
      column = 0
    case "\t":
      endTags()
      show(String(repeating: " ", count: tabWidth - column % tabWidth))
    default: takeScalars(cluster)
    }
  }

  private mutating func takeScalars(_ cluster: Character) {
    let scalars = cluster.unicodeScalars
    guard let base = scalars.first else { return }
    let keepsJoiners = base.isJoinable
    var kept = ""
    var marks = 0
    for scalar in scalars {
      if (0xE0000...0xE007F).contains(scalar.value) {
        show(kept)
        kept = ""
        hidden.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value & 0x7F)))
        continue
      }
      if !hidden.isEmpty { endTags() }
      if scalar.isJoiner, keepsJoiners {
        kept.unicodeScalars.append(scalar)
      } else if let visible = scalar.visibleForm {
        kept += visible
      } else if ScalarWidth.columns(of: scalar) == 0 {
        marks += 1
        if marks <= Self.mostMarks { kept.unicodeScalars.append(scalar) }
      } else {
        kept.unicodeScalars.append(scalar)
      }
    }
    show(kept)
    if marks > Self.mostMarks { show("‹+\(marks - Self.mostMarks) marks›") }
  }

  /// A real cluster has up to four.
  private static let mostMarks = 8
  private static let mostHidden = 64

  mutating func endTags() {
    guard !hidden.isEmpty else { return }
    let letters = hidden.unicodeScalars.lazy.filter { 0x20 <= $0.value && $0.value < 0x7F }
    let shown = String(String.UnicodeScalarView(letters.prefix(Self.mostHidden)))
    let rest = letters.count > Self.mostHidden ? "…" : ""
    hidden = ""
    show("‹\(shown)\(rest)›")
  }

  private mutating func show(_ part: String) {
    text += part
    column += TextWidth.standard.width(of: part)
  }
}

extension Unicode.Scalar {
  /// Whether a joiner after this one means something: a letter of a script that joins, or an emoji.
  fileprivate var isJoinable: Bool {
    value > 0x2FF && !isInvisible && (properties.isAlphabetic || properties.isEmoji)
  }

  /// What stands for a scalar that must not be shown as it is; nil for all others.
  fileprivate var visibleForm: String? {
    switch value {
    case 0..<0x20: String(Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}")
    case 0x7F: "\u{2421}"
    case 0xAD, 0x115F...0x1160, 0x2028...0x2029, 0x3164, 0xFFA0, 0xFFFC: "‹U+\(hexadecimal)›"
    case 0x80..<0xA0: "‹U+\(hexadecimal)›"
    default:
      if isInvisible {
        "‹U+\(hexadecimal)›"
      } else if ScalarWidth.columns(of: self) == nil {
        "\u{FFFD}"
      } else {
        nil
      }
    }
  }

  private var hexadecimal: String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
