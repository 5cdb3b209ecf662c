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

extension Recording {
  /// Names the lines that could not be read.
  func tellFaults(_ output: Output) {
    for fault in faults { output.warn(Failure.sentence(fault.description)) }
  }

  /// - Throws: the exit status of a recording of which a part is lost: what was made of the rest may
  ///   be less than it seems.
  static func refuseLosses(_ recordings: [Recording]) throws {
    if recordings.contains(where: { !$0.faults.isEmpty }) { throw ExitStatus.rejected.code }
  }
}
