// What is said to the terminal beside the screen: title, notifications, clipboard.

import TextGrid

/// The strings for a terminal (OSC) that the desk sends. Text in them holds no control character,
/// so that no one can end the string early.
enum Announcement {
  static func title(_ text: String) -> [UInt8] { osc("2;" + clean(text)) }

  /// The same notification in the two forms that terminals know; each ignores the other.
  static func notification(title: String, body: String) -> [UInt8] {
    let title = clean(title).replacingSemicolons
    let body = clean(body)
    return osc("777;notify;\(title);\(body)") + osc("9;\(title): \(body)")
  }

  /// OSC 52, which tmux and SSH pass on.
  static func clipboard(_ text: String) -> [UInt8] { osc("52;c;" + base64(Array(text.utf8))) }

  private static func osc(_ body: String) -> [UInt8] {
    Array("\u{1B}]\(body)\u{1B}\\".utf8)
  }

  private static func clean(_ text: String) -> String {
    TextWidth.standard.prefix(Sanitizer.oneLine(text), columns: 200)
  }

  static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        text.append(
          place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension String {
  fileprivate var replacingSemicolons: String {
    String(map { $0 == ";" ? "," : $0 })
  }
}
