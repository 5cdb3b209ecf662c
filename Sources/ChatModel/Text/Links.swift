/// Finds web addresses in a text as people write them: in brackets, in quotes, at the end of a
/// sentence. They begin with a scheme, or with `www.` before a name; whatever else names no scheme is
/// text, for a guess at one would open what nobody has written.
package enum Links {
  /// The addresses in their order, each once, as they are written, without the punctuation around them.
  package static func addresses(in text: String) -> [String] {
    // Most texts hold none, and a text is looked through whenever its conversation is drawn.
    guard mayHoldAny(text) else { return [] }
    let characters = Array(text)
    var found: [String] = []
    var place = 0
    while place < characters.count {
      guard let start = schemeEnd(characters, at: place) else {
        place += 1
        continue
      }
      let end = end(of: characters, from: start)
      let link = String(characters[place..<end])
      if end > start,
        characters[start].isLetter || characters[start].isNumber
          || characters[start] == "[", isWhole(link), !found.contains(link)
      {
        found.append(link)
      }
      place = max(end, start)
    }
    return found
  }

  /// What is opened: an address that names no scheme is one of the web's, and asked for safely.
  package static func opened(_ address: String) -> String {
    address.lowercased().hasPrefix("www.") ? "https://" + address : address
  }

  private static func mayHoldAny(_ text: String) -> Bool {
    var letters = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "/"): return true
      case UInt8(ascii: "w"), UInt8(ascii: "W"): letters += 1
      case UInt8(ascii: ".") where letters >= 3: return true
      default: letters = 0
      }
    }
    return false
  }

  /// The place after `http://`, `https://` or `www.`, in any case, when one stands here and is not the
  /// end of a longer word.
  private static func schemeEnd(_ text: [Character], at place: Int) -> Int? {
    guard "hHwW".contains(text[place]) else { return nil }
    if place > 0, text[place - 1].isASCII, text[place - 1].isLetter || text[place - 1].isNumber {
      return nil
    }
    let isAlone = place == 0 || !"/@.-_:".contains(text[place - 1])
    for scheme in ["https://", "http://"] + (isAlone ? ["www."] : []) {
      let end = place + scheme.count
      if end <= text.count, String(text[place..<end]).lowercased() == scheme { return end }
    }
    return nil
  }

  /// A name behind `www.` has a dot of its own.
  private static func isWhole(_ link: String) -> Bool {
    !link.lowercased().hasPrefix("www.") || link.dropFirst(4).contains(".")
  }

  /// Up to a space, a bracket that closes what was opened before the link, or punctuation that ends
  /// the sentence.
  private static func end(of text: [Character], from start: Int) -> Int {
    var end = start
    var open: [Character] = []
    while end < text.count, !stops(text[end]) {
      if let opener = openers[text[end]] {
        guard open.last == opener else { break }
        open.removeLast()
      } else if openers.values.contains(text[end]) {
        open.append(text[end])
      }
      end += 1
    }
    while end > start, isLoose(text[end - 1], in: text[start..<(end - 1)]) { end -= 1 }
    return end
  }

  private static let openers: [Character: Character] = [")": "(", "]": "[", ">": "<", "}": "{"]
  private static let closing: Set<Character> = [
    ".", ",", ";", ":", "!", "?", "…", "।", "॥", "”", "’", "»",
  ]

  /// Nothing of a link: white space, what no screen shows, the full stop of Hindi.
  private static func stops(_ character: Character) -> Bool {
    character.isWhitespace || character == "।" || character == "॥"
      || character.unicodeScalars.contains { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format: true
        default: false
        }
      }
  }

  /// Punctuation at the end that belongs to the sentence and not to the link.
  private static func isLoose(_ last: Character, in before: ArraySlice<Character>) -> Bool {
    switch last {
    case "\"", "'": before.count { $0 == last }.isMultiple(of: 2)
    case "(", "[", "<", "{": true
    default: closing.contains(last)
    }
  }
}
