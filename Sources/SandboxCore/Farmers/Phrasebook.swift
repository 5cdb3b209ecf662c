// What farmers say: words of their own, and answers that fit what they were asked.

/// Understands an agent's words roughly, in any of the five languages, and answers in one.
enum Phrasebook {
  struct Reply: Hashable {
    /// nil when a picture says it all, or when there is nothing left to say.
    var words: String?
    var picture: SeedMedia?
  }

  /// What an agent's words ask for; the first that fits is taken.
  enum Intent: CaseIterable {
    case picture, area, since, water, variety, place, doThis, thanks, greeting, question, other
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
    let lower = words.lowercased()
    let found = Intent.allCases.first { intent in
      keywords[intent]?.contains { lower.contains($0) } == true
    }
    return found ?? .other
  }

  static let pictures: [SeedMedia] = [.wheatPlant, .field, .soilCrack, .dripLine]

  private static let keywords: [Intent: [String]] = [
    .picture: [
      "photo", "picture", "image", "foto", "फोटो", "फ़ोटो", "तस्वीर", "छायाचित्र", "புகைப்பட", "படம்",
      "ਫੋਟੋ", "ਤਸਵੀਰ",
    ],
    .area: [
      "acre", "how much land", "hectare", "कितने एकड़", "कितनी ज़मीन", "किती एकर", "எத்தனை ஏக்கர்",
      "ਕਿੰਨੇ ਏਕੜ",
    ],
    .since: [
      "since when", "how long", "how many days", "when did", "कब से", "कितने दिन", "कधीपासून",
      "किती दिवस", "எப்போதிலிருந்து", "எத்தனை நாள்", "ਕਦੋਂ ਤੋਂ", "ਕਿੰਨੇ ਦਿਨ",
    ],
    .water: ["water", "irrigat", "सिंचाई", "पानी", "पाणी", "தண்ணீர்", "நீர்", "ਪਾਣੀ"],
    .variety: ["variety", "which seed", "किस्म", "क़िस्म", "वाण", "जात", "ரகம்", "ਕਿਸਮ"],
    .place: [
      "village", "district", "where are you", "गाँव", "गांव", "ज़िला", "जिला", "गाव", "ஊர்", "மாவட்ட",
      "ਪਿੰਡ",
    ],
    .doThis: [
      "spray", "apply", "please use", "drench", "remove", "छिड़क", "डालें", "डालिए", "लगाएँ", "फवारणी",
      "தெளி", "இடவும்", "ਸਪਰੇਅ", "ਪਾਓ",
    ],
    .thanks: ["thank", "welcome", "धन्यवाद", "शुक्रिया", "நன்றி", "ਧੰਨਵਾਦ", "शुभेच्छा"],
    .greeting: [
      "hello", "good morning", "good evening", "namaste", "नमस्ते", "नमस्कार", "राम राम", "வணக்கம்",
      "ਸਤ ਸ੍ਰੀ ਅਕਾਲ",
    ],
    .question: ["?", "？"],
  ]
}
