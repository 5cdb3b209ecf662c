// Ids of 24 hex digits that grow in the order in which they were given out: clients sort messages of
// one moment by them.

import Foundation
import SplitMix

/// Where new ids come from.
enum IDSource: Sendable {
  /// The system's randomness: nobody can compute the next one, or that of somebody else.
  case system(RandomIDs)
  case seeded(IDSequence)

  static var system: IDSource { .system(RandomIDs()) }

  mutating func next(at now: Millis) -> String {
    switch self {
    case .system(var ids):
      var chance = SystemRandomNumberGenerator()
      defer { self = .system(ids) }
      return ids.next(at: now, using: &chance)
    case .seeded(var ids):
      defer { self = .seeded(ids) }
      return ids.next()
    }
  }

  /// The name of a file: twice as long as an id, and nothing in it is known beforehand.
  mutating func fileName(at now: Millis) -> String {
    switch self {
    case .system:
      var chance = SystemRandomNumberGenerator()
      return (0..<3).map { _ in Self.hex(chance.next() as UInt64, 16) }.joined()
    case .seeded: return next(at: now) + next(at: now)
    }
  }

  static func hex(_ value: UInt64, _ digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}

/// Ids of a moment and of chance: eleven digits of milliseconds, thirteen that cannot be guessed.
struct RandomIDs: Sendable {
  private static let tail: UInt64 = 1 << 52
  /// Within one millisecond an id lies at least one and at most this far behind the one before.
  private static let step: UInt64 = 1 << 40

  private var moment: UInt64 = 0
  private var last: UInt64 = 0

  mutating func next(at now: Millis, using chance: inout some RandomNumberGenerator) -> String {
    let wanted = UInt64(max(0, now.value))
    let after = last + UInt64.random(in: 1...Self.step, using: &chance)
    if wanted <= moment, after < Self.tail {
      last = after
    } else {
      moment = max(wanted, moment + 1)
      last = UInt64.random(in: 0..<(Self.tail / 2), using: &chance)
    }
    return IDSource.hex(moment, 11) + IDSource.hex(last, 13)
  }
}

/// Ids that follow from a seed and do not look alike. Two sequences of one seed give the same ids.
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
    var mixed = SplitMix64(seed: seed)
    let prefix = mixed.next() >> 40
    var scatter = SplitMix64(seed: seed ^ (UInt64(count) &* 0x9E37_79B9))
    return IDSource.hex(prefix, 6) + IDSource.hex(UInt64(count), 8)
      + IDSource.hex(scatter.next() >> 24, 10)
  }
}
