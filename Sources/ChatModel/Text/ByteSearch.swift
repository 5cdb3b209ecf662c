// Words looked for byte by byte. The search of the standard library makes a table of the characters of
// what it looks for, each time; where each event of a flood is looked through that is most of its cost.

extension String {
  /// Where `part` stands, in bytes; those that lie over one before are none.
  private func places(of part: String, atMost most: Int = .max) -> [Int] {
    let count = part.utf8.count
    guard count > 0, utf8.count >= count else { return [] }
    var (text, part) = (self, part)
    return text.withUTF8 { text in
      part.withUTF8 { part in
        var places: [Int] = []
        var place = 0
        while place + count <= text.count, places.count < most {
          var length = 0
          while length < count, text[place + length] == part[length] { length += 1 }
          if length == count { places.append(place) }
          place += length == count ? count : 1
        }
        return places
      }
    }
  }

  func containsBytes(of part: String) -> Bool { !places(of: part, atMost: 1).isEmpty }

  /// The text with something else for each `part`, which is of whole characters.
  func replacingBytes(of part: String, with other: String) -> String {
    let places = places(of: part)
    guard !places.isEmpty else { return self }
    let bytes = Array(utf8)
    var result: [UInt8] = []
    var kept = 0
    for place in places {
      result += bytes[kept..<place]
      result += other.utf8
      kept = place + part.utf8.count
    }
    return String(decoding: result + bytes[kept...], as: UTF8.self)
  }
}
