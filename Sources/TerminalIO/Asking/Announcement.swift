// What is said to the terminal beside the screen: title, notifications, clipboard.

import Foundation
import TextGrid

/// The strings for a terminal (OSC) that the desk sends. Text in them holds no control character,
/// so that no one can end the string early.
enum Announcement {
  static func title(_ text: String) -> [UInt8] { osc("2;" + clean(text)) }

  /// A notification in a form that terminals know.
  ///
  /// - Parameter insideTmux: tmux passes on what is wrapped, where `allow-passthrough` lets it.
  static func notification(
    title: String, body: String, as form: NotificationForm, insideTmux: Bool = false
  ) -> [UInt8] {
    let title = clean(title).replacingSemicolons
    let body = clean(body)
    let strings =
      switch form {
      case .osc9: [osc("9;\(title): \(body)")]
      case .osc777: [osc("777;notify;\(title);\(body)")]
      case .osc99: [osc("99;i=furrow:d=0;\(title)"), osc("99;i=furrow:p=body;\(body)")]
      // Each terminal ignores the one that it does not know.
      case .osc9And777: [osc("777;notify;\(title);\(body)"), osc("9;\(title): \(body)")]
      }
    return strings.flatMap { insideTmux ? TmuxPassage.wrapped($0) : $0 }
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

/// How a terminal is asked for a notification.
package enum NotificationForm: Hashable, Sendable {
  case osc9, osc777, osc99
  case osc9And777
}

extension String {
  fileprivate var replacingSemicolons: String {
    String(map { $0 == ";" ? "," : $0 })
  }
}
