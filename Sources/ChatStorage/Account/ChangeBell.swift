import CPosix
import ChatClient
import Dispatch
import Foundation
import Synchronization

/// Tells the other processes of an account that something changed on the disk, and hears them.
///
/// Each process has a datagram socket of its own in a common directory; ringing sends one byte to
/// each of the others. A ring may be lost: it is a hint, the truth is on the disk.
final class ChangeBell: Sendable {
  let changes: AsyncStream<StoreChange>
  private let telling: AsyncStream<StoreChange>.Continuation
  private let state: Mutex<State?>
  private let directory: String
  private let name: String

  private struct State: ~Copyable {
    var socket: Int32
    var source: any DispatchSourceRead
  }

  /// The sockets stand beside the account's files, or, where that path is too long for a socket, in a
  /// directory for running processes.
  init(directory: String) {
    (changes, telling) = AsyncStream.makeStream()
    name = "\(getpid())-\(String(UInt32.random(in: .min ... .max), radix: 16)).bell"
    let place = Self.place(for: directory)
    self.directory = place
    let telling = telling
    try? FileManager.default.createDirectory(
      atPath: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let parent = URL(filePath: place).deletingLastPathComponent().path
    let isOurs = Self.isOurs(parent) && Self.isOurs(place)
    let socket = isOurs ? cposix_datagram_bind("\(place)/\(name)") : -1
    guard socket >= 0 else {
      // Without a bell the others are heard of when the disk is read the next time.
      state = Mutex(nil)
      return
    }
    let source = DispatchSource.makeReadSource(
      fileDescriptor: socket, queue: DispatchQueue(label: "furrow.bell"))
    source.setEventHandler {
      for change in Self.take(from: socket) { telling.yield(change) }
    }
    source.setCancelHandler { _ = Foundation.close(socket) }
    source.activate()
    state = Mutex(State(socket: socket, source: source))
  }

  deinit { close() }

  /// Nobody else can put anything there.
  private static func isOurs(_ directory: String) -> Bool {
    var facts = stat()
    return lstat(directory, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
      && facts.st_uid == getuid() && facts.st_mode & 0o022 == 0
  }

  /// Where the sockets of the account in `directory` stand. `sun_path` holds 108 bytes with its end;
  /// our names are at most 25 long.
  static func place(for directory: String) -> String {
    let beside = "\(directory)/bells"
    if beside.utf8.count <= 80 { return beside }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in directory.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    // The same for a desk and for a script of cron, whose environment says other things.
    return "/tmp/furrow-\(getuid())/furrow-\(String(hash, radix: 16))"
  }

  func ring(_ change: StoreChange) {
    state.withLock { state in
      guard let socket = state?.socket else { return }
      let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
      for other in names where other != name && other.hasSuffix(".bell") {
        var byte = Self.byte(of: change)
        let path = "\(directory)/\(other)"
        if cposix_datagram_send(socket, path, &byte, 1) != 0, errno == ECONNREFUSED {
          // Its process has ended without taking it away.
          _ = unlink(path)
        }
      }
    }
  }

  func close() {
    state.withLock { state in
      guard let held = state.take() else { return }
      held.source.cancel()
      _ = unlink("\(directory)/\(name)")
    }
    telling.finish()
  }

  private static func take(from socket: Int32) -> Set<StoreChange> {
    var heard: Set<StoreChange> = []
    var byte: UInt8 = 0
    while recv(socket, &byte, 1, 0) == 1 {
      if let change = change(of: byte) { heard.insert(change) }
    }
    return heard
  }

  private static func byte(of change: StoreChange) -> UInt8 {
    switch change {
    case .outbox: UInt8(ascii: "o")
    case .drafts: UInt8(ascii: "d")
    case .local: UInt8(ascii: "n")
    case .leaderLeft: UInt8(ascii: "l")
    }
  }

  private static func change(of byte: UInt8) -> StoreChange? {
    switch byte {
    case UInt8(ascii: "o"): .outbox
    case UInt8(ascii: "d"): .drafts
    case UInt8(ascii: "n"): .local
    case UInt8(ascii: "l"): .leaderLeft
    default: nil
    }
  }
}
