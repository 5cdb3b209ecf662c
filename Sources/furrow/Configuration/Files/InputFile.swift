import Foundation
import Sentences

/// Reading what a person names: a file, a device, or a pipe that somebody writes into.
enum InputFile {
  /// How long a pipe waits for its writer, in milliseconds.
  private static let patience: Int32 = 3000

  /// Opens it; nil where that cannot be, with `errno` set.
  ///
  /// - Parameter patience: in milliseconds
  /// - Throws: when nobody writes into a pipe meanwhile
  static func open(_ path: String, patience: Int32 = InputFile.patience) throws(Failure) -> Int32? {
    let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { return nil }
    var facts = stat()
    // What the system hands over, such as /dev/stdin, has had its writer from the first.
    let isNamed = !path.hasPrefix("/dev/") && !path.hasPrefix("/proc/")
    if isNamed, fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFIFO,
      !hasWriter(descriptor, path, patience)
    {
      close(descriptor)
      throw Failure(
        .notFound, said("Nobody writes into the pipe \(path): nothing was read from it."))
    }
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
    return descriptor
  }

  /// What it holds, at most so many bytes; nil where it cannot be read, with `errno` set.
  static func data(
    _ path: String, atMost most: Int = .max, patience: Int32 = InputFile.patience
  ) throws(Failure) -> Data? {
    guard let descriptor = try open(path, patience: patience) else { return nil }
    defer { close(descriptor) }
    return Descriptor.read(descriptor, atMost: most)
  }

  private static func hasWriter(_ pipe: Int32, _ path: String, _ patience: Int32) -> Bool {
    var ready = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
    if poll(&ready, 1, patience) > 0 { return true }
    // A writer may be there that is still silent. Once a writer of ours has come and gone, the pipe
    // tells whether it was the last.
    let own = Foundation.open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK)
    guard own >= 0 else { return false }
    close(own)
    return poll(&ready, 1, 0) == 0 || ready.revents & Int16(POLLIN) != 0
  }
}
