import Foundation

/// What the desk borrows from others: the clipboard, notifications, programs, the team's folder.
struct NeedsCheck: Sendable {
  let settings: Settings
  let environment: [String: String]
  /// The path of a program; nil when it is not installed.
  var find: @Sendable (String) -> String? = Programs.find

  /// A folder over the network that does not answer in that time is not waited for.
  private static let patience = Duration.seconds(5)

  func findings() async -> [Finding] {
    [clipboard, notices, opening, films, editor, await team]
  }

  private func variable(_ name: String) -> String { environment[name] ?? "" }

  var clipboard: Finding {
    let check = "clipboard"
    let isMultiplexed = !variable("TMUX").isEmpty
    let deaf: String? =
      if variable("TERM").hasPrefix("linux") {
        "the Linux console"
      } else if variable("TERM_PROGRAM") == "Apple_Terminal" {
        "Terminal of macOS"
      } else if !isMultiplexed, !variable("STY").isEmpty || variable("TERM").hasPrefix("screen") {
        "screen"
      } else {
        nil
      }
    guard let deaf else {
      return Finding(
        check, .ok, "given to the terminal (OSC 52), which may ask first or have it switched off")
    }
    return Finding(
      check, .warn, "\(deaf) takes nothing into a clipboard",
      mend: "Use another terminal, or tmux in place of screen; `S` saves files all the same.")
  }

  var notices: Finding {
    let check = "notices"
    switch settings.notifying {
    case .off: return Finding(check, .ok, "off in the configuration")
    case .bell: return Finding(check, .ok, "by the terminal's bell")
    case .terminal, .form:
      guard variable("TERM").hasPrefix("linux") else {
        return Finding(check, .ok, "by the terminal (notify is \(settings.notifying))")
      }
      return Finding(
        check, .warn, "the Linux console shows no notifications",
        mend: "Set notify = \"bell\" in config.toml.")
    case .command(let command): return notices(by: command, check)
    }
  }

  private func notices(by command: String, _ check: String) -> Finding {
    let words = "by `\(command)`"
    // What only a shell can judge is left to it.
    guard let name = Self.program(of: command) else { return Finding(check, .ok, words) }
    guard isThere(name) else {
      let package = name == "notify-send" ? " (Debian: libnotify-bin)" : ""
      return Finding(
        check, .warn, "\(words), but there is no \(name) here",
        mend: "Install it\(package), or set notify to another in config.toml.")
    }
    let hasBus = ["DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"].contains {
      environment[$0].nonEmpty != nil
    }
    guard hasBus || !["notify-send", "gdbus", "dbus-send"].contains(name) else {
      return Finding(
        check, .warn, "\(words), but no session bus is named (DBUS_SESSION_BUS_ADDRESS)",
        mend: "Start furrow inside the desktop's session, or set notify = \"terminal\".")
    }
    return Finding(check, .ok, words)
  }

  var opening: Finding {
    let check = "opening"
    guard let problem = Programs.openerProblem(environment, isInstalled: { find($0) != nil }) else {
      return Finding(check, .ok, "files and addresses go to the desktop's programs")
    }
    let isRemote = problem.contains("desktop")
    return Finding(
      check, isRemote ? .ok : .warn, "\(problem): files and addresses are not opened",
      mend: isRemote ? nil : "Install xdg-utils; `S` saves files all the same.")
  }

  var films: Finding {
    guard let problem = Programs.playerProblem(isInstalled: { find($0) != nil }) else {
      return Finding("films", .ok, "a player is here")
    }
    return Finding("films", .warn, "\(problem): films can only be saved", mend: "Install mpv.")
  }

  var editor: Finding {
    let name = environment["VISUAL"].nonEmpty ?? environment["EDITOR"].nonEmpty ?? "vi"
    guard let program = Self.program(of: name), !isThere(program) else {
      return Finding("editor", .ok, name)
    }
    return Finding(
      "editor", .warn, "there is no \(program) here: long replies cannot be written in an editor",
      mend: "Set EDITOR to an editor that is installed.")
  }

  private var team: Finding {
    get async {
      guard let folder = settings.teamDirectory else {
        return Finding("team", .ok, "no team_dir in the configuration")
      }
      return await within(Self.patience) { Self.team(folder) }
        ?? Finding(
          "team", .warn, "\(folder.path) does not answer",
          mend: "Look at the network, or at who serves that folder.")
    }
  }

  static func team(_ folder: URL) -> Finding {
    let check = "team"
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isDirectory) else {
      return Finding(
        check, .warn, "\(folder.path) is not there: neither notes nor replies of the team are",
        mend: "Mount or make that folder, or correct team_dir in config.toml.")
    }
    guard isDirectory.boolValue else {
      return Finding(
        check, .fail, "\(folder.path) is no folder", mend: "Correct team_dir in config.toml.")
    }
    guard access(folder.path, R_OK | X_OK) == 0 else {
      return Finding(
        check, .fail, "\(folder.path) may not be read",
        mend: "Ask who keeps it for the right to read and write there.")
    }
    guard access(folder.path, W_OK) == 0 else {
      return Finding(
        check, .warn, "\(folder.path) may not be written: own notes do not reach the team",
        mend: "Ask who keeps it for the right to write there.")
    }
    return Finding(check, .ok, folder.path)
  }

  private func isThere(_ program: String) -> Bool {
    program.contains("/")
      ? FileManager.default.isExecutableFile(atPath: Paths.expandingTilde(program))
      : find(program) != nil
  }

  /// The program that a shell command begins with; nil where only a shell can tell.
  static func program(of command: String) -> String? {
    guard let word = command.split(whereSeparator: \.isWhitespace).first,
      !word.contains(where: { "$;|&=()<>`'\"\\*?{[!#".contains($0) })
    else { return nil }
    return String(word)
  }
}
