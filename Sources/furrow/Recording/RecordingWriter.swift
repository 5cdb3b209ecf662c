import CCrypto
import ChatConnection
import ChatModel
import Foundation
import JSON
import Sentences
import Synchronization

/// Writes what a wire tells into a file, with the files that were uploaded beside it. What cannot be
/// written ends the recording, and the end says so.
final class RecordingWriter: Sendable {
  /// In bytes; a recording ends there.
  static let longest = 1 << 30
  /// In bytes; a larger upload is not kept beside it.
  private static let largestUpload = 64 << 20

  private struct State {
    var header: WireHeader
    var isIntroduced = false
    var size = 0
    var lines = 0
    var problem: Failure?
  }

  let file: URL
  private let writer: WireWriter
  private let descriptor: Int32
  private let state: Mutex<State>
  private let listening = Mutex<WireListening?>(nil)

  /// What a recording came to.
  struct Result: Sendable {
    let lines: Int
    let problem: Failure?
  }

  /// - Parameters:
  ///   - file: is made, for its owner alone; one that is there is left as it is.
  ///   - mask: what takes phone numbers out; nil leaves them in.
  init(
    to file: URL, of book: WireBook, masking mask: WireMask?
  ) throws(Failure) {
    self.file = file
    writer = WireWriter(masking: mask)
    state = Mutex(State(header: book.header))
    descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw errno == EEXIST
        ? Failure(
          .usage, said("The file \(file.path) is there already; a recording is a new file."))
        : Failure(
          .cannotStore,
          said("The file \(file.path) cannot be written: \(String(cString: strerror(errno)))."))
    }
    let kept = book.listen(header: { [weak self] in self?.correct($0) }) { [weak self] record, _ in
      self?.add(record)
    }
    listening.withLock { $0 = kept }
  }

  deinit { close(descriptor) }

  /// Ends it.
  func finish() -> Result {
    listening.withLock { $0 }?.stop()
    introduce()
    // A pipe has no disk.
    if fsync(descriptor) != 0, errno != EINVAL { fail() }
    return state.withLock { Result(lines: $0.lines, problem: $0.problem) }
  }

  private func add(_ record: WireRecord) {
    guard state.withLock({ $0.problem == nil }) else { return }
    introduce()
    put(writer.line(keepingFiles(of: record)))
    state.withLock { $0.lines += 1 }
  }

  /// Writes the first line. It waits for the first record: until then who takes part is told.
  private func introduce() {
    let header = state.withLock { state -> WireHeader? in
      defer { state.isIntroduced = true }
      return state.isIntroduced ? nil : state.header
    }
    if let header { put(writer.line(header)) }
  }

  /// More is known than the first line tells; the last one counts.
  private func correct(_ header: WireHeader) {
    let isLate = state.withLock { state in
      state.header = header
      return state.isIntroduced
    }
    if isLate { put(writer.line(header)) }
  }

  private func put(_ line: String) {
    var bytes = Array((line + "\n").utf8)[...]
    let isFull = state.withLock { state in
      guard state.problem == nil, state.size + bytes.count > Self.longest else { return false }
      state.problem = Failure(
        .cannotStore, said("The recording \(file.path) has 1 GB and ends there."))
      return true
    }
    guard !isFull else { return }
    let whole = state.withLock { $0.size }
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else {
        if count < 0, errno == EINTR { continue }
        fail()
        // Half a line would make the whole recording unreadable. (A pipe keeps what it has.)
        _ = ftruncate(descriptor, off_t(whole))
        return
      }
      state.withLock { $0.size += count }
      bytes = bytes.dropFirst(count)
    }
  }

  private func fail() {
    let reason = String(cString: strerror(errno))
    state.withLock { state in
      state.problem = Failure(
        .cannotStore, said("The recording \(file.path) cannot be written on: \(reason)."))
    }
  }

  // MARK: Uploads

  /// The record, whose files name those that were kept.
  private func keepingFiles(of record: WireRecord) -> WireRecord {
    guard !record.uploads.isEmpty, var form = record.data.objectValue,
      let files = form["files"]?.arrayValue
    else { return record }
    let named = files.enumerated().map { place, value -> JSONValue in
      guard record.uploads.indices.contains(place), var members = value.objectValue,
        let name = keep(record.uploads[place])
      else { return value }
      members["file"] = .string(name)
      return .object(members)
    }
    form["files"] = .array(named)
    var record = record
    record.data = .object(form)
    return record
  }

  /// Copies a file beside the recording, under the name of its content; nil when it cannot be.
  private func keep(_ upload: WireUpload) -> String? {
    let source = open(upload.path, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { return nil }
    defer { close(source) }
    guard let data = Descriptor.read(source, atMost: Self.largestUpload + 1),
      data.count <= Self.largestUpload
    else { return nil }
    let ending = (upload.name as NSString).pathExtension.lowercased()
    let isPlain =
      !ending.isEmpty && ending.utf8.count <= 8 && ending.allSatisfy { $0.isLetter || $0.isNumber }
    let name = Self.hash(data) + (isPlain ? "." + ending : "")
    let target = file.deletingLastPathComponent().appending(path: name)
    guard !FileManager.default.fileExists(atPath: target.path) else { return name }
    return FileManager.default.createFile(
      atPath: target.path, contents: data, attributes: [.posixPermissions: 0o600]) ? name : nil
  }

  /// SHA-256, in hexadecimal.
  private static func hash(_ data: Data) -> String {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    data.withUnsafeBytes { bytes in
      _ = SHA256(bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, &digest)
    }
    return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

extension RecordingWriter {
  /// Where the recordings of an account lie that were given no name.
  static func folder(of account: Account) -> URL {
    account.directory.appending(path: "recordings")
  }

  /// A name of its own for a recording that begins now.
  static func freeFile(in folder: URL, now: Date = Date()) -> URL {
    let style = Date.VerbatimFormatStyle(
      format:
        "\(year: .padded(4))-\(month: .twoDigits)-\(day: .twoDigits)-\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased))\(minute: .twoDigits)\(second: .twoDigits)",
      timeZone: .current, calendar: Calendar(identifier: .gregorian))
    return folder.appending(path: "\(style.format(now)).jsonl")
  }
}

extension WireIdentity {
  init(_ account: Account, named name: String) { self.init(account.claims, named: name) }

  init(_ claims: Claims, named name: String) {
    self.init(name: name, user: claims.userID.rawValue, role: claims.role.rawValue)
  }
}
