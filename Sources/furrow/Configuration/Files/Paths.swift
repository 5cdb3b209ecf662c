import Foundation
import Sentences

/// Where furrow keeps things, by the XDG base directory specification, on macOS too.
struct Paths: Hashable, Sendable {
  let config: URL
  let data: URL
  var cache: URL
  let state: URL
  var rosterFile: URL

  init(environment: [String: String], dataDirectory: String? = nil) {
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
    func base(_ variable: String, _ fallback: String) -> URL {
      // The specification has relative paths ignored.
      let path = environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
      return URL(filePath: path ?? "\(home)/\(fallback)").appending(path: "furrow")
    }
    func own(_ variable: String) -> URL? {
      environment[variable].flatMap { $0.isEmpty ? nil : URL(filePath: $0) }
    }
    config = own("FURROW_CONFIG_HOME") ?? base("XDG_CONFIG_HOME", ".config")
    rosterFile = config.appending(path: "roster.toml")
    data =
      dataDirectory.map { URL(filePath: $0) } ?? own("FURROW_DATA_HOME")
      ?? base("XDG_DATA_HOME", ".local/share")
    cache = base("XDG_CACHE_HOME", ".cache")
    state = base("XDG_STATE_HOME", ".local/state")
  }

  var configFile: URL { config.appending(path: "config.toml") }
  var keysFile: URL { config.appending(path: "keys.toml") }
  /// Events that testers keep.
  var events: URL { config.appending(path: "events") }
  /// Canned replies.
  var replies: URL { config.appending(path: "replies") }
  var viewsFile: URL { config.appending(path: "views.toml") }
  var themes: URL { config.appending(path: "themes") }

  /// What is wrong with the configuration's directory; nil when it can be one.
  var configProblem: String? {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: config.path, isDirectory: &isDirectory),
      !isDirectory.boolValue
    else { return nil }
    return said(
      """
      \(config.path) is not a directory, so nothing is read from there. FURROW_CONFIG_HOME \
      names the directory of config.toml.
      """)
  }

  /// `path` with a leading `~` as the home directory, which no shell has replaced. `home` says where
  /// that is, as it does to shells, whatever the account's entry says.
  static func expandingTilde(
    _ path: String, home: String? = ProcessInfo.processInfo.environment["HOME"]
  ) -> String {
    guard let home, home.hasPrefix("/"), path == "~" || path.hasPrefix("~/") else {
      return (path as NSString).expandingTildeInPath
    }
    return home + path.dropFirst()
  }

  /// Creates `directory` with rights for its owner alone.
  static func createPrivate(_ directory: URL) throws(Failure) {
    do {
      try FileManager.default.createDirectory(
        at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Failure(
        .cannotStore,
        said("The directory \(directory.path) cannot be created. Name another with --data-dir."))
    }
  }

  /// Writes `contents` to `file`, whole or not at all, readable by its owner alone.
  ///
  /// - Parameter replacing: whether a file that is there may go; else that is a failure.
  static func writePrivate(
    _ contents: String, to file: URL, replacing: Bool = true
  ) throws(Failure) {
    try createPrivate(file.deletingLastPathComponent())
    guard case .file(let path) = try OutputPlace.of(file.path) else {
      throw Failure(
        .cannotStore, said("\(file.path) is no file and was not touched. Move it away."))
    }
    let file = URL(filePath: path)
    let temporary = file.deletingLastPathComponent()
      .appending(path: ".\(UUID().uuidString).part").path
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw cannotWrite(file, errno) }
    defer { close(descriptor) }
    var rest = Array(contents.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return try giveUp(file, temporary, errno) }
      rest = rest.dropFirst(count)
    }
    guard fsync(descriptor) == 0 else { return try giveUp(file, temporary, errno) }
    guard replacing else { return try place(temporary, at: file) }
    guard rename(temporary, file.path) == 0 else { return try giveUp(file, temporary, errno) }
  }

  /// Gives a written file its name, unless something has that already.
  private static func place(_ temporary: String, at file: URL) throws(Failure) {
    var error = link(temporary, file.path) == 0 ? 0 : errno
    // A file system without links: a look before the renaming is as good as it gets.
    if error == EPERM || error == ENOTSUP || error == ENOSYS {
      error = access(file.path, F_OK) == 0 ? EEXIST : 0
      if error == 0 { error = rename(temporary, file.path) == 0 ? 0 : errno }
    }
    guard error == 0 else { return try giveUp(file, temporary, error) }
    unlink(temporary)
  }

  private static func giveUp(_ file: URL, _ temporary: String, _ error: Int32) throws(Failure) {
    unlink(temporary)
    throw cannotWrite(file, error)
  }

  private static func cannotWrite(_ file: URL, _ error: Int32) -> Failure {
    let reason =
      switch error {
      case ENOSPC, EDQUOT: said("The disk is full: \(file.path) was not written. Make room")
      case EROFS: said("\(file.path) cannot be written: the disk is read-only. Make it writable")
      case EEXIST: said("\(file.path) is there already and was not touched. Move it away")
      case EACCES, EPERM: said("\(file.path) may not be written. Give yourself the right")
      default:
        said("\(file.path) cannot be written: \(String(cString: strerror(error))). Mend that")
      }
    return Failure(.cannotStore, reason + said(", or name another directory with --data-dir."))
  }
}
