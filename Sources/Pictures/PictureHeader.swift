// What a picture says of itself before it is decoded: a decoder that is asked for a billion pixels has
// taken the memory before anybody can say no.

/// Format, size and orientation out of the first bytes of a file. Whatever the bytes are, none is read
/// that is not there.
package struct PictureHeader: Hashable, Sendable {
  package enum Format: String, Hashable, Sendable, CaseIterable {
    case png, jpeg, webp, gif, bmp
  }

  package let format: Format
  /// In pixels, as they are stored; never negative.
  package let width: Int
  package let height: Int
  /// As EXIF counts: 1 stands upright, 2 to 8 are turned or mirrored.
  package let orientation: Int
  /// A JPEG without its end, at which decoders would rather guess.
  package let isCutOff: Bool

  /// - Throws: ``PictureProblem/empty``, `.notAPicture`, or `.damaged` where the size is not told.
  package init(_ file: some RandomAccessCollection<UInt8>) throws(PictureProblem) {
    let bytes = PictureBytes(file)
    guard bytes.count > 0 else { throw .empty }
    guard let format = Self.format(bytes) else { throw .notAPicture }
    guard let size = Self.size(format, bytes), size.width > 0, size.height > 0 else {
      throw .damaged
    }
    self.format = format
    (width, height) = size
    orientation = Self.orientation(format, bytes)
    isCutOff = format == .jpeg && !JPEGSegments.hasEnd(bytes)
  }

  private static func format(_ bytes: PictureBytes) -> Format? {
    if bytes.has("\u{89}PNG\r\n\u{1A}\n", at: 0) { return .png }
    if bytes.has([0xFF, 0xD8, 0xFF], at: 0) { return .jpeg }
    if bytes.has("RIFF", at: 0), bytes.has("WEBP", at: 8) { return .webp }
    if bytes.has("GIF87a", at: 0) || bytes.has("GIF89a", at: 0) { return .gif }
    // Two letters could begin any text; the length of the header behind them could not.
    if bytes.has("BM", at: 0), let length = bytes.little(at: 14, 4),
      [12, 40, 52, 56, 64, 108, 124].contains(length)
    {
      return .bmp
    }
    return nil
  }

  private typealias PixelSize = (width: Int, height: Int)

  private static func size(_ format: Format, _ bytes: PictureBytes) -> PixelSize? {
    switch format {
    case .png:
      guard bytes.has("IHDR", at: 12) else { return nil }
      return pair(bytes.big(at: 16, 4), bytes.big(at: 20, 4))
    case .jpeg: return jpegSize(bytes)
    case .webp: return webpSize(bytes)
    case .gif: return gifSize(bytes)
    case .bmp:
      if bytes.little(at: 14, 4) == 12 {
        return pair(bytes.little(at: 18, 2), bytes.little(at: 20, 2))
      }
      guard let width = bytes.little(at: 18, 4), let height = bytes.little(at: 22, 4) else {
        return nil
      }
      // A height below zero: the rows come from the top.
      return (
        Int(Int32(truncatingIfNeeded: width).magnitude),
        Int(Int32(truncatingIfNeeded: height).magnitude)
      )
    }
  }

  private static func pair(_ width: Int?, _ height: Int?) -> PixelSize? {
    guard let width, let height else { return nil }
    return (width, height)
  }

  /// The start of a frame that comes first.
  private static func jpegSize(_ bytes: PictureBytes) -> PixelSize? {
    for segment in JPEGSegments(bytes) {
      // SOF0 to SOF15, without the tables and the markers that stand between them.
      guard (0xC0...0xCF).contains(segment.marker), ![0xC4, 0xC8, 0xCC].contains(segment.marker)
      else { continue }
      return pair(bytes.big(at: segment.start + 3, 2), bytes.big(at: segment.start + 1, 2))
    }
    return nil
  }

  private static func webpSize(_ bytes: PictureBytes) -> PixelSize? {
    if bytes.has("VP8X", at: 12) {
      guard let width = bytes.little(at: 24, 3), let height = bytes.little(at: 27, 3) else {
        return nil
      }
      return (width + 1, height + 1)
    }
    if bytes.has("VP8L", at: 12), bytes.has([0x2F], at: 20), let word = bytes.little(at: 21, 4) {
      return ((word & 0x3FFF) + 1, (word >> 14 & 0x3FFF) + 1)
    }
    if bytes.has("VP8 ", at: 12), bytes.has([0x9D, 0x01, 0x2A], at: 23),
      let width = bytes.little(at: 26, 2), let height = bytes.little(at: 28, 2)
    {
      return (width & 0x3FFF, height & 0x3FFF)
    }
    return nil
  }

  /// The larger of the screen and the first frame: the decoder makes room for the frame.
  private static func gifSize(_ bytes: PictureBytes) -> PixelSize? {
    guard let width = bytes.little(at: 6, 2), let height = bytes.little(at: 8, 2),
      let flags = bytes.little(at: 10, 1)
    else { return nil }
    var place = 13 + (flags & 0x80 == 0 ? 0 : 3 << (flags & 7 + 1))
    while let kind = bytes.little(at: place, 1), kind == 0x21 {
      // An extension: a label, then blocks with their lengths, an empty one last.
      place += 2
      while let length = bytes.little(at: place, 1), length > 0 { place += 1 + length }
      place += 1
    }
    guard bytes.has([0x2C], at: place), let frameWidth = bytes.little(at: place + 5, 2),
      let frameHeight = bytes.little(at: place + 7, 2)
    else { return nil }
    return (max(width, frameWidth), max(height, frameHeight))
  }

  // MARK: Orientation

  private static func orientation(_ format: Format, _ bytes: PictureBytes) -> Int {
    switch format {
    case .jpeg:
      for segment in JPEGSegments(bytes) where segment.marker == 0xE1 {
        if bytes.has("Exif\0\0", at: segment.start),
          let found = exifOrientation(bytes, at: segment.start + 6)
        {
          return found
        }
      }
      return 1
    case .webp:
      return riffChunk("EXIF", bytes).flatMap { start in
        exifOrientation(bytes, at: bytes.has("Exif\0\0", at: start) ? start + 6 : start)
      } ?? 1
    case .png: return pngChunk("eXIf", bytes).flatMap { exifOrientation(bytes, at: $0) } ?? 1
    case .gif, .bmp: return 1
    }
  }

  /// A TIFF directory: byte order, 42, the place of the directory, its entries of 12 bytes.
  private static func exifOrientation(_ bytes: PictureBytes, at start: Int) -> Int? {
    let isLittle = bytes.has("II", at: start)
    guard isLittle || bytes.has("MM", at: start) else { return nil }
    func number(_ place: Int, _ count: Int) -> Int? {
      isLittle ? bytes.little(at: start + place, count) : bytes.big(at: start + place, count)
    }
    guard let directory = number(4, 4), let count = number(directory, 2) else { return nil }
    for entry in 0..<min(count, 200) where number(directory + 2 + entry * 12, 2) == 0x0112 {
      return number(directory + 2 + entry * 12 + 8, 2).flatMap { (1...8).contains($0) ? $0 : nil }
    }
    return nil
  }

  private static func riffChunk(_ name: String, _ bytes: PictureBytes) -> Int? {
    var place = 12
    while let length = bytes.little(at: place + 4, 4) {
      if bytes.has(name, at: place) { return place + 8 }
      place += 8 + length + length & 1
    }
    return nil
  }

  private static func pngChunk(_ name: String, _ bytes: PictureBytes) -> Int? {
    var place = 8
    while let length = bytes.big(at: place, 4) {
      if bytes.has(name, at: place + 4) { return place + 8 }
      place += 12 + length
    }
    return nil
  }
}

/// The segments of a JPEG up to its data: their markers, and where what they hold begins.
private struct JPEGSegments: Sequence, IteratorProtocol {
  private let bytes: PictureBytes
  private var place = 2

  init(_ bytes: PictureBytes) { self.bytes = bytes }

  /// Whether the marker of the end follows the data, in which it cannot stand.
  static func hasEnd(_ bytes: PictureBytes) -> Bool {
    var segments = JPEGSegments(bytes)
    while segments.next() != nil {}
    return bytes.first((0xFF, 0xD9), from: segments.place) != nil
  }

  mutating func next() -> (marker: Int, start: Int)? {
    guard bytes.has([0xFF], at: place) else { return nil }
    // Any number of FF may stand before a marker.
    while bytes.has([0xFF], at: place) { place += 1 }
    guard let marker = bytes.little(at: place, 1), marker != 0xDA, marker != 0xD9 else {
      return nil
    }
    let start = place + 3
    // Markers without contents.
    if marker == 0x01 || (0xD0...0xD8).contains(marker) {
      place += 1
      return (marker, start)
    }
    guard let length = bytes.big(at: place + 1, 2), length >= 2 else { return nil }
    place += 1 + length
    return (marker, start)
  }
}
