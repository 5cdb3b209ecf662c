import ChatModel
import Testing

@testable import Desk
@testable import DeskViews

@Suite struct MessageWindowTests {
  /// Items of some rows each, two of which lead up to the first.
  struct Source: BlockSource {
    var heights: [Int]
    var asked = 0
    var firstID = 0

    var count: Int { heights.count }

    mutating func block(at index: Int) -> MessageBlock? {
      asked += 1
      var block = MessageBlock(id: id(index))
      let line = { (name: String) in MessageLine([Span(name, .text)]) }
      if index == 0 { block.lead = [line("lead 0"), line("lead 1")] }
      block.body = (0..<heights[index]).map { line("\(index + firstID).\($0)") }
      return block
    }

    func id(_ index: Int) -> TimelineItem.ID { .message(MessageID("m\(index + firstID)")) }
  }

  private func texts(_ window: MessageWindow) -> [String] {
    window.lines.compactMap { $0.line.spans.first?.text }
  }

  @Test func theEndIsShownAndStaysTheEnd() {
    var source = Source(heights: [1, 2, 3])
    let window = MessageWindow(of: &source, rows: 4)
    #expect(texts(window) == ["1.1", "2.0", "2.1", "2.2"])
    #expect(window.position == .follow)
    #expect(window.reachesEnd)
  }

  @Test func aShortHistoryStandsAtTheTop() {
    var source = Source(heights: [1, 1])
    let window = MessageWindow(of: &source, rows: 9)
    #expect(texts(window) == ["lead 0", "lead 1", "0.0", "1.0"])
    #expect(window.position == .follow)
  }

  @Test func scrollingMovesByRowsAndReportsWhereItStands() {
    var source = Source(heights: [1, 2, 3, 2])
    let up = MessageWindow(of: &source, rows: 3, pending: -2)
    #expect(texts(up) == ["2.0", "2.1", "2.2"])
    #expect(up.position == .anchored(source.id(2), line: 0))
    #expect(up.appliedLines == -2)
    let down = MessageWindow(of: &source, rows: 3, anchor: (2, 0), pending: 50)
    #expect(down.position == .follow)
    #expect(down.appliedLines == 50)
    let start = MessageWindow(of: &source, rows: 3, pending: -50)
    #expect(texts(start) == ["lead 0", "lead 1", "0.0"])
    #expect(start.position == .anchored(source.id(0), line: -2))
  }

  @Test func aPlaceThatIsGoneStandsForTheNearestThatIsThere() {
    var source = Source(heights: [1, 2, 3, 2, 4])
    let deep = MessageWindow(of: &source, rows: 2, anchor: (1, 7))
    #expect(deep.position == .anchored(source.id(1), line: 1))
    let top = MessageWindow(of: &source, rows: 2, anchor: (0, .min))
    #expect(top.position == .anchored(source.id(0), line: -2))
  }

  @Test func nothingMovesWhenOlderMessagesCome() {
    var source = Source(heights: [2, 3, 2, 4])
    let before = MessageWindow(of: &source, rows: 4, anchor: (0, 0))
    var longer = Source(heights: [1, 1, 1, 2, 3, 2, 4], firstID: -3)
    let after = MessageWindow(of: &longer, rows: 4, anchor: (3, 0))
    #expect(texts(before) == texts(after))
    #expect(before.position == after.position)
  }

  @Test func aChosenMessageComesIntoSightWithTheLeastMovement() {
    var source = Source(heights: [2, 2, 2, 2, 2, 2])
    let above = MessageWindow(of: &source, rows: 4, anchor: (3, 0), revealing: 1)
    #expect(texts(above).first == "1.0")
    let below = MessageWindow(of: &source, rows: 4, anchor: (1, 0), revealing: 3)
    #expect(texts(below).last == "3.1")
    let there = MessageWindow(of: &source, rows: 4, anchor: (1, 0), revealing: 2)
    #expect(there.position == .anchored(source.id(1), line: 0))
  }

  @Test func aMessageLargerThanThePaneIsShownFromItsTop() {
    var source = Source(heights: [2, 9, 2])
    let window = MessageWindow(of: &source, rows: 4, revealing: 1)
    #expect(texts(window).first == "1.0")
  }

  @Test func onlyWhatIsNearTheScreenIsMeasured() {
    var source = Source(heights: Array(repeating: 2, count: 100_000))
    _ = MessageWindow(of: &source, rows: 40, pending: -40)
    #expect(source.asked < 80)
    source.asked = 0
    _ = MessageWindow(of: &source, rows: 40, anchor: (50_000, 0), pending: -20)
    #expect(source.asked < 80)
  }
}
