package import Foundation

/// What a file is, as far as the disk says.
package struct FileInspection: Hashable, Sendable {
  package var path: String
  package var result: Result<Facts, Problem>

  package struct Facts: Hashable, Sendable {
    /// In bytes.
    package var size: Int
    /// The first bytes, as many as `MediaSniffer.headLength` or all there are.
    package var head: [UInt8]
    /// When its content was last changed, where the disk says so.
    package var changedAt: Date?

    package init(size: Int, head: [UInt8], changedAt: Date? = nil) {
      self.size = size
      self.head = head
      self.changedAt = changedAt
    }
  }

  /// Why it could not be read, in words.
  package struct Problem: Error, Hashable, Sendable {
    package var reason: String
    package init(_ reason: String) { self.reason = reason }
  }

  package init(path: String, result: Result<Facts, Problem>) {
    self.path = path
    self.result = result
  }
}
