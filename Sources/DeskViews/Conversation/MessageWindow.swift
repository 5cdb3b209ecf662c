// Which rows of the history stand in the message pane: found from where the pane stood, walking
// only over what can be seen.

import Desk

/// A row of the history that is on the screen.
struct VisibleLine: Hashable, Sendable {
  /// The item's place in the timeline.
  let index: Int
  let id: TimelineItem.ID
  /// The row within its block.
  let place: Int
  let line: MessageLine
}

/// Where the rows of the history come from. Asked only for what has to be measured or shown.
protocol BlockSource {
  /// Items of the timeline.
  var count: Int { get }
  mutating func block(at index: Int) -> MessageBlock?
}

/// The rows to show and the place where the scrolling came to rest.
struct MessageWindow: Sendable {
  var lines: [VisibleLine] = []
  var position: ScrollPosition = .follow
  /// How many of the lines to scroll were worked off.
  var appliedLines = 0
  /// The end of the history is on the screen.
  var reachesEnd = true

  /// Nothing.
  init() {}

  /// - Parameters:
  ///   - anchor: the item and row on top, nil to stand at the end
  ///   - pending: rows to scroll, negative towards the start
  ///   - revealing: an item that has to be in sight
  ///   - isAtNewest: the items end with the newest; the pane follows no other end
  init(
    of source: inout some BlockSource, rows: Int, anchor: (index: Int, place: Int)? = nil,
    pending: Int = 0, revealing: Int? = nil, isAtNewest: Bool = true
  ) {
    guard source.count > 0, rows > 0 else { return }
    var walk = Walk(source: source)
    defer { source = walk.source }
    let end = walk.top(aboveEnd: rows)
    var top = end
    if let anchor, let found = walk.place(anchor) { top = min(found, end) }
    appliedLines = pending
    top = min(walk.move(top, by: pending), end)
    if let revealing { top = min(walk.revealing(revealing, from: top, rows: rows), end) }
    lines = walk.lines(from: top, rows: rows)
    reachesEnd = top == end && isAtNewest
    position = .follow
    if !reachesEnd, let block = walk.block(top.index) {
      position = .anchored(block.id, line: top.place)
    }
  }
}

/// A row of the history by item and row of its block.
private struct Spot: Comparable {
  var index: Int
  var place: Int

  static func < (a: Spot, b: Spot) -> Bool { (a.index, a.place) < (b.index, b.place) }
}

private struct Walk<Source: BlockSource> {
  var source: Source
  private var known: [Int: MessageBlock] = [:]

  init(source: Source) { self.source = source }

  private var count: Int { source.count }

  mutating func block(_ index: Int) -> MessageBlock? {
    if let block = known[index] { return block }
    guard index >= 0, index < count, let block = source.block(at: index) else { return nil }
    known[index] = block
    return block
  }

  private mutating func range(_ index: Int) -> Range<Int> { block(index)?.range ?? 0..<1 }

  /// The topmost row when the last row of the history is the pane's last.
  mutating func top(aboveEnd rows: Int) -> Spot {
    move(Spot(index: count - 1, place: range(count - 1).upperBound - 1), by: 1 - rows)
  }

  /// A remembered place; its block may have fewer rows now.
  mutating func place(_ anchor: (index: Int, place: Int)) -> Spot? {
    guard anchor.index >= 0, anchor.index < count else { return nil }
    let range = range(anchor.index)
    return Spot(
      index: anchor.index,
      place: min(max(anchor.place, range.lowerBound), range.upperBound - 1))
  }

  /// Moves over rows and stops at the first and the last.
  mutating func move(_ spot: Spot, by rows: Int) -> Spot {
    var spot = spot
    var left = abs(rows)
    while left > 0 {
      let range = range(spot.index)
      if rows < 0 {
        let step = min(left, spot.place - range.lowerBound)
        spot.place -= step
        left -= step
        guard left > 0, spot.index > 0 else { break }
        spot.index -= 1
        spot.place = self.range(spot.index).upperBound - 1
      } else {
        let step = min(left, range.upperBound - 1 - spot.place)
        spot.place += step
        left -= step
        guard left > 0, spot.index < count - 1 else { break }
        spot.index += 1
        spot.place = self.range(spot.index).lowerBound
      }
      left -= 1
    }
    return spot
  }

  /// The top nearest to `top` from which all of an item is seen, or as much as fits.
  mutating func revealing(_ index: Int, from top: Spot, rows: Int) -> Spot {
    guard index >= 0, index < count else { return top }
    let range = range(index)
    let first = Spot(index: index, place: range.lowerBound)
    if first <= top { return first }
    let last = Spot(index: index, place: range.upperBound - 1)
    let highest = move(last, by: 1 - rows)
    return min(max(top, highest), first)
  }

  mutating func lines(from top: Spot, rows: Int) -> [VisibleLine] {
    var lines: [VisibleLine] = []
    var index = top.index
    var place = top.place
    while lines.count < rows, index < count {
      guard let block = block(index) else {
        index += 1
        place = range(index).lowerBound
        continue
      }
      for place in place..<block.range.upperBound where lines.count < rows {
        guard let line = block.line(place) else { continue }
        lines.append(VisibleLine(index: index, id: block.id, place: place, line: line))
      }
      index += 1
      if index < count { place = range(index).lowerBound }
    }
    return lines
  }
}
