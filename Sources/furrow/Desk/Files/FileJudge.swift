import ChatClient
import ChatModel
import Desk
import Foundation

/// Judges files that are to be sent, as the client does when it accepts them.
enum FileJudge {
  /// The verdicts on the first list of which all files exist, else on the last.
  static func verdicts(on readings: [[String]]) -> [FileVerdict] {
    for (place, paths) in readings.enumerated() {
      let verdicts = paths.map(verdict)
      let isThere = !verdicts.contains { if case .missing = $0 { true } else { false } }
      if isThere || place == readings.count - 1 { return verdicts }
    }
    return []
  }

  private static func verdict(_ path: String) -> FileVerdict {
    // Relative to where the desk was started, which a draft must outlive.
    let absolute = URL(filePath: Paths.expandingTilde(path)).standardizedFileURL.path
    guard FileManager.default.fileExists(atPath: absolute) else { return .missing(path: path) }
    do throws(UnsendableFile) {
      return .fits(try OutboxFile(checking: absolute))
    } catch {
      return .refused(path: absolute, reason: error.reason)
    }
  }
}
