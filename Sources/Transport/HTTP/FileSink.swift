// A download on its way to the disk: into `PATH.part` first, into `PATH` once whole.

import Glibc
import Synchronization

/// The file on the disk, locked until it is closed. The task that made it hands it to one transfer
/// after the other, and closes it when the last has ended.
final class DownloadFile: Sendable {

  /// How many bytes an earlier attempt left.
  let resumedFrom: Int64
  let limit: Int64
  let progress: (@Sendable (TransferProgress) -> Void)?
  private let path: String
  private let descriptor: Int32
  private let isOpen = Mutex(true)

  private var partPath: String { path + ".part" }

  /// - Throws: `fileUnwritable`, also when somebody is downloading to the same place.
  init(
    path: String, limit: Int64, progress: (@Sendable (TransferProgress) -> Void)?
  ) throws(TransportError) {
    self.path = path
    self.limit = limit
    self.progress = progress
    descriptor = open(
      path + ".part", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else { throw Self.failure(errno, path: path) }
    var facts = stat()
    let reason: String? =
      if fstat(descriptor, &facts) != 0 || facts.st_mode & S_IFMT != S_IFREG {
        "not a regular file"
      } else if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
        // Another errno than that is of a disk that gives no locks.
        errno == EWOULDBLOCK ? "it is being downloaded already" : systemWords(errno)
      } else {
        nil
      }
    if let reason {
      Glibc.close(descriptor)
      throw .fileUnwritable(path: path, reason: reason, full: false)
    }
    resumedFrom = Int64(facts.st_size)
  }

  deinit { close() }

  /// Removes a part without a byte, which is no use to anybody.
  func close() {
    isOpen.withLock { isOpen in
      guard isOpen else { return }
      isOpen = false
      var facts = stat()
      if fstat(descriptor, &facts) == 0 && facts.st_size == 0 && facts.st_nlink > 0 {
        unlink(partPath)
      }
      // A process that is just being started may hold a copy of the descriptor, and of its lock.
      flock(descriptor, LOCK_UN)
      Glibc.close(descriptor)
    }
  }

  /// The next bytes are written at `offset`, and nothing is kept behind it.
  func cut(at offset: Int64) throws(TransportError) {
    guard ftruncate(descriptor, off_t(offset)) == 0,
      lseek(descriptor, off_t(offset), SEEK_SET) >= 0
    else { throw Self.failure(errno, path: path) }
  }

  func append(_ bytes: UnsafeRawBufferPointer) throws(TransportError) {
    var rest = bytes
    while !rest.isEmpty {
      let written = write(descriptor, rest.baseAddress, rest.count)
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw Self.failure(errno, path: path) }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  /// The file is whole and takes its name.
  func publish() throws(TransportError) {
    guard rename(partPath, path) == 0 else { throw Self.failure(errno, path: path) }
  }

  private static func failure(_ number: Int32, path: String) -> TransportError {
    .fileUnwritable(
      path: path, reason: systemWords(number), full: number == ENOSPC || number == EDQUOT)
  }
}

/// Writes one answer into the file: from its beginning (200), or on from where an earlier attempt
/// stopped (206). Any other answer is kept in memory and leaves the file alone.
final class FileSink: AnswerSink {
  /// What an answer that is no file may hold, in bytes.
  private static let errorLimit = 64 << 10

  private let file: DownloadFile
  private var errorBody: MemorySink?
  private var size: Int64 = 0
  private var total: Int64?

  init(_ file: DownloadFile) { self.file = file }

  func begin(status: Int, headers: [HTTPHeader]) throws(TransportError) {
    switch status {
    case 200:
      total = headers.value("Content-Length").flatMap { Int64($0) }
    case 206:
      let range = headers.value("Content-Range").flatMap(ContentRange.init)
      guard let range, range.first == file.resumedFrom else {
        throw .protocolViolation("a part of the file that was not asked for")
      }
      size = range.first
      total = range.total
    default:
      let memory = MemorySink(limit: Self.errorLimit)
      errorBody = memory
      return try memory.begin(status: status, headers: headers)
    }
    if let total, total > file.limit { throw .bodyTooLarge(limit: file.limit) }
    try file.cut(at: size)
  }

  func take(_ bytes: UnsafeRawBufferPointer) throws(TransportError) {
    if let errorBody { return try errorBody.take(bytes) }
    guard Int64(bytes.count) <= file.limit - size else { throw .bodyTooLarge(limit: file.limit) }
    try file.append(bytes)
    size += Int64(bytes.count)
    file.progress?(TransferProgress(done: size, total: total))
  }

  func finish() throws(TransportError) -> [UInt8] {
    if let errorBody { return errorBody.finish() }
    if let total, total != size { throw .connectionLost }
    try file.publish()
    return []
  }
}

/// `bytes 100-199/500`, or `bytes 100-199/*` where the whole is unknown.
struct ContentRange: Equatable {
  let first: Int64
  let last: Int64
  let total: Int64?

  init?(_ text: String) {
    let words = text.split(separator: " ")
    guard words.count == 2, words[0].lowercased() == "bytes" else { return nil }
    let halves = words[1].split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2 else { return nil }
    let ends = halves[0].split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let first = Int64(ends[0]), let last = Int64(ends[1]), first >= 0,
      last >= first
    else { return nil }
    if halves[1] == "*" {
      total = nil
    } else {
      guard let size = Int64(halves[1]), size > last else { return nil }
      total = size
    }
    self.first = first
    self.last = last
  }
}
