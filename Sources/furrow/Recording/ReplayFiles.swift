import Foundation
import Sentences

/// The files that a replay reads: what it writes takes the place of none of them, nor of anything that a
/// replay has not written.
struct ReplayFiles {
  let inputs: [String]

  /// - Parameters:
  ///   - recording: where the replay's own recording goes.
  ///   - report: where the JUnit report goes.
  /// - Throws: a sentence that names the file.
  func check(recording: String? = nil, report: String?) throws(Failure) {
    let outputs = [(recording, Kind.recording), (report, Kind.report)].compactMap { path, kind in
      path.map { ($0, kind) }
    }
    var places: [OutputPlace] = []
    for (path, kind) in outputs {
      let place = try OutputPlace.of(path)
      guard case .file(let target) = place else { continue }
      guard try !isInput(place) else {
        throw Failure(.usage, said("\(path) is read by this replay: name another file to write."))
      }
      guard !places.contains(place) else {
        throw Failure(
          .usage, said("\(path) cannot be the recording and the report: name two files."))
      }
      places.append(place)
      guard kind.isThere(target) else {
        throw Failure(
          .usage,
          said("\(path) is there already and is none of furrow's \(kind.words): name another file.")
        )
      }
    }
  }

  private func isInput(_ place: OutputPlace) throws(Failure) -> Bool {
    for input in inputs where try OutputPlace.of(input) == place { return true }
    return false
  }

  private enum Kind {
    case recording, report

    var words: String {
      switch self {
      case .recording: said("recordings")
      case .report: said("reports")
      }
    }

    private var beginning: String {
      switch self {
      case .recording: "{\"furrow\":"
      case .report: "<?xml"
      }
    }

    /// Whether a file is one of this kind, is empty, or is not there.
    func isThere(_ path: String) -> Bool {
      guard let handle = FileHandle(forReadingAtPath: path) else { return true }
      defer { try? handle.close() }
      let start = (try? handle.read(upToCount: beginning.utf8.count)) ?? nil
      return start.map { $0.isEmpty || $0.elementsEqual(beginning.utf8) } ?? true
    }
  }
}
