// Text that is read from the right, arranged for terminals that show everything from the left.

import CBidi

/// What is done for text that is read from the right.
package enum BidiTreatment: Hashable, Sendable {
  /// It goes out in the order in which it was written.
  case none
  /// The desk arranges it, as the Unicode Bidirectional Algorithm says.
  case arranged
  /// The terminal arranges it; marks keep each text apart from what stands beside it.
  case isolated
}

/// The direction of a text as a whole.
package enum TextOrder: Hashable, Sendable {
  /// That of its first letter that has one.
  case byItself
  case fromLeft
  case fromRight
  /// It has been arranged: as it stands.
  case asItStands
}

/// One line of text as it is seen, from the left.
package struct BidiLine: Sendable {
  /// Letters that join have the form in which they do.
  package let clusters: [Character]
  /// Of each cluster its place in the text as it was written, counted in clusters.
  package let places: [Int]
  package let isFromRight: Bool

  package init(_ text: String, order: TextOrder) {
    let written = Array(text)
    // Marks go where their letters go: the letters alone decide.
    var letters = written.map { $0.unicodeScalars.first?.value ?? 0 }
    var places = [Int32](repeating: 0, count: written.count)
    let base =
      switch order {
      case .fromLeft, .asItStands: cbidi_left_to_right
      case .fromRight: cbidi_right_to_left
      case .byItself: cbidi_by_text
      }
    let found = cbidi_arrange(&letters, Int32(letters.count), Int32(base.rawValue), &places)
    isFromRight = found == cbidi_right_to_left.rawValue
    self.places = places.map(Int.init)
    clusters = self.places.map { place in
      let cluster = written[place]
      guard let form = Unicode.Scalar(letters[place]), form != cluster.unicodeScalars.first else {
        return cluster
      }
      var shaped = String.UnicodeScalarView([form])
      shaped.append(contentsOf: cluster.unicodeScalars.dropFirst())
      let text = String(shaped)
      return text.count == 1 ? Character(text) : cluster
    }
  }

  /// Whether a text is read from the right, by its first letter that has a direction.
  package static func isFromRight(_ text: some StringProtocol) -> Bool {
    guard text.hasRightToLeft else { return false }
    let scalars = text.unicodeScalars.map(\.value)
    return cbidi_direction(scalars, Int32(scalars.count)) == Int32(cbidi_right_to_left.rawValue)
  }

  /// The columns before the cluster that was written at a place; the text's own width behind the last
  /// one, or 0 where the text ends at the left.
  package func columns(before place: Int, _ widths: TextWidth) -> Int {
    guard let seen = places.firstIndex(of: place) else {
      return isFromRight ? 0 : clusters.reduce(0) { $0 + widths.width(of: $1) }
    }
    return clusters[..<seen].reduce(0) { $0 + widths.width(of: $1) }
  }
}

extension StringProtocol {
  /// Whether a letter may stand in it that is read from the right. Other scripts cost a look at bytes.
  package var hasRightToLeft: Bool {
    utf8.withContiguousStorageIfAvailable(holdsRightToLeft)
      ?? Array(utf8).withUnsafeBufferPointer(holdsRightToLeft)
  }
}

private func holdsRightToLeft(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  var before: UInt8 = 0
  for byte in bytes {
    switch (before, byte) {
    case (_, 0xD6...0xDF), (0xE0, 0xA0...0xA3), (0xEF, 0xAC...0xB7), (0xEF, 0xB9...0xBB),
      (0xF0, 0x90), (0xF0, 0x9E):
      return true
    default: before = byte
    }
  }
  return false
}
