import ChatModel
import ChatStorage
import Foundation
import Sentences

/// The files that people keep: those of the configuration's folder, and others that are named.
struct KeptFiles {
  /// Longer ones are no such files, in bytes; of a recording the beginning is read.
  private static let longest = 1 << 20

  /// What became of one of them.
  enum Outcome: Hashable {
    case current
    /// - Parameters:
    ///   - version: what it was of; 0 where it named none
    ///   - backup: the path of the file as it was; nil where nothing was written
    case rewritten(version: Int, changes: [String], backup: String?)
  }

  /// Those that are there, as they stand in the documentation.
  static func all(of paths: Paths) -> [URL] {
    let single = [paths.configFile, paths.keysFile, paths.viewsFile, paths.rosterFile]
    return single.filter { FileManager.default.fileExists(atPath: $0.path) }
      + ReplyFiles.files(of: paths.themes) + ReplyFiles.files(of: paths.replies)
      + EventFiles.files(of: paths.events)
  }

  /// How many of them name no version.
  static func unversioned(of paths: Paths) -> Int {
    all(of: paths).count { file in
      guard case .rewritten? = try? planned(for: file) else { return false }
      return true
    }
  }

  /// Rewrites a file that is of an earlier version, and keeps what it was beside it.
  ///
  /// - Parameters:
  ///   - moment: names the backup
  ///   - writes: false: it is only told what would be done
  /// - Throws: why it stays as it is, with its name
  static func migrate(
    _ file: URL, at moment: Date, writes: Bool
  ) throws(Failure) -> Outcome {
    // A link stays one: what it leads to is rewritten.
    let file = file.resolvingSymlinksInPath()
    guard case .rewritten(let text, let version, let changes) = try planned(for: file) else {
      return .current
    }
    guard writes else { return .rewritten(version: version, changes: changes, backup: nil) }
    let backup = try keep(file, at: moment)
    let rights = try? FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
    do throws(Failure) {
      try Paths.writePrivate(text, to: file)
    } catch {
      // The file is as it was, and needs no copy.
      unlink(backup)
      throw error
    }
    // Who could read a team's file still can.
    if let rights {
      try? FileManager.default.setAttributes([.posixPermissions: rights], ofItemAtPath: file.path)
    }
    return .rewritten(version: version, changes: changes, backup: backup)
  }

  private static func planned(for file: URL) throws(Failure) -> FileMigration {
    let isRecording = FileMigration.KeptKind(file.path) == .recording
    guard let data = isRecording ? beginning(of: file) : whole(file) else {
      throw Failure(
        .notFound, said("\(file.path) is not there, or is no file of at most a megabyte."))
    }
    let text =
      isRecording ? String(decoding: data, as: UTF8.self) : String(data: data, encoding: .utf8)
    guard let text else { throw Failure(.badConfiguration, said("\(file.path) is no UTF-8 text.")) }
    return try FileMigration(text, path: file.path)
  }

  private static func whole(_ file: URL) -> Data? {
    ForeignFile.bytes(of: file, most: longest, followsLinks: true)
  }

  private static func beginning(of file: URL) -> Data? {
    let descriptor = open(file.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return Descriptor.read(descriptor, atMost: longest)
  }

  /// A copy under a name that is free.
  private static func keep(_ file: URL, at moment: Date) throws(Failure) -> String {
    let style = Date.VerbatimFormatStyle(
      format:
        "\(year: .padded(4))\(month: .twoDigits)\(day: .twoDigits)-\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased))\(minute: .twoDigits)\(second: .twoDigits)",
      timeZone: .current, calendar: Calendar(identifier: .gregorian))
    guard let data = whole(file) else {
      throw Failure(.notFound, said("\(file.path) went away and was not rewritten."))
    }
    for number in 1...99 {
      let name = "\(file.path).bak-\(style.format(moment))" + (number == 1 ? "" : "-\(number)")
      if try NewFile.write(data, to: name) { return name }
    }
    throw Failure(
      .cannotStore, said("There are too many backups of \(file.path); it was not rewritten."))
  }
}
