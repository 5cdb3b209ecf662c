// A connection whose every byte a test decides.

import Foundation
import Glibc
import SandboxCore
import SandboxHTTP

/// Blocks its thread: for tests that wait for a server of their own.
final class RawClient {
  private let descriptor: Int32

  /// - Parameter receiveBuffer: in bytes; a small one makes a slow reader.
  init(_ server: SandboxServer, receiveBuffer: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if var size = receiveBuffer {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4)
    }
    // What must come comes at once; only a broken server lets a test wait so long.
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(
      descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(server.port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
  }

  deinit { close(descriptor) }

  /// Returns whether all of it went.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Whether something has come, or the connection has ended.
  var hasHeard: Bool {
    var byte: UInt8 = 0
    return recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) >= 0
  }

  /// Some bytes; nothing once the server has ended the connection, nil when it did not.
  func receive(_ most: Int = 1 << 16) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: most)
    let count = recv(descriptor, &bytes, most, 0)
    if count < 0, errno == EAGAIN { return nil }
    return Array(bytes.prefix(max(0, count)))
  }

  /// All that comes until the server ends the connection; nil when it does not.
  func rest() -> [UInt8]? {
    var all: [UInt8] = []
    while true {
      guard let more = receive() else { return nil }
      if more.isEmpty { return all }
      all += more
    }
  }

  /// What comes up to and with `end`.
  func text(upTo end: String) -> String {
    var all: [UInt8] = []
    while !all.suffix(end.utf8.count).elementsEqual(end.utf8), let more = receive(1), !more.isEmpty
    {
      all += more
    }
    return String(decoding: all, as: UTF8.self)
  }

  /// The status of the one answer of a connection that the server then ends.
  func lastStatus() -> Int? {
    guard let rest = rest() else { return nil }
    let line = String(decoding: rest.prefix { $0 != 13 }, as: UTF8.self).split(separator: " ")
    return line.count > 1 ? Int(line[1]) : nil
  }
}
