import Testing

@testable import furrow

@Suite struct TableTests {
  @Test func cellsAreQuotedWhereTheyMustBeAndFormulasAreHarmless() {
    #expect(
      CSV.row(["a", "b,c", "say \"hi\"", "two\nlines", "", "हिन्दी"])
        == "a,\"b,c\",\"say \"\"hi\"\"\",\"two\nlines\",,हिन्दी")
    for text in ["=1+1", "+91", "-5", "@x", "\t=1", "＝1"] {
      #expect(CSV.cell(text) == "'" + text, "\(text)")
    }
    #expect(CSV.cell("=HYPERLINK(\"x\",\"y\")") == "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"")
    #expect(CSV.cell("a=b") == "a=b")
  }
}
