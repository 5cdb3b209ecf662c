import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

/// The row below the messages: who types or what is wrong at its left, and at its right how far the end is.
struct MessagesFoot: Hashable, Sendable {
  private var spans: [Span] = []
  /// The first of the spans gives way where there is not room for all.
  private var cutsFirst = false
  private var isQuiet = false
  private var end: Span?

  init(_ timeline: Timeline, _ window: MessageWindow, in scene: Scene) {
    let (state, keys) = (scene.state, scene.keys)
    // What leads to the newest message, unless the keys go elsewhere.
    let endKey = state.focus == .messages ? keys.name(.bottom, in: .messages) : nil
    let typing = state.typing(in: timeline.conversationID, now: scene.now)
    if let problem = state.viewingProblem {
      spans = [Span(problem, .warning)]
    } else if let problem = timeline.extent.problem {
      let text = said("could not load: ") + Sanitizer.clause(Excerpt.oneLine(problem, scalars: 120))
      let key = keys.name(.refresh, in: state.focus == .composer ? .composer : .messages)
      spans = [Span(said("\(key) retries · "), .hint), Span(text, .failure)]
    } else if !window.reachesEnd, state.newBelow > 0 {
      let text =
        endKey.map { key in
          said("\(Sign.below.glyph) \(state.newBelow) new below, \(key) goes there")
        } ?? said("\(Sign.below.glyph) \(state.newBelow) new below")
      spans = [Span(text, .newMessages)]
    } else if let first = typing.first {
      let rest =
        typing.count == 1 ? said(" is typing…") : said(" and \(typing.count - 1) more are typing…")
      spans = [Span(first, .typing), Span(rest, .typing)]
      cutsFirst = true
    } else if state.waitsToOpen, case .cached(let at) = timeline.extent.freshness {
      spans = [Span(Self.keptSince(at, in: scene) + said(" · loads as you go on"), .hint)]
    } else if timeline.extent.isLoading {
      spans = [Span("…", .hint)]
      isQuiet = true
    } else if case .cached(let at) = timeline.extent.freshness {
      let since = Self.keptSince(at, in: scene)
      spans = [Span(since + said(", not compared with the server"), .hint)]
    }
    guard !window.reachesEnd, let last = window.lines.last else { return }
    let below = timeline.count - 1 - last.index
    let isCounted = below > 0 && timeline.extent.reachesNewest
    if let key = endKey.map({ $0 + said(" end ") }) {
      end = Span(isCounted ? said("\(below) below, \(key)") : key, .hint)
    } else if isCounted {
      end = Span(said("\(below) below "), .hint)
    }
  }

  /// When a copy that this computer keeps was last compared with the server.
  private static func keptSince(_ date: Date?, in scene: Scene) -> String {
    date.map { said("as of \(scene.clock.moment($0, now: scene.now))") }
      ?? said("from this computer")
  }

  func draw(on canvas: inout Canvas, in row: Rect) {
    guard !row.isEmpty else { return }
    var spans = spans
    if cutsFirst, spans.count == 2 {
      let widths = canvas.widths
      let room =
        row.columns - Scene.MessageParts.textColumn - widths.width(of: spans[1].text) - 1
      spans[0].text = widths.truncated(spans[0].text, to: max(1, room))
    }
    let limit = canvas.lay(
      spans, in: isQuiet ? row : row.narrowed(1),
      from: row.column + Scene.MessageParts.textColumn)
    if let end { canvas.writeRight([end], in: row, limit: limit + 2) }
  }
}
