// What was found so far, by check; at the end each check gets its verdict from it.

import JSON

/// The book of one run.
struct Ledger {
  private var tries: Set<String> = []
  private var findings: [String: [Finding]] = [:]
  private var observed: [String: [String]] = [:]
  private var reasons: [String: String] = [:]
  private var rows: [Int: [String]] = [:]
  private var sights: [Sight] = []

  /// A reference that is there or left out, and for which check it was looked at.
  private struct Sight {
    let check: String
    let asked: String
    let reference: ReferenceSight
  }

  /// As many are told of one check; more of the same tell nothing new.
  static let mostFindings = 40

  mutating func tried(_ check: String) { tries.insert(check) }

  mutating func add(_ finding: Finding, to check: String) {
    tries.insert(check)
    var all = findings[check] ?? []
    let path = finding.path.map(ShapeJudge.general)
    if let place = all.firstIndex(where: {
      $0.asked == finding.asked && $0.path.map(ShapeJudge.general) == path
        && $0.expected == finding.expected
    }) {
      all[place].count += 1
    } else if all.count < Self.mostFindings {
      all.append(finding)
    }
    findings[check] = all
  }

  mutating func observe(_ words: String, for check: String) {
    tries.insert(check)
    if observed[check]?.contains(words) != true { observed[check, default: []].append(words) }
  }

  /// Why a check cannot be tried; the first reason counts.
  mutating func skip(_ check: String, _ why: String) {
    if reasons[check] == nil { reasons[check] = why }
  }

  mutating func note(_ row: Int, _ words: String) {
    if rows[row]?.contains(words) != true, (rows[row]?.count ?? 0) < 8 {
      rows[row, default: []].append(words)
    }
  }

  mutating func judge(
    _ value: JSONValue?, _ shape: Shape, at path: String = "$", _ asked: String,
    for check: String
  ) {
    var judge = ShapeJudge()
    judge.judge(value, shape, at: path)
    tries.insert(check)
    for fault in judge.faults {
      add(
        Finding(asked, path: fault.path, expected: fault.expected, came: fault.came), to: check)
    }
    for fault in judge.faults where !fault.isMissing {
      note(28, "\(ShapeJudge.general(fault.path)) is \(fault.came)")
    }
    for row in judge.rows { note(row.row, row.words) }
    sights += judge.references.map { Sight(check: check, asked: asked, reference: $0) }
  }

  /// A server that writes no reference at all does as row 10 says; one that leaves out a single one has
  /// lost it. One that may name nobody is lost only where it never stands.
  mutating func settleReferences() {
    guard sights.contains(where: \.reference.isThere) else {
      if !sights.isEmpty { note(10, "references are left out") }
      return
    }
    let seen = Set(sights.lazy.filter(\.reference.isThere).map(\.reference.member))
    for sight in sights where !sight.reference.isThere {
      let place = ShapeJudge.general(sight.reference.path)
      if sight.reference.namesSomebody || !seen.contains(sight.reference.member) {
        add(
          Finding(
            sight.asked, path: sight.reference.path, expected: "an object, an id or null",
            came: ShapeJudge.Fault.nothing), to: sight.check)
      } else {
        note(10, "\(place) is left out where it names nobody")
      }
    }
  }

  func verdict(of check: CheckCase) -> Verdict {
    if let row = check.row, findings[check.name] == nil {
      return rows[row].map(Verdict.observed)
        ?? .notTried(reasons[check.name] ?? "Nothing showed it.")
    }
    if let found = findings[check.name] { return .failed(found) }
    if let words = observed[check.name] { return .observed(words) }
    if tries.contains(check.name) { return .passed }
    return .notTried(reasons[check.name] ?? "What it stands on was not there.")
  }
}
