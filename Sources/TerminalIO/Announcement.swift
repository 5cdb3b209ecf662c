// What is said to the terminal beside the screen: title, notifications, clipboard.

import Foundation
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
  static func clipboard(_ text: String) -> [UInt8] {
    osc("52;c;" + Data(text.utf8).base64EncodedString())
  }

  private static func osc(_ body: String) -> [UInt8] {
    Array("\u{1B}]\(body)\u{1B}\\".utf8)
  }

  private static func clean(_ text: String) -> String {
    TextWidth.standard.prefix(Sanitizer.oneLine(text), columns: 200)
  }
}

extension String {
  fileprivate var replacingSemicolons: String {
    String(map { $0 == ";" ? "," : $0 })
  }
}
