import SplitMix

/// Makes inputs of inputs.
struct Mutation {
  private var generator: SplitMix64
  private let words: [[UInt8]]
  private let longest: Int

  private static let numbers = [
    "0", "-1", "1", "9", "10", "255", "256", "65535", "65536", "2147483648", "4294967296",
    "9007199254740993", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
    "18446744073709551616", "1e999", "1e-999", "0.1", "-0", "007",
  ].map { Array($0.utf8) }

  /// Bytes at which readers tend to stumble.
  private static let bytes: [UInt8] = [
    0, 1, 9, 10, 13, 27, 32, 34, 39, 44, 45, 47, 58, 61, 91, 92, 93, 123, 125, 126, 127, 128, 159,
    192, 224, 237, 240, 244, 254, 255,
  ]

  init(seed: UInt64, words: [[UInt8]], longest: Int) {
    generator = SplitMix64(seed: seed)
    self.words = words + Self.numbers
    self.longest = longest
  }

  /// A number from 0, below `bound`.
  mutating func below(_ bound: Int) -> Int {
    bound > 0 ? Int(truncatingIfNeeded: generator.next() >> 1) % bound : 0
  }

  /// An input made of one of `pool`.
  mutating func input(of pool: [[UInt8]]) -> [UInt8] {
    // The newest are looked at as often as all others.
    let recent = max(1, pool.count / 4)
    let place =
      below(2) == 0 ? below(pool.count) : pool.count - 1 - below(recent)
    var input = pool.isEmpty ? [] : pool[place]
    var steps = 1 + below(4)
    if below(16) == 0 { steps += below(24) }
    for _ in 0..<steps { change(&input, pool) }
    if input.count > longest { input.removeSubrange(longest...) }
    return input
  }

  private mutating func change(_ input: inout [UInt8], _ pool: [[UInt8]]) {
    let at = below(input.count + 1)
    switch below(13) {
    case 0 where !input.isEmpty: input[below(input.count)] ^= 1 << UInt8(below(8))
    case 1 where !input.isEmpty: input[below(input.count)] = Self.bytes[below(Self.bytes.count)]
    case 2: input.insert(Self.bytes[below(Self.bytes.count)], at: at)
    case 3: input.insert(UInt8(below(256)), at: at)
    case 4, 5: input.insert(contentsOf: words[below(words.count)], at: at)
    case 6:
      let word = words[below(words.count)]
      input.replaceSubrange(range(input, at: at, atMost: 2 * word.count + 2), with: word)
    case 7: input.removeSubrange(range(input, at: at, atMost: 1 + below(32)))
    case 8: input.removeSubrange(at...)
    case 9:
      let copied = Array(input[range(input, at: at, atMost: 1 + below(32))])
      for _ in 0..<(1 + below(below(8) == 0 ? 64 : 3)) where input.count < longest {
        input.insert(contentsOf: copied, at: at)
      }
    case 10 where !pool.isEmpty:
      let other = pool[below(pool.count)]
      let start = below(other.count + 1)
      input.replaceSubrange(at..., with: other[start...])
    case 11: changeNumber(&input, from: at)
    default: changeNumber(&input, from: 0)
    }
  }

  private mutating func range(_ input: [UInt8], at place: Int, atMost length: Int) -> Range<Int> {
    place..<min(input.count, place + below(length + 1))
  }

  /// Puts another number in the place of the first one.
  private mutating func changeNumber(_ input: inout [UInt8], from start: Int) {
    let isDigit: (UInt8) -> Bool = { (0x30...0x39).contains($0) }
    guard let first = input[start...].firstIndex(where: isDigit) else { return }
    let end = input[first...].firstIndex { !isDigit($0) } ?? input.count
    input.replaceSubrange(first..<end, with: Self.numbers[below(Self.numbers.count)])
  }
}
