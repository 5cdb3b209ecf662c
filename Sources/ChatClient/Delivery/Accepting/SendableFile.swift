package import ChatModel
import Foundation
import Sentences

/// Why a file cannot be sent.
package struct UnsendableFile: Error, Hashable, Sendable {
  /// As it was given.
  package let path: String
  /// It is not there, or not to be read; otherwise it is none that can be sent.
  package let isUnreadable: Bool
  /// What is to be said behind its name, without a full stop.
  package let problem: String

  /// A sentence that names the file by its last part.
  package var reason: String { "\(Self.name(path)) \(problem)".ended }

  static func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}

extension OutboxFile {
  /// The file at `path` as it would be sent, judged by its content, name and size alone: no server
  /// is asked (row 21).
  package init(checking path: String) throws(UnsendableFile) {
    try self.init(FileInspection(reading: path))
  }

  /// Why it is not what was accepted any more; nil while it is. A file that cannot be read is left to
  /// who uploads it.
  func change(since inspection: FileInspection) -> UnsendableFile? {
    guard case .success(let facts) = inspection.result else { return nil }
    var isOther = facts.size != size
    if let changedAt, let date = facts.changedAt {
      isOther = isOther || abs(date.timeIntervalSince(changedAt)) >= 0.001
    }
    guard isOther else { return nil }
    return UnsendableFile(
      path: path, isUnreadable: false,
      problem: said("was changed after it was accepted, and was not uploaded: attach it again"))
  }

  init(_ inspection: FileInspection) throws(UnsendableFile) {
    let path = inspection.path
    let name = UnsendableFile.name(path)
    switch inspection.result {
    case .failure(let problem):
      throw UnsendableFile(
        path: path, isUnreadable: true, problem: said("cannot be read: \(problem.reason.clause)"))
    case .success(let facts):
      do throws(MediaSniffer.Refusal) {
        let kind = try MediaSniffer.judge(name: name, size: facts.size, head: facts.head)
        self.init(
          path: path, name: name, kind: kind.media, format: kind.format, size: facts.size,
          changedAt: facts.changedAt)
      } catch {
        throw UnsendableFile(path: path, isUnreadable: false, problem: error.reason.clause)
      }
    }
  }
}
