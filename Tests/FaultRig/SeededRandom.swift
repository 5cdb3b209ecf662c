import SplitMix

/// The same numbers for the same seed, on every machine.
struct SeededRandom: Sendable {
  private var generator: SplitMix64

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed &* 0x2545_F491_4F6C_DD1D &+ 0x9E37_79B9_7F4A_7C15)
  }

  mutating func next() -> UInt64 { generator.next() }

  /// From 0 up to 1, exclusive.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  mutating func seconds(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + unit() * (range.upperBound - range.lowerBound)
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// One of `all`; nil when there is none.
  mutating func one<Element>(of all: [Element]) -> Element? {
    all.isEmpty ? nil : all[number(0...all.count - 1)]
  }
}
