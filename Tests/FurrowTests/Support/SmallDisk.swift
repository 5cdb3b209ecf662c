import Foundation

/// A file system of 64 kB or more in memory, which only root may mount.
final class SmallDisk {
  private let folder: TemporaryFolder
  var url: URL { folder.url }

  struct CannotMount: Error {}

  /// Root alone is not enough in every container.
  static let isPossible: Bool = (try? SmallDisk()) != nil

  init(kilobytes: Int = 64) throws {
    folder = try TemporaryFolder()
    let size = "size=\(kilobytes)k"
    guard Self.run("mount", "-t", "tmpfs", "-o", size, "none", folder.url.path) else {
      throw CannotMount()
    }
  }

  deinit { _ = Self.run("umount", "-l", folder.url.path) }

  private var filling: String { url.appending(path: "filling").path }

  /// Writes until there is room for so many pages of 4 kB and no byte more.
  func fill(leaving pages: Int = 0) {
    let descriptor = open(filling, O_RDWR | O_CREAT, 0o600)
    guard descriptor >= 0 else { return }
    let page = [UInt8](repeating: 0, count: 4096)
    var size: off_t = 0
    while case let count = write(descriptor, page, page.count), count > 0 { size += off_t(count) }
    _ = ftruncate(descriptor, max(0, size - off_t(pages * page.count)))
    close(descriptor)
  }

  func makeRoom() { unlink(filling) }

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
