/// What is to happen, by its time in virtual seconds; what has the same time happens in the order in
/// which it was planned.
struct Agenda<Act> {
  private var heap: [(time: Double, turn: Int, act: Act)] = []
  private var turns = 0

  var isEmpty: Bool { heap.isEmpty }
  var nextTime: Double? { heap.first?.time }

  mutating func plan(_ act: Act, at time: Double) {
    turns += 1
    heap.append((time, turns, act))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard precedes(child, parent) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func takeNext() -> (time: Double, act: Act)? {
    guard let first = heap.first else { return nil }
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && precedes(child, least) { least = child }
      if least == parent { break }
      heap.swapAt(parent, least)
      parent = least
    }
    return (first.time, first.act)
  }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    heap[a].time == heap[b].time ? heap[a].turn < heap[b].turn : heap[a].time < heap[b].time
  }
}
