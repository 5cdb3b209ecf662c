import ChatModel
import FrameText
import TextGrid
import Testing

@testable import Desk
@testable import DeskViews

@Suite struct LayoutTests {
  private func layout(
    _ columns: Int, _ rows: Int = 24, _ wishes: DeskLayout.Wishes = .init(focus: .list)
  ) -> DeskLayout? {
    DeskLayout(size: Size(columns: columns, rows: rows), wishes: wishes)
  }

  @Test func panesComeWithTheRoom() throws {
    let one = try #require(layout(59))
    #expect(one.list != nil && one.messages == nil && one.details == nil)
    let two = try #require(layout(60))
    #expect(two.list != nil && two.messages != nil && two.details == nil)
    let stillTwo = try #require(layout(119))
    #expect(stillTwo.details == nil)
    let three = try #require(layout(120))
    #expect(three.list != nil && three.messages != nil && three.details != nil)
  }

  @Test func belowTwentyByEightThereIsNoDesk() {
    #expect(layout(19, 8) == nil)
    #expect(layout(20, 7) == nil)
    #expect(layout(20, 8) != nil)
  }

  @Test func theSinglePaneIsTheOneWithTheFocus() throws {
    for (focus, name) in [(Focus.list, "list"), (.messages, "messages"), (.composer, "messages")] {
      let found = try #require(
        layout(50, 20, .init(focus: focus, composerRows: 3)))
      #expect((found.list != nil) == (name == "list"))
      #expect((found.messages != nil) == (name == "messages"))
      #expect((found.composer != nil) == (name == "messages"))
    }
  }

  @Test func detailsAskedForTakeThePlaceOfTheListWhereThereIsNoRoomForThree() throws {
    let asked = try #require(layout(80, 24, .init(focus: .messages, details: true)))
    #expect(asked.details != nil && asked.list == nil)
    let inList = try #require(layout(80, 24, .init(focus: .list, details: true)))
    #expect(inList.details == nil && inList.list != nil)
    let refused = try #require(layout(140, 24, .init(focus: .list, details: false)))
    #expect(refused.details == nil)
  }

  /// A row of text takes 88 columns; what is left is given to a pane and not to emptiness.
  @Test(arguments: 160...320)
  func theMessagesTakeNoMoreThanTheyNeed(columns: Int) throws {
    for details in [nil, false] as [Bool?] {
      let found = try #require(layout(columns, 50, .init(focus: .list, details: details)))
      let messages = try #require(found.messages)
      #expect(messages.columns <= 88 + 5, "\(columns)")
      #expect(columns < 200 || found.next != nil)
      #expect(found.next.map { $0.columns >= 24 } ?? true)
    }
  }

  @Test func theViewsHaveARowOfTheirOwnFromAHundredColumns() throws {
    #expect(try #require(layout(99)).views == nil)
    #expect(try #require(layout(100)).views?.row == 1)
    #expect(try #require(layout(100, 12)).views == nil)
    #expect(try #require(layout(200, 50, .init(focus: .messages, hasList: false))).views == nil)
  }

  @Test func whatStandsInTheListsPlaceHasAllTheRoomWhileNothingIsOpen() throws {
    for pane in [MainPane.statistics, .team] {
      let found = try #require(layout(120, 40, .init(focus: .list, pane: pane)))
      #expect(found.list?.columns == 120 && found.messages == nil && found.dividers.isEmpty)
    }
    // Beside the team there is the list.
    let team = DeskLayout.Wishes(focus: .list, hasTeam: true, pane: .team)
    #expect(try #require(layout(200, 50, team)).messages != nil)
    let numbers = DeskLayout.Wishes(focus: .list, hasTeam: true, pane: .statistics)
    #expect(try #require(layout(200, 50, numbers)).list?.columns == 200 - 47)
    // An open conversation stays to be seen.
    var world = World.statistics
    #expect(world.render(120, 40).frame.plainText.contains("No conversation is open") == false)
    world.open("lakshmi", World.history)
    world.state.focus = .list
    #expect(world.render(120, 40).frame.plainText.contains("wheat leaf"))
  }

  @Test func aFarmerHasNoList() throws {
    let found = try #require(layout(100, 24, .init(focus: .messages, hasList: false)))
    #expect(found.list == nil)
    #expect(found.messages?.columns == 100)
  }

  @Test(arguments: [20, 40, 59, 60, 79, 80, 99, 100, 120, 160, 300], [8, 9, 10, 12, 24, 60])
  func partsCoverTheScreenWithoutMeeting(columns: Int, rows: Int) throws {
    for (focus, wire) in Focus.allCases.flatMap({ [($0, 0), ($0, 1), ($0, 3)] }) {
      for wished in [0, 2, 5, 40] {
        var wishes = DeskLayout.Wishes(
          focus: focus, composerRows: wished, hasCoach: rows % 2 == 0)
        // Beside several identities, or one.
        if wire == 0 { wishes.pane = MainPane.allCases[wished % 3] }
        (wishes.hasWire, wishes.identities) = (wire > 0 || focus == .wire, max(1, wire))
        let found = try #require(layout(columns, rows, wishes))
        var covered = Set<Int>()
        var rects =
          [found.header, found.status] + [found.hints, found.coach].compactMap { $0 }
        rects += [found.list, found.messages, found.details, found.next, found.composer]
          .compactMap { $0 }
        rects += [found.wire, found.strips].compactMap { $0 }
        rects += [found.views].compactMap { $0 } + found.rules
        for rect in rects {
          for row in rect.rowRange {
            for column in rect.columnRange {
              #expect(covered.insert(row * columns + column).inserted)
            }
          }
        }
        #expect(covered.count == columns * rows)
      }
    }
  }
}
