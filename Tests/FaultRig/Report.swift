/// The counts of many seeds, in a few lines.
package struct Report: Sendable {
  private var seeds = 0
  private var sends = 0
  private var accepted = 0
  private var asked = 0
  private var mistaken = 0
  private var lostToTwins = 0
  private var deaths = 0
  private var steps = 0
  private var digest: UInt64 = 0
  private var findings: [Ledger.Fault: [(seed: UInt64, words: String)]] = [:]

  package init(_ verdicts: [Torture.Verdict]) { add(verdicts) }

  package var isClean: Bool { findings.isEmpty }

  package mutating func add(_ verdicts: [Torture.Verdict]) {
    for verdict in verdicts {
      seeds += 1
      sends += verdict.sends
      accepted += verdict.accepted
      asked += verdict.asked
      mistaken += verdict.mistaken
      lostToTwins += verdict.lostToTwins
      deaths += verdict.lives - 1
      steps += verdict.steps
      digest ^= verdict.digest
      for finding in verdict.findings {
        findings[finding.fault, default: []].append((verdict.seed, finding.words))
      }
    }
  }

  package var text: String {
    var lines = [
      "\(seeds) seeds: \(sends) sends, \(accepted) messages accepted, \(deaths) deaths and "
        + "restarts, \(steps) steps, digest \(String(digest, radix: 16))",
      "asked of the person: \(asked)   taken for another device's twin: \(mistaken), not at the server: "
        + "\(lostToTwins)",
    ]
    for fault in Ledger.Fault.allCases {
      let found = (findings[fault] ?? []).sorted { $0.seed < $1.seed }
      let first = Dictionary(found.map { ($0.seed, $0.words) }) { first, _ in first }
      lines.append("\(fault.rawValue): \(found.count) in \(first.count) seeds")
      for (seed, words) in first.sorted(by: { $0.key < $1.key }).prefix(8) {
        lines.append("    seed \(seed): \(words)")
      }
    }
    return lines.joined(separator: "\n")
  }
}
