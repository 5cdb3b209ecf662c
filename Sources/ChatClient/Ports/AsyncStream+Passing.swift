extension AsyncStream where Element: Sendable {
  /// Each element as `change` gives it on, at the moment when it is fetched: nothing is held between.
  /// For one consumer, as the stream itself.
  package func passing(_ change: @escaping (Element) -> Element) -> AsyncStream<Element> {
    let source = PassedStream(makeAsyncIterator(), change)
    return AsyncStream { await source.next() }
  }
}

/// `@unchecked`: the one consumer of the stream alone touches it, one call after another.
private final class PassedStream<Element: Sendable>: @unchecked Sendable {
  private var iterator: AsyncStream<Element>.Iterator
  private let change: (Element) -> Element

  init(_ iterator: AsyncStream<Element>.Iterator, _ change: @escaping (Element) -> Element) {
    self.iterator = iterator
    self.change = change
  }

  func next() async -> Element? { await iterator.next().map(change) }
}
