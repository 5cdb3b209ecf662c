import ChatConnection
import ChatModel
import Desk
import Foundation
import Sentences

/// Records the wire of all identities into a file while somebody wants it.
struct DeskRecorder {
  private let book: WireBook
  private var writer: RecordingWriter?

  init(_ book: WireBook) { self.book = book }

  /// What became of a wish to begin or to end.
  enum Turn {
    case began(path: String)
    case ended(RecordingWriter.Result, path: String)
    case failed(Failure)

    var notice: Notice {
      switch self {
      case .began(let path): Notice(.info, said("The wire is recorded into \(path)."))
      case .ended(let result, let path):
        result.problem.map { Notice(.failure, $0.message) }
          ?? Notice(.info, said("\(result.lines) lines of the wire stand in \(path)."))
      case .failed(let failure): Notice(.failure, failure.message)
      }
    }
  }

  /// Begins in this folder, or ends what is under way; nil where there is no folder.
  mutating func toggle(in folder: URL?) -> Turn? {
    if let writer {
      self.writer = nil
      return .ended(writer.finish(), path: writer.file.path)
    }
    guard let folder else { return nil }
    do throws(Failure) {
      try Paths.createPrivate(folder)
      let writer = try RecordingWriter(
        to: RecordingWriter.freeFile(in: folder), of: book,
        masking: WireMask(seed: .random(in: .min ... .max)))
      self.writer = writer
      return .began(path: writer.file.path)
    } catch {
      return .failed(error)
    }
  }

  mutating func end() {
    _ = writer?.finish()
    writer = nil
  }
}
