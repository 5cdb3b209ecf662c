// What a terminal is asked in order to learn how it counts columns, and what its answers mean.
//
// Each sample is written from the first column and the terminal is asked where its cursor stands. What
// the answers say of a sample holds for its kind.

/// Samples of the kinds of text about whose width terminals disagree.
package enum WidthProbe: CaseIterable, Sendable {
  /// Everybody agrees on this: who does not is not believed at all.
  case control
  case joinedEmoji, tonedEmoji, selectedEmoji, flag
  case accent, devanagariMark, bengaliMark, tamilMark, conjunct
  case ambiguous
  case controlAgain

  private var sample: String {
    switch self {
    case .control, .controlAgain: "ab"
    case .joinedEmoji: "👩‍🌾"
    case .tonedEmoji: "👍🏽"
    case .selectedEmoji: "❤️"
    case .flag: "🇮🇳"
    case .accent: "e\u{301}"
    case .devanagariMark: "नि"
    case .bengaliMark: "কি"
    case .tamilMark: "நி"
    case .conjunct: "क्ष"
    case .ambiguous: "·"
    }
  }

  /// The sample as the desk would write it under these rules.
  package func text(_ rules: TextWidth) -> String {
    guard rules.stripsJoiners else { return sample }
    return String(
      String.UnicodeScalarView(
        sample.unicodeScalars.filter { !$0.isJoiner && $0 != "\u{FE0F}" }))
  }

  /// How a person would call it.
  package var name: String {
    switch self {
    case .control, .controlAgain: "Latin letters"
    case .joinedEmoji: "a joined emoji (👩‍🌾)"
    case .tonedEmoji: "an emoji with a skin tone (👍🏽)"
    case .selectedEmoji: "a sign drawn as an emoji (❤️)"
    case .flag: "a flag (🇮🇳)"
    case .accent: "a letter with an accent of its own (e\u{301})"
    case .devanagariMark: "a Hindi vowel sign (नि)"
    case .bengaliMark: "a Bengali vowel sign (কি)"
    case .tamilMark: "a Tamil vowel sign (நி)"
    case .conjunct: "a Hindi conjunct (क्ष)"
    case .ambiguous: "a sign that is wide in the Far East (·)"
    }
  }

  /// No sample is wider on any terminal, even where every scalar takes two columns and joiners too.
  private static let widest = 8

  /// The rules that follow from what a terminal answered; nil where the answers cannot be true.
  ///
  /// - Parameter answers: the columns of each sample, in the order of ``allCases``.
  package static func rules(from answers: [Int], over base: TextWidth) -> TextWidth? {
    guard answers.count == allCases.count, answers.allSatisfy({ (1...widest).contains($0) }),
      answers.first == 2, answers.last == 2
    else { return nil }
    let measured = Dictionary(uniqueKeysWithValues: zip(allCases, answers))
    func columns(_ probe: WidthProbe) -> Int { measured[probe] ?? 0 }
    var rules = base
    if !base.stripsJoiners {
      rules.joinsEmoji = columns(.joinedEmoji) == 2
      rules.widensSelected = columns(.selectedEmoji) == 2
    }
    rules.joinsTones = columns(.tonedEmoji) == 2
    if columns(.flag) <= 4 { rules.flagColumns = columns(.flag) }
    rules.markColumns = columns(.accent) == 2 ? 1 : 0
    rules.flatMarks = []
    for (probe, script) in [
      (WidthProbe.devanagariMark, IndicScript.devanagari), (.bengaliMark, .bengali),
      (.tamilMark, .tamil),
    ] where columns(probe) == 1 { rules.flatMarks.insert(script) }
    rules.mergesConjuncts = columns(.conjunct) == 1
    if columns(.ambiguous) == 2 {
      rules.widensAmbiguous = true
      // Such terminals give joiners a column of their own.
      rules.stripsJoiners = true
      rules.joinsEmoji = false
      rules.widensSelected = false
      // The desk's own lines would be two columns wide.
      rules.isPlain = true
    }
    return rules
  }
}
