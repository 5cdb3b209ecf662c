import FrameText
import ChatModel
import Foundation
import TextGrid
import Testing

@testable import Desk
@testable import DeskViews

/// What holds for every frame, whatever the state and the size.
@Suite struct InvariantTests {
  /// A generator that gives the same numbers for the same seed.
  struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return mixed ^ mixed >> 31
    }
  }

  private static let pieces = [
    "Lakshmi", " ", "नमस्ते", "क्षत्रिय", "நெல்", "👨‍👩‍👧‍👦", "🇮🇳", "王", "\u{1B}[31m", "\u{202E}", "\u{0}",
    "\n", "\r\n", "\t", "\u{9B}", "e\u{301}", "\u{200D}", "\u{FE0F}", "x", "…", "│", "\u{2028}",
  ]

  private static func text(_ random: inout Seeded) -> String {
    (0..<Int.random(in: 0...40, using: &random)).map { _ in
      pieces.randomElement(using: &random) ?? ""
    }.joined()
  }

  /// One of the worlds, with random texts in it and a random place and focus.
  private static func world(_ random: inout Seeded) -> World {
    var world = World.all.randomElement(using: &random)?.world ?? .list
    for index in 0..<Int.random(in: 0...6, using: &random) {
      world.add(
        World.farmer(UserID("r\(index)"), text(&random), text(&random), phone: text(&random)),
        wait: Bool.random(using: &random) ? Double.random(in: 0...1e7, using: &random) : nil,
        isExact: Bool.random(using: &random), unread: Int.random(in: 0...300, using: &random),
        last: text(&random))
    }
    if Bool.random(using: &random), world.state.openID != nil {
      world.open(
        UserID(world.state.openID?.rawValue.dropFirst(2).description ?? ""),
        (0..<Int.random(in: 0...30, using: &random)).map { index in
          World.text(
            MessageID("x\(index)"), World.lakshmi, text(&random),
            ago: Double.random(in: 0...9000, using: &random))
        })
      world.state.messages.pendingLines = Int.random(in: -60...60, using: &random)
    }
    if world.state.openID != nil, let id = world.state.openID {
      world.write(UserID(id.rawValue.dropFirst(2).description), text(&random))
    }
    world.state.focus = Focus.allCases.randomElement(using: &random) ?? .list
    world.state.showsDetails = [true, false, nil].randomElement(using: &random) ?? nil
    world.say(.failure, text(&random))
    return world
  }

  @Test(arguments: 0..<120)
  func everyRowIsCoveredAndNothingIsRaw(seed: UInt64) {
    var random = Seeded(state: seed)
    let world = Self.world(&random)
    let columns = Int.random(in: 1...220, using: &random)
    let rows = Int.random(in: 1...60, using: &random)
    let rendered = world.render(columns, rows)
    let frame = rendered.frame
    #expect(frame.size == Size(columns: columns, rows: rows))
    for row in 0..<rows {
      let cells = frame.row(row)
      #expect(cells.count == columns)
      #expect(cells.reduce(0) { $0 + Int($1.width) } == columns, "row \(row) of \(columns)x\(rows)")
    }
    for scalar in frame.plainText.unicodeScalars where scalar != "\n" {
      let isRaw =
        scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
        || (0x202A...0x202E).contains(scalar.value) || (0x2028...0x2029).contains(scalar.value)
        || (0x2066...0x2069).contains(scalar.value)
      #expect(!isRaw, "U+\(String(scalar.value, radix: 16)) in \(columns)x\(rows)")
    }
    if let cursor = frame.cursor { #expect(frame.bounds.contains(cursor)) }
    for region in rendered.regions {
      #expect(frame.bounds.intersection(region.rect) == region.rect || region.rect.isEmpty)
    }
    for id in rendered.presented.visible {
      #expect(world.state.timeline?.index(of: .message(id)) != nil)
    }
  }

  @Test(arguments: 0..<40)
  func drawingTwiceDrawsTheSame(seed: UInt64) {
    var random = Seeded(state: seed + 1000)
    var state = Self.world(&random).state
    state.size = Size(columns: 90, rows: 30)
    var renderer = DeskRenderer(theme: GoldenTheme.theme)
    let first = renderer.render(state, size: state.size, now: World.now)
    let second = renderer.render(state, size: state.size, now: World.now)
    #expect(GoldenScreen.describe(first.frame) == GoldenScreen.describe(second.frame))
    #expect(first.presented == second.presented)
  }

  /// Only changed rows are drawn again; what stands on the screen must be what a first paint draws.
  @Test(arguments: 0..<12)
  func aPaintAfterOthersIsTheSameAsAFirstOne(seed: UInt64) {
    var random = Seeded(state: seed + 5000)
    var renderer = DeskRenderer(theme: GoldenTheme.theme)
    let sizes = [Size(columns: 80, rows: 24), Size(columns: 130, rows: 30)]
    for _ in 0..<12 {
      var state = Self.world(&random).state
      state.size = sizes.randomElement(using: &random) ?? sizes[0]
      var fresh = DeskRenderer(theme: GoldenTheme.theme)
      let again = renderer.render(state, size: state.size, now: World.now)
      let first = fresh.render(state, size: state.size, now: World.now)
      #expect(GoldenScreen.describe(again.frame) == GoldenScreen.describe(first.frame))
      #expect(again.presented == first.presented)
      #expect(again.regions == first.regions)
    }
  }

  /// A key in the reply leaves the rest of the screen standing, whatever came before it.
  @Test(arguments: 0..<10)
  func whatAKeyLeavesStandingIsWhatAFirstPaintDraws(seed: UInt64) {
    var random = Seeded(state: seed + 9000)
    var sitting = Sitting()
    sitting.furnish()
    var renderer = DeskRenderer(theme: GoldenTheme.theme)
    let keys = Key.sequence(
      "a b c k Space Backspace Left Up Ctrl+W Ctrl+X Esc i Enter Tab g u w ] Ctrl+K Ctrl+J j")!
    let farmer = World.farmer("lakshmi", "Lakshmi", "R.")
    var presented: Presented?
    var left = 0
    for step in 0..<150 {
      switch Int.random(in: 0..<12, using: &random) {
      case 0: sitting.wait([0.05, 1, 70].randomElement(using: &random)!)
      case 1:
        let id = sitting.state.openID ?? "c-lakshmi"
        let message = World.text(MessageID("n\(step)"), farmer, "and \(step)", ago: 0)
        sitting.run(
          .client(
            .timeline(
              TimelineUpdate(
                conversationID: id, messages: [message], extent: TimelineExtent(freshness: .live))))
        )
      case 2:
        let isOnline = Bool.random(using: &random)
        sitting.run(.client(.presence(farmer.id, isOnline: isOnline, lastSeen: nil)))
      case 3: sitting.run(.key(.character("i")))
      default: sitting.run(.key(keys.randomElement(using: &random)!))
      }
      var fresh = DeskRenderer(theme: GoldenTheme.theme)
      let (state, now) = (sitting.state, sitting.now)
      let again = renderer.render(state, size: state.size, now: now)
      let first = fresh.render(state, size: state.size, now: now)
      #expect(
        GoldenScreen.describe(again.frame) == GoldenScreen.describe(first.frame), "step \(step)")
      #expect(again.presented == first.presented)
      #expect(again.regions == first.regions)
      if again.presented != presented { sitting.run(.presented(again.presented)) }
      presented = again.presented
      left += Set(again.drawn).isSubset(of: ScreenPart.ofReply) ? 1 : 0
    }
    #expect(left > 10)
  }

  @Test(arguments: ColorDepth.allCases)
  func theBuiltInThemesDrawTheSameText(depth: ColorDepth) throws {
    let library = ThemeLibrary()
    let plain = World.deliveries.render(80, 24).frame.plainText
    for name in library.names {
      let theme = try library.theme(named: name, depth: depth)
      #expect(World.deliveries.render(80, 24, theme: theme).frame.plainText == plain)
    }
  }
}
