import Foundation
import Sentences

/// A file that is written whole or not at all, for its owner alone, and never over another one by
/// itself. A pipe or a device is written through.
final class ExportFile {
  /// The whole path.
  let path: String
  /// nil: what is written goes out at once.
  private let part: String?
  private let replaces: Bool
  /// What helps where something is there already.
  private let hint: String
  private var descriptor: Int32

  /// - Throws: where it cannot be, or something is there that is not to be replaced
  init(
    _ path: String, replacing: Bool,
    hint: String = said("name another file, or replace it with --force")
  ) throws(Failure) {
    self.hint = hint
    replaces = replacing
    descriptor = -1
    switch try OutputPlace.of(path) {
    case .file(let path):
      self.path = path
      let folder = URL(filePath: path).deletingLastPathComponent()
      let part = folder.appending(path: ".\(UUID().uuidString).part").path
      self.part = part
      if !replacing, FileManager.default.fileExists(atPath: path) { throw isTaken }
      descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    case .stream(let path):
      self.path = path
      part = nil
      descriptor = try OutputPlace.open(stream: path)
    case .own(let own):
      self.path = path
      part = nil
      descriptor = fcntl(own, F_DUPFD_CLOEXEC, 0)
    }
    guard descriptor >= 0 else { throw cannotWrite(errno) }
  }

  /// Writes all of it, over a file that is there.
  static func write(_ text: String, to path: String) throws(Failure) {
    let file = try ExportFile(path, replacing: true)
    try file.write(text)
    try file.finish()
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
    defer { giveUp() }
    guard let part else { return }
    guard fsync(descriptor) == 0 else { throw cannotWrite(errno) }
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
    if let part { unlink(part) }
  }

  private var isTaken: Failure {
    Failure(.cannotStore, said("\(path) exists already; \(hint)."))
  }

  private func cannotWrite(_ error: Int32) -> Failure {
    let reason =
      switch error {
      case ENOSPC, EDQUOT: said("the disk is full")
      case EROFS: said("the disk is read-only")
      case EACCES, EPERM: said("that is not allowed")
      default: String(cString: strerror(error))
      }
    return Failure(.cannotStore, said("\(path) cannot be written: \(reason)."))
  }
}
