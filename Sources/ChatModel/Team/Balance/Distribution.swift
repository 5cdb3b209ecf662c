import Foundation

/// Chats on their way to whom they are given: the cheapest distribution, found step by step.
///
/// It is a flow of least cost. Each step moves one chat along the cheapest way from a place with too
/// many to one with too few, over others where languages ask for it; a way may take back what an
/// earlier step did. When no way makes it cheaper, nothing does. What costs most is named first in
/// ``Cost``, and of two distributions the one with fewer of that is better whatever else they have.
struct Distribution {
  struct Cost: Comparable {
    /// Chats that nobody has.
    var unplaced = 0
    /// Chats of those who will not be there.
    var stranded = 0
    /// Chats beyond somebody's capacity.
    var over = 0
    /// The sum of the squares of the loads: least where they are even.
    var unevenness = 0
    var moves = 0
    /// How long the farmers have waited whose chats stay where nobody answers.
    var neglect = 0
    /// What speaks against a move and forbids it not.
    var reluctance = 0

    static func + (a: Cost, b: Cost) -> Cost {
      Cost(
        unplaced: a.unplaced + b.unplaced, stranded: a.stranded + b.stranded, over: a.over + b.over,
        unevenness: a.unevenness + b.unevenness, moves: a.moves + b.moves,
        neglect: a.neglect + b.neglect, reluctance: a.reluctance + b.reluctance)
    }

    static func < (a: Cost, b: Cost) -> Bool {
      let (first, second) = (
        (a.unplaced, a.stranded, a.over, a.unevenness),
        (b.unplaced, b.stranded, b.over, b.unevenness)
      )
      if first != second { return first < second }
      return (a.moves, a.neglect, a.reluctance) < (b.moves, b.neglect, b.reluctance)
    }
  }

  /// Where chats are.
  enum Place: Hashable {
    /// Who can be given chats, with how many at most.
    case taker(capacity: Int?)
    /// Nobody's chats.
    case nobody
    /// Chats that are to go.
    case leaver
  }

  /// Chats that may be told apart by nothing that matters: at the same place, in the same language, and
  /// where nobody answers there of the same wait.
  struct Kind: Hashable {
    let origin: Int
    /// What it costs that one stays at its origin.
    var neglect = 0
    /// What a move of one to each place costs besides the move; nil where it may not go.
    let reluctance: [Int?]
  }

  private struct Way {
    var cost: Cost
    var kind: Int
  }

  private let places: [Place]
  private let kinds: [Kind]
  /// How many of each kind are at each place.
  private(set) var counts: [[Int]]
  private let before: [Int]
  private var loads: [Int]
  /// The cheapest way to move one chat from one place to another.
  private var ways: [[Way?]]

  /// - Parameters:
  ///   - loads: how many chats each place has, those that may not be moved among them.
  ///   - counts: how many of each kind there are, at their origins.
  init(_ places: [Place], loads: [Int], _ kinds: [Kind], counts: [Int]) {
    self.places = places
    before = loads
    self.loads = loads
    self.kinds = kinds
    self.counts = places.indices.map { place in
      kinds.indices.map { kinds[$0].origin == place ? counts[$0] : 0 }
    }
    ways = places.map { _ in [] }
    for place in places.indices { findWays(from: place) }
  }

  /// Moves chats until no move makes it better.
  mutating func settle() { while step() {} }

  private func cost(of kind: Int, at place: Int) -> Cost? {
    if kinds[kind].origin == place { return Cost(neglect: kinds[kind].neglect) }
    return kinds[kind].reluctance[place].map { Cost(moves: 1, reluctance: $0) }
  }

  private mutating func findWays(from place: Int) {
    let here = kinds.indices.filter { counts[place][$0] > 0 }
    ways[place] = places.indices.map { target in
      guard target != place else { return nil }
      var best: Way?
      for kind in here {
        guard let after = cost(of: kind, at: target), let before = cost(of: kind, at: place) else {
          continue
        }
        let change = Cost(
          moves: after.moves - before.moves, neglect: after.neglect - before.neglect,
          reluctance: after.reluctance - before.reluctance)
        if best.map({ change < $0.cost }) ?? true { best = Way(cost: change, kind: kind) }
      }
      return best
    }
  }

  /// What it changes when a place has one chat less.
  private func relief(_ place: Int) -> Cost {
    switch places[place] {
    case .nobody: Cost(unplaced: -1)
    case .leaver: Cost(stranded: -1)
    case .taker(let capacity):
      Cost(
        over: capacity.map { loads[place] > $0 ? -1 : 0 } ?? 0,
        unevenness: 1 - 2 * loads[place])
    }
  }

  /// What it changes when a place has one chat more; nil where it may not.
  private func burden(_ place: Int) -> Cost? {
    guard case .taker(let capacity) = places[place] else { return nil }
    let isOver = capacity.map { loads[place] >= $0 } ?? false
    // Who had too many from the beginning may get one of these back.
    guard !isOver || loads[place] < before[place] else { return nil }
    return Cost(over: isOver ? 1 : 0, unevenness: 2 * loads[place] + 1)
  }

  /// The cheapest of all changes; false where none is cheaper than none.
  private mutating func step() -> Bool {
    var cheapest: [Cost?] = places.indices.map { place in
      ways[place].contains { $0 != nil } ? relief(place) : nil
    }
    var previous: [Int?] = places.map { _ in nil }
    // There is no way round that costs less than nothing, so this ends (Bellman and Ford).
    var isChanged = true
    while isChanged {
      isChanged = false
      for from in places.indices {
        guard let reached = cheapest[from] else { continue }
        for to in places.indices {
          guard let way = ways[from][to] else { continue }
          let cost = reached + way.cost
          guard cheapest[to].map({ cost < $0 }) ?? true else { continue }
          (cheapest[to], previous[to], isChanged) = (cost, from, true)
        }
      }
    }
    var best: (end: Int, cost: Cost)?
    for place in places.indices where previous[place] != nil {
      guard let reached = cheapest[place], let burden = burden(place) else { continue }
      let cost = reached + burden
      if cost < best?.cost ?? Cost() { best = (place, cost) }
    }
    guard let best else { return false }
    follow(previous, to: best.end)
    return true
  }

  private mutating func follow(_ previous: [Int?], to end: Int) {
    var touched: [Int] = [end]
    var place = end
    while let from = previous[place], let way = ways[from][place] {
      counts[from][way.kind] -= 1
      counts[place][way.kind] += 1
      place = from
      touched.append(place)
    }
    loads[place] -= 1
    loads[end] += 1
    for place in touched { findWays(from: place) }
  }
}
