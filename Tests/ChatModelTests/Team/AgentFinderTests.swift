import Testing

@testable import ChatModel

@Suite struct AgentFinderTests {
  private let people = [
    Participant(id: "a1", firstName: "Asha", lastName: "Verma", email: "asha@example.org"),
    Participant(id: "a2", firstName: "Asha", lastName: "Rao"),
    Participant(id: "r1", firstName: "Ravi", lastName: "Kumar"),
    Participant(id: "r2", firstName: "Ravi", lastName: "Kumar"),
    Participant(id: "f1", firstName: "Fárhan", lastName: "Ali"), Participant(id: "x9"),
  ]

  private func ids(_ text: String) -> [String] {
    switch AgentFinder.find(text, among: people) {
    case .nobody: []
    case .one(let person): [person.id.rawValue]
    case .several(let people): people.map(\.id.rawValue)
    }
  }

  @Test func theStrictestMeaningDecides() {
    #expect(ids("a2") == ["a2"])
    #expect(ids("x9") == ["x9"])
    #expect(ids("ASHA@example.org") == ["a1"])
    #expect(ids("asha verma") == ["a1"])
    #expect(ids("as ve") == ["a1"])
    #expect(ids("farhan") == ["f1"])
  }

  @Test(arguments: ["erm", "frhn", "shaver", "al fa", "an", "ee", "rvi"])
  func lettersFromTheMidstOfANameMeanNobody(word: String) {
    #expect(ids(word).isEmpty)
  }

  @Test(arguments: ["a", "f a", "r k", "v", "f"])
  func singleLettersAloneMeanNobody(word: String) {
    #expect(ids(word).isEmpty)
    #expect(ids("asha v") == ["a1"])
  }

  @Test func whoMayBeMeantBesidesIsNamedAndNobodyIsGuessed() {
    #expect(ids("asha") == ["a2", "a1"])
    #expect(ids("Ravi Kumar") == ["r1", "r2"])
    for text in ["", " ", "zz", "asha verma rao"] { #expect(ids(text).isEmpty, "\(text)") }
  }
}
