import Foundation
import TextGrid

/// Names of files within what a file system takes.
enum FileName {
  /// In bytes, which is what file systems count.
  static let longest = 255

  /// A foreign name as one of ours: no path, nothing hidden, nothing that turns letters round or
  /// that an eye would miss; the ending is kept.
  static func clean(_ foreign: String) -> String {
    let last = foreign.split(separator: "/").last.map(String.init) ?? ""
    let name = visible(last).trimmingCharacters(in: CharacterSet(charactersIn: ". "))
    return name.isEmpty ? "file" : fitted(name)
  }

  /// Without what an eye would miss; joiners stay inside words and emoji, as on the screen.
  private static func visible(_ text: String) -> String {
    let scalars = text.unicodeScalars.filter { scalar in
      joiners.contains(scalar.value) || !hidden.contains(scalar.properties.generalCategory)
    }
    return String(String.UnicodeScalarView(scalars)).map { cluster in
      let cluster = String(cluster)
      if Sanitizer.displayable(cluster) == cluster { return cluster }
      return String(
        String.UnicodeScalarView(
          cluster.unicodeScalars.filter { scalar in
            !joiners.contains(scalar.value) && Sanitizer.displayable("\(scalar)") == "\(scalar)"
          }))
    }.joined()
  }

  private static let joiners: Set<UInt32> = [0x200C, 0x200D]
  private static let hidden: Set<Unicode.GeneralCategory> = [
    .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned,
  ]

  /// `name` with `addition` before its ending, cut before both of them where it is too long; whole
  /// clusters are cut.
  static func fitted(_ name: String, adding addition: String = "") -> String {
    let (base, ending) = split(name)
    return cut(base, to: longest - addition.utf8.count - ending.utf8.count) + addition + ending
  }

  /// `name` with another ending, given without its dot.
  static func replacingEnding(of name: String, with ending: String) -> String {
    fitted("\(split(name).base).\(ending)")
  }

  /// What stands before the ending, and the ending with its dot; an ending is short and one word.
  static func split(_ name: String) -> (base: String, ending: String) {
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return (name, "") }
    let ending = name[dot...]
    let isOne =
      (2...longestEnding).contains(ending.utf8.count)
      && ending.dropFirst().allSatisfy { $0.isLetter || $0.isNumber }
    return isOne ? (String(name[..<dot]), String(ending)) : (name, "")
  }

  private static let longestEnding = 24

  private static func cut(_ text: String, to bytes: Int) -> String {
    guard text.utf8.count > bytes else { return text }
    var kept = ""
    var count = 0
    for cluster in text {
      count += cluster.utf8.count
      guard count <= bytes else { break }
      kept.append(cluster)
    }
    // One cluster may be longer than any name.
    return kept.isEmpty ? "file" : kept
  }
}
