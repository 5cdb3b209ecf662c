package import ChatModel

/// What came on the wire since it was fetched last.
package struct WireNews: Hashable, Sendable {
  package let entries: [WireEntry]
  /// Those that came too fast and are not among them.
  package let lost: Int
  package let header: WireHeader

  package init(entries: [WireEntry], lost: Int, header: WireHeader) {
    self.entries = entries
    self.lost = lost
    self.header = header
  }
}
