import Foundation
import Sentences

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
        said("the Linux console")
      } else if variable("TERM_PROGRAM") == "Apple_Terminal" {
        said("Terminal of macOS")
      } else if !isMultiplexed, !variable("STY").isEmpty || variable("TERM").hasPrefix("screen") {
        "screen"
      } else {
        nil
      }
    guard let deaf else {
      return Finding(
        check, .ok,
        said("given to the terminal (OSC 52), which may ask first or have it switched off"))
    }
    return Finding(
      check, .warn, said("\(deaf) takes nothing into a clipboard"),
      mend: said("Use another terminal, or tmux in place of screen; `S` saves files all the same."))
  }

  var notices: Finding {
    let check = "notices"
    switch settings.notifying {
    case .off: return Finding(check, .ok, said("off in the configuration"))
    case .bell: return Finding(check, .ok, said("by the terminal's bell"))
    case .terminal, .form:
      guard variable("TERM").hasPrefix("linux") else {
        return Finding(check, .ok, said("by the terminal (notify is \(settings.notifying))"))
      }
      return Finding(
        check, .warn, said("the Linux console shows no notifications"),
        mend: said("Set notify = \"bell\" in config.toml."))
    case .command(let command): return notices(by: command, check)
    }
  }

  private func notices(by command: String, _ check: String) -> Finding {
    let words = said("by `\(command)`")
    // What only a shell can judge is left to it.
    guard let name = Self.program(of: command) else { return Finding(check, .ok, words) }
    guard isThere(name) else {
      let package = name == "notify-send" ? said(" (Debian: libnotify-bin)") : ""
      return Finding(
        check, .warn, said("\(words), but there is no \(name) here"),
        mend: said("Install it\(package), or set notify to another in config.toml."))
    }
    let hasBus = ["DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"].contains {
      environment[$0].nonEmpty != nil
    }
    guard hasBus || !["notify-send", "gdbus", "dbus-send"].contains(name) else {
      return Finding(
        check, .warn, said("\(words), but no session bus is named (DBUS_SESSION_BUS_ADDRESS)"),
        mend: said("Start furrow inside the desktop's session, or set notify = \"terminal\"."))
    }
    return Finding(check, .ok, words)
  }

  var opening: Finding {
    let check = "opening"
    guard let problem = Programs.openerProblem(environment, isInstalled: { find($0) != nil }) else {
      return Finding(check, .ok, said("files and addresses go to the desktop's programs"))
    }
    let isRemote = !Programs.hasDesktop(environment)
    return Finding(
      check, isRemote ? .ok : .warn, said("\(problem): files and addresses are not opened"),
      mend: isRemote ? nil : said("Install xdg-utils; `S` saves files all the same."))
  }

  var films: Finding {
    guard let problem = Programs.playerProblem(isInstalled: { find($0) != nil }) else {
      return Finding("films", .ok, said("a player is here"))
    }
    return Finding(
      "films", .warn, said("\(problem): films can only be saved"), mend: said("Install mpv."))
  }

  var editor: Finding {
    let name = environment["VISUAL"].nonEmpty ?? environment["EDITOR"].nonEmpty ?? "vi"
    guard let program = Self.program(of: name), !isThere(program) else {
      return Finding("editor", .ok, name)
    }
    return Finding(
      "editor", .warn,
      said("there is no \(program) here: long replies cannot be written in an editor"),
      mend: said("Set EDITOR to an editor that is installed."))
  }

  private var team: Finding {
    get async {
      guard let folder = settings.teamDirectory else {
        return Finding("team", .ok, said("no team_dir in the configuration"))
      }
      return await within(Self.patience) { Self.team(folder) }
        ?? Finding(
          "team", .warn, said("\(folder.path) does not answer"),
          mend: said("Look at the network, or at who serves that folder."))
    }
  }

  static func team(_ folder: URL) -> Finding {
    let check = "team"
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isDirectory) else {
      return Finding(
        check, .warn,
        said("\(folder.path) is not there: neither notes nor replies of the team are"),
        mend: said("Mount or make that folder, or correct team_dir in config.toml."))
    }
    guard isDirectory.boolValue else {
      return Finding(
        check, .fail, said("\(folder.path) is no folder"),
        mend: said("Correct team_dir in config.toml."))
    }
    guard access(folder.path, R_OK | X_OK) == 0 else {
      return Finding(
        check, .fail, said("\(folder.path) may not be read"),
        mend: said("Ask who keeps it for the right to read and write there."))
    }
    guard access(folder.path, W_OK) == 0 else {
      return Finding(
        check, .warn, said("\(folder.path) may not be written: own notes do not reach the team"),
        mend: said("Ask who keeps it for the right to write there."))
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
