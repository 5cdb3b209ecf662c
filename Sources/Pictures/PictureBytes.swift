/// Foreign bytes that are asked for by their place; there is no place that traps.
struct PictureBytes {
  private let bytes: [UInt8]

  init(_ bytes: some RandomAccessCollection<UInt8>) { self.bytes = Array(bytes) }

  var count: Int { bytes.count }

  func has(_ wanted: [UInt8], at place: Int) -> Bool {
    guard place >= 0, place <= bytes.count - wanted.count else { return false }
    return bytes[place..<(place + wanted.count)].elementsEqual(wanted)
  }

  /// Each scalar of `wanted` stands for the byte of its number.
  func has(_ wanted: String, at place: Int) -> Bool {
    has(wanted.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }, at: place)
  }

  /// Where two bytes stand together for the first time.
  func first(_ wanted: (UInt8, UInt8), from place: Int) -> Int? {
    guard place >= 0, place < bytes.count - 1 else { return nil }
    return bytes.withUnsafeBufferPointer { bytes in
      (place..<(bytes.count - 1)).first { bytes[$0] == wanted.0 && bytes[$0 + 1] == wanted.1 }
    }
  }

  /// A number of up to four bytes, the lowest first; nil past the end.
  func little(at place: Int, _ count: Int) -> Int? {
    slice(place, count).map { $0.reversed().reduce(0) { $0 << 8 | Int($1) } }
  }

  /// The same, the highest first.
  func big(at place: Int, _ count: Int) -> Int? {
    slice(place, count).map { $0.reduce(0) { $0 << 8 | Int($1) } }
  }

  private func slice(_ place: Int, _ count: Int) -> ArraySlice<UInt8>? {
    guard place >= 0, place <= bytes.count - count else { return nil }
    return bytes[place..<(place + count)]
  }
}
