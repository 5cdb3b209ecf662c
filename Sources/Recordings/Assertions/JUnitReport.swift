import ChatModel

/// What tests came to, in the form that CI servers read.
package struct JUnitReport: Sendable {
  package struct Case: Sendable {
    package let name: String
    /// Where it was written or judged, such as a file and a line.
    package let place: String
    /// Why it failed, in a sentence; nil: it did not.
    package let failure: String?
    /// Why it was not tried, in a sentence; nil: it was.
    package let skipped: String?

    package init(name: String, place: String, failure: String?, skipped: String? = nil) {
      self.name = name
      self.place = place
      self.failure = failure
      self.skipped = skipped
    }
  }

  package let name: String
  package let cases: [Case]

  package init(name: String, cases: [Case]) {
    self.name = name
    self.cases = cases
  }

  package var xml: String {
    let failed = cases.count { $0.failure != nil }
    let skipped = cases.count { $0.skipped != nil }
    var lines = [
      #"<?xml version="1.0" encoding="UTF-8"?>"#,
      "<testsuite name=\"\(XMLText.escaped(name))\" tests=\"\(cases.count)\" failures=\"\(failed)\" "
        + "skipped=\"\(skipped)\" errors=\"0\">",
    ]
    for one in cases {
      let head =
        "  <testcase classname=\"\(XMLText.escaped(one.place))\" name=\"\(XMLText.escaped(one.name))\""
      if let failure = one.failure {
        lines += [
          head + ">", "    <failure message=\"\(XMLText.escaped(failure))\"/>", "  </testcase>",
        ]
      } else if let reason = one.skipped {
        lines += [
          head + ">", "    <skipped message=\"\(XMLText.escaped(reason))\"/>", "  </testcase>",
        ]
      } else {
        lines.append(head + "/>")
      }
    }
    return (lines + ["</testsuite>", ""]).joined(separator: "\n")
  }
}
