import Testing

@testable import furrow

@Suite struct PageProblemsTests {
  @Test func aPageThatComesAgainTellsNothingAgain() {
    var problems = PageProblems()
    #expect(problems.news(["data[0] is a number"], onNewPage: true) == ["data[0] is a number"])
    #expect(problems.news(["data[0] is a number"], onNewPage: false).isEmpty)
    #expect(problems.news(["data[1] is a text"], onNewPage: false) == ["data[1] is a text"])
    #expect(problems.news(["data[0] is a number"], onNewPage: true).count == 1, "another page's")
  }
}
