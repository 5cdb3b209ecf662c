import ChatModel
import ChatStorage
import Foundation
import Sentences

/// Events that testers keep, to be sent another time: `…/events/*.json`, plain files that are shared as
/// such.
struct EventFiles: Sendable {
  private let folder: URL

  /// A file that is longer is no event; what is behind so many is not read.
  private static let mostBytes = 1 << 20
  private static let mostFiles = 500

  init(_ folder: URL) { self.folder = folder }

  /// Reads all of them now; what is wrong is said in sentences.
  func read() -> (events: [EventTemplate], problems: [String]) {
    var events: [EventTemplate] = []
    var problems: [String] = []
    let files = Self.files(of: folder)
    for file in files.prefix(Self.mostFiles) {
      guard let data = ForeignFile.bytes(of: file, most: Self.mostBytes, followsLinks: true) else {
        problems.append(said("The file \(file.path) cannot be read, or is longer than 1 MB."))
        continue
      }
      let bytes = Array(data)
      do throws(WrittenJSONFault) {
        events += try EventTemplate.read(
          bytes, label: file.deletingPathExtension().lastPathComponent)
        problems += EventTemplate.unknownMembers(in: bytes).map {
          said("The file \(file.path) \($0).")
        }
      } catch {
        problems.append(said("The file \(file.path) \(error.clause)."))
      }
    }
    if files.count > Self.mostFiles {
      problems.append(
        said("Of \(files.count) files of events the first \(Self.mostFiles) are read."))
    }
    return (events, problems)
  }

  /// By name.
  static func files(of folder: URL) -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted()
      .map { folder.appending(path: $0) }
  }

  /// Writes one down under a name that is free.
  ///
  /// - Returns: the file
  func keep(_ text: String, named name: String) throws(Failure) -> URL {
    do {
      try Paths.createPrivate(folder)
    } catch {
      throw Failure(.cannotStore, said("The folder \(folder.path) cannot be made."))
    }
    let stem = String(
      name.map { $0.isASCII && ($0.isLetter || $0.isNumber) || "-_".contains($0) ? $0 : "-" }
        .prefix(60))
    for number in 1...999 {
      let file = folder.appending(path: number == 1 ? "\(stem).json" : "\(stem)-\(number).json")
      if try NewFile.write(Data(text.utf8), to: file.path) { return file }
    }
    throw Failure(.cannotStore, said("There are too many events called \(stem) in \(folder.path)."))
  }
}

/// A file that takes the place of no other.
enum NewFile {
  /// - Returns: false where there is one already
  static func write(_ data: Data, to path: String) throws(Failure) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      if errno == EEXIST { return false }
      throw Failure(
        .cannotStore,
        said("The file \(path) cannot be written: \(String(cString: strerror(errno)))."))
    }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try handle.write(contentsOf: data)
      try handle.close()
    } catch {
      unlink(path)
      throw Failure(
        .cannotStore, said("The file \(path) cannot be written: the disk takes no more."))
    }
    return true
  }
}
