import ChatModel
import FrameText
import TextGrid
import Testing

@testable import Desk
@testable import DeskViews

/// Where the desk's signs are ASCII, none of the others is anywhere.
@Suite struct PlainSignTests {
  private static let sizes = [
    Size(columns: 20, rows: 8), Size(columns: 80, rows: 24), Size(columns: 120, rows: 40),
    Size(columns: 500, rows: 200),
  ]

  private static let others: Set<Unicode.Scalar> = Set(
    "│─┌┐└┘├┤┬┴┼▌▒▓░█▀▄▁▂▃▅▆▇…✓✗•●◌↑↓▼→›»≥·“”‘’–—▏".unicodeScalars)

  @Test(arguments: World.all.map(\.name), sizes)
  func everyViewAndOverlayIsDrawnWithASCIISigns(name: String, size: Size) throws {
    let world = try #require(World.all.first { $0.name == name }).world
    var widths = TextWidth.standard
    widths.isPlain = true
    let frame = world.render(size.columns, size.rows, widths: widths).frame
    let found = Set(frame.plainText.unicodeScalars).intersection(Self.others)
    #expect(found.isEmpty, "\(found) in\n\(frame.plainText)")
    for row in 0..<frame.size.rows {
      #expect(frame.row(row).reduce(0) { $0 + Int($1.width) } == size.columns)
    }
  }

  @Test(arguments: [BidiTreatment.arranged, .isolated, .none])
  func atEverySizeEveryCellIsOurs(bidi: BidiTreatment) {
    var widths = TextWidth.standard
    widths.bidi = bidi
    for columns in stride(from: 20, through: 200, by: 9) {
      let frame = World.conversation.render(columns, 24, widths: widths).frame
      for row in 0..<24 {
        #expect(frame.row(row).reduce(0) { $0 + Int($1.width) } == columns)
      }
    }
  }
}

/// A row of a message that is read from the right, in whatever looks.
@Suite struct RightToLeftRowTests {
  private var arranging: TextWidth {
    var widths = TextWidth.standard
    widths.bidi = .arranged
    return widths
  }

  @Test func aRowHasTheDirectionOfItsParagraph() {
    var texts = WrappedTexts()
    let lines = texts.lines(
      of: "אבג abcdef דהו\nabc אבג", id: .message(MessageID("m")), columns: 10, widths: arranging)
    #expect(lines.map(\.text) == ["אבג abcdef", "דהו", "abc אבג"])
    #expect(lines.map(\.order) == [.fromRight, .fromRight, .fromLeft])
    var left = WrappedTexts()
    let plain = left.lines(of: "abc", id: .message(MessageID("m")), columns: 10, widths: arranging)
    #expect(plain.map(\.order) == [.byItself])
  }

  @Test func aHitStaysMarkedWhereItIsSeen() {
    let spans = [Span("אב", .text), Span("גד", .match), Span("הו", .text)]
    let seen = arranging.arranged(spans, .byItself)
    #expect(seen.map(\.text) == ["וה", "דג", "בא"])
    #expect(seen.map(\.role) == [.text, .match, .text])
    #expect(seen.allSatisfy { $0.order == .asItStands })
    #expect(TextWidth.standard.arranged(spans, .byItself) == spans)
  }

  @Test func theStatisticsSayHowOldTheyAreAndWhatBringsNewOnes() {
    var world = World.statistics
    world.state.link = .offline(reason: "no route", retryAt: nil)
    let shown = world.render(120, 40).frame.plainText
    #expect(shown.contains("not connected: ") && shown.contains(" asks again"))
  }
}
