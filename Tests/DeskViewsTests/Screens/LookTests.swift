import ChatModel
import Foundation
import FrameText
import TextGrid
import Testing

@testable import Desk
@testable import DeskViews

/// What is bright, what recedes, whose a row is, and where things stand.
@Suite struct LookTests {
  private static func lines(_ frame: Frame) -> [String] {
    frame.plainText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The role in which a text is first drawn.
  private func role(of text: String, in rendered: Rendered, below row: Int = 0) -> String? {
    let frame = rendered.frame
    for row in row..<frame.size.rows {
      let plain = Self.lines(frame)[row]
      guard let range = plain.range(of: text) else { continue }
      let column = frame.widths.width(of: String(plain[..<range.lowerBound]))
      return GoldenTheme.names[frame.style(at: Point(column: column, row: row))]
    }
    return nil
  }

  // MARK: Counts

  @Test func whereThereIsLittleRoomTheNumberOfAnAgentsChatsIsNotCut() {
    let world = World.agentsChats
    let count = world.state.list.order.count
    let row = Self.lines(world.render(80, 24).frame).first { $0.contains(" of ") } ?? ""
    #expect(row.contains("\(count) of ") && count != world.state.count(of: world.state.view))
  }

  @Test(arguments: [MainPane.statistics, .team])
  func aFilterOfTheListIsNotShownAboveWhatItDoesNotFilter(_ pane: MainPane) {
    var world = World.crew
    world.state.list.filter = ListPane.Filter(editor: TextEditor("agent:ravi"), isEditing: false)
    #expect(world.render(80, 24).frame.plainText.contains("agent:ravi"))
    world.state.main = pane
    #expect(!world.render(80, 24).frame.plainText.contains("agent:ravi"))
  }

  // MARK: Weights

  @Test func whatNeedsMeIsBrightWhatIsAnsweredNormalWhatIsSettledDim() {
    let rendered = World.list.render(120, 40)
    #expect(role(of: "Ramesh Kumar", in: rendered) == "needs-me")
    #expect(role(of: "voice note", in: rendered) == "text")
    #expect(role(of: "Gurpreet", in: rendered) == "text")
    #expect(role(of: "The pump", in: rendered) == "dim")
    #expect(role(of: "Abdul Wahid", in: rendered) == "dim")
    #expect(role(of: "Thank you", in: rendered) == "dim")
  }

  @Test func whatWaitsForAColleagueDoesNotCallMe() {
    let rendered = World.watching.render(120, 40)
    #expect(role(of: "Lakshmi R.", in: rendered) == "text on marked-row")
    #expect(role(of: "Ramesh Kumar", in: rendered) == "needs-me", "nobody has it")
  }

  @Test func aNameIsNotBoldBecauseItIsAName() throws {
    for name in ThemeLibrary().names {
      let theme = try ThemeLibrary().theme(named: name, depth: .trueColor)
      for role in [ThemeRole.text, .dim, .nameMine, .nameTheirs] {
        #expect(!theme.style(role).attributes.contains(.bold), "\(role) in \(name)")
      }
      #expect(theme.style(.needsMe).attributes.contains(.bold), "\(name)")
    }
  }

  // MARK: Mine and theirs

  @Test func everyRowOfMyMessagesCarriesABarAndNoOtherDoes() {
    var world = World.list
    let long = Array(repeating: "word", count: 40).joined(separator: " ")
    world.open(
      "lakshmi",
      [
        World.text("a", World.lakshmi, "theirs " + long, ago: 9),
        World.text("b", World.agent, long, ago: 2),
      ],
      entries: [World.entry("o", .text("queued"), .failed("no such conversation"), ago: 1)])
    let frame = world.render(120, 40).frame
    let edge = 37
    let rows = (0..<40).filter { frame.cluster(at: Point(column: edge, row: $0)) == "▌" }
    let lines = Self.lines(frame)
    let (first, last) = (rows.first ?? 0, rows.last ?? 0)
    // From the header of the message to the keys below the entry that failed.
    #expect(rows == Array(first...last) && rows.count > 7)
    #expect(lines[first].contains("you") && lines[last].contains("drop"))
    let theirs = (0..<40).first { Self.lines(frame)[$0].contains("theirs word") }
    #expect(theirs.map { !rows.contains($0) } == true)
  }

  @Test func agentsHaveColoursOfTheirOwnWhereSeveralTookPart() {
    let kiran = Participant(id: "kiran", firstName: "Kiran", role: .support)
    var world = World.watching
    #expect(role(of: "ravi", in: world.render(120, 40), below: 20) == "name-mine")
    world.open(
      "lakshmi",
      [
        World.text("1", World.lakshmi, "Namaste", ago: 60),
        World.text("2", World.ravi, "one", ago: 50), World.text("3", kiran, "two", ago: 40),
      ])
    let rendered = world.render(120, 40)
    let roles = ["ravi", "Kiran"].map { role(of: $0, in: rendered, below: 20) }
    #expect(roles.allSatisfy { $0?.hasPrefix("speaker") == true }, "\(roles)")
    #expect(roles[0] != roles[1])
  }

  // MARK: The views

  @Test func theRowOfViewsNamesAndCountsThem() {
    let text = World.list.render(120, 40).frame.plainText
    #expect(
      text.contains(
        "1 MINE 7  2 Waiting 4  3 Unread 4  4 All 7  7 No agent 0  │  5 Statistics  6 Team  O Outbox"
      ))
    #expect(!text.contains("waiting 4  unread"), "the header does not say it again")
    let narrow = World.list.render(80, 24).frame.plainText
    #expect(narrow.contains(" 1 MINE 7  2 3 4 5 6 7"))
    #expect(narrow.contains("waiting 4  unread 4"))
  }

  @Test func aFilterStandsAboveTheListAndTheViewStaysNamed() {
    for columns in [80, 120] {
      let rows = World.filteredAway.render(columns, 24).frame.plainText.split(separator: "\n")
      #expect(rows[1].contains("1 MINE / ravi"), "\(columns): \(rows[1])")
      #expect(rows.joined().contains("0 here, 1 in All"))
    }
  }

  // MARK: Rows of the list

  @Test func presenceTypingAndDraftEachHaveACell() {
    for columns in [80, 120] {
      var world = World.typing
      world.state.outbox["o"] = OutboxEntry(
        id: "o", conversationID: "c-lakshmi", body: .text("x"), state: .queued,
        createdAt: World.now)
      let row = world.render(columns, 24).frame.plainText.split(separator: "\n")
        .first { $0.contains("Lakshmi R.") && $0.contains("47m") && $0.contains("=!") }
      #expect(row?.contains("1…dt• Lakshmi R.") == true, "\(columns): \(row ?? "")")
    }
  }

  @Test func anAdminsRowsSayWhoseTheyAreAndHowTheyStand() {
    let text = World.watching.render(120, 40).frame.plainText
    #expect(text.contains("ravi · open · leaf"))
    #expect(text.contains("nobody · open ·"))
    #expect(!World.list.render(120, 40).frame.plainText.contains(" · open"))
  }

  @Test func whoSaidTheLastWordsIsNamedUnlessItWasTheFarmer() {
    var world = World.watching
    func say(_ sender: Participant) {
      let id: ConversationID = "c-lakshmi"
      world.state.conversations[id]?.conversation.lastMessage = .known(
        World.text("l", sender, "last words", ago: 1))
    }
    say(Participant(id: World.me, firstName: "Meera"))
    #expect(world.render(200, 40).frame.plainText.contains("open · you last"))
    say(World.ravi)
    #expect(world.render(200, 40).frame.plainText.contains("open · ravi last"))
    say(World.lakshmi)
    #expect(world.render(200, 40).frame.plainText.contains("open · last words"))
  }

  // MARK: Where things stand

  @Test func aShortHistoryStandsOnTheComposer() {
    for (columns, rows) in [(80, 24), (120, 40), (200, 50)] {
      let rendered = World.watching.render(columns, rows)
      let lines = rendered.frame.plainText.split(separator: "\n", omittingEmptySubsequences: false)
      let last = lines.lastIndex { $0.contains("It is getting worse.") } ?? 0
      let rule = lines.lastIndex { $0.contains("────") } ?? 0
      // Between them is the row that says who types.
      #expect(last == rule - 2, "\(columns)x\(rows)")
      #expect(rendered.presented.visible == ["m1", "m2", "m3"])
      #expect(rendered.target(at: Point(column: columns / 2, row: last)) == .item(.message("m3")))
    }
  }

  @Test func theBorderOfThePaneWithTheFocusIsSeen() {
    var world = World.conversation
    func borders(_ focus: Focus) -> [String?] {
      world.state.focus = focus
      let frame = world.render(120, 40).frame
      return [
        Point(column: 36, row: 10), Point(column: 89, row: 10), Point(column: 50, row: 2),
        Point(column: 100, row: 35),
      ].map { GoldenTheme.names[frame.style(at: $0)] }
    }
    #expect(borders(.list) == ["focus", "divider", "divider", "divider"])
    #expect(borders(.messages) == ["focus", "focus", "focus", "divider"])
    #expect(borders(.details) == ["divider", "focus", "divider", "focus"])
    #expect(borders(.composer) == ["divider", "divider", "divider", "focus"])
  }

  /// Titles are cut before the name, which is always there.
  @Test func aTitleKeepsItsPartsInOrderAndIsCutWithAnEllipsis() {
    let row = World.conversation.render(64, 24).frame.plainText.split(separator: "\n")[1]
    #expect(row.contains("waiting 47m  mine"))
    #expect(row.contains("…  Lakshmi R."), "\(row)")
  }

  @Test func whoWaitsNextStandsBesideAWideConversation() {
    var world = World.conversation
    world.state.settleList(now: World.now)
    let rendered = world.render(200, 50)
    let rows = rendered.frame.plainText.split(separator: "\n", omittingEmptySubsequences: false)
    let start = rows.firstIndex { $0.contains("waits next") } ?? 0
    let next = rows[start...].compactMap { $0.split(separator: "│").last }.map(String.init)
    #expect(next[1].contains("!12m Ramesh Kumar"))
    #expect(next[3].contains(" 6m Sita Devi"))
    #expect(!next.prefix(7).joined().contains("Lakshmi"), "it is open")
    #expect(rendered.presented.metrics.next == ["c-ramesh", "c-sita", "c-harpreet"])
    #expect(rendered.target(at: Point(column: 190, row: start + 1)) == .waiting("c-ramesh"))
    #expect(World.conversation.render(160, 50).presented.metrics.next.isEmpty)
  }

  // MARK: Overlays and signs

  @Test func everyOverlayHasATitleAndALineOfKeysAtItsBottom() {
    for (name, world) in World.all where world.state.overlay != nil {
      let rendered = world.render(100, 30)
      let lines = rendered.frame.plainText.split(separator: "\n", omittingEmptySubsequences: false)
      guard let top = lines.firstIndex(where: { $0.contains("┌─ ") }),
        let bottom = lines.lastIndex(where: { $0.contains("└──") })
      else {
        Issue.record("\(name) has no box")
        continue
      }
      #expect(lines[top].contains { $0.isLetter }, "\(name)")
      let frame = rendered.frame
      let keys = (0..<100).filter {
        GoldenTheme.names[frame.style(at: Point(column: $0, row: bottom - 1))] == "key on overlay"
      }
      #expect(!keys.isEmpty, "\(name): \(lines[bottom - 1])")
    }
  }

  @Test func theHelpEndsWithEverySignOfTheScreen() {
    let lines = HelpLine.legend(columns: 72)
    for sign in Sign.allCases {
      #expect(
        lines.contains {
          if case .sign(sign, let means) = $0 { sign.meaning.hasPrefix(means) } else { false }
        }, "\(sign)")
    }
    guard let help = World.help.state.overlay as? HelpOverlay else { return }
    #expect(help.lines.suffix(lines.count) == lines[...])
  }

  /// A sign that is written out somewhere would not be in the legend.
  @Test func theViewsDrawSignsFromTheTableOnly() throws {
    let sources = (1...4).reduce(URL(filePath: #filePath)) { path, _ in
      path.deletingLastPathComponent()
    }.appending(path: "Sources/DeskViews")
    let files = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String }
    let glyphs = Set(Sign.allCases.map(\.glyph)).subtracting(["…", "!", "?", ">", "=", "*", "·"])
      .filter { !$0.allSatisfy(\.isLetter) }
    for file in files ?? [] where file.hasSuffix(".swift") {
      let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
      for line in text.split(separator: "\n") where !line.contains("//") {
        for glyph in glyphs where glyph != "+" {
          let literal = line.split(separator: "\"").enumerated()
            .contains { $0.offset % 2 == 1 && $0.element.contains(glyph) }
          #expect(!literal || line.contains("static let dot"), "\(file): \(line)")
        }
      }
    }
  }
}

extension LookTests {
  /// `:page-down` on the screen is a command that no key was looked up for.
  @Test func whatTheScreenTellsToPressIsAKey() {
    for (name, world) in World.all {
      let text = world.render(120, 40).frame.plainText
      for command in Command.allCases where world.state.overlay == nil {
        let isBound = [Keymap.Context.list, .messages, .composer, .filter]
          .contains { Keymap.standard.keys(for: command, in: $0) != nil }
        #expect(!isBound || !text.contains(" :\(command.rawValue) "), "\(name): \(command)")
      }
    }
  }
}
