// Proxies and a TLS end of a few lines each.

import Foundation
import LoopbackServer

/// Joins two connections until either ends.
private func relay(_ one: TestConnection, _ other: TestConnection) {
  @Sendable func copy(_ from: TestConnection, _ to: TestConnection) {
    while true {
      let bytes = from.readSome()
      if bytes.isEmpty { break }
      to.write(bytes)
    }
    from.end()
    to.end()
  }
  let isDone = DispatchSemaphore(value: 0)
  Thread.detachNewThread {
    copy(other, one)
    isDone.signal()
  }
  copy(one, other)
  isDone.wait()
}

extension TestServer {
  /// An HTTP proxy. Whatever host it is asked for, it connects to `port` of this machine.
  /// - Parameters:
  ///   - seen: the first line of each request.
  ///   - refusal: the status every CONNECT is answered with.
  static func proxy(to port: UInt16, seen: Log<String>, refusal: Int? = nil) -> TestServer {
    TestServer { connection in
      guard let head = connection.readHead() else { return }
      let line = head.components(separatedBy: "\r\n")[0]
      seen.append(line)
      if let refusal { return connection.write(answer(refusal, ["Connection: close"])) }
      guard let target = TestSocket.connect(port) else { return }
      if line.hasPrefix("CONNECT ") {
        connection.write("HTTP/1.1 200 Connected\r\n\r\n")
      } else {
        target.write(head)
      }
      relay(connection, target)
    }
  }

  /// A SOCKS5 proxy without passwords, likewise.
  /// - Parameter seen: each `host:port` asked for.
  static func socks(to port: UInt16, seen: Log<String>, refuses: Bool = false) -> TestServer {
    TestServer { connection in
      guard let greeting = connection.read(2), connection.read(Int(greeting[1])) != nil else {
        return
      }
      connection.write([5, 0])
      guard let request = connection.read(4) else { return }
      let host: [UInt8]?
      switch request[3] {
      case 3: host = connection.read(1).flatMap { connection.read(Int($0[0])) }
      default:
        host = connection.read(4).map { Array($0.map { "\($0)" }.joined(separator: ".").utf8) }
      }
      guard let host, let digits = connection.read(2) else { return }
      seen.append(
        "\(String(decoding: host, as: UTF8.self)):\(UInt16(digits[0]) << 8 | UInt16(digits[1]))")
      if refuses { return connection.write([5, 2, 0, 1, 0, 0, 0, 0, 0, 0]) }
      connection.write([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
      guard let target = TestSocket.connect(port) else { return }
      relay(connection, target)
    }
  }
}

/// A certificate authority made for one test, with a certificate for `localhost`.
final class TestAuthority: Sendable {
  private let directory: TestDirectory
  var caFile: String { directory.file("ca.pem") }

  /// - Parameter days: how long the host's certificate lasts; 0 has ended already.
  init(days: Int = 2) throws {
    directory = try TestDirectory()
    try openssl(
      "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
        + " -subj /CN=Test-Authority -keyout ca.key -out ca.pem")
    try openssl(
      "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost"
        + " -keyout host.key -out host.csr")
    try Data("subjectAltName=DNS:localhost".utf8)
      .write(to: URL(filePath: directory.file("ext")))
    try openssl(
      "x509 -req -in host.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days \(days)"
        + " -extfile ext -out host.pem")
  }

  private func openssl(_ arguments: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments.split(separator: " ").map(String.init)
    process.currentDirectoryURL = URL(filePath: directory.path)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
  }

  /// Ends TLS before a server that speaks without.
  func relay(to port: UInt16) throws -> TLSRelay {
    try TLSRelay(
      certificate: directory.file("host.pem"), key: directory.file("host.key"), to: port)
  }
}

/// A process that takes TLS connections and passes them on in the clear.
final class TLSRelay: Sendable {
  let port: UInt16
  private let identifier: Int32

  private static let program = """
    from select import select
    from socket import create_connection, create_server
    from ssl import PROTOCOL_TLS_SERVER, SSLContext
    from threading import Thread
    from os import _exit
    from sys import argv, stdin
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(argv[1], argv[2])
    listener = create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    Thread(target=lambda: (stdin.read(), _exit(0))).start()
    def serve(raw):
        try:
            client = context.wrap_socket(raw, server_side=True)
            target = create_connection(("127.0.0.1", int(argv[3])))
            while True:
                ready = [client] if client.pending() else select([client, target], [], [])[0]
                for one in ready:
                    data = one.recv(65536)
                    if not data: return client.close(), target.close()
                    (target if one is client else client).sendall(data)
        except OSError:
            raw.close()
    while True:
        Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
    """

  init(certificate: String, key: String, to target: UInt16) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", Self.program, certificate, key, "\(target)"]
    let output = Pipe()
    // Its end ends the program, even when the tests are killed.
    process.standardInput = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    identifier = process.processIdentifier
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let port = UInt16(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw CocoaError(.executableLoad)
    }
    self.port = port
  }

  deinit { kill(identifier, SIGKILL) }
}
