import Desk
import TextGrid

/// The keys as a document: `docs/keys.md`.
enum KeysDocument {
  static func text(of keymap: Keymap) -> String {
    var lines = [
      "# Keys", "",
      "Written by `furrow keys --markdown` from the keymap; the `?` of the desk shows the same.",
      "",
      "A part of the desk looks into its own table of `keys.toml` first, then into those it shares.",
      "The name of a table, of a key and of an action is the one that stands here.",
    ]
    for part in Keymap.Context.allCases {
      let bindings = keymap.ownBindings(of: part)
      guard !bindings.isEmpty else { continue }
      lines += ["", "## \(part.title), `[keys.\(part.rawValue)]`", ""]
      if let shared = part.shared { lines += [shared, ""] }
      lines += rows(bindings, part)
    }
    for preset in Keymap.Preset.allCases where preset != .standard {
      lines += ["", "## What `preset = \"\(preset.rawValue)\"` adds", ""]
      for part in Keymap.Context.allCases {
        let own = Keymap.of(preset).ownBindings(of: part).filter { $0.origin == .preset(preset) }
        if !own.isEmpty { lines += ["`[keys.\(part.rawValue)]`", ""] + rows(own, part) + [""] }
      }
      lines.removeLast()
    }
    lines += [
      "", "## Layouts of other scripts", "",
      "`langmap` in `config.toml` names keyboard layouts under which single keys work as they lie on an",
      "American keyboard, several with commas: \(names(Langmap.layouts)).",
      "Digits of every script are digits without it. `[langmap]` in `keys.toml` adds single letters:",
      "", "```toml", "version = 1", "[langmap]", "\"ज\" = \"p\"", "```", "",
    ]
    return lines.joined(separator: "\n")
  }

  private static func names(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }

  /// Each action once, in the order of its first key.
  private static func rows(_ bindings: [Keymap.Binding], _ part: Keymap.Context) -> [String] {
    var order: [Command] = []
    var keys: [Command: [String]] = [:]
    for binding in bindings {
      if keys[binding.command] == nil { order.append(binding.command) }
      keys[binding.command, default: []].append(code("\(binding)"))
    }
    return ["| keys | action | does |", "| --- | --- | --- |"]
      + order.map { command in
        "| \((keys[command] ?? []).joined(separator: " · ")) | `\(command.rawValue)` "
          + "| \(command.sentence(in: part)) |"
      }
  }

  /// A bar would end the cell.
  private static func code(_ keys: String) -> String {
    "`\(keys.replacing("|", with: "\\|"))`"
  }
}

extension Keymap.Context {
  /// Where else keys are looked for, in a sentence; nil where nowhere.
  fileprivate var shared: String? {
    let others = chain.dropFirst().map { "`\($0.rawValue)`" }
    return others.isEmpty ? nil : "Then \(others.joined(separator: " and "))."
  }
}
