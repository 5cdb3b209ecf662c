import Foundation
import Sentences
package import TextGrid

/// What a check, a replay or assertions came to; while it is under way, how far it is.
package struct ReportOverlay: Pager {
  package private(set) var report: WireReport
  package internal(set) var top = 0

  init(_ report: WireReport) { self.report = report }

  /// Of its lines, without borders.
  package static func columns(_ size: Size) -> Int { min(max(8, size.columns - 8), 120) }

  func hints(on desk: DeskState) -> [(Command, String)] {
    report.progress == nil
      ? [(.cancel, said("close")), (.pageDown, said("page down")), (.pageUp, said("page up"))]
      : [(.cancel, said("end it"))]
  }

  func lineCount(on desk: DeskState) -> Int {
    report.rows(columns: Self.columns(desk.size), widths: desk.metrics.widths).count
  }

  func leave(_ desk: inout DeskState, now: Date) {
    guard report.progress != nil else { return }
    desk.emit(.endTrial)
    desk.hint(said("\(report.title) ends; what was done by then is told."), now: now)
  }

  mutating func show(_ report: WireReport) {
    if self.report.progress != nil, report.progress == nil { top = 0 }
    self.report = report
  }
}
