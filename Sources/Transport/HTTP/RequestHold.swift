// Servers that want to be left alone for a while (429 and 503 with `Retry-After`): until then nothing
// goes to their origin (row 30).

import CCurl
import Glibc
import Synchronization

/// What the origins of one account have asked for. Answers of every kind are noted here, and whoever
/// begins something asks first.
package final class RequestHold: Sendable {
  /// A longer wait counts as this: a slip in a proxy's configuration must not silence a desk for good.
  package static let longest = Duration.seconds(3600)

  private let ends = Mutex<[Origin: ContinuousClock.Instant]>([:])

  package init() {}

  /// Until when nothing may go to `origin`; nil when it takes requests.
  package func end(of origin: Origin) -> ContinuousClock.Instant? {
    ends.withLock { ends in
      guard let end = ends[origin], end > .now else {
        ends[origin] = nil
        return nil
      }
      return end
    }
  }

  /// Reads an answer of `origin`; a shorter wait than is known takes nothing back.
  func note(status: Int, headers: [HTTPHeader], from origin: Origin) {
    guard let wait = Self.wait(status: status, headers: headers, now: time(nil)) else { return }
    let end = ContinuousClock.now + wait
    ends.withLock { $0[origin] = max($0[origin] ?? end, end) }
  }

  /// How long an answer asks for; nil when it asks for nothing that can be understood.
  /// - Parameter now: the local time in seconds since 1970, for a date without a `Date` beside it.
  static func wait(status: Int, headers: [HTTPHeader], now: Int) -> Duration? {
    guard [429, 503].contains(status), let text = headers.value("Retry-After") else { return nil }
    let seconds: Double
    if text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }) {
      guard let number = Double(text) else { return nil }
      seconds = number
    } else {
      guard let date = Self.date(text) else { return nil }
      // By the server's own clock, which need not be ours.
      seconds = Double(date) - Double(headers.value("Date").flatMap(Self.date) ?? now)
    }
    guard seconds > 0 else { return nil }
    let milliseconds = min(seconds, Double(longest.components.seconds)) * 1000
    return .milliseconds(Int(milliseconds.rounded(.up)))
  }

  private static func date(_ text: String) -> Int? {
    guard text.utf8.count <= 64 else { return nil }
    let seconds = curl_getdate(text, nil)
    return seconds >= 0 ? seconds : nil
  }
}
