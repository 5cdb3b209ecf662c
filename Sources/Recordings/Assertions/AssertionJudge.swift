import ChatModel
import JSON

/// Holds a recording against assertions. A failure names the line that shows it.
package struct AssertionJudge {
  private let recording: Recording
  private let state: RecordedState
  /// The state that was asked for where it is another than the recording tells.
  private let document: JSONValue
  private let shows: @Sendable (Int) -> String

  /// - Parameters:
  ///   - state: as the server told it; nil: as the recording tells.
  ///   - shows: what a line of the recording is called within a sentence.
  package init(
    _ recording: Recording, state: RecordedState? = nil,
    shows: @escaping @Sendable (Int) -> String = { "line \($0)" }
  ) {
    self.recording = recording
    self.shows = shows
    self.state = RecordedState(of: recording)
    document = (state ?? self.state).document
  }

  package func verdicts(on assertions: [Assertion]) -> [AssertionVerdict] {
    assertions.map { AssertionVerdict(assertion: $0, failure: failure(of: $0)) }
  }

  private typealias Failure = AssertionVerdict.Failure

  private func failure(of assertion: Assertion) -> AssertionVerdict.Failure? {
    switch assertion.subject {
    case .event(let name, let isOurs):
      let all = places { record in
        record.event == name && record.direction == (isOurs ? .outgoing : .incoming)
          && isOf(assertion.identity, record)
      }
      return failure(of: assertion, name, among: all)
    case .request(let words):
      let all = places { record in
        record.layer == .http && record.direction == .incoming && Self.is(record, words)
          && isOf(assertion.identity, record)
      }
      return failure(of: assertion, words, among: all)
    case .order(let names): return failure(ofOrder: names, assertion)
    case .state(let pointer): return failure(ofState: pointer, assertion)
    }
  }

  private func places(_ isWanted: (WireRecord) -> Bool) -> [Int] {
    recording.records.indices.filter { isWanted(recording.records[$0]) }
  }

  private func isOf(_ identity: String?, _ record: WireRecord) -> Bool {
    identity.map { $0 == record.identity } ?? true
  }

  /// Whether the record is of that request: `POST chat/messages`, `GET chat/messages/*`.
  static func `is`(_ record: WireRecord, _ words: String) -> Bool {
    let parts = words.split(separator: " ")
    guard parts.count == 2, let target = record.target, record.method == parts[0].uppercased()
    else { return false }
    let wanted = parts[1].split(separator: "/")
    let path = target.prefix { $0 != "?" }.split(separator: "/").suffix(wanted.count)
    return path.count == wanted.count && zip(path, wanted).allSatisfy { $1 == "*" || $0 == $1 }
  }

  // MARK: Events and requests

  private func failure(
    of assertion: Assertion, _ name: String, among all: [Int]
  ) -> AssertionVerdict.Failure? {
    let fitting = all.filter { misfit(of: assertion, at: $0) == nil }
    let isCounted = assertion.atLeast != nil || assertion.atMost != nil
    if let most = assertion.atMost, fitting.count > most {
      return Failure(
        line: recording.line(at: fitting[most]),
        words:
          "this is \(name) number \(fitting.count > most + 1 ? "\(most + 1) of \(fitting.count)" : "\(most + 1)"), and at most \(most) \(most == 1 ? "is" : "are") wanted"
      )
    }
    if let trigger = assertion.after {
      return failure(of: assertion, name, fitting, all, after: trigger)
    }
    guard fitting.count >= assertion.atLeast ?? (isCounted ? 0 : 1) else {
      if let nearest = all.first, let words = misfit(of: assertion, at: nearest) {
        return Failure(line: recording.line(at: nearest), words: "\(name): \(words)")
      }
      let wanted = assertion.atLeast ?? 1
      return Failure(
        line: recording.lastLine,
        words: fitting.isEmpty
          ? "the recording ends here without \(name)"
          : "the recording ends here with \(fitting.count) \(name), and \(wanted) are wanted")
    }
    // A shape is that of each one.
    if assertion.shape != nil || assertion.status != nil, !isCounted,
      let odd = all.first(where: { misfit(of: assertion, at: $0, valueCounts: false) != nil }),
      let words = misfit(of: assertion, at: odd, valueCounts: false)
    {
      return Failure(line: recording.line(at: odd), words: "\(name): \(words)")
    }
    if let within = assertion.within, let first = fitting.first,
      let took = recording.relations[first].took, took > within.microseconds
    {
      return Failure(
        line: recording.line(at: first),
        words: "\(name) took \(Self.time(took, beyond: within)), "
          + "not within \(TimeLength.text(within))")
    }
    return nil
  }

  /// Why the record there is not what is wanted, in a clause; nil when it is.
  private func misfit(
    of assertion: Assertion, at place: Int, valueCounts: Bool = true
  ) -> String? {
    let record = recording.records[place]
    if let status = assertion.status, record.status != status {
      return "the status is \(record.status.map(String.init) ?? "none"), not \(status)"
    }
    let document = record.argument
    let value = assertion.at.map { $0.value(in: document) } ?? document
    let where_ = assertion.at.map { $0.description.isEmpty ? "" : $0.description + " " } ?? ""
    if valueCounts, let wanted = assertion.equals, value != wanted {
      return "\(where_)is \(value?.short ?? "missing"), not \(wanted.short)"
    }
    guard let shape = assertion.shape else { return nil }
    guard let value else { return "\(where_)is missing" }
    return shape.mismatch(of: value).map { found in
      "\(assertion.at?.description ?? "")\(found.place) \(found.words)".trimmed
    }
  }

  /// Each of the triggers is to be followed by one of its own.
  private func failure(
    of assertion: Assertion, _ name: String, _ fitting: [Int], _ all: [Int], after trigger: String
  ) -> AssertionVerdict.Failure? {
    let triggers = places { isNamed(trigger, $0) && $0.direction == .outgoing }
    guard !triggers.isEmpty else {
      return Failure(line: recording.lastLine, words: "the recording ends here without \(trigger)")
    }
    var free = fitting
    for place in triggers {
      let asked = recording.records[place]
      let isTied = { (other: Int) in
        recording.relations[other].answers == asked.number
          || recording.relations[other].cause == asked.number
      }
      let isLoose = { (other: Int) in
        other > place && recording.relations[other].answers == nil
          && recording.relations[other].cause == nil
      }
      guard let found = free.first(where: isTied) ?? free.first(where: isLoose) else {
        let nearest = all.first(where: isTied)
        if let nearest, let words = misfit(of: assertion, at: nearest) {
          return Failure(line: recording.line(at: nearest), words: "\(name): \(words)")
        }
        return Failure(
          line: recording.line(at: place), words: "\(trigger) was not followed by \(name)")
      }
      free.removeAll { $0 == found }
      let took = recording.records[found].at - asked.at
      if let within = assertion.within, took > within.microseconds {
        return Failure(
          line: recording.line(at: place),
          words: "\(trigger) was followed by \(name) after \(Self.time(took, beyond: within)) ("
            + "\(shows(recording.line(at: found)))), not within \(TimeLength.text(within))")
      }
    }
    return nil
  }

  private func isNamed(_ name: String, _ record: WireRecord) -> Bool {
    record.event == name || record.layer == .http && Self.is(record, name)
  }

  /// In whole milliseconds, unless these would not be beyond the limit.
  private static func time(_ microseconds: Int64, beyond limit: Duration) -> String {
    let whole = microseconds / 1000 * 1000
    return TimeLength.text(.microseconds(whole > limit.microseconds ? whole : microseconds))
  }

  // MARK: Order

  private func failure(
    ofOrder names: [String], _ assertion: Assertion
  ) -> AssertionVerdict.Failure? {
    var last: Int?
    for (number, name) in names.enumerated() {
      let all = places { isNamed(name, $0) && isOf(assertion.identity, $0) }
      guard let next = all.first(where: { place in last.map { place > $0 } ?? true }) else {
        guard let early = all.last, let last else {
          return Failure(line: recording.lastLine, words: "the recording ends here without \(name)")
        }
        return Failure(
          line: recording.line(at: early),
          words:
            "\(name) stands here before \(names[number - 1]) in \(shows(recording.line(at: last)))"
        )
      }
      last = next
    }
    return nil
  }

  // MARK: State

  private func failure(
    ofState pointer: JSONPointer, _ assertion: Assertion
  ) -> AssertionVerdict.Failure? {
    let line = state.line(at: pointer.path) ?? recording.lastLine
    let value = pointer.value(in: document)
    if let wanted = assertion.equals, value != wanted {
      return Failure(
        line: line, words: "\(pointer) is \(value?.short ?? "missing"), not \(wanted.short)")
    }
    guard let shape = assertion.shape else { return nil }
    guard let value else { return Failure(line: line, words: "\(pointer) is missing") }
    return shape.mismatch(of: value).map { found in
      Failure(line: line, words: "\(pointer)\(found.place) \(found.words)")
    }
  }
}

extension Duration {
  fileprivate var microseconds: Int64 { Int64(self / .microseconds(1)) }
}

extension String {
  fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
