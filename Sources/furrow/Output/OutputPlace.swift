import Foundation
import Sentences

/// Where what is written to a path goes. Only a regular file is ever replaced: a link is followed, and a
/// pipe or a device is written through.
enum OutputPlace: Hashable {
  /// A regular file, or nothing yet: the whole path, behind the links that lead there.
  case file(String)
  /// A pipe or a device.
  case stream(String)
  /// What this process writes to already, such as a file behind standard output.
  case own(Int32)

  /// - Throws: one sentence where nothing can be written
  static func of(_ path: String) throws(Failure) -> Self {
    let target = URL(filePath: Paths.expandingTilde(path)).standardizedFileURL
    let path = target.path
    var facts = stat()
    guard stat(path, &facts) == 0 else {
      if lstat(path, &facts) == 0 {
        throw Failure(
          .cannotStore, said("\(path) is a link that leads nowhere; name the file itself."))
      }
      let folder = target.deletingLastPathComponent().path
      guard FileManager.default.fileExists(atPath: folder) else {
        throw Failure(.cannotStore, said("There is no folder \(folder)."))
      }
      return .file(path)
    }
    switch facts.st_mode & S_IFMT {
    case S_IFREG:
      let own = [STDOUT_FILENO, STDERR_FILENO].first { isTheSame($0, facts) }
      return own.map(Self.own) ?? .file(behindLinks(path))
    case S_IFIFO, S_IFCHR: return .stream(path)
    case S_IFDIR: throw Failure(.usage, said("\(path) is a folder; name a file in it."))
    default:
      throw Failure(.cannotStore, said("\(path) is no file, pipe or terminal; name a file."))
    }
  }

  /// Opens a pipe or a device for writing. A pipe that nobody reads is not waited for.
  static func open(stream path: String) throws(Failure) -> Int32 {
    let descriptor = Foundation.open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENXIO
        ? Failure(.cannotStore, said("Nobody reads from \(path): start its reader first."))
        : Failure(
          .cannotStore, said("\(path) cannot be written: \(String(cString: strerror(errno)))."))
    }
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
    return descriptor
  }

  private static func isTheSame(_ descriptor: Int32, _ facts: stat) -> Bool {
    var open = stat()
    return fstat(descriptor, &open) == 0 && open.st_dev == facts.st_dev
      && open.st_ino == facts.st_ino
  }

  private static func behindLinks(_ path: String) -> String {
    guard let whole = realpath(path, nil) else { return path }
    defer { free(whole) }
    return String(cString: whole)
  }
}
