// A whole desk on a small terminal: what happens becomes a state, a frame, bytes, and the screen that
// these bytes make.

import ChatModel
import Desk
import DeskViews
import Foundation
import TextGrid

@testable import TerminalIO

struct DeskOnTerminal {
  static let me: UserID = "meera"

  private(set) var state: DeskState
  private(set) var now = Date(timeIntervalSince1970: 1_763_476_320)
  private(set) var model: TerminalModel
  /// The parts that were drawn, the rows that were looked at and the bytes that were written since
  /// the last ``act(_:after:)`` began.
  private(set) var drawn: Set<ScreenPart> = []
  private(set) var examinedRows = 0
  private(set) var bytes: [UInt8] = []
  private(set) var shown: Rendered?
  private let theme: Theme
  private var renderer: DeskRenderer
  private var painter: Painter
  private var reported: Presented?

  init(_ size: Size = Size(columns: 200, rows: 50), hasMargins: Bool = true) throws {
    theme = try ThemeLibrary().theme(named: "dark", depth: .indexed256)
    renderer = DeskRenderer(theme: theme)
    var terminal = Capabilities.xterm
    terminal.hasMargins = hasMargins
    painter = Painter(terminal)
    model = TerminalModel(size: size)
    model.erasesToBackground = true
    state = DeskState(configuration: DeskConfiguration(), size: size)
    act(
      .client(.identified(Claims(userID: Self.me, role: .support, email: "meera@example.org"))),
      .client(.link(.online(.websocket))), .client(.conversations((0..<40).map(summary))),
      .client(.listFreshness(isComplete: true, at: now)))
    act(.perform(.open), after: 6)
    act(
      .client(
        .timeline(
          TimelineUpdate(
            conversationID: Self.id(0), isReset: true,
            messages: (0..<300).map { message($0, ago: Double(400 - $0)) },
            extent: TimelineExtent(reachesStart: true, freshness: .live)))))
    act(after: 2)
  }

  // MARK: One step

  mutating func act(_ actions: Action..., after seconds: TimeInterval = 0) {
    act(actions, after: seconds)
  }

  mutating func act(_ actions: [Action], after seconds: TimeInterval = 0) {
    (drawn, examinedRows, bytes) = ([], 0, [])
    now += seconds
    _ = update(&state, actions + [.deadline], now: now)
    for _ in 0..<4 {
      let rendered = renderer.render(state, size: model.size, now: now)
      drawn.formUnion(rendered.drawn)
      let painted = painter.paint(rendered.frame)
      bytes += painted
      examinedRows += painter.examinedRows
      model.take(painted)
      shown = rendered
      guard rendered.presented != reported || rendered.presented.appliedLines != 0 else { break }
      reported = rendered.presented
      _ = update(&state, .presented(rendered.presented), now: now)
    }
  }

  /// What differs between this screen and one that is drawn and painted from nothing; nil where
  /// nothing does.
  func fault() -> String? {
    var fresh = DeskRenderer(theme: theme)
    let whole = fresh.render(state, size: model.size, now: now)
    guard let shown else { return "nothing was shown" }
    if shown.frame.cursor != whole.frame.cursor { return "another cursor" }
    if shown.regions != whole.regions { return "other places for the mouse" }
    if shown.presented.visible != whole.presented.visible { return "other messages are seen" }
    if shown.presented.position != whole.presented.position { return "another position" }
    for row in 0..<model.size.rows {
      for column in 0..<model.size.columns {
        let place = Point(column: column, row: row)
        let wanted = whole.frame.cluster(at: place)
        if shown.frame.cluster(at: place) != wanted
          || shown.frame.style(at: place) != whole.frame.style(at: place)
        {
          return "the frame differs at \(column), \(row)"
        }
        if model.cells[row][column].text != wanted {
          return "the screen differs at \(column), \(row)"
        }
      }
    }
    if !model.misunderstood.isEmpty { return "\(model.misunderstood)" }
    return nil
  }

  // MARK: Words

  static func id(_ number: Int) -> ConversationID { ConversationID("c\(number)") }
  static func farmer(_ number: Int) -> UserID { UserID("f\(number)") }

  func summary(_ number: Int) -> ConversationSummary { summary(number, last: "the last words") }

  func summary(_ number: Int, unread: Int = 0, last: String) -> ConversationSummary {
    let person = Participant(
      id: Self.farmer(number), firstName: "Farmer\(number)", lastName: "नाम",
      phone: "+9100\(number)",
      role: .user)
    return ConversationSummary(
      conversation: Conversation(
        id: Self.id(number), farmer: .known(person),
        agent: .known(Participant(id: Self.me, firstName: "Meera", role: .support)), status: .open,
        lastMessage: .known(
          Message(
            id: MessageID("last\(number)"), sender: .known(person), content: last,
            createdAt: now - 600))),
      isMine: true, unread: unread,
      wait: Wait(
        since: Date(timeIntervalSince1970: 1_763_470_005 + Double(number) * 60), isExact: true)
    )
  }

  /// Live words are alike, but no two of them are the same.
  func message(_ number: Int, ago minutes: Double) -> Message {
    Message(
      id: MessageID(String(format: "m%06d", number)),
      sender: .known(Participant(id: Self.farmer(0), firstName: "Farmer0", role: .user)),
      content: "#\(number) The first lot of maize is dry and bagged, \(number * 7) sacks in all",
      isRead: true, createdAt: now - minutes * 60)
  }

  func arrival(_ numbers: Int...) -> Action {
    .client(
      .timeline(
        TimelineUpdate(
          conversationID: Self.id(0), messages: numbers.map { message($0, ago: 0) },
          extent: TimelineExtent(reachesStart: true, freshness: .live))))
  }
}
