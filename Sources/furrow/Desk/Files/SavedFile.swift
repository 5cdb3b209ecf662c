import ChatModel
import Foundation
import Sentences

/// Puts a fetched file where the user wants it, never over another one by itself.
enum SavedFile {
  enum Outcome: Hashable, Sendable {
    /// With the whole path.
    case saved(String)
    /// There is something of that name; nothing was touched.
    case isTaken(String)
  }

  /// A path in `folder` under which there is nothing yet: "leaf.jpg", else "leaf (2).jpg".
  static func freePath(in folder: URL, named name: String) -> String {
    for number in 1...1000 {
      let addition = number == 1 ? "" : " (\(number))"
      let path = folder.appending(path: FileName.fitted(name, adding: addition)).path
      if !FileManager.default.fileExists(atPath: path) { return path }
    }
    return folder.appending(path: FileName.fitted(name, adding: UUID().uuidString)).path
  }

  /// Copies `file` to `path`; into it, where that is a folder. Only the user's folder for downloads
  /// is made where it is missing.
  static func copy(
    _ file: URL, to path: String, named media: Media, replacing: Bool,
    downloads: URL = Programs.downloads
  ) throws -> Outcome {
    var target = URL(filePath: Paths.expandingTilde(path)).standardizedFileURL
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: target.path, isDirectory: &isFolder),
      isFolder.boolValue
    {
      target.append(path: MediaCache.fileName(of: media))
    }
    let folder = target.deletingLastPathComponent()
    if folder.path == downloads.standardizedFileURL.path {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    guard FileManager.default.fileExists(atPath: folder.path) else {
      throw Failure(.cannotStore, said("There is no folder \(folder.path)."))
    }
    if replacing {
      guard case .file(let path) = try OutputPlace.of(target.path) else {
        throw Failure(.cannotStore, said("\(target.path) is no file and was not replaced."))
      }
      target = URL(filePath: path)
    }
    // Whole, or not at all: a disk that fills up leaves what was there.
    let part = target.deletingLastPathComponent().appending(path: ".\(UUID().uuidString).part")
    defer { unlink(part.path) }
    try FileManager.default.copyItem(at: file, to: part)
    guard replacing else {
      // A link is made only where nothing is.
      if link(part.path, target.path) == 0 { return .saved(target.path) }
      if errno == EEXIST { return .isTaken(target.path) }
      guard !FileManager.default.fileExists(atPath: target.path) else {
        return .isTaken(target.path)
      }
      try FileManager.default.moveItem(at: part, to: target)
      return .saved(target.path)
    }
    guard rename(part.path, target.path) == 0 else {
      throw Failure(.cannotStore, said("\(target.path) cannot be written."))
    }
    return .saved(target.path)
  }
}
