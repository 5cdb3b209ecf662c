import Foundation

/// Finds paths of files in what a terminal pastes when files are dropped on it: in quotes, with
/// escaped spaces, as addresses, several at once, or as they are.
enum PastedPaths {
  /// What the text may mean, the likelier first; empty when it is no list of paths.
  static func readings(of text: String) -> [[String]] {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard trimmed.utf8.count <= longest else { return [] }
    let lines = trimmed.split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    var readings: [[String]] = []
    for reading in [words(trimmed), lines] {
      if let paths = reading.map({ $0.compactMap(path) }), !paths.isEmpty,
        paths.count == reading?.count, !readings.contains(paths)
      {
        readings.append(paths)
      }
    }
    return readings
  }

  /// In bytes; longer texts are no dropped files.
  private static let longest = 16_384

  /// The text in words as a shell would read it; nil when a quote is not closed.
  private static func words(_ text: String) -> [String]? {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in text {
      if isEscaped {
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "\\" {
        isEscaped = true
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let word { words.append(word) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil, !isEscaped else { return nil }
    if let word { words.append(word) }
    return words
  }

  /// A path that begins at the root or at home; nil for anything else.
  private static func path(_ word: String) -> String? {
    if word.lowercased().hasPrefix("file://") {
      // The host, when there is one, is this computer.
      let rest = word.dropFirst("file://".count)
      guard let slash = rest.firstIndex(of: "/") else { return nil }
      return String(rest[slash...]).removingPercentEncoding
    }
    guard word.hasPrefix("/") || word.hasPrefix("~/") else { return nil }
    return word.count > 1 ? word : nil
  }
}
