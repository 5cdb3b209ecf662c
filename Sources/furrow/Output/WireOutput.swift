import ChatConnection
import ChatModel
import Foundation
import Synchronization

extension WireBook {
  /// An empty one, whose recordings say what wrote them.
  static func ofThisProgram() -> WireBook { WireBook(program: "furrow/\(Furrow.version)") }
}

/// Writes the wire down while a command runs: for people on stderr, as a recording to a file.
final class WireOutput: Sendable {
  private let listenings: [WireListening]

  /// - Parameter toTerminal: what --wire wants goes to stderr; false: the command prints it.
  init?(
    _ options: GlobalOptions, of book: WireBook, _ output: Output, toTerminal: Bool = true
  ) throws(Failure) {
    let mask = Self.mask(options)
    var listenings: [WireListening] = []
    if let path = options.wireFile {
      let file = try WireFile(path, WireWriter(masking: mask), book.header)
      listenings.append(
        book.listen(offset: { file.correct($0) }) { record, _ in file.add(record) })
    }
    if options.wire, toTerminal {
      listenings.append(Self.listenForStderr(book, output, mask))
    }
    guard !listenings.isEmpty else { return nil }
    self.listenings = listenings
  }

  /// What takes phone numbers out, unless they are wanted.
  static func mask(_ options: GlobalOptions) -> WireMask? {
    options.unmasked ? nil : WireMask(seed: UInt64.random(in: .min ... .max))
  }

  private static func listenForStderr(
    _ book: WireBook, _ output: Output, _ mask: WireMask?
  ) -> WireListening {
    let header = book.header
    let writer = WireWriter(masking: mask)
    let words = Mutex(WireLine())
    return book.listen(offset: { offset in
      guard !output.isJSON, let known = offset.offset, let within = offset.within else { return }
      StandardStreams.printError(WireLine.offset(known, within: within) + "\n")
    }) { record, relation in
      let line =
        output.isJSON
        ? Output.printable(writer.line(record))
        : Output.line(words.withLock { $0.text(record, relation, header, masking: mask) })
      StandardStreams.printError(output.secrets.masked(line) + "\n")
    }
  }
}

/// A recording that grows on the disk.
private final class WireFile: Sendable {
  /// In bytes: what comes then is not written any more.
  static let largest = 1 << 30

  private struct State {
    var descriptor: Int32
    var size = 0
    var header: WireHeader
  }

  private let writer: WireWriter
  private let state: Mutex<State>

  init(_ path: String, _ writer: WireWriter, _ header: WireHeader) throws(Failure) {
    self.writer = writer
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw errno == EEXIST
        ? Failure(.usage, "The file \(path) is there already; a recording is a new file.")
        : Failure(
          .cannotStore, "The file \(path) cannot be written: \(String(cString: strerror(errno))).")
    }
    state = Mutex(State(descriptor: descriptor, header: header))
    write(writer.line(header))
  }

  deinit { _ = state.withLock { close($0.descriptor) } }

  func add(_ record: WireRecord) { write(writer.line(record)) }

  /// The server's clock is known better.
  func correct(_ offset: ServerOffset) {
    let header = state.withLock { state in
      state.header.offset = offset.offset
      state.header.within = offset.within
      return state.header
    }
    write(writer.line(header))
  }

  private func write(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    state.withLock { state in
      guard state.size + bytes.count <= Self.largest else { return }
      state.size += bytes.count
      _ = bytes.withUnsafeBytes { Foundation.write(state.descriptor, $0.baseAddress, $0.count) }
    }
  }
}
