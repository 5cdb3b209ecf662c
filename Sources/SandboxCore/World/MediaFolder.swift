// Where uploaded files stand, and the files that are on their way there.

import Foundation
import Glibc
import Synchronization

/// The folder of one sandbox. Its calls may come from any thread.
final class MediaFolder: Sendable {
  private let path: String
  /// Deleted with everything in it by `close()`: nothing is kept of a sandbox without a data file.
  private let isPassing: Bool
  /// Names files that arrive; later ones have greater numbers.
  private let arrivals = Atomic<Int>(0)

  private static let arrivalPrefix = "incoming-"

  /// - Parameter dataFile: the sandbox's data file, beside which the folder stands.
  init(besides dataFile: String?) {
    isPassing = dataFile == nil
    path =
      dataFile.map { $0 + ".media" }
      ?? FileManager.default.temporaryDirectory
      .appending(path: "furrow-media-\(UUID().uuidString)").path
    guard let left = try? FileManager.default.contentsOfDirectory(atPath: path) else { return }
    for name in left where name.hasPrefix(Self.arrivalPrefix) { unlink(self.path(of: name)) }
  }

  func path(of name: String) -> String { path + "/" + name }

  func newArrival() throws(SandboxError) -> IncomingFile {
    // The folder is made when the first file comes; an error shows when the file is opened.
    mkdir(path, 0o700)
    let number = arrivals.wrappingAdd(1, ordering: .relaxed).newValue
    let name = "\(Self.arrivalPrefix)\(getpid())-\(number)"
    let file = open(self.path(of: name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .cannotStore(errno) }
    return IncomingFile(file, name: name, folder: self)
  }

  func close() {
    if isPassing { try? FileManager.default.removeItem(atPath: path) }
  }
}

/// A file that is being written. It is deleted with this object unless it was kept.
package final class IncomingFile: Hashable, Sendable {
  private struct State {
    /// Closed once the last byte is written.
    var descriptor: Int32?
    var size = 0
    var isKept = false
  }

  private let name: String
  private let folder: MediaFolder
  private let state: Mutex<State>

  fileprivate init(_ descriptor: Int32, name: String, folder: MediaFolder) {
    self.name = name
    self.folder = folder
    state = Mutex(State(descriptor: descriptor))
  }

  deinit {
    let (descriptor, isKept) = state.withLock { ($0.descriptor, $0.isKept) }
    if let descriptor { close(descriptor) }
    if !isKept { unlink(folder.path(of: name)) }
  }

  /// In bytes, so far.
  package var size: Int { state.withLock { $0.size } }

  /// Appends bytes; may wait for the disk.
  package func write(_ bytes: ArraySlice<UInt8>) throws(SandboxError) {
    let fault: Int32? = bytes.withUnsafeBytes { bytes in
      state.withLock { state in
        guard let descriptor = state.descriptor else { return EBADF }
        var rest = bytes[...]
        while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
          let count = Glibc.write(descriptor, start, rest.count)
          if count < 0, errno == EINTR { continue }
          guard count > 0 else { return errno }
          rest = rest.dropFirst(count)
          state.size += count
        }
        return nil
      }
    }
    if let fault { throw .cannotStore(fault) }
  }

  /// Says that the last byte is written.
  package func finish() throws(SandboxError) {
    let fault: Int32? = state.withLock { state in
      guard let descriptor = state.descriptor else { return nil }
      state.descriptor = nil
      return close(descriptor) == 0 ? nil : errno
    }
    if let fault { throw .cannotStore(fault) }
  }

  /// Gives the file its lasting name.
  func keep(as lasting: String) throws(SandboxError) {
    try finish()
    guard rename(folder.path(of: name), folder.path(of: lasting)) == 0 else {
      throw .cannotStore(errno)
    }
    state.withLock { $0.isKept = true }
  }

  package static func == (a: IncomingFile, b: IncomingFile) -> Bool { a === b }
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension SandboxError {
  /// The disk took nothing, for this reason of the system's.
  fileprivate static func cannotStore(_ fault: Int32) -> Self {
    Self(
      status: 507, message: "The server cannot store the file: \(String(cString: strerror(fault)))")
  }
}
