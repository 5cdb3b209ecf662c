import Foundation
import Testing

@testable import DeskViews

@Suite struct ChartTests {
  private let start = Date(timeIntervalSince1970: 1_763_476_320)

  @Test func aBarIsAsLongAsItsPartAndSomethingIsNeverNothing() {
    #expect(Chart.bar(10, of: 10, columns: 8, .blocks) == "▇▇▇▇▇▇▇▇")
    #expect(Chart.bar(5, of: 10, columns: 8, .blocks) == "▇▇▇▇")
    #expect(Chart.bar(1, of: 1000, columns: 8, .blocks) == "▇")
    #expect(Chart.bar(0, of: 10, columns: 8, .blocks) == "")
    #expect(Chart.bar(30, of: 10, columns: 8, .blocks) == "▇▇▇▇▇▇▇▇")
    #expect(Chart.bar(3, of: 10, columns: 0, .blocks) == "")
    #expect(Chart.bar(4, of: 8, columns: 4, .ascii) == "##")
  }

  @Test func aCourseGoesFromItsLeastToItsMostAndLeavesOutWhatNobodyKnows() {
    let values = [(0.0, 1), (10, 8), (20, nil), (30, 4), (40, 8)].map { seconds, value in
      (at: start + seconds, value: value as Int?)
    }
    let course = Chart.course(values, columns: 5, .blocks)
    #expect(course.count == 5)
    #expect(course.first == "▁" && course.last == "█")
    #expect(course.contains(" "))
    let plain = Chart.course(values, columns: 5, .ascii)
    #expect(plain.utf8.count == plain.count)
    #expect(Chart.course([], columns: 5, .blocks) == "")
    #expect(Chart.course([(start, nil), (start + 1, nil)], columns: 5, .blocks) == "")
    #expect(Chart.course([(start, 3), (start, 3)], columns: 3, .blocks) == "▁  ")
  }
}
