// What a key and an event cost, counted: parts drawn, rows looked at, bytes written. And that a screen
// which is drawn in parts is the one that is drawn whole.

import ChatModel
import Desk
import DeskViews
import Foundation
import SplitMix
import Testing
import TextGrid

@testable import TerminalIO

@Suite struct DeskPaintTests {
  @Test func aLetterInTheComposerDrawsTheComposerAlone() throws {
    var desk = try DeskOnTerminal()
    desk.act(.key(.character("a")))
    desk.act(.key(.character("b")), after: 0.2)
    #expect(desk.drawn == [.composer])
    #expect(desk.examinedRows == 1)
    #expect(desk.bytes.count <= 4)
    desk.act(.key(.backspace), after: 0.2)
    #expect(desk.drawn == [.composer])
    #expect(desk.bytes.count <= 40)
    #expect(desk.fault() == nil)
  }

  @Test func anEventThatShowsNothingDrawsAndPaintsNothing() throws {
    var desk = try DeskOnTerminal()
    let unseen: UserID = "f39"
    let events: [ClientEvent] = [
      .presence(unseen, isOnline: true, lastSeen: nil),
      .typing(DeskOnTerminal.id(39), unseen, name: nil, until: desk.now + 6),
      .stoppedTyping(DeskOnTerminal.id(39), unseen),
      .conversations([desk.summary(39, last: "other words")]),
      .conversations([desk.summary(38)]), .clockSkew(0), .agents([]),
    ]
    for event in events {
      desk.act(.client(event), after: 0.1)
      #expect(desk.drawn == [], "\(event)")
      #expect(desk.examinedRows == 0)
      #expect(desk.bytes == [])
    }
    #expect(desk.fault() == nil)
  }

  @Test func anIncomingLineCostsFewBytesWhereTheTerminalHasMargins() throws {
    var desk = try DeskOnTerminal()
    desk.act(desk.arrival(300), after: 1)
    for number in 301..<310 {
      desk.act(desk.arrival(number), after: 1)
      #expect(desk.drawn.isSubset(of: [.messages, .messagesFoot, .details]))
      #expect(desk.bytes.count <= 261)
      #expect(desk.fault() == nil)
    }
  }

  @Test func anIncomingLineScrollsAPaneThatTakesTheWholeWidth() throws {
    var desk = try DeskOnTerminal(Size(columns: 59, rows: 50), hasMargins: false)
    for number in 300..<305 {
      desk.act(desk.arrival(number), after: 1)
      #expect(desk.bytes.count <= 261)
      #expect(desk.fault() == nil)
    }
  }

  @Test func whereATerminalHasNoMarginsNoneAreUsed() throws {
    var desk = try DeskOnTerminal(hasMargins: false)
    desk.act(desk.arrival(300), after: 1)
    #expect(!String(readable: desk.bytes).contains("?69"))
    #expect(desk.fault() == nil)
  }

  @Test func aPageUpDrawsTheMessagesOnce() throws {
    var desk = try DeskOnTerminal()
    desk.act(.key(.pageUp), after: 1)
    desk.act(.key(.pageUp), after: 1)
    #expect(desk.drawn == [.messages, .messagesFoot])
    #expect(desk.fault() == nil)
  }

  @Test func theCursorOfTheListDrawsTheListAlone() throws {
    var desk = try DeskOnTerminal()
    desk.act(.key(.escape), after: 1)
    desk.act(.key(.escape), after: 1)
    desk.act(.key(.tab), after: 1)
    while desk.state.focus != .list { desk.act(.key(.tab), after: 1) }
    desk.act(.key(.down), after: 1)
    desk.act(.key(.down), after: 1)
    #expect(desk.drawn == [.list])
    #expect(desk.examinedRows <= 6)
    // Rows with foreign text are written anew to their end, across four panes.
    #expect(desk.bytes.count <= 850)
    #expect(desk.fault() == nil)
  }

  @Test func theClockDrawsWhatHasATimeInIt() throws {
    var desk = try DeskOnTerminal()
    desk.act(after: 61)
    desk.act(after: 60)
    #expect(desk.drawn.isSubset(of: [.header, .list, .messagesTitle, .details]))
    #expect(desk.fault() == nil)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func aScreenDrawnInPartsIsTheOneDrawnWhole(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    func pick<T>(_ items: [T]) -> T { items[Int(random.next() % UInt64(items.count))] }
    let sizes = [
      Size(columns: 130, rows: 30), Size(columns: 80, rows: 24), Size(columns: 50, rows: 20),
    ]
    var desk = try DeskOnTerminal(pick(sizes), hasMargins: seed % 2 == 0)
    let keys: [Key] =
      [.pageUp, .pageDown, .up, .down, .tab, .escape, .enter, .backspace, .function(9)]
      + "ijkwG?123457/oa sक🌾]\u{93F}".map { Key.character($0) }
    for step in 0..<40 {
      let number = Int(random.next() % 12)
      let id = DeskOnTerminal.id(number)
      let user = DeskOnTerminal.farmer(number)
      let action: Action =
        switch random.next() % 12 {
        case 0: .client(.presence(user, isOnline: random.next() % 2 == 0, lastSeen: desk.now))
        case 1: .client(.typing(id, user, name: nil, until: desk.now + 6))
        case 2: .client(.stoppedTyping(id, user))
        case 3:
          .client(
            .conversations([
              desk.summary(number, unread: Int(random.next() % 3), last: "words \(step)")
            ]))
        case 4, 5: desk.arrival(1000 + step)
        case 6: .client(.link(pick([.online(.polling), .offline(reason: "x", retryAt: nil)])))
        case 7: .paste(pick(["one", "दो\nतीन"]))
        default: .key(pick(keys))
        }
      desk.act(action, after: pick([0, 0.1, 1, 7, 61]))
      if let fault = desk.fault() {
        Issue.record("seed \(seed), step \(step), \(action): \(fault)")
        return
      }
    }
  }
}
