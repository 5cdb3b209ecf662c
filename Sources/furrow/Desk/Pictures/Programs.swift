import CPosix
import Foundation
import Sentences

/// The user's own programs for files and addresses.
enum Programs {
  private static let openers = ["xdg-open", "open", "gio"]
  private static let players = [
    ["mpv", "--no-terminal", "--force-window=no"],
    ["ffplay", "-nodisp", "-autoexit", "-v", "quiet"],
    ["paplay"], ["aplay", "-q"], ["play", "-q"], ["afplay"],
  ]

  /// Why nothing can be opened here, as a clause; nil where it can.
  static func openerProblem(
    _ environment: [String: String] = ProcessInfo.processInfo.environment,
    isInstalled: (String) -> Bool = { find($0) != nil }
  ) -> String? {
    #if os(Linux)
      if !hasDesktop(environment) {
        let isRemote = ["SSH_CONNECTION", "SSH_TTY"].contains { environment[$0].nonEmpty != nil }
        return isRemote
          ? said("this desk runs over SSH, without a desktop") : said("there is no desktop here")
      }
    #endif
    return openers.contains(where: isInstalled) ? nil : said("there is no xdg-open here")
  }

  /// Whether programs with windows can be shown. Where they cannot, it is no fault that none opens.
  static func hasDesktop(_ environment: [String: String]) -> Bool {
    #if os(Linux)
      ["DISPLAY", "WAYLAND_DISPLAY"].contains { environment[$0].nonEmpty != nil }
    #else
      true
    #endif
  }

  /// Why no sound or film can be played here, as a clause; nil where it can.
  static func playerProblem(isInstalled: (String) -> Bool = { find($0) != nil }) -> String? {
    players.contains { $0.first.map(isInstalled) == true }
      ? nil : said("there is no mpv, ffplay or aplay here")
  }

  /// What becomes of a program that ends badly; it gets the program's name.
  typealias Complaint = @Sendable (String) -> Void

  /// Gives a path or an address to the program that the desktop has for it, and returns its name.
  static func open(_ target: String, orElse complain: @escaping Complaint) throws(Failure) -> String
  {
    for opener in openers {
      guard let program = find(opener) else { continue }
      try start(program, opener == "gio" ? ["open", target] : [target], orElse: complain)
      return opener
    }
    throw Failure(.usage, said("There is no xdg-open here to show it with: \(target)"))
  }

  static func play(_ path: String, orElse complain: @escaping Complaint) throws(Failure) -> String {
    for player in players {
      guard let name = player.first, let program = find(name) else { continue }
      try start(program, player.dropFirst() + [path], orElse: complain)
      return name
    }
    throw Failure(.usage, said("There is no mpv, ffplay or aplay here to play it with: \(path)"))
  }

  /// Runs a shell command with a title and a text as its last arguments. Neither is read by the shell,
  /// nor looks like an option.
  static func notify(
    _ title: String, _ body: String, by command: String, orElse complain: @escaping Complaint
  ) throws(Failure) {
    let words = [title, body].map { $0.hasPrefix("-") ? " " + $0 : $0 }
    try start("/bin/sh", ["-c", command + " \"$1\" \"$2\"", "furrow"] + words, orElse: complain)
  }

  /// Where the user keeps downloads.
  static var downloads: URL {
    let environment = ProcessInfo.processInfo.environment
    let home = environment["HOME"].nonEmpty ?? NSHomeDirectory()
    let named = environment["XDG_DOWNLOAD_DIR"].nonEmpty
    return URL(filePath: named ?? "\(home)/Downloads")
  }

  /// The path of a program; nil when it is not installed.
  static func find(_ name: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return path.split(separator: ":").map { "\($0)/\(name)" }
      .first(where: FileManager.default.isExecutableFile(atPath:))
  }

  /// Starts a program that neither reads nor writes our terminal.
  private static func start(
    _ program: String, _ arguments: [String], orElse complain: @escaping Complaint
  ) throws(Failure) {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = OthersEnvironment.variables()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.terminationHandler = { ended in
      guard ended.terminationStatus != 0 || ended.terminationReason == .uncaughtSignal else {
        return
      }
      complain((program as NSString).lastPathComponent)
    }
    do {
      try process.run()
    } catch {
      throw Failure(.internalError, said("\(program) cannot be started."))
    }
  }
}

/// The user's editor, for long texts.
enum ExternalEditor {
  enum Outcome: Hashable, Sendable {
    case text(String)
    /// The editor failed, and had written nothing.
    case nothing
    /// The editor failed, or wrote what is no UTF-8; what it wrote is there.
    case left(path: String)
  }

  /// Lets the user edit `text` in `VISUAL` or `EDITOR`. The terminal has to be free.
  static func edit(_ text: String) -> Outcome {
    let environment = ProcessInfo.processInfo.environment
    let editor = environment["VISUAL"].nonEmpty ?? environment["EDITOR"].nonEmpty ?? "vi"
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "furrow-\(UUID().uuidString)")
    let file = folder.appending(path: "reply.txt")
    guard (try? Paths.writePrivate(text, to: file)) != nil else { return .nothing }
    // The editor may be a command with options; the file is an argument of its own. Foundation's
    // Process has a group of its own, which may not read from the terminal.
    let variables = OthersEnvironment.variables().map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for variable in variables { free(variable) } }
    let hasEnded = cposix_run_in_foreground("exec \(editor) \"$1\"", file.path, variables) == 0
    let edited = try? String(contentsOf: file, encoding: .utf8)
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    // A swap file holds what was not even saved.
    guard hasEnded && edited != nil || edited == text && names?.count == 1 else {
      return .left(path: folder.path)
    }
    try? FileManager.default.removeItem(at: folder)
    guard hasEnded, let edited else { return .nothing }
    return .text(edited.hasSuffix("\n") ? String(edited.dropLast()) : edited)
  }
}

/// Completes paths as a shell does.
enum PathCompletion {
  private static let most = 50

  /// Whole paths that begin with `prefix`; directories end with `/`. Hidden files are offered only
  /// when asked for.
  static func candidates(for prefix: String) -> [String] {
    let split = prefix.lastIndex(of: "/").map { prefix.index(after: $0) } ?? prefix.startIndex
    let folder = String(prefix[..<split])
    let start = prefix[split...]
    let place = folder.isEmpty ? "." : Paths.expandingTilde(folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    return names.filter { $0.hasPrefix(start) && ($0.hasPrefix(".") == start.hasPrefix(".")) }
      .sorted().prefix(most)
      .map { name in
        var isDirectory: ObjCBool = false
        _ = FileManager.default.fileExists(
          atPath: (place as NSString).appendingPathComponent(name), isDirectory: &isDirectory)
        return folder + name + (isDirectory.boolValue ? "/" : "")
      }
  }
}
