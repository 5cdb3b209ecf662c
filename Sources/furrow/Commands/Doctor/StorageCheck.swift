import ChatModel
import Desk
import Foundation
import Sentences

/// The directories that things are kept in: whether they can be written, by us alone, and have room.
enum StorageCheck {
  /// In bytes; below that a desk soon has no room for its history.
  private static let scarce = 50 << 20

  static func findings(_ settings: Settings) -> [Finding] {
    [
      finding("data", settings.paths.data, mend: said("name another with --data-dir")),
      finding("cache", settings.paths.cache, mend: said("set XDG_CACHE_HOME to another")),
      finding(
        "log", settings.logFile.deletingLastPathComponent(),
        mend: said("name another with --log-file")),
    ]
  }

  static func finding(_ check: String, _ directory: URL, mend: String) -> Finding {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: directory.path, isDirectory: &isDirectory) else {
      let parent = existingParent(of: directory)
      return access(parent.path, W_OK | X_OK) == 0
        ? Finding(check, .ok, said("\(directory.path), not made yet\(room(parent).words)"))
        : Finding(
          check, .fail, said("\(directory.path) cannot be made below \(parent.path)"),
          mend: said("Make that directory writable, or \(mend)."))
    }
    guard isDirectory.boolValue else {
      return Finding(
        check, .fail, said("\(directory.path) is not a directory"),
        mend: said("Move it away, or \(mend)."))
    }
    let probe = directory.appending(path: ".doctor-\(ProcessInfo.processInfo.processIdentifier)")
    do {
      try Paths.writePrivate(String(repeating: "x", count: 4096), to: probe)
      try? FileManager.default.removeItem(at: probe)
    } catch {
      return Finding(
        check, .fail, said("\(directory.path) cannot be written"),
        mend: said("Make room or give yourself the right to write, or \(mend)."))
    }
    var found = stat()
    let isOpenToOthers = stat(directory.path, &found) == 0 && found.st_mode & 0o077 != 0
    if isOpenToOthers {
      return Finding(
        check, .warn, said("\(directory.path) can be entered by others"),
        mend: said("chmod 700 \(directory.path)"))
    }
    let room = room(directory)
    if let free = room.free, free < scarce {
      return Finding(check, .warn, "\(directory.path)\(room.words)", mend: said("Make room there."))
    }
    return Finding(check, .ok, "\(directory.path)\(room.words)")
  }

  private static func existingParent(of directory: URL) -> URL {
    var parent = directory.standardizedFileURL
    while !FileManager.default.fileExists(atPath: parent.path), parent.path != "/" {
      parent.deleteLastPathComponent()
    }
    return parent
  }

  private static func room(_ directory: URL) -> (free: Int?, words: String) {
    let facts = try? FileManager.default.attributesOfFileSystem(forPath: directory.path)
    guard let free = (facts?[.systemFreeSize] as? NSNumber)?.intValue else { return (nil, "") }
    return (free, said(", \(FileSize.text(free)) free"))
  }
}
