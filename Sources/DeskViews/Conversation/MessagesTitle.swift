import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

/// The row above the messages: how the conversation stands, and whose it is.
struct MessagesTitle: Hashable, Sendable {
  private var spans: [Span]
  private let name: Span

  /// - Parameters:
  ///   - name: the person's.
  ///   - columns: of the row; where there are few some things are not said.
  init(_ summary: ConversationSummary, name: String, columns: Int, in scene: Scene) {
    let state = scene.state
    let person =
      state.isFarmer ? summary.conversation.agent.value : summary.conversation.farmer.value
    let status = summary.conversation.status
    spans = [scene.title(status.map(Excerpt.status) ?? said("chat"), .messages)]
    self.name = Span(name, Scene.nameRole(scene.weight(of: summary)))
    if let wait = scene.waitText(summary), !state.isFarmer {
      let role = Scene.urgencyRole(state.urgency(summary, now: scene.now))
      spans.append(Span(status == .waiting ? " \(wait)" : said("  waits \(wait)"), role))
    }
    if !state.isFarmer { spans.append(Span("  " + Self.ownership(summary, in: state), .dim)) }
    if state.local.isMuted(summary.id) { spans.append(Span(said(" muted"), .warning)) }
    if state.isReadInLatin(summary.id) { spans.append(Span(said("  in Latin"), .hint)) }
    if let person {
      if state.isOnline(person) == true {
        spans += [Span("  " + Sign.online.glyph, .presence), Span(said(" online"), .dim)]
      } else if columns >= 60, let seen = scene.lastSeen(person) {
        spans.append(Span(said("  seen \(seen)"), .dim))
      }
    }
    if let phone = person?.phone.map({ Excerpt.oneLine($0, scalars: 30) }), !phone.isEmpty,
      columns >= 46
    {
      spans.append(Span("  .." + phone.suffix(5), .dim))
    }
  }

  private static func ownership(_ summary: ConversationSummary, in state: DeskState) -> String {
    let extent = state.timeline?.extent
    if state.messages.leavesNoTrace { return hiddenWords(summary, extent, state.link) }
    let whose = summary.isMine ? said("mine") : said("watched")
    // A poll that failed keeps nothing in step.
    if extent?.problem != nil { return said("\(whose), kept copy") }
    switch extent?.freshness {
    case .live?: return summary.isMine ? whose : said("watched live")
    case .polled?:
      if case .offline = state.link { return said("\(whose), offline") }
      return said("\(whose), polled")
    case .cached?: return said("\(whose), kept copy")
    case nil: return summary.isMine ? whose : said("\(whose), polled")
    }
  }

  /// How it is watched without a trace: over REST, and how often.
  private static func hiddenWords(
    _ summary: ConversationSummary, _ extent: TimelineExtent?, _ link: LinkState
  ) -> String {
    let whose = summary.isMine ? said("mine, watched") : said("watched")
    guard extent?.problem == nil, case .polled? = extent?.freshness else {
      return said("\(whose), no trace, kept copy")
    }
    if case .offline = link { return said("\(whose), no trace, offline") }
    let pace = extent?.pace.map { said(" every \(Int($0.rounded())) s") } ?? ""
    return said("\(whose), no trace, polled\(pace)")
  }

  /// The parts keep their order, and the person is named in any case: where there is not room for
  /// all, what stands before the name is cut.
  func draw(on canvas: inout Canvas, in row: Rect) {
    let room = row.indented(1).narrowed(1)
    let widths = canvas.widths
    let wanted = min(widths.width(of: name.text), max(8, room.columns / 3))
    let lead = min(widths.width(of: spans), max(0, room.columns - wanted - 2))
    let column = canvas.lay(spans, in: room.narrowed(room.columns - lead))
    canvas.write([name], in: room, from: column == room.column ? column : column + 2)
  }
}

extension Scene {
  func lastSeen(_ person: Participant) -> String? {
    guard let seen = state.presence[person.id]?.lastSeen ?? person.lastSeen else { return nil }
    let since = max(0, serverNow.timeIntervalSince(seen))
    return since < 60 ? said("just now") : said("\(WallClock.brief(since)) ago")
  }
}
