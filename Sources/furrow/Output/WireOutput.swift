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
  private let recording: RecordingWriter?

  /// - Parameter toTerminal: what --wire wants goes to stderr; false: the command prints it.
  init?(
    _ options: GlobalOptions, of book: WireBook, _ output: Output, toTerminal: Bool = true
  ) throws(Failure) {
    let mask = Self.mask(options)
    var listenings: [WireListening] = []
    recording = try options.wireFile.map { path throws(Failure) in
      try RecordingWriter(to: URL(filePath: path), of: book, masking: mask)
    }
    if options.wire, toTerminal {
      listenings.append(Self.listenForStderr(book, output, mask))
    }
    guard !listenings.isEmpty || recording != nil else { return nil }
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
    let told = Mutex<Int64?>(nil)
    return book.listen(header: { header in
      guard !output.isJSON, let known = header.offset, let within = header.within,
        told.withLock({ told in
          defer { told = within }
          return told != within
        })
      else { return }
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
