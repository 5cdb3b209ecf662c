/// Guesses a language by the script of a text. Scripts that several languages share stand for the one
/// that most write in it.
package enum WrittenLanguage {
  /// Blocks of Unicode, with what is written in them.
  private static let blocks: [(ClosedRange<UInt32>, String)] = [
    (0x41...0x24F, "en"), (0x600...0x6FF, "ur"), (0x900...0x97F, "hi"), (0x980...0x9FF, "bn"),
    (0xA00...0xA7F, "pa"), (0xA80...0xAFF, "gu"), (0xB00...0xB7F, "or"), (0xB80...0xBFF, "ta"),
    (0xC00...0xC7F, "te"), (0xC80...0xCFF, "kn"), (0xD00...0xD7F, "ml"), (0x750...0x77F, "ur"),
  ]

  /// What Latin letters stand for.
  package static let latin = "en"

  /// nil where no letter tells any.
  package static func of(_ texts: some Sequence<String>) -> String? {
    var counts: [String: Int] = [:]
    for text in texts {
      for scalar in text.unicodeScalars.prefix(500) where scalar.properties.isAlphabetic {
        if let block = blocks.first(where: { $0.0.contains(scalar.value) }) {
          counts[block.1, default: 0] += 1
        }
      }
    }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  /// The language that stands for the script in which another is written; nil where none does.
  package static func script(of language: String) -> String? {
    switch language.prefix(while: { $0 != "_" && $0 != "-" }).lowercased() {
    case "hi", "mr", "ne", "sa", "mai", "bho", "kok", "gom": "hi"
    case "bn", "as": "bn"
    case "ur", "ar", "fa", "ks", "sd", "ps": "ur"
    case "pa": "pa"
    case "gu": "gu"
    case "or": "or"
    case "ta": "ta"
    case "te": "te"
    case "kn": "kn"
    case "ml": "ml"
    case "ru", "uk", "be", "bg", "mk", "mn", "kk", "el", "he", "hy", "ka", "ko", "th", "lo", "si",
      "km", "my", "dz", "bo", "am":
      nil
    default: "en"
    }
  }

  private static let names = [
    "as": "Assamese", "bn": "Bengali", "en": "English", "gu": "Gujarati", "hi": "Hindi",
    "kn": "Kannada", "ml": "Malayalam", "mr": "Marathi", "ne": "Nepali", "or": "Odia",
    "pa": "Punjabi", "ta": "Tamil", "te": "Telugu", "ur": "Urdu",
  ]

  /// `Hindi` for `hi`; a language without a name here is called by its code.
  package static func name(of code: String) -> String { names[code] ?? code }

  /// The code of a language that was named or is a code already; nil for what can be neither.
  package static func code(of text: String) -> String? {
    let word = text.lowercased()
    if let named = names.first(where: { $0.value.lowercased() == word }) { return named.key }
    let isCode = 2...3 ~= word.count && word.allSatisfy { ("a"..."z").contains($0) }
    return isCode ? word : nil
  }
}
