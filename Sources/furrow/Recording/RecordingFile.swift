import Foundation
import Recordings
import Sentences

extension Recording {
  /// Longer ones are not read, in bytes.
  static let largest = 1 << 30

  /// - Throws: what is wrong with it, with file and line.
  init(contentsOf path: String) throws(Failure) {
    guard let data = try InputFile.data(path, atMost: Self.largest + 1) else {
      throw Failure(
        .notFound,
        said("The recording \(path) cannot be read: \(String(cString: strerror(errno)))."))
    }
    guard data.count <= Self.largest else {
      throw Failure(.rejected, said("The recording \(path) is longer than 1 GB."))
    }
    do throws(RecordingFault) {
      try self.init([UInt8](data), named: path)
    } catch {
      throw Failure(.rejected, Failure.sentence(error.description))
    }
  }
}
