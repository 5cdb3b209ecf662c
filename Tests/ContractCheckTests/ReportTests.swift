import JSON
import Testing

@testable import ContractCheck

@Suite struct ReportTests {
  private static let report: CheckReport = {
    func check(_ name: String, _ verdict: Verdict) -> CheckResult {
      CheckResult(Catalogue.all.first { $0.name == name }!, verdict)
    }
    return CheckReport(
      [
        check("rest.mine", .passed),
        check(
          "rest.one.absent",
          .failed([
            Finding(
              "GET /conversations/ID as User", expected: "404", came: "500 \"<Oh> & no\u{1B}\"")
          ])),
        check("row.4", .observed(["message:sent echoes tempId"])),
        check("token.expired", .notTried("It needs a token.")),
      ], server: "http://127.0.0.1:5000", remains: ["What was unread in c1 is read now."])
  }()

  @Test func theTableTellsWhatFailedInFull() {
    #expect(
      Self.report.lines() == [
        "passed     rest.mine        GET /conversations lists my conversations",
        "FAILED     rest.one.absent  404 \"Conversation not found\" for one that is not there",
        "           docs/protocol.md, REST; tried: an id like those of this server that names none",
        "           GET /conversations/ID as User: expected 404, came 500 \"<Oh> & no\u{1B}\"",
        "observed   row.4            message:sent echoes tempId",
        "not tried  token.expired    It needs a token.",
        "",
        "What was unread in c1 is read now.",
        "failed: rest.one.absent",
        "http://127.0.0.1:5000: 1 passed, 1 failed, 1 observed, 1 not tried.",
      ])
  }

  @Test(arguments: [120, 160, 200])
  func theTableKeepsToItsTerminal(_ columns: Int) {
    let words = (1...40).map { "word\($0)" }.joined(separator: " ")
    let finding = Finding("GET /x as User", path: "$.data", expected: "404", came: "\"\(words)\"")
    let report = CheckReport(
      Catalogue.all.map { CheckResult($0, .failed([finding])) }
        + [CheckResult(Catalogue.all[0], .observed([words, String(repeating: "x", count: 500)]))],
      server: "http://127.0.0.1:5000", remains: [words])
    let lines = report.lines(columns: columns)
    #expect(lines.allSatisfy { $0.count <= columns })
    func all(_ lines: [String]) -> [Substring] {
      lines.flatMap { $0.split(separator: " ") }.filter { !$0.contains("xx") }
    }
    #expect(all(lines) == all(report.lines()))
    #expect(lines.joined().count { $0 == "x" } >= 500)
  }

  @Test func aLineThatIsTooLongGoesOnBelowItsWords() {
    let report = CheckReport(
      [
        CheckResult(
          Catalogue.all[0], .observed(["what this server does is told here in many words"]))
      ],
      server: "http://127.0.0.1:5000")
    #expect(
      report.lines(columns: 60).prefix(3) == [
        "observed   token.missing  what this server does is told here",
        "                          in many words",
        "",
      ])
  }

  @Test func namesAreChosenByGlobs() {
    let names = CheckNames(["rest.*,live.typing", "row.1?"])
    #expect(names.holds("rest.one.absent"))
    #expect(names.holds("live.typing"))
    #expect(!names.holds("live.typing.room"))
    #expect(names.holds("row.17"))
    #expect(!names.holds("row.1"))
    #expect(CheckNames().holds("anything"))
    #expect(CheckNames(["*.foreign"]).holds("rest.one.foreign"))
    #expect(CheckNames(["re*.o*e"]).holds("rest.one"))
    #expect(names.idle(among: ["rest.one", "live.typing"]) == "row.1?")
    #expect(CheckNames(["r*", "*x"]).idle(among: ["rest"]) == "*x")
  }

  @Test func everyCheckHasANameOfItsOwn() {
    let names = Catalogue.all.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test func aCheckThatIsNamedAfterARowIsOfThatRow() {
    let rows = Catalogue.all.filter { $0.name.hasPrefix("row.") }
    #expect(rows.map(\.name) == (1...33).map { "row.\($0)" })
    #expect(rows.map(\.place) == (1...33).map { "Row \($0)" })
    let others = Catalogue.all.filter { $0.row != nil && !$0.name.hasPrefix("row.") }
    #expect(others.map(\.name) == ["values.times"], "which is the page's part of that name")
  }
}
