// How many columns a text takes. A grapheme cluster is the unit: it is measured, cut and drawn
// whole.

/// The rules by which clusters are measured, and made fit, for one kind of terminal.
///
/// A cluster takes the sum of what libc gives its scalars, because most terminals add them up: a
/// Devanagari conjunct of two consonants takes two columns. Emoji sequences are the exception. Where
/// a terminal tells how it counts, ``WidthProbe`` says what follows. Terminals will differ; the painter
/// therefore places what follows such text absolutely.
package struct TextWidth: Hashable, Sendable {
  /// Whether an emoji sequence joined by ZWJ is one glyph of two columns. A terminal that draws the
  /// parts apart shows the first of them.
  package var joinsEmoji: Bool
  /// Whether ZWJ, ZWNJ and VS16 are left out, because the terminal counts columns differently from
  /// its host when it sees them (tmux).
  package var stripsJoiners: Bool
  /// Whether an emoji with a skin tone is one glyph of two columns.
  package var joinsTones: Bool
  /// Whether VS16 makes a sign of one column one of two.
  package var widensSelected: Bool
  /// Of two regional indicators that make a flag: 1 to 4.
  package var flagColumns = 2
  /// Of a mark that libc gives none: 1 where the terminal draws it beside its letter.
  package var markColumns = 0
  /// Whose vowel signs take no column of their own.
  package var flatMarks: IndicScript = []
  /// Whether letters that a virama joins take the columns of the first.
  package var mergesConjuncts = false
  /// Whether signs of ambiguous width take two columns, as in East Asian terminals.
  package var widensAmbiguous = false
  /// Whether the desk's own signs are drawn in ASCII.
  package var isPlain = false
  /// What is done for text that is read from the right.
  package var bidi = BidiTreatment.none

  package init(joinsEmoji: Bool, stripsJoiners: Bool) {
    self.joinsEmoji = joinsEmoji
    self.stripsJoiners = stripsJoiners
    joinsTones = joinsEmoji
    widensSelected = joinsEmoji
  }

  package static let standard = TextWidth(joinsEmoji: true, stripsJoiners: false)
  package static let tmux = TextWidth(joinsEmoji: false, stripsJoiners: true)

  /// The columns of a text without line ends. Whatever may not be shown counts as the one column
  /// of its substitute, as ``Frame`` draws it.
  package func width(of text: String) -> Int { total(text) }

  /// The columns of a text without line ends.
  package func width(of text: Substring) -> Int { total(text) }

  /// The columns of one cluster, at least 1.
  package func width(of cluster: Character) -> Int { glyph(for: cluster) { _ in }.width }

  /// The one body of both `width(of:)`, specialised here and not at the caller.
  func total<Text: StringProtocol>(_ text: Text) -> Int {
    var total = 0
    text.forEachPiece { piece in
      switch piece {
      case .ascii(let bytes): total += bytes.count
      case .clusters(let clusters): for cluster in clusters { total += width(of: cluster) }
      }
    }
    return total
  }
}

/// Scripts whose spacing vowel signs are counted alike.
package struct IndicScript: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let devanagari = IndicScript(rawValue: 1)
  package static let bengali = IndicScript(rawValue: 2)
  package static let tamil = IndicScript(rawValue: 4)

  /// The one that stands for the script of a mark: Devanagari for those that are not asked for.
  init(of mark: Unicode.Scalar) {
    self =
      switch mark.value {
      case 0x980...0x9FF: .bengali
      case 0xB80...0xBFF: .tamil
      default: .devanagari
      }
  }
}

/// A cluster as it goes to the terminal.
struct Glyph {
  /// What is drawn, when that is one scalar.
  var scalar: Unicode.Scalar?
  var width: Int
  /// Whether terminals disagree about the width.
  var isUncertain: Bool

  /// Stands for what may not be shown.
  static let replacement = Glyph(scalar: "\u{FFFD}", width: 1, isUncertain: false)
}

extension TextWidth {
  /// What is drawn for a cluster, and how wide. When that is more than one scalar, each of them is
  /// given to `emit`, and none that the terminal must not get.
  func glyph(for cluster: Character, emit: (Unicode.Scalar) -> Void) -> Glyph {
    let scalars = cluster.unicodeScalars
    guard let first = scalars.first, let baseWidth = ScalarWidth.columns(of: first) else {
      return .replacement
    }
    if baseWidth > 0, scalars.index(after: scalars.startIndex) == scalars.endIndex {
      if isPlain, let form = first.plainForm {
        return Glyph(scalar: form, width: 1, isUncertain: false)
      }
      let baseWidth = widened(first, baseWidth)
      return Glyph(
        scalar: first, width: baseWidth, isUncertain: baseWidth != 1 || !Self.isCertain(first))
    }
    return composed(scalars, base: first, baseWidth: baseWidth, emit: emit)
  }

  private func composed(
    _ scalars: Character.UnicodeScalarView, base: Unicode.Scalar, baseWidth: Int,
    emit: (Unicode.Scalar) -> Void
  ) -> Glyph {
    var kept = 0
    var sum = 0
    var isJoined = false
    // A mark without a base would fall on the cell before it.
    if baseWidth == 0 {
      guard !base.isInvisible else { return .replacement }
      emit("\u{25CC}")
      kept = 1
      sum = 1
    }
    var last = (columns: 0, isEmoji: false)
    for scalar in scalars {
      // "\r\n" is one cluster too.
      guard let width = ScalarWidth.columns(of: scalar) else { continue }
      if scalar.isJoiner || scalar == "\u{FE0F}" {
        isJoined = isJoined || scalar == "\u{200D}"
        if stripsJoiners { continue }
        if scalar == "\u{FE0F}", widensSelected, last == (1, true) { sum += 1 }
      } else if scalar.isInvisible {
        continue
      } else {
        let columns = columns(of: scalar, width, isFirst: kept == 0)
        sum += columns
        last = (columns, columns == 1 && scalar.properties.isEmoji)
      }
      emit(scalar)
      kept += 1
      if kept == Self.longestCluster { break }
    }
    if joinsEmoji, isJoined, base.properties.isEmoji { sum = 2 }
    if base.isRegionalIndicator, kept == 2 { sum = flagColumns }
    let isOne = kept == 1
    return Glyph(
      scalar: isOne ? base : nil, width: max(1, sum),
      isUncertain: !isOne || !Self.isCertain(base))
  }

  /// What one scalar adds to its cluster.
  private func columns(of scalar: Unicode.Scalar, _ width: Int, isFirst: Bool) -> Int {
    guard !isFirst else { return widened(scalar, width) }
    if width == 0 { return markColumns }
    if joinsTones, (0x1F3FB...0x1F3FF).contains(scalar.value) { return 0 }
    guard mergesConjuncts || !flatMarks.isEmpty else { return width }
    switch scalar.properties.generalCategory {
    case .spacingMark: return flatMarks.contains(IndicScript(of: scalar)) ? 0 : width
    case .otherLetter: return mergesConjuncts ? 0 : width
    default: return width
    }
  }

  private func widened(_ scalar: Unicode.Scalar, _ width: Int) -> Int {
    widensAmbiguous && width == 1 && AmbiguousWidth.contains(scalar) ? 2 : width
  }

  /// Scalars of one cluster that are drawn; real ones have up to ten.
  private static let longestCluster = 24

  /// Whether all terminals agree that this scalar of one column takes one column: Latin letters,
  /// common punctuation, and the lines, blocks and marks that the desk itself is drawn with.
  private static func isCertain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F, 0xA0...0xAC, 0xAE...0x24F, 0x2010...0x2027, 0x2030...0x205E, 0x2400...0x243F,
      0x2500...0x259F, 0x2800...0x28FF, 0xFFFD, 0x1FB00...0x1FBFF:
      true
    case 0x2190...0x23FF, 0x25A0...0x27BF: !scalar.properties.isEmoji
    default: false
    }
  }
}

extension Unicode.Scalar {
  var isRegionalIndicator: Bool { (0x1F1E6...0x1F1FF).contains(value) }

  /// ZWNJ and ZWJ.
  var isJoiner: Bool { value == 0x200C || value == 0x200D }

  /// Formatting that has no place in a cell: bidi controls, zero-width specials, controls of musical
  /// and shorthand scripts, tags, and the selectors behind them, which can hide a whole text.
  var isInvisible: Bool {
    switch value {
    case 0x61C, 0x180B...0x180F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFF0...0xFFFB, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF:
      true
    default: false
    }
  }
}
