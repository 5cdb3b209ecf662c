// What farmers say: words of their own, and answers that fit what they were asked.

import Foundation
import SplitMix

/// Understands an agent's words roughly, in any of the five languages, and answers in one.
enum Phrasebook {
  struct Reply: Hashable {
    /// nil when a picture says it all, or when there is nothing left to say.
    var words: String?
    var picture: SeedMedia?
  }

  /// What somebody's words ask for.
  enum Intent: CaseIterable {
    case picture, area, since, variety, place, water
    /// Have you done it; when; how much; is it so; any other question.
    case did, when, howMuch, yesNo, question
    case doThis, thanks, greeting, other
  }

  static func reply(
    to words: String, in language: Language, _ chance: inout SplitMix64
  ) -> Reply {
    let intent = intent(of: words)
    let answer = answers(language)[intent]?.randomElement(using: &chance)
    return Reply(
      words: answer, picture: intent == .picture ? pictures.randomElement(using: &chance) : nil)
  }

  /// Words that nobody asked for; `number` counts those this farmer has used.
  static func opener(
    _ number: Int, in language: Language, _ chance: inout SplitMix64
  ) -> String {
    let all = openers(language)
    // The first at random, then one after the other: nobody repeats themselves soon.
    let start = Int.random(in: 0..<all.count, using: &chance)
    return all[number == 0 ? start : number % all.count]
  }

  static func intent(of words: String) -> Intent {
    let heard = Heard(words)
    func has(_ intent: Intent) -> Bool { heard.contains(keywords[intent] ?? []) }
    let asks = heard.contains(questionWords) || words.contains { "?？".contains($0) }
    // Thanks for a picture are no wish for one.
    if has(.picture), asks || heard.contains(wishes) || !has(.thanks) { return .picture }
    if let told = [.area, .since, .variety, .place].first(where: has) { return told }
    guard asks else { return [.doThis, .thanks, .greeting].first(where: has) ?? .other }
    if has(.greeting), !has(.water), !has(.did), heard.words.count < 5 { return .greeting }
    if let asked = [.when, .howMuch].first(where: has), !has(.water) { return asked }
    if has(.water) { return .water }
    if has(.question) { return .question }
    if has(.doThis) { return .did }
    return has(.yesNo) ? .yesNo : .question
  }

  /// Whether somebody writes Hindi, in its own letters or in Latin ones.
  static func isHindi(_ words: String) -> Bool {
    words.unicodeScalars.contains { (0x0900...0x097F).contains($0.value) }
      || Heard(words).words.contains { romanHindi.contains($0) }
  }

  /// Words as they were heard. A keyword in Latin letters begins a word; one in other letters may
  /// stand anywhere, for there much is joined to it.
  private struct Heard {
    let words: [Substring]
    private let latin: String
    /// In parts of characters: a vowel sign makes another character of the last one of a keyword.
    private let lower: [UInt8]

    init(_ text: String) {
      let text = text.lowercased()
      words = text.split { !$0.isLetter && !$0.isNumber }
      latin = " " + words.joined(separator: " ") + " "
      lower = Self.parts(text)
    }

    func contains(_ keywords: [String]) -> Bool {
      keywords.contains { keyword in
        keyword.utf8.allSatisfy { $0 < 0x80 }
          ? latin.contains(" " + keyword) : lower.contains(Self.parts(keyword))
      }
    }

    private static func parts(_ text: String) -> [UInt8] {
      Array(text.decomposedStringWithCanonicalMapping.utf8)
    }
  }

  private static let romanHindi: Set<Substring> = [
    "hai", "hain", "kya", "kab", "kahan", "kaise", "kitna", "kitne", "kitni", "kyon", "kyun", "ji",
    "namaste", "ram", "nahi", "nahin", "mein", "mera", "mere", "bhejo", "bhejiye", "dhanyavad",
    "shukriya", "khet", "gehun", "pani", "aap", "raha", "rahe", "rahi", "karun", "karna",
  ]

  private static let wishes = [
    "send", "please", "share", "show", "take a", "bhej", "dikha", "भेज", "दिखा", "पाठव", "அனுப்ப",
    "ਭੇਜ",
  ]

  private static let questionWords = [
    "when", "what", "which", "where", "how", "why", "who", "do you", "did you", "have you",
    "are you",
    "is it", "is the", "are the", "can you", "could you", "kya", "kab", "kahan", "kitn", "kaun",
    "kaise", "kyon", "kyun", "क्या", "कब", "कहाँ", "कहां", "कितन", "कौन", "कैसे", "क्यों", "काय", "कधी",
    "कुठे", "किती", "कोण", "कसे", "என்ன", "எப்போ", "எங்க", "எத்தனை", "எவ்வளவு", "எப்படி", "ஏன்", "யார்",
    "ਕੀ ", "ਕਦੋਂ", "ਕਿੱਥੇ", "ਕਿੰਨ", "ਕਿਵੇਂ", "ਕਿਉਂ",
  ]

  static let pictures: [SeedMedia] = [.wheatPlant, .field, .soilCrack, .dripLine]

  private static let keywords: [Intent: [String]] = [
    .picture: [
      "photo", "picture", "image", "foto", "tasveer", "फोटो", "फ़ोटो", "तस्वीर", "छायाचित्र", "புகைப்பட",
      "படம்", "ਫੋਟੋ", "ਤਸਵੀਰ",
    ],
    .area: [
      "how many acre", "how much land", "hectare", "how big", "kitne acre", "kitne ekad",
      "kitni zameen", "कितने एकड़", "कितनी ज़मीन", "किती एकर", "எத்தனை ஏக்கர்", "ਕਿੰਨੇ ਏਕੜ",
    ],
    .since: [
      "since when", "how long", "how many days", "when did", "kab se", "kitne din", "कब से",
      "कितने दिन", "कधीपासून", "किती दिवस", "எப்போதிலிருந்து", "எத்தனை நாள்", "ਕਦੋਂ ਤੋਂ", "ਕਿੰਨੇ ਦਿਨ",
    ],
    .water: ["water", "irrigat", "pani", "sinchai", "सिंचाई", "पानी", "पाणी", "தண்ணீர்", "நீர்", "ਪਾਣੀ"],
    .variety: [
      "variety", "which seed", "what seed", "kaun sa beej", "kism", "किस्म", "क़िस्म", "कौन सा बीज",
      "वाण", "कोणती जात", "ரகம்", "ਕਿਸਮ",
    ],
    .place: [
      "which village", "your village", "village name", "which district", "your district",
      "where are you", "kahan se", "kaun sa gaon", "गाँव", "गांव", "ज़िला", "जिला", "कहाँ से", "गाव",
      "எந்த ஊர்", "மாவட்ட", "ਪਿੰਡ",
    ],
    .when: ["when", "kab", "कब", "कधी", "எப்போ", "ਕਦੋਂ"],
    .howMuch: [
      "how much", "how many", "kitn", "कितन", "किती", "எவ்வளவு", "எத்தனை", "ਕਿੰਨ",
    ],
    .yesNo: [
      "do you", "did you", "have you", "are you", "is it", "is the", "are the", "can you", "kya",
      "क्या", "का?", "ਕੀ ", "ஆ?", "ஆச்சா", "ா?",
    ],
    .question: [
      "why", "how", "what", "which", "where", "who ", "kyon", "kyun", "kaise", "kaun", "kahan", "क्यों",
      "कैसे", "कौन", "कहाँ", "कहां", "काय", "कुठे", "कोण", "कसे", "என்ன", "எங்க", "எப்படி", "ஏன்", "யார்",
      "ਕਿੱਥੇ", "ਕਿਵੇਂ", "ਕਿਉਂ",
    ],
    .doThis: [
      "spray", "apply", "please use", "drench", "remove", "chhidk", "dalein", "daliye", "छिड़क",
      "डालें", "डालिए", "लगाएँ", "फवारणी", "தெளி", "இடவும்", "ਸਪਰੇਅ", "ਪਾਓ",
    ],
    .thanks: [
      "thank", "welcome", "dhanyavad", "shukriya", "धन्यवाद", "शुक्रिया", "நன்றி", "ਧੰਨਵਾਦ", "शुभेच्छा",
    ],
    .greeting: [
      "hello", "hi ", "good morning", "good evening", "namaste", "ram ram", "नमस्ते", "नमस्कार",
      "राम राम", "வணக்கம்", "ਸਤ ਸ੍ਰੀ ਅਕਾਲ",
    ],
  ]
}
