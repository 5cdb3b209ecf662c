import Testing

@testable import ChatModel

@Suite struct SnippetTests {
  private func marked(_ snippet: Snippet) -> [String] {
    let clusters = Array(snippet.text)
    return snippet.marks.map { String(clusters[$0]) }
  }

  @Test func aShortTextIsShownWhole() {
    let snippet = Snippet(of: "my\nleaf", marks: [3..<7], length: 40)
    #expect(snippet.text == "my leaf" && marked(snippet) == ["leaf"])
  }

  @Test func aLongTextIsCutAroundTheFirstPlace() {
    let text =
      String(repeating: "word ", count: 50) + "गेहूँ की पत्ती " + String(repeating: "end ", count: 50)
    let snippet = Snippet(of: text, marks: [250..<252, 255..<257], length: 40)
    #expect(snippet.text.hasPrefix("…word ") && snippet.text.hasSuffix("…"))
    #expect(marked(snippet) == ["गेहूँ", "पत्ती"])
    #expect(snippet.text.count <= 42)
  }

  @Test(arguments: [0, 1, 5])
  func anyLengthIsTaken(_ length: Int) {
    for text in ["", "a", "abc def ghi"] {
      let snippet = Snippet(of: text, marks: text.isEmpty ? [] : [0..<1], length: length)
      #expect(snippet.marks.allSatisfy { $0.upperBound <= snippet.text.count })
    }
  }
}
