import Foundation
import Sentences

/// The options of tmux that the desk feels.
enum TmuxCheck {
  /// An option, what it should be, and what is lost otherwise.
  private struct Wish {
    var name: String
    var flags: String
    var isGood: @Sendable (String) -> Bool
    var mend: String
  }

  private static var wishes: [Wish] {
    [
      Wish(
        name: "escape-time", flags: "-sv", isGood: { Int($0).map { $0 <= 50 } ?? false },
        mend: said("Esc comes late: set -s escape-time 10")),
      Wish(
        name: "set-clipboard", flags: "-sv", isGood: { $0 == "on" },
        mend: said("What is copied does not reach the clipboard: set -s set-clipboard on")),
      Wish(
        name: "focus-events", flags: "-sv", isGood: { $0 == "on" },
        mend: said("Whether somebody is there is guessed from keys: set -s focus-events on")),
      Wish(
        name: "allow-passthrough", flags: "-wgv", isGood: { $0 == "on" || $0 == "all" },
        mend: said("Desktop notifications do not get through: set -wg allow-passthrough on")),
    ]
  }

  static func findings() async -> [Finding] {
    var values: [String: String] = [:]
    for wish in wishes {
      values[wish.name] = await Tool.output(of: ["tmux", "show-options", wish.flags, wish.name])
    }
    return findings(values)
  }

  /// - Parameter values: by the option's name; without those tmux does not know.
  static func findings(_ values: [String: String]) -> [Finding] {
    wishes.map { wish in
      let check = "tmux"
      guard let value = values[wish.name], !value.isEmpty else {
        return Finding(check, .warn, said("\(wish.name) cannot be read"), mend: wish.mend)
      }
      return wish.isGood(value)
        ? Finding(check, .ok, "\(wish.name) \(value)")
        : Finding(check, .warn, "\(wish.name) \(value)", mend: wish.mend)
    }
  }
}
