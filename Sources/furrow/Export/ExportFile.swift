import Foundation

/// A file that is written whole or not at all, for its owner alone, and never over another one by
/// itself.
final class ExportFile {
  /// The whole path.
  let path: String
  private let part: String
  private let replaces: Bool
  /// What helps where something is there already.
  private let hint: String
  private var descriptor: Int32

  /// - Throws: where it cannot be, or something is there that is not to be replaced
  init(
    _ path: String, replacing: Bool, hint: String = "name another file, or replace it with --force"
  ) throws(Failure) {
    self.hint = hint
    let target = URL(filePath: Paths.expandingTilde(path)).standardizedFileURL
    self.path = target.path
    replaces = replacing
    var isFolder: ObjCBool = false
    let folder = target.deletingLastPathComponent()
    part = folder.appending(path: ".\(UUID().uuidString).part").path
    descriptor = -1
    let isThere = FileManager.default.fileExists(atPath: target.path, isDirectory: &isFolder)
    if isThere, isFolder.boolValue {
      throw Failure(.usage, "\(target.path) is a folder; name a file in it.")
    }
    if isThere, !replacing { throw isTaken }
    guard FileManager.default.fileExists(atPath: folder.path) else {
      throw Failure(.cannotStore, "There is no folder \(folder.path).")
    }
    descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw cannotWrite(errno) }
  }

  deinit { giveUp() }

  func write(_ text: String) throws(Failure) {
    var text = text
    let error = text.withUTF8 { bytes -> Int32? in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Foundation.write(
          descriptor, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count > 0 {
          rest = rest.dropFirst(count)
        } else if errno != EINTR {
          return errno
        }
      }
      return nil
    }
    if let error { throw cannotWrite(error) }
  }

  /// Puts it where it belongs.
  func finish() throws(Failure) {
    guard fsync(descriptor) == 0 else { throw cannotWrite(errno) }
    defer { giveUp() }
    if replaces {
      guard rename(part, path) == 0 else { throw cannotWrite(errno) }
      return
    }
    // A link is made only where nothing is.
    if link(part, path) == 0 { return }
    if errno == EEXIST { throw isTaken }
    // Not every disk knows links.
    guard !FileManager.default.fileExists(atPath: path) else { throw isTaken }
    guard rename(part, path) == 0 else { throw cannotWrite(errno) }
  }

  private func giveUp() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
    unlink(part)
  }

  private var isTaken: Failure {
    Failure(.cannotStore, "\(path) exists already; \(hint).")
  }

  private func cannotWrite(_ error: Int32) -> Failure {
    let reason =
      switch error {
      case ENOSPC, EDQUOT: "the disk is full"
      case EROFS: "the disk is read-only"
      case EACCES, EPERM: "that is not allowed"
      default: String(cString: strerror(error))
      }
    return Failure(.cannotStore, "\(path) cannot be written: \(reason).")
  }
}
