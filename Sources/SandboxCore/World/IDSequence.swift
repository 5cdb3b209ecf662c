// Ids of 24 hex digits that follow from a seed, grow with time, and do not look alike.

/// Gives out ids. Two sequences of one seed give the same ids; later ids are greater.
struct IDSequence: Sendable {
  let seed: UInt64
  /// How many were given out.
  private(set) var count: UInt32

  init(seed: UInt64, count: UInt32 = 0) {
    self.seed = seed
    self.count = count
  }

  /// Six digits of the seed, eight that count, ten that scatter.
  mutating func next() -> String {
    count &+= 1
    var mixed = SplitMix64(state: seed)
    let prefix = mixed.next() >> 40
    var scatter = SplitMix64(state: seed ^ (UInt64(count) &* 0x9E37_79B9))
    return Self.hex(prefix, 6) + Self.hex(UInt64(count), 8) + Self.hex(scatter.next() >> 24, 10)
  }

  private static func hex(_ value: UInt64, _ digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}

/// Chance that follows from a seed (Steele, Lea and Flood's SplitMix64).
struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(state: UInt64) { self.state = state }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
