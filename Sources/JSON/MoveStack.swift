/// A stack whose upper part can be moved out as an array, without a copy of what the elements hold.
struct MoveStack<Element>: ~Copyable {
  private var base: UnsafeMutablePointer<Element>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = capacity
    base = .allocate(capacity: capacity)
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }

  /// The element at that place, which must be filled.
  subscript(index: Int) -> Element {
    get {
      assert(index < count)
      return base[index]
    }
  }

  mutating func push(_ element: consuming Element) {
    if count == capacity { grow() }
    (base + count).initialize(to: element)
    count += 1
  }

  /// nil when it is empty.
  mutating func pop() -> Element? {
    guard count > 0 else { return nil }
    count -= 1
    return (base + count).move()
  }

  /// Takes what stands from `start` on; the caller initializes as many elsewhere from the pointer.
  mutating func take<Result>(
    from start: Int, _ body: (UnsafeMutablePointer<Element>, Int) -> Result
  ) -> Result {
    assert(start <= count)
    defer { count = start }
    return body(base + start, count - start)
  }

  /// Moves what stands from `start` on into an array.
  mutating func takeArray(from start: Int) -> [Element] {
    take(from: start) { first, number in
      Array(unsafeUninitializedCapacity: number) { elements, filled in
        elements.baseAddress?.moveInitialize(from: first, count: number)
        filled = number
      }
    }
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: base, count: count)
    base.deallocate()
    base = larger
    capacity *= 2
  }
}
