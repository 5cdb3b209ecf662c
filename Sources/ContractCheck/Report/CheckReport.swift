// The results as people and machines read them.

package import JSON

/// All results of one run.
package struct CheckReport: Sendable {
  package let results: [CheckResult]
  /// The server's name.
  package let server: String
  /// What stays behind.
  package let remains: [String]

  package init(_ results: [CheckResult], server: String, remains: [String] = []) {
    self.results = results
    self.server = server
    self.remains = remains
  }

  package var hasFindings: Bool { count("failed") > 0 }

  package func count(_ word: String) -> Int { results.count { $0.verdict.word == word } }

  /// One sentence.
  package var summary: String {
    let counts = ["passed", "failed", "observed", "not tried"].map { "\(count($0)) \($0)" }
    return "\(server): \(counts.joined(separator: ", "))."
  }

  // MARK: For people

  /// The lines of the table; what failed stands out by its word and is told in full.
  ///
  /// - Parameter columns: of the terminal, at whose end words go on in the next line; nil: as long as
  ///   they are.
  package func lines(columns: Int? = nil) -> [String] {
    let width = results.map(\.check.name.count).max() ?? 0
    let failed = results.filter { $0.verdict.word == "failed" }.map(\.check.name)
    let names = failed.isEmpty ? [] : ["failed: \(failed.joined(separator: ", "))"]
    return results.flatMap { Self.lines(of: $0, width, columns) } + [""]
      + (remains + names + [summary]).flatMap { Self.wrapped($0, 2, columns) }
  }

  /// A line whose continuations are indented.
  private static func wrapped(_ line: String, _ indent: Int, _ columns: Int?) -> [String] {
    guard let columns, columns > indent + 20, line.count > columns else { return [line] }
    var lines: [String] = []
    var rest = line[...]
    while rest.count > columns {
      let most = rest.prefix(columns + 1)
      let begun = rest.prefix { $0 == " " }.count
      let blank = most.lastIndex(of: " ")
      // A word that is longer than a line is cut.
      let isUsable = blank.map { rest.distance(from: rest.startIndex, to: $0) > max(begun, indent) }
      let end = isUsable == true ? blank! : rest.index(rest.startIndex, offsetBy: columns)
      lines.append(String(rest[..<end]))
      let next = rest[end...].drop { $0 == " " }
      rest = (String(repeating: " ", count: indent) + next)[...]
    }
    return lines + [String(rest)]
  }

  private static func lines(of result: CheckResult, _ width: Int, _ columns: Int?) -> [String] {
    let check = result.check
    let isFailed = result.verdict.word == "failed"
    let word = isFailed ? "FAILED" : result.verdict.word
    let head =
      "\(word.padded(to: 9))  \(check.name.padded(to: width))  "
    let words: [String]
    var details: [String] = []
    switch result.verdict {
    case .passed: words = [check.says]
    case .observed(let seen): words = [seen.joined(separator: "; ")]
    case .notTried(let why): words = [why]
    case .failed(let findings):
      words = [check.says]
      details =
        ["docs/protocol.md, \(check.place); tried: \(check.tried)"] + findings.map(\.words)
    }
    let indent = String(repeating: " ", count: 11)
    return words.flatMap { wrapped(head + $0, head.count, columns) }
      + details.flatMap { wrapped(indent + $0, indent.count + 2, columns) }
  }

  // MARK: For machines

  package var summaryJSON: JSONValue {
    .object(ofKnown: [
      ("server", .string(server)), ("passed", .integer(count("passed"))),
      ("failed", .integer(count("failed"))), ("observed", .integer(count("observed"))),
      ("notTried", .integer(count("not tried"))),
      ("remains", .array(remains.map(JSONValue.string))),
    ])
  }
}

extension String {
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
