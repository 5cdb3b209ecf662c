// A program in a pseudo-terminal, read and written by a test.

import CPosix
import Glibc
import Testing

/// Runs a program in a pty of its own and gathers what it writes.
final class PtyProgram {
  enum End: Hashable {
    case exit(Int32)
    case signal(Int32)
  }

  let process: pid_t
  private var master: Int32
  private var hasEnded = false
  private var isLate = false
  /// What it wrote, without what was waited for already.
  private(set) var output = ""
  /// All that it wrote.
  private(set) var transcript = ""

  /// The program of this package that takes a terminal.
  static let probe: String = {
    let tests = CommandLine.arguments[0]
    let folder = tests.lastIndex(of: "/").map { tests[...$0] } ?? ""
    return folder + "terminal-probe"
  }()

  /// - Parameter command: for the shell; `$PROBE` is the probe.
  init(_ command: String, environment: [String: String] = [:]) throws {
    var variables = [
      "TERM": "xterm-256color", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8",
      "PROBE": Self.probe, "SWIFT_BACKTRACE": "enable=no",
    ]
    variables.merge(environment) { $1 }
    let words = ["/bin/bash", "-c", command]
    let arguments = words.map { strdup($0) } + [nil]
    let settings = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { (arguments + settings).forEach { free($0) } }
    var master: Int32 = -1
    process = cposix_spawn_in_pty(words[0], arguments, settings, 80, 24, &master)
    self.master = master
    try #require(process > 0)
  }

  deinit {
    if !hasEnded {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    if master >= 0 { close(master) }
  }

  /// The terminal, as the test holds it.
  var terminal: Int32 { master }

  /// The modes that the terminal has now.
  var modes: [UInt32] {
    var modes = termios()
    tcgetattr(master, &modes)
    return [modes.c_iflag, modes.c_oflag, modes.c_lflag]
  }

  func send(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
  }

  func resize(columns: Int32, rows: Int32) { cposix_set_window_size(master, columns, rows) }

  /// Closes the terminal's other end.
  func hangUp() {
    close(master)
    master = -1
  }

  /// Reads until the text has come, and forgets everything up to its end.
  func expect(_ text: String, _ location: SourceLocation = #_sourceLocation) throws {
    while true {
      if let found = output.firstRange(of: text) {
        output = String(output[found.upperBound...])
        return
      }
      try #require(
        read(), "'\(text)' has not come after: \(String(readable: Array(output.utf8)))",
        sourceLocation: location)
    }
  }

  /// Reads everything up to the program's end.
  func end() throws -> End {
    while master >= 0, read() {}
    if isLate {
      Issue.record("the program has not ended")
      kill(process, SIGKILL)
    }
    var status: Int32 = 0
    try #require(waitpid(process, &status, 0) == process)
    hasEnded = true
    return status & 0x7F == 0 ? .exit(status >> 8 & 0xFF) : .signal(status & 0x7F)
  }

  /// Whether something came within ten seconds.
  private func read() -> Bool {
    var ready = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    isLate = poll(&ready, 1, 10_000) != 1
    if isLate { return false }
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = Glibc.read(master, &buffer, buffer.count)
    guard count > 0 else { return false }
    let text = String(decoding: buffer[..<count], as: UTF8.self)
    output += text
    transcript += text
    return true
  }
}

extension String {
  /// How often a text occurs.
  func occurrences(of text: String) -> Int { ranges(of: text).count }
}
