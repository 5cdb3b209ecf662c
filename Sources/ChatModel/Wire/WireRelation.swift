import Sentences

/// What a record has to do with those before it.
package struct WireRelation: Hashable, Sendable {
  /// The number of what it answers: a request, an event that asked for an acknowledgement, a
  /// `message:send` that the server confirms.
  package var answers: Int?
  /// The number of what made the server tell it, perhaps to somebody else.
  package var cause: Int?
  /// The number of a record that told the same identity of the same message.
  package var sameAs: Int?
  /// In µs: since what it answers, else since its cause.
  package var took: Int64?

  package init(
    answers: Int? = nil, cause: Int? = nil, sameAs: Int? = nil, took: Int64? = nil
  ) {
    self.answers = answers
    self.cause = cause
    self.sameAs = sameAs
    self.took = took
  }

  /// In words, for the last column of the wire: `answers #12`. What was told before is no news of its
  /// cause.
  package var remark: String {
    if let answers { return said("answers #\(answers)") }
    if let sameAs { return said("same message as #\(sameAs)") }
    return cause.map { said("caused by #\($0)") } ?? ""
  }

  /// The same for little room: `#12`.
  package var shortRemark: String {
    if let answers { return "#\(answers)" }
    if let sameAs { return "= #\(sameAs)" }
    return cause.map { said("by #\($0)") } ?? ""
  }

  /// The records that it names.
  package var numbers: [Int] { [answers, cause, sameAs].compactMap { $0 } }
}
