// A server of a few lines whose every byte a test decides: blocking sockets, a thread a connection.

import Foundation
import Synchronization

/// Listens on a free port of 127.0.0.1 until it goes.
package final class TestServer: Sendable {
  package let port: UInt16
  private let listener: TestConnection
  private let count = Mutex(0)

  /// How many connections were accepted.
  package var connectionCount: Int { count.withLock { $0 } }
  package var root: String { "http://127.0.0.1:\(port)" }

  /// - Parameter serve: runs on a thread of each connection's own; the connection ends with it.
  package init(_ serve: @escaping @Sendable (TestConnection) -> Void) {
    let (descriptor, port) = TestSocket.listen()
    self.port = port
    listener = TestConnection(descriptor)
    Thread.detachNewThread { [weak self, listener] in
      while true {
        let descriptor = accept(listener.descriptor, nil, nil)
        guard descriptor >= 0 else { return listener.close() }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        self?.count.withLock { $0 += 1 }
        Thread.detachNewThread {
          let connection = TestConnection(descriptor)
          serve(connection)
          connection.close()
        }
      }
    }
  }

  /// Answers every request of every connection.
  package convenience init(answering answer: @escaping @Sendable (TestRequest) -> String) {
    self.init { connection in
      while let request = connection.readRequest() { connection.write(answer(request)) }
    }
  }

  deinit { listener.end() }
}

package enum TestSocket {
  package static func listen() -> (Int32, UInt16) {
    let descriptor = socket(
      AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = loopback(0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        precondition(bind(descriptor, address, length) == 0)
        precondition(Glibc.listen(descriptor, 64) == 0)
        precondition(getsockname(descriptor, address, &length) == 0)
      }
    }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  package static func connect(_ port: UInt16) -> TestConnection? {
    let descriptor = socket(
      AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = loopback(port)
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else {
      close(descriptor)
      return nil
    }
    return TestConnection(descriptor)
  }

  /// A port where nothing listens.
  package static func closedPort() -> UInt16 {
    let (descriptor, port) = listen()
    close(descriptor)
    return port
  }

  private static func loopback(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }
}

package struct TestRequest: Sendable {
  package let method: String
  package let target: String
  /// Names in lower case.
  package let headers: [String: String]
  package let body: [UInt8]
}

/// One end of a connection; every call blocks. One thread uses and closes it; any may `end` it: a
/// descriptor that is closed while others use it could be somebody else's by then.
package final class TestConnection: Sendable {
  package let descriptor: Int32
  private let isClosed = Mutex(false)

  package init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close() }

  package func close() {
    isClosed.withLock {
      if !$0 { Glibc.close(descriptor) }
      $0 = true
    }
  }

  /// Both directions are over, and whoever waits for bytes here wakes up.
  package func end() {
    isClosed.withLock { if !$0 { shutdown(descriptor, Int32(SHUT_RDWR)) } }
  }

  package func write(_ text: String) { write(Array(text.utf8)) }

  package func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// What has come, at least a byte; empty at the end.
  package func readSome(_ limit: Int = 64 << 10) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: limit)
    errno = 0
    let count = recv(descriptor, &buffer, limit, 0)
    return count > 0 ? Array(buffer.prefix(count)) : []
  }

  /// nil when the connection ends before.
  package func read(_ count: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let more = readSome(count - bytes.count)
      if more.isEmpty { return nil }
      bytes += more
    }
    return bytes
  }

  /// Waits for the other end to close; says whether that was a reset.
  @discardableResult
  package func waitForEnd() -> Bool {
    while !readSome().isEmpty {}
    return errno == ECONNRESET
  }

  package func readHead() -> String? {
    var head: [UInt8] = []
    while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
      guard let byte = read(1) else { return nil }
      head += byte
    }
    return String(decoding: head, as: UTF8.self)
  }

  /// A request with a `Content-Length` or without content.
  package func readRequest() -> TestRequest? {
    guard let head = readHead() else { return nil }
    let lines = head.components(separatedBy: "\r\n").filter { !$0.isEmpty }
    let words = lines[0].split(separator: " ").map(String.init)
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let halves = line.components(separatedBy: ": ")
      headers[halves[0].lowercased()] = halves.dropFirst().joined(separator: ": ")
    }
    guard let body = read(headers["content-length"].flatMap(Int.init) ?? 0) else { return nil }
    return TestRequest(method: words[0], target: words[1], headers: headers, body: body)
  }
}

package func answer(_ status: Int, _ headers: [String] = [], _ body: String = "") -> String {
  (["HTTP/1.1 \(status) Words", "Content-Length: \(body.utf8.count)"] + headers)
    .joined(separator: "\r\n") + "\r\n\r\n" + body
}

/// Collects what happens on other threads.
package final class Log<Element: Sendable>: Sendable {
  private let elements = Mutex<[Element]>([])

  package init() {}

  package var all: [Element] { elements.withLock { $0 } }
  package func append(_ element: Element) { elements.withLock { $0.append(element) } }
}

/// A directory of a test's own, removed with it.
package final class TestDirectory: Sendable {
  package let path: String

  package init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "furrow-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  package func file(_ name: String) -> String { path + "/" + name }

  package func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(filePath: file(name)))
    return file(name)
  }

  package func contents(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: file(name)).map(Array.init)
  }

  package var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }
}
