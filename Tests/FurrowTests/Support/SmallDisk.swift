import Foundation

/// A file system of 64 kB in memory, which only root may mount.
final class SmallDisk {
  private let folder: TemporaryFolder
  var url: URL { folder.url }

  struct CannotMount: Error {}

  /// Root alone is not enough in every container.
  static let isPossible: Bool = (try? SmallDisk()) != nil

  init() throws {
    folder = try TemporaryFolder()
    guard Self.run("mount", "-t", "tmpfs", "-o", "size=64k", "none", folder.url.path) else {
      throw CannotMount()
    }
  }

  deinit { _ = Self.run("umount", "-l", folder.url.path) }

  /// Writes until there is no room for one byte more.
  func fill() {
    let descriptor = open(url.appending(path: "filling").path, O_WRONLY | O_CREAT, 0o600)
    guard descriptor >= 0 else { return }
    let page = [UInt8](repeating: 0, count: 4096)
    while write(descriptor, page, page.count) > 0 {}
    close(descriptor)
  }

  func makeReadOnly() throws {
    guard Self.run("mount", "-o", "remount,ro", url.path) else { throw CannotMount() }
  }

  private static func run(_ words: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
