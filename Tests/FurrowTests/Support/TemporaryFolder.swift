import Foundation

/// A directory of one test, removed when the test ends.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "furrow-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String) -> URL { url.appending(path: name) }

  @discardableResult
  func write(_ text: String, to name: String) throws -> URL {
    let file = file(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return file
  }

  /// A program of that name which runs this script.
  ///
  /// Another process writes it. A file that this one wrote may still be open for writing in a child
  /// that another test has just started, and the system does not run such a file.
  func writeProgram(_ script: String, named name: String) throws -> URL {
    let text = try write(script, to: name + ".text")
    let program = file(name)
    let copy = Process()
    copy.executableURL = URL(filePath: "/usr/bin/install")
    copy.arguments = ["-m", "700", text.path, program.path]
    try copy.run()
    copy.waitUntilExit()
    guard copy.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
    return program
  }

  /// The rights of a file or directory, such as 0o600.
  static func rights(of url: URL) throws -> Int {
    let facts = try FileManager.default.attributesOfItem(atPath: url.path)
    return (facts[.posixPermissions] as? NSNumber)?.intValue ?? -1
  }
}
