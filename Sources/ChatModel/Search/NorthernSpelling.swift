/// Devanagari and Gurmukhi words in the one spelling by which they are compared: one word is written
/// गेहूँ and गेहूं, मण्डी and मंडी, ज़मीन and जमीन, by the same people.
enum NorthernSpelling {
  /// Without nuktas, and with an anusvara for a candrabindu, a tippi, and a nasal consonant that
  /// stands with its virama before a stop of its class.
  static func folded(_ word: [Unicode.Scalar]) -> [Unicode.Scalar] {
    guard word.contains(where: isNorthern) else { return word }
    let bare = word.compactMap(withoutNukta)
    var folded: [Unicode.Scalar] = []
    var index = 0
    while index < bare.count {
      let scalar = bare[index]
      if isHalfNasal(at: index, in: bare) {
        folded.append(anusvara(like: scalar))
        index += 2
        continue
      }
      folded.append(isNasalSign(scalar) ? anusvara(like: scalar) : scalar)
      index += 1
    }
    return folded
  }

  private static let blocks: [ClosedRange<UInt32>] = [0x900...0x97F, 0xA00...0xA7F]

  private static func isNorthern(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x900 && blocks.contains { $0 ~= scalar.value }
  }

  /// The place of a letter in its block, which is the same in all scripts of India; nil for others.
  private static func place(_ scalar: Unicode.Scalar) -> UInt32? {
    isNorthern(scalar) ? scalar.value & 0x7F : nil
  }

  private static func anusvara(like scalar: Unicode.Scalar) -> Unicode.Scalar {
    Unicode.Scalar(scalar.value & ~0x7F | 0x02) ?? scalar
  }

  /// Nil for a nukta. The others with one are taken apart by NFC, but for these three.
  private static func withoutNukta(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "\u{93C}", "\u{A3C}": nil
    case "\u{929}": "\u{928}"
    case "\u{931}": "\u{930}"
    case "\u{934}": "\u{933}"
    default: scalar
    }
  }

  private static func isNasalSign(_ scalar: Unicode.Scalar) -> Bool {
    place(scalar) == 0x01 || scalar == "\u{A70}"
  }

  /// Before its own like it is a double consonant (गन्ना), which nobody writes otherwise.
  private static func isHalfNasal(at index: Int, in word: [Unicode.Scalar]) -> Bool {
    guard index + 2 < word.count, place(word[index + 1]) == 0x4D,
      let nasal = place(word[index]), let next = place(word[index + 2])
    else { return false }
    return switch nasal {
    case 0x19, 0x1E, 0x23, 0x28: nasal - 4..<nasal ~= next
    case 0x2E: 0x2A..<0x2E ~= next
    default: false
    }
  }
}
