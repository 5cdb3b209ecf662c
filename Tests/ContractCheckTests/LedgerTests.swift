import JSON
import Testing

@testable import ContractCheck

@Suite struct LedgerTests {
  private static let check = Catalogue.all.first { $0.name == "rest.mine" }!

  private func verdict(_ texts: [String]) throws -> Verdict {
    var ledger = Ledger()
    for text in texts {
      ledger.judge(
        try JSONValue(parsing: text),
        .object([
          Shape.Field("userId", .reference(.any), .asReferences(namesSomebody: true)),
          Shape.Field("assignedSupportId", .reference(.any), .asReferences(namesSomebody: false)),
        ]), "GET", for: Self.check.name)
    }
    ledger.settleReferences()
    return ledger.verdict(of: Self.check)
  }

  @Test func aServerWithoutAnyReferenceDoesAsRow10Says() throws {
    #expect(try verdict(["{}", "{}"]) == .passed)
  }

  @Test func aServerThatLeavesOutOneReferenceHasLostIt() throws {
    let found = try verdict(["{\"assignedSupportId\":\"a\"}", "{\"assignedSupportId\":\"b\"}"])
    guard case .failed(let findings) = found else { return #expect(Bool(false), "\(found)") }
    #expect(findings.map(\.path) == ["$.userId"])
    #expect(findings.first?.count == 2)
  }

  @Test func aReferenceThatMayNameNobodyIsLostOnlyWhereItNeverStands() throws {
    let both = "{\"userId\":\"u\",\"assignedSupportId\":\"a\"}"
    #expect(try verdict([both, "{\"userId\":\"u\"}"]) == .passed)
    guard case .failed = try verdict(["{\"userId\":\"u\"}"]) else {
      return #expect(Bool(false), "it never stood")
    }
  }

  @Test func whatNobodyTriedIsNeverGreen() {
    #expect(Ledger().verdict(of: Self.check).word == "not tried")
  }
}
