/// What may stand in a sixel string between its head and its end.
///
/// ```
/// "1;1;WIDTH;HEIGHT       the size, first and once
/// #N;2;R;G;B              a colour, N below 256, parts up to 100
/// #N                      draws with it
/// ? … ~    !COUNT ? … ~   six pixels, and several times the same
/// $    -                  back to the left edge; the next six rows
/// ```
package enum SixelText {
  /// Whether bytes are that and nothing else, and stay within a size: no byte of them ends the string,
  /// or is anything to a terminal but a pixel.
  package static func isSound(_ bytes: some Collection<UInt8>, width: Int, height: Int) -> Bool {
    guard bytes.count <= PictureLimits.sixelBytes else { return false }
    var reader = Reader(Array(bytes))
    guard reader.take("\""), reader.numbers() == [1, 1, width, height] else { return false }
    let bands = (height + 5) / 6
    var (x, band) = (0, 0)
    while let byte = reader.next() {
      switch byte {
      case UInt8(ascii: "#"):
        guard let numbers = reader.numbers(), (0..<256).contains(numbers[0]) else { return false }
        switch numbers.count {
        case 1: break
        case 5 where numbers[1] == 2 && numbers[2...].allSatisfy { $0 <= 100 }: break
        default: return false
        }
      case UInt8(ascii: "!"):
        guard let numbers = reader.numbers(), numbers.count == 1, numbers[0] <= width,
          let sixel = reader.next(), pixels.contains(sixel)
        else { return false }
        x += numbers[0]
      case pixels: x += 1
      case UInt8(ascii: "$"): x = 0
      case UInt8(ascii: "-"):
        x = 0
        band += 1
      default: return false
      }
      guard x <= width, band < bands || (band == bands && x == 0) else { return false }
    }
    return true
  }

  private static let pixels = UInt8(ascii: "?")...UInt8(ascii: "~")

  private struct Reader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> UInt8? {
      guard place < bytes.count else { return nil }
      defer { place += 1 }
      return bytes[place]
    }

    mutating func take(_ wanted: Unicode.Scalar) -> Bool {
      guard place < bytes.count, bytes[place] == UInt8(ascii: wanted) else { return false }
      place += 1
      return true
    }

    /// Numbers between semicolons, at least one, at most five, none missing; nil otherwise.
    mutating func numbers() -> [Int]? {
      var numbers: [Int] = []
      repeat {
        var number: Int?
        while place < bytes.count, (0x30...0x39).contains(bytes[place]) {
          number = min((number ?? 0) * 10 + Int(bytes[place] - 0x30), 1_000_000)
          place += 1
        }
        guard let number, numbers.count < 5 else { return nil }
        numbers.append(number)
      } while take(";")
      return numbers
    }
  }
}
