import JSON

/// How often which time was taken, in microseconds, to within 0.8 %: as many buckets for each doubling,
/// so that a small time is counted as finely as a long one. Two of them are added bucket by bucket.
struct LatencyHistogram: Equatable {
  /// Buckets for each doubling, as a power of two.
  private static let fineness = 7
  /// An hour; what takes longer counts as that.
  static let longest = 3_600_000_000

  private var counts: [Int: Int] = [:]
  private(set) var count = 0
  private(set) var largest = 0
  private var sum = 0.0

  init() {}

  mutating func add(_ microseconds: Int) {
    let time = min(max(microseconds, 0), Self.longest)
    counts[Self.bucket(of: time), default: 0] += 1
    count += 1
    largest = max(largest, time)
    sum += Double(time)
  }

  mutating func add(_ other: Self) {
    counts.merge(other.counts, uniquingKeysWith: +)
    count += other.count
    largest = max(largest, other.largest)
    sum += other.sum
  }

  var mean: Int { count == 0 ? 0 : Int(sum / Double(count)) }

  /// The time within which that share of all was, at the end of its bucket; 0 when there is none.
  ///
  /// - Parameter share: from 0 to 1.
  func percentile(_ share: Double) -> Int {
    guard count > 0 else { return 0 }
    let rank = max(1, Int((Double(count) * share).rounded(.up)))
    var passed = 0
    for (bucket, number) in counts.sorted(by: { $0.key < $1.key }) {
      passed += number
      if passed >= rank { return min(Self.end(of: bucket), largest) }
    }
    return largest
  }

  private static func bucket(of time: Int) -> Int {
    let shift = max(0, Int.bitWidth - time.leadingZeroBitCount - 1 - fineness)
    return (shift << fineness) + (time >> shift)
  }

  private static func end(of bucket: Int) -> Int {
    let shift = max(0, (bucket >> fineness) - 1)
    let part = bucket - (shift << fineness)
    return ((part + 1) << shift) - 1
  }

  // MARK: In files

  /// The buckets that are not empty, each with its count.
  var json: JSONValue {
    [
      "unit": "us", "fineness": .integer(Self.fineness), "largest": .integer(largest),
      "sum": .number(sum),
      "buckets": .array(
        counts.sorted { $0.key < $1.key }.map { .array([.integer($0.key), .integer($0.value)]) }),
    ]
  }

  /// nil when it is no histogram of this kind.
  init?(json: JSONValue?) {
    guard let json, json["unit"] == "us", json["fineness"]?.integerValue == Self.fineness,
      let largest = json["largest"]?.integerValue, (0...Self.longest).contains(largest),
      let buckets = json["buckets"]?.arrayValue
    else { return nil }
    self.largest = largest
    for one in buckets {
      guard let pair = one.arrayValue, pair.count == 2, let bucket = pair[0].integerValue,
        (0...Self.bucket(of: Self.longest)).contains(bucket), let number = pair[1].integerValue,
        (1...Int(UInt32.max)).contains(number), counts[bucket] == nil
      else { return nil }
      counts[bucket] = number
      count += number
    }
    switch json["sum"] {
    case .number(let value) where value.isFinite && value >= 0: sum = value
    case .integer(let value) where value >= 0: sum = Double(value)
    default: return nil
    }
  }
}

extension Duration {
  /// What is longer than any histogram counts is that long.
  var wholeMicroseconds: Int {
    let (seconds, attoseconds) = components
    guard seconds < 1_000_000_000 else { return .max }
    return Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000)
  }
}
