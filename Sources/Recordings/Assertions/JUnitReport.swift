import ChatModel

/// What tests came to, in the form that CI servers read.
package struct JUnitReport: Sendable {
  package struct Case: Sendable {
    package enum Outcome: Sendable {
      case passed
      /// It was tried and judged by nothing: what was seen.
      case observed(String)
      /// It was not tried: why, in a sentence.
      case skipped(String)
      /// What is wrong, in a sentence; more lines about it, or none.
      case failed(String, details: String = "")
    }

    package let name: String
    /// Where it was written or judged, such as a file and a line.
    package let place: String
    package let outcome: Outcome

    package init(name: String, place: String, outcome: Outcome) {
      self.name = name
      self.place = place
      self.outcome = outcome
    }
  }

  package let name: String
  package let cases: [Case]

  package init(name: String, cases: [Case]) {
    self.name = name
    self.cases = cases
  }

  package var xml: String {
    let failed = cases.count { if case .failed = $0.outcome { true } else { false } }
    let skipped = cases.count { if case .skipped = $0.outcome { true } else { false } }
    let lines =
      [
        #"<?xml version="1.0" encoding="UTF-8"?>"#,
        "<testsuite name=\"\(XMLText.escaped(name))\" tests=\"\(cases.count)\" "
          + "failures=\"\(failed)\" errors=\"0\" skipped=\"\(skipped)\">",
      ] + cases.map(Self.line) + ["</testsuite>", ""]
    return lines.joined(separator: "\n")
  }

  private static func line(_ one: Case) -> String {
    let head =
      "  <testcase classname=\"\(XMLText.escaped(one.place))\" name=\"\(XMLText.escaped(one.name))\""
    let inside =
      switch one.outcome {
      case .passed: ""
      case .observed(let words): "<system-out>\(XMLText.escaped(words))</system-out>"
      case .skipped(let reason): "<skipped message=\"\(XMLText.escaped(reason))\"/>"
      case .failed(let words, let details):
        "<failure message=\"\(XMLText.escaped(words))\">\(XMLText.escaped(details))</failure>"
      }
    return inside.isEmpty ? head + "/>" : head + ">" + inside + "</testcase>"
  }
}
