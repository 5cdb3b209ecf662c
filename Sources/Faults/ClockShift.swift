import ChatModel
import Foundation

/// Moves the times in what a server says, as if its clock were wrong.
package enum ClockShift {
  /// `bytes` with every ISO 8601 time in UTC moved, texts of messages included.
  package static func shifted(_ bytes: [UInt8], by skew: Duration) -> [UInt8] {
    guard skew != .zero, bytes.count >= 20 else { return bytes }
    var result = bytes
    var place = 0
    while place + 20 <= bytes.count {
      guard bytes[place + 10] == UInt8(ascii: "T"), bytes[place + 4] == UInt8(ascii: "-"),
        let length = [24, 20].first(where: { isEnd(bytes, place + $0) }),
        let time = Timestamp.parse(String(decoding: bytes[place..<(place + length)], as: UTF8.self))
      else {
        place += 1
        continue
      }
      var text = Array(Timestamp.format(time.addingTimeInterval(skew.seconds)).utf8)
      if length == 20 { text.replaceSubrange(19..<23, with: []) }
      if text.count == length { result.replaceSubrange(place..<(place + length), with: text) }
      place += length
    }
    return result
  }

  private static func isEnd(_ bytes: [UInt8], _ end: Int) -> Bool {
    end <= bytes.count && bytes[end - 1] == UInt8(ascii: "Z")
  }
}

extension Duration {
  var seconds: Double { self / .seconds(1) }
}
