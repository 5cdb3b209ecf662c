import CPosix
import ChatModel
import Foundation
import Logging
import Sentences
import Synchronization
import TextGrid

/// The log: lines appended to a file that its owner alone can read, with two older ones beside it.
///
/// Nothing is created before the first line. Several processes may share the file: each line is one
/// write to its end, and whoever finds it full moves it aside under a lock. A log that cannot be
/// written is no reason to fail, so its errors go nowhere.
final class LogFile: Sendable {
  /// In bytes.
  static let largest = 5 << 20
  /// `NAME.log`, `NAME.log.1` and `NAME.log.2`.
  static let mostFiles = 3

  private let url: URL
  private let largest: Int
  private let descriptor = Mutex<Int32>(-1)
  /// The last line was cut, for the disk was full: the next one begins a line all the same.
  private let isCut = Mutex(false)

  init(_ url: URL, largest: Int = LogFile.largest) {
    self.url = url
    self.largest = largest
  }

  deinit {
    let open = descriptor.withLock { $0 }
    if open >= 0 { close(open) }
  }

  static func logger(writingTo url: URL, level: Logger.Level) -> Logger {
    let file = LogFile(url)
    var logger = Logger(label: "furrow") { _ in LogLines(file: file) }
    logger.logLevel = level
    return logger
  }

  /// Why no line could be written to the file, in words that follow its name; nil when it can be.
  /// Nothing is created to find out.
  static func obstacle(to url: URL) -> String? {
    var place = url.standardizedFileURL
    var found = stat()
    if stat(place.path, &found) == 0 {
      if found.st_mode & S_IFMT == S_IFDIR { return said("is a directory") }
      return access(place.path, W_OK) == 0 ? nil : said("cannot be written")
    }
    // Missing directories are made: the nearest that is there must allow it.
    repeat {
      place.deleteLastPathComponent()
    } while place.path != "/" && stat(place.path, &found) != 0
    guard stat(place.path, &found) == 0, found.st_mode & S_IFMT == S_IFDIR else {
      return said("cannot be created: \(place.path) is not a directory")
    }
    return access(place.path, W_OK | X_OK) == 0
      ? nil : said("cannot be created: \(place.path) cannot be written")
  }

  /// Removes the file and the older ones beside it.
  static func remove(_ url: URL) {
    let file = LogFile(url)
    for number in 0..<mostFiles { unlink(file.name(number)) }
  }

  func append(_ line: String) {
    descriptor.withLock { descriptor in
      guard Self.isCurrent(&descriptor, at: url) || open(&descriptor) else { return }
      if size(of: descriptor) >= largest {
        rotate(&descriptor)
        guard descriptor >= 0 else { return }
      }
      let bytes = Array(((isCut.withLock { $0 } ? "\n" : "") + line + "\n").utf8)
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 { isCut.withLock { $0 = count < bytes.count } }
    }
  }

  /// Whether the descriptor still is the file of that name; another process may have moved it aside.
  private static func isCurrent(_ descriptor: inout Int32, at url: URL) -> Bool {
    var named = stat()
    var opened = stat()
    guard descriptor >= 0, stat(url.path, &named) == 0, fstat(descriptor, &opened) == 0 else {
      return false
    }
    return named.st_ino == opened.st_ino && named.st_dev == opened.st_dev
  }

  private func open(_ descriptor: inout Int32) -> Bool {
    if descriptor >= 0 { close(descriptor) }
    try? Paths.createPrivate(url.deletingLastPathComponent())
    // A pipe that nobody reads is not waited for.
    descriptor = Foundation.open(
      url.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o600)
    return descriptor >= 0
  }

  private func rotate(_ descriptor: inout Int32) {
    // Without the lock another process is at it; this line then still goes to the full file.
    guard cposix_try_lock(descriptor) == 0 else { return }
    if Self.isCurrent(&descriptor, at: url) {
      for number in stride(from: Self.mostFiles - 1, to: 0, by: -1) {
        rename(name(number - 1), name(number))
      }
    }
    _ = open(&descriptor)
  }

  private func name(_ number: Int) -> String {
    number == 0 ? url.path : "\(url.path).\(number)"
  }

  private func size(of descriptor: Int32) -> Int {
    var found = stat()
    return fstat(descriptor, &found) == 0 ? Int(found.st_size) : 0
  }
}

/// Writes what swift-log is told as lines: time, level, words, details.
private struct LogLines: LogHandler {
  let file: LogFile
  var logLevel: Logger.Level = .notice
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let details = metadata.merging(event.metadata ?? [:]) { _, own in own }
      .sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
    let time = Timestamp.format(Date())
    file.append("\(time) \(event.level) " + Self.harmless("\(event.message)\(details)"))
  }

  /// One line, without tokens: they are kept away from here, and what looks like one all the same
  /// is taken out.
  static func harmless(_ text: String) -> String {
    TokenMask.masked(Sanitizer.oneLine(text))
  }
}
