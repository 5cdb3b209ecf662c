// What a replay and assertions came to, in the words of the command and of the desk.

import ChatModel
import Foundation
import Recordings
import Sentences

extension Replayer {
  /// Where the replay of a file is written, unless that is said.
  static func replayed(_ file: String) -> String {
    let ending = ".jsonl"
    let stem = file.hasSuffix(ending) ? String(file.dropLast(ending.count)) : file
    return stem + ".replayed" + ending
  }
}

extension Replayer.Outcome {
  func write(to path: String) throws(Failure) {
    let writer = WireWriter(masking: WireMask(seed: .random(in: .min ... .max)))
    let text = writer.document(travelled.header, travelled.records)
    try ExportFile.write(text, to: path)
  }

  /// - Parameter path: where it was written, where that is to be said.
  func sentence(_ path: String? = nil, isSame: Bool) -> String {
    let (lines, mapped) = (
      said(steps, one: "1 line", more: "\(steps) lines"), said(ids, one: "1 id", more: "\(ids) ids")
    )
    return said("\(lines) done again, \(mapped) mapped")
      + (path.map { said(", the replay is in \($0)") } ?? "")
      + (isSame ? said("; the state is the same.") : said("; the state is another one:"))
  }
}

extension ReplayPlan {
  /// - Throws: what cannot be done again, with file and line.
  static func of(_ recording: Recording, playing names: Set<String>) throws(Failure) -> ReplayPlan {
    do throws(RecordingFault) {
      return try ReplayPlan(recording, playing: names)
    } catch {
      throw Failure(.rejected, Failure.sentence(error.description))
    }
  }
}

extension Recording {
  /// Who does something in it, or was there, in order.
  var names: [String] {
    Set(header.identities.map(\.name)).union(records.map(\.identity)).sorted()
  }
}

extension AssertionVerdict {
  /// What became of it and why, with the assertion's place.
  ///
  /// - Parameter shows: the place that a line of the recording is called.
  func words(_ shows: (Int) -> String) -> String {
    guard let failure else { return assertion.name }
    return "\(assertion.name): \(shows(failure.line)): \(failure.words) (\(assertion.place))"
  }
}
