// Times of the server, to the millisecond that the API writes.

import ChatModel
import Foundation
import JSON

/// A moment in milliseconds since 1970, UTC.
struct Millis: Hashable, Comparable, Sendable {
  var value: Int64

  init(_ value: Int64) { self.value = value }

  init(_ date: Date) {
    let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
    // Years before 1 and after 9999 cannot be written in the API's form.
    value = Int64(min(max(milliseconds, -62_135_596_800_000), 253_402_300_799_000))
  }

  var seconds: Int64 { value / 1000 }

  /// In the API's form.
  var text: String {
    // A tenth of a millisecond keeps binary fractions from being cut to the one before.
    Timestamp.format(Date(timeIntervalSince1970: Double(value) / 1000 + 0.0001))
  }

  var json: JSONValue { .string(text) }

  static func < (a: Self, b: Self) -> Bool { a.value < b.value }
  static func + (time: Self, duration: Duration) -> Self {
    Self(time.value + duration.milliseconds)
  }
  static func - (time: Self, duration: Duration) -> Self {
    Self(time.value - duration.milliseconds)
  }
}

extension Duration {
  /// Rounded towards zero.
  var milliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}
