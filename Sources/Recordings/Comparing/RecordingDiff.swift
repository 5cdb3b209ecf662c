import ChatModel
package import JSON

/// What of two recordings is not the same, once is set aside what has another name in each: ids,
/// times, false phone numbers and where files lie.
package struct RecordingDiff: Sendable {
  package enum Change: Hashable, Sendable {
    /// Only the first has it.
    case missing(line: Int, words: String)
    /// Only the second has it.
    case added(line: Int, words: String)
    /// Both have it, and it says something else at these places.
    case changed(lines: [Int], words: String, places: [String])
  }

  package let changes: [Change]

  /// More lines of one recording are not compared.
  package static let most = 20_000

  package init(_ a: Recording, _ b: Recording) {
    let (mine, theirs) = (RecordedIDs(of: a.records), RecordedIDs(of: b.records))
    let (first, second) = (Self.facts(of: a, mine), Self.facts(of: b, theirs))
    // What travels beside each other comes in any order: each identity and direction is paired
    // by itself.
    let lanes = Set(first.keys).union(second.keys).sorted().map { lane in
      Lane(first[lane] ?? [], second[lane] ?? [])
    }
    var votes = NameVotes(mine, theirs)
    for lane in lanes {
      for (x, y) in lane.pairs { votes.take(lane.a[x], lane.b[y]) }
    }
    let names = votes.names()
    changes = lanes.flatMap { Self.changes($0, names) }
  }

  private static func facts(of recording: Recording, _ ids: RecordedIDs) -> [String: [Fact]] {
    var lanes: [String: [Fact]] = [:]
    for (place, record) in recording.records.enumerated().prefix(most) {
      guard isCompared(record) else { continue }
      let lane = "\(record.identity) \(record.direction.rawValue) \(record.layer.rawValue)"
      lanes[lane, default: []].append(Fact(record, line: recording.line(at: place), ids))
    }
    return lanes
  }

  /// Events and calls; how they travelled, and whether somebody pinged, is no matter.
  private static func isCompared(_ record: WireRecord) -> Bool {
    record.isEvent || record.isPacket && record.name != "connect" && record.layer == .sio
      || record.layer == .http && !record.isPolling
  }

  private static func changes(_ lane: Lane, _ names: NamePairs) -> [Change] {
    var changes: [Change] = []
    var (i, j) = (0, 0)
    for (x, y) in lane.pairs + [(lane.a.count, lane.b.count)] {
      changes += lane.a[i..<x].map { .missing(line: $0.line, words: $0.words) }
      changes += lane.b[j..<y].map { .added(line: $0.line, words: $0.words) }
      if x < lane.a.count, y < lane.b.count {
        let (mine, theirs) = (lane.a[x], lane.b[y])
        let places = names.differences(mine, theirs)
        if !places.isEmpty {
          changes.append(
            .changed(lines: [mine.line, theirs.line], words: mine.words, places: places))
        }
      }
      (i, j) = (x + 1, y + 1)
    }
    return changes
  }

  /// The places where two documents differ, as pointers with both values.
  package static func differences(
    _ a: JSONValue, _ b: JSONValue, most: Int = 10
  ) -> [String] {
    NamePairs().differences(a, b, most: most)
  }
}

/// What one identity heard or did in both recordings, with the pairs that are the same line of it.
private struct Lane: Sendable {
  let a: [Fact]
  let b: [Fact]
  /// Places in both, going up in both.
  let pairs: [(Int, Int)]

  init(_ a: [Fact], _ b: [Fact]) {
    self.a = a
    self.b = b
    pairs = LinePairs.pairs(a.map(\.mark), b.map(\.mark))
  }
}
