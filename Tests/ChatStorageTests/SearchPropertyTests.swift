import ChatClient
import ChatModel
import Foundation
import SplitMix
import Testing

@testable import ChatStorage

/// What the index finds is what a scan finds that follows the rule as docs/search.md states it, with
/// none of the program's own code for it: Foundation's expressions say what a word is.
@Suite struct SearchPropertyTests {
  /// The words of a text by the stated rule.
  private static func words(_ text: String) -> [String] {
    let unseen = Set((0xFE00...0xFE0F).map { Unicode.Scalar($0)! } + ["\u{200C}", "\u{200D}"])
    var kept = ""
    kept.unicodeScalars.append(contentsOf: text.unicodeScalars.filter { !unseen.contains($0) })
    let composed = kept.precomposedStringWithCanonicalMapping
    return word.matches(in: composed, range: NSRange(location: 0, length: composed.utf16.count))
      .map { (composed as NSString).substring(with: $0.range) }
      .map { $0.uppercased().lowercased() }
      .map { folded in
        let apart = folded.decomposedStringWithCanonicalMapping
        return accents.stringByReplacingMatches(
          in: apart, range: NSRange(location: 0, length: apart.utf16.count), withTemplate: "$1"
        ).precomposedStringWithCanonicalMapping
      }
      .map(northern)
  }

  /// Nuktas away, then nasals to the anusvara.
  private static func northern(_ word: String) -> String {
    var word = word.decomposedStringWithCanonicalMapping
    for (pattern, template) in spellings {
      word = word.replacingOccurrences(of: pattern, with: template, options: .regularExpression)
    }
    return word.precomposedStringWithCanonicalMapping
  }

  private static let spellings = [
    ("[\u{93C}\u{A3C}]", ""), ("ँ", "ं"), ("[\u{A01}\u{A70}]", "\u{A02}"),
    ("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])", "ं"),
  ]

  private static let word = try! NSRegularExpression(
    pattern: "[\\p{L}\\p{N}\\p{Co}][\\p{L}\\p{M}\\p{N}\\p{Co}]*")
  private static let accents = try! NSRegularExpression(
    pattern: "([a-z])[\\u0300-\\u036F]+")

  private struct Asked {
    /// Each with whether its last word only begins.
    var terms: [(words: [String], isPrefix: Bool)] = []

    func isMet(by text: [String]) -> Bool {
      terms.allSatisfy { term in
        text.indices.contains { start in
          let part = text[start...].prefix(term.words.count)
          guard part.count == term.words.count, let last = part.last, let wanted = term.words.last
          else { return false }
          return part.dropLast().elementsEqual(term.words.dropLast())
            && (term.isPrefix
              ? Array(last.unicodeScalars).starts(with: Array(wanted.unicodeScalars))
              : last == wanted)
        }
      }
    }
  }

  /// Texts of six scripts, and what stands between words in them.
  private struct Chance {
    var generator: SplitMix64

    private static let vocabulary: [[String]] = [
      [
        "leaf", "Leaf", "leaves", "yellow", "café", "cafe\u{301}", "Straße", "WHEAT", "50", "x2",
        "a",
      ],
      [
        "गेहूँ", "गेहू", "की", "पत्ती", "पत्तियाँ", "पीली", "बड\u{93C}ा", "ब\u{95C}ा", "क्\u{200D}ष",
        "क्ष", "क्\u{200C}ष", "है", "५०",
        "गेहूं", "मण्डी", "मंडी", "पम्प", "पंप", "गन्ना", "ज\u{93C}मीन", "जमीन", "न\u{93C}",
      ],
      ["ਕਣਕ", "ਪੰਪ", "ਪਂਪ", "ਸ\u{A3C}ਹਿਰ", "ਸਹਿਰ", "ਗੰਨਾ"],
      ["வணக்கம்", "நெல்", "நெல்லில்", "பூச்சி", "கொ", "க\u{BC6}\u{BBE}", "இலை"],
      ["ধান", "ধানের", "পাতা", "পাতায়", "য\u{9BC}", "কো", "ক\u{9C7}\u{9BE}", "৫০"],
      ["گندم", "گندم\u{200C}ها", "کھیت", "پتہ", "پتے", "کُھیت", "۵۰"],
    ]
    private static let gaps = [
      " ", " ", " ", " ", ", ", "-", " 👍🏽 ", "\n", "। ", "…", "\0", " ❤️ ", "\u{301} ", "؟",
      "\u{E000}",
      "1️⃣", "",
    ]

    mutating func pick<Element>(_ all: [Element]) -> Element {
      all[Int.random(in: 0..<all.count, using: &generator)]
    }

    mutating func text() -> String {
      let script = pick(Self.vocabulary)
      return (0..<Int.random(in: 1...8, using: &generator)).map { _ in
        // One word in five of another script.
        let words = Int.random(in: 0..<5, using: &generator) == 0 ? pick(Self.vocabulary) : script
        return pick(words) + pick(Self.gaps)
      }.joined()
    }

    /// A query as it is typed, and as it is meant.
    mutating func query() -> (typed: String, asked: Asked) {
      var asked = Asked()
      var typed: [String] = []
      let count = Int.random(in: 1...2, using: &generator)
      for index in 0..<count {
        var source = SearchPropertyTests.words(text())
        while source.isEmpty { source = SearchPropertyTests.words(text()) }
        let start = Int.random(in: 0..<source.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0:
          let phrase = Array(source[start...].prefix(2))
          typed.append("\"\(phrase.joined(separator: " "))\"")
          asked.terms.append((phrase, false))
        case 1:
          let whole = source[start].unicodeScalars
          var begin = String.UnicodeScalarView()
          begin.append(contentsOf: whole.prefix(Int.random(in: 1...whole.count, using: &generator)))
          typed.append("\(begin)*")
          asked.terms.append(([String(begin)], true))
        default:
          typed.append(source[start])
          asked.terms.append(([source[start]], index == count - 1))
        }
      }
      return (typed.joined(separator: " "), asked)
    }
  }

  @Test func tenThousandQueriesFindWhatAScanFinds() async throws {
    try await StoreKind.sqlite.with { store in
      let memory = MemoryStore()
      var chance = Chance(generator: SplitMix64(seed: 0x5EA5C4))
      let perPlace = 40
      var all: [[[String]]] = []
      var changes: [HistoryChange] = []
      for place in 0..<250 {
        var texts: [[String]] = []
        for number in 0..<perPlace {
          let text = chance.text()
          texts.append(Self.words(text))
          changes.append(
            .message(
              Message(
                id: MessageID("m\(place)-\(number)"), content: text,
                createdAt: Date(timeIntervalSince1970: 1_760_000_000 + Double(number / 3))),
              in: ConversationID("c\(place)")))
        }
        all.append(texts)
      }
      try await store.apply(changes)
      while try await store.indexMore() {}
      await memory.apply(changes)
      var met = 0
      for number in 0..<10_000 {
        let place = number % all.count
        let (typed, asked) = chance.query()
        let query = try SearchQuery(reading: typed, now: Date(), calendar: .current)
        let request = SearchRequest(query, now: Date(timeIntervalSince1970: 1_760_000_100))
        let expected = Set(
          all[place].indices.filter { asked.isMet(by: all[place][$0]) }.map { "m\(place)-\($0)" })
        met += expected.count
        let id = ConversationID("c\(place)")
        let found = try await store.places(request, in: id).map(\.id.rawValue)
        guard Set(found) == expected, found.count == expected.count else {
          Issue.record("“\(typed)” finds \(found), not \(expected)")
          return
        }
        guard number % 10 == 0 else { continue }
        let scanned = await memory.places(request, in: id).map(\.id.rawValue)
        #expect(scanned == found)
      }
      // The queries ask for something.
      #expect(met > 10_000)
    }
  }
}
