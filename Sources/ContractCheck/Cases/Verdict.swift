// What a check is, and what may come of it.

package import JSON

/// One thing that docs/protocol.md says, and how it is tried.
package struct CheckCase: Hashable, Sendable {
  /// Words with dots between, such as `rest.status.unknown`; `--only` names it.
  package let name: String
  /// What the document says.
  package let says: String
  /// Where it says so, below docs/protocol.md.
  package let place: String
  /// How it is tried.
  package let tried: String
  package let needs: Needs

  /// Without which it cannot be tried.
  package struct Needs: OptionSet, Hashable, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let user = Needs(rawValue: 1)
    package static let support = Needs(rawValue: 2)
    package static let admin = Needs(rawValue: 4)
    package static let staff = Needs(rawValue: 8)
    package static let write = Needs(rawValue: 16)
    package static let expired = Needs(rawValue: 32)
  }
}

/// Something that came otherwise than the document says.
package struct Finding: Hashable, Sendable {
  /// What was asked, such as `PATCH /conversations/ID/status`.
  package var asked: String
  /// Where in the answer, as `$.data[0].status`; nil for the answer as a whole.
  package var path: String?
  package var expected: String
  package var came: String
  /// At how many places.
  package var count: Int

  package init(
    _ asked: String, path: String? = nil, expected: String, came: String, count: Int = 1
  ) {
    self.asked = asked
    self.path = path
    self.expected = expected
    self.came = came
    self.count = count
  }

  /// In one line.
  package var words: String {
    let place = path.map { " at \($0)" } ?? ""
    let more = count > 1 ? " (at \(count) places)" : ""
    return "\(asked)\(place): expected \(expected), came \(came)\(more)"
  }
}

/// What came of a check.
package enum Verdict: Hashable, Sendable {
  case passed
  case failed([Finding])
  /// What this server does, where the document leaves it open.
  case observed([String])
  /// Why.
  case notTried(String)

  package var word: String {
    switch self {
    case .passed: "passed"
    case .failed: "failed"
    case .observed: "observed"
    case .notTried: "not tried"
    }
  }
}

/// A check with its verdict.
package struct CheckResult: Hashable, Sendable {
  package let check: CheckCase
  package let verdict: Verdict

  package init(_ check: CheckCase, _ verdict: Verdict) {
    self.check = check
    self.verdict = verdict
  }

  package var json: JSONValue {
    var members: [(String, JSONValue?)] = [
      ("check", .string(check.name)), ("verdict", .string(verdict.word)),
      ("says", .string(check.says)), ("place", .string("docs/protocol.md, \(check.place)")),
      ("tried", .string(check.tried)),
    ]
    switch verdict {
    case .passed: break
    case .failed(let findings):
      members.append(
        (
          "findings",
          .array(
            findings.map { finding in
              .object(ofKnown: [
                ("asked", .string(finding.asked)), ("path", finding.path.map(JSONValue.string)),
                ("expected", .string(finding.expected)), ("came", .string(finding.came)),
                ("count", .integer(finding.count)),
              ])
            })
        ))
    case .observed(let words): members.append(("observed", .array(words.map(JSONValue.string))))
    case .notTried(let why): members.append(("why", .string(why)))
    }
    return .object(ofKnown: members)
  }
}
