// What the desk costs between an input and the bytes for the terminal: ranking, each pane, the paint.

import ChatModel
import Desk
import DeskViews
import Foundation
import TerminalIO
import TextGrid

extension Suite {
  static let desk = Suite(name: "desk") {
    guard let summaries = try? (0..<5000).map(Screen.summary),
      let messages = try? (0..<2000).map({ try Payload.message($0) })
    else { return }
    measure("rank 5,000 conversations", count: summaries.count, rounds: 3) {
      keep(Screen(summaries, messages.prefix(400)))
    }
    var screen = Screen(summaries, messages.prefix(400))
    measure("a row of 5,000 moves", count: 500) {
      for number in 0..<500 { screen.run(.client(.conversations([summaries[number * 7]]))) }
    }
    let frame = screen.draw()
    measure("all panes, 200x50, from nothing", count: 20) {
      for _ in 0..<20 { keep(screen.drawAnew()) }
    }
    measure("paint 200x50, from nothing", count: 20) {
      for _ in 0..<20 { keep(Painter(.xterm).painted(frame)) }
    }
    screen.measureInputs(messages.dropFirst(400))
  }
}

/// A desk of an admin on a screen of 200x50, painted for an xterm.
private struct Screen {
  private var state = DeskState(size: Self.size)
  private var renderer = DeskRenderer(theme: ThemeLibrary.fallback(depth: .indexed256))
  private var painter = Painter(.xterm)
  private var now = Date(timeIntervalSince1970: 1_760_000_000)

  private static let size = Size(columns: 200, rows: 50)
  private static let opened = Payload.conversationID(0)

  init(_ summaries: [ConversationSummary], _ messages: some Sequence<Message>) {
    run(.client(.identified(Claims(userID: "boss", role: .admin))))
    run(.client(.conversations(summaries)))
    run(.request(.open(Self.opened)))
    run(.client(.timeline(Self.timeline(Array(messages), isReset: true))))
    run(.key(.character("i")))
    paint()
  }

  static func summary(_ number: Int) throws -> ConversationSummary {
    ConversationSummary(
      conversation: try Payload.conversation(number), isMine: false, unread: number % 3)
  }

  private static func timeline(_ messages: [Message], isReset: Bool = false) -> TimelineUpdate {
    TimelineUpdate(
      conversationID: opened, isReset: isReset, messages: messages,
      extent: TimelineExtent(reachesStart: true, freshness: .live))
  }

  mutating func run(_ action: Action) {
    now += 0.05
    keep(update(&state, action, now: now))
  }

  mutating func draw() -> Frame { renderer.render(state, size: Self.size, now: now).frame }

  /// Without what was drawn before.
  func drawAnew() -> Frame {
    var renderer = DeskRenderer(theme: renderer.theme)
    return renderer.render(state, size: Self.size, now: now).frame
  }

  mutating func paint() { keep(painter.paint(draw())) }

  mutating func measureInputs(_ messages: some Sequence<Message>) {
    measure("a key: update", count: 200) { for _ in 0..<100 { type("a", "Backspace") } }
    measure("a key: update, draw and paint", count: 200) {
      for _ in 0..<100 { for key in ["a", "Backspace"] { type(key); paint() } }
    }
    var rest = Array(messages)[...]
    measure("a message into the open conversation: update, draw and paint", count: 100) {
      for message in rest.prefix(100) {
        run(.client(.timeline(Self.timeline([message]))))
        paint()
      }
      rest = rest.dropFirst(100)
    }
    measure("presence elsewhere: update, draw and paint", count: 100) {
      for number in 0..<100 {
        let person = UserID("f\(4000 + number)")
        run(.client(.presence(person, isOnline: number % 2 == 0, lastSeen: nil)))
        paint()
      }
    }
  }

  private mutating func type(_ keys: String...) {
    for key in keys.flatMap({ Key.sequence($0) ?? [] }) { run(.key(key)) }
  }
}

extension Painter {
  fileprivate func painted(_ frame: Frame) -> [UInt8] {
    var painter = self
    return painter.paint(frame)
  }
}
