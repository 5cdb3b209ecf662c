// The top row: the link, what waits to be sent, who I am, who waits, the time.
//
//  ● live  out 0 │ meera, Support │ waiting 3  unread 4 │ oldest 47m        14:32

import ChatModel
import Desk
import Faults
import Foundation
import Sentences
import TextGrid

/// All that the top row may say; what there is room for is found out when it is drawn.
struct HeaderWords: Hashable, Sendable {
  var time: String
  /// How the link stands, and the same without what changes each second.
  var link: [Span]
  var shortLink: [Span]
  var outbox: [Span]
  /// The key of the outbox, which is among `outbox`, and whether it may give way.
  var outboxKey: Span?
  var mayLoseKey: Bool
  var person: [Span]
  var shortPerson: [Span]
  var identities: [Span]
  /// What is counted of the conversations, and the oldest wait; none for a farmer.
  var counts: [Span] = []
  var oldest: [Span] = []
  var signIn: [Span] = []
  /// That the wire is recorded, what goes wrong by intent, and the same in one word each.
  var fault: [Span] = []
  var shortFault: [Span] = []
  /// The same with the first of what goes wrong alone; none where there is only one.
  var firstFault: [Span] = []
  /// That people rely on the server, and the same in fewer letters.
  var production: [Span] = []
  var shortProduction: [Span] = []
  /// Why the link is not up.
  var trouble: String?
}

extension HeaderWords {
  /// Puts a mark before what goes wrong by intent.
  fileprivate mutating func mark(_ mark: Span) {
    fault.insert(mark, at: 0)
    shortFault.insert(mark, at: 0)
    if !firstFault.isEmpty { firstFault.insert(mark, at: 0) }
  }
}

extension Scene {
  var headerWords: HeaderWords {
    var words = HeaderWords(
      time: " \(clock.hourAndMinute(now)) ", link: linkSpans(saysMore: true),
      shortLink: linkSpans(saysMore: false), outbox: outboxSpans, outboxKey: outboxKey,
      // What only waits in the outbox goes by itself: its key may give way.
      mayLoseKey: !state.outbox.values.contains(where: \.waitsForUser),
      person: personSpans(isFull: true), shortPerson: personSpans(isFull: false),
      identities: identitySpans, trouble: causeOfTrouble)
    if !state.isFarmer {
      words.counts = countSpans
      words.oldest = oldestSpans
    }
    if !state.faults.isEmpty {
      let faults = Excerpt.oneLine(state.faults.words, scalars: 200)
      words.fault = [
        Span(
          state.faultsMissSends
            ? said("FAULT not on what you send, \(faults)") : said("FAULT \(faults)"), .waitWarn)
      ]
      words.shortFault = [Span(said("FAULT"), .waitWarn)]
      let parts = state.faults.parts
      if state.faultsMissSends {
        words.firstFault = [Span(said("FAULT not on what you send"), .waitWarn)]
      } else if parts.count > 1 {
        words.firstFault = [
          Span(said("FAULT \(Excerpt.oneLine(parts[0], scalars: 60))") + " …", .waitWarn)
        ]
      }
    }
    if state.configuration.production != nil {
      words.production = [Span(said("PRODUCTION"), .waitLate)]
      words.shortProduction = [Span(said("PROD"), .waitLate)]
    }
    if state.recording != nil {
      words.mark(Span(words.fault.isEmpty ? said("REC") : said("REC "), .waitLate))
    }
    if state.wire.isOpen, !state.isShowingWire {
      // It goes on keeping what comes.
      words.mark(
        Span(
          said("WIRE \(keys.name(.wire, in: .list))") + (words.fault.isEmpty ? "" : " "), .waitWarn
        ))
    }
    if let minutes = state.signInMinutesLeft(now: now), !hasSignInEnded {
      let end =
        switch minutes {
        case 1: said("ends in under 1 min")
        default: said("ends in \(minutes) min")
        }
      words.signIn = [Span(said("sign-in \(end)"), .waitWarn)]
    }
    return words
  }

  func drawHeader(_ words: HeaderWords, on canvas: inout Canvas, in row: Rect) {
    canvas.fill(row, .statusLine)
    canvas.hit(row, .header)
    canvas.writeRight(
      [Span(words.time, .text)], in: row, limit: row.column + 20, on: .statusLine)
    let room = row.narrowed(canvas.widths.width(of: words.time)).indented(1)

    let width = row.columns
    var groups: [(spans: [Span], worth: Int)] = [(words.link, 9)]
    if width >= 40 { groups[0].spans += words.outbox } else { groups.append((words.outbox, 2)) }
    let person = 3
    let fault = 8
    let production = 7
    groups.append((words.production, production))
    groups.append((words.fault, fault))
    groups.append((words.person, person))
    groups.append((words.identities, 6))
    groups.append((words.counts, 4))
    groups.append((words.oldest, 1))
    groups.append((words.signIn, 5))
    groups.removeAll { $0.spans.isEmpty }
    // What is worth least goes first when there is no room for all: the role, how long until the next
    // attempt, then whole parts; what is left over from the right holds what it can of the cause.
    let widths = canvas.widths
    func total() -> Int { groups.reduce(-3) { $0 + 3 + widths.width(of: $1.spans) } }
    func settleLead() {
      for (saysMore, hasKey) in [(true, true), (false, true), (false, false)]
      where hasKey || words.mayLoseKey {
        groups[0].spans = saysMore ? words.link : words.shortLink
        if width >= 40 {
          groups[0].spans += words.outbox.filter { hasKey || $0 != words.outboxKey }
        }
        if total() <= room.columns { return }
      }
    }
    if total() > room.columns, let place = groups.firstIndex(where: { $0.worth == person }) {
      groups[place].spans = words.shortPerson
    }
    if total() > room.columns, let place = groups.firstIndex(where: { $0.worth == production }) {
      groups[place].spans = words.shortProduction
    }
    if total() > room.columns, let place = groups.firstIndex(where: { $0.worth == fault }) {
      // What goes wrong is named before who I am and who waits longest.
      let all = groups
      groups[place].spans = words.firstFault.isEmpty ? words.fault : words.firstFault
      for worth in [1, person] where total() > room.columns {
        groups.removeAll { $0.worth == worth }
      }
      if total() > room.columns {
        groups = all
        groups[place].spans = words.shortFault
      }
    }
    if total() > room.columns { settleLead() }
    while groups.count > 1, total() > room.columns,
      let least = groups.indices.min(by: { groups[$0].worth < groups[$1].worth })
    {
      groups.remove(at: least)
    }
    // Where whole parts went, there may be room again.
    settleLead()
    // What goes wrong by intent is said as far as there is room.
    let short = groups.firstIndex { $0.worth == fault && $0.spans == words.shortFault }
    if let short, let whole = words.fault.last {
      let left = room.columns - total() + widths.width(of: words.shortFault)
      let lead = Array(words.fault.dropLast())
      let columns = left - widths.width(of: lead)
      if columns > widths.width(of: words.shortFault) + 4 {
        groups[short].spans =
          lead + [Span(widths.truncated(whole.text, to: columns), whole.role)]
      }
    }
    if let cause = words.trouble, room.columns - total() >= 3 + 12 {
      groups.append(([Span(cause, .dim)], 0))
    }
    var spans: [Span] = []
    for (index, group) in groups.enumerated() {
      if index > 0 { spans.append(Span(" │ ", .dim)) }
      spans += group.spans
    }
    canvas.write(spans, in: room, on: .statusLine)
  }

  private func linkSpans(saysMore: Bool) -> [Span] {
    if hasSignInEnded {
      return [
        Span(
          Sign.failed.glyph + said(" sign-in needed: \(keys.name(.signIn, in: .composer))"),
          .linkDown)
      ]
    }
    switch state.link {
    case .connecting: return [Span(Sign.connecting.glyph + said(" connecting"), .linkConnecting)]
    case .online(.websocket): return [Span(Sign.live.glyph + said(" live"), .linkLive)]
    case .online(.polling): return [Span(Sign.live.glyph + said(" live, polling"), .linkLive)]
    case .refused: return [Span(Sign.failed.glyph + said(" refused"), .linkDown)]
    case .sentAway:
      return [
        Span(
          Sign.failed.glyph + said(" sent away: \(keys.name(.refresh, in: .composer))"), .linkDown)
      ]
    case .offline:
      var text = Sign.failed.glyph + said(" offline")
      if saysMore, let seconds = state.secondsToRetry(now: now) {
        text += said(", again in \(seconds)s")
      }
      return [Span(text, .linkDown)]
    }
  }

  /// The server takes nothing more of me, whatever it still brings.
  private var hasSignInEnded: Bool {
    state.signInNeeded != nil || state.signInMinutesLeft(now: now).map { $0 <= 0 } ?? false
  }

  /// Why the link is not up; nil while there is nothing to explain.
  private var causeOfTrouble: String? {
    guard !hasSignInEnded else { return nil }
    switch state.link {
    case .refused(let reason), .offline(let reason, _):
      let words = Excerpt.oneLine(reason, scalars: 200)
      return words.isEmpty ? nil : words
    case .connecting, .online, .sentAway: return nil
    }
  }

  private var outboxSpans: [Span] {
    let failed = state.outbox.values.count(where: \.waitsForUser)
    let count = state.outboxCount
    let lead = state.layoutIsNarrow ? "" : "  "
    guard count > 0 else { return [Span(said("\(lead)out 0"), .dim)] }
    return [Span(said("\(lead)out \(count)"), .text)]
      + (failed > 0 ? [Span(" \(Sign.failed.glyph)\(failed)", .linkDown)] : [])
      + (outboxKey.map { [$0] } ?? [])
  }

  /// The key of the outbox view, while there is something in it and room for it.
  private var outboxKey: Span? {
    guard state.outboxCount > 0, !state.layoutIsNarrow else { return nil }
    let key = keys.name(.outbox, in: state.focus == .composer ? .composer : .list)
    return Span(" " + key, .key)
  }

  private func personSpans(isFull: Bool) -> [Span] {
    guard let me = state.me else { return [] }
    return [Span(isFull ? "\(myName), \(Self.roleName(me.role))" : myName, .text)]
  }

  /// `1 work  2 staging •4`: the identities, the name of the one that is shown in its colour.
  private var identitySpans: [Span] {
    var spans: [Span] = []
    for (index, identity) in state.identities.enumerated() {
      if index > 0 { spans.append(Span("  ", .dim)) }
      spans.append(Span("\(index + 1) ", .identity(index)))
      spans.append(Span(identity.name, identity.isShown ? .identity(index) : .dim))
      if !identity.isShown, identity.isCutOff {
        spans.append(Span(" " + Sign.failed.glyph, .linkDown))
      }
      if !identity.isShown, identity.unread > 0 {
        spans.append(Span(" \(Sign.online.glyph)\(identity.unread)", .badge))
      }
    }
    return spans
  }

  private var countSpans: [Span] {
    let waiting = state.list.counts[.waiting] ?? 0
    let unread = state.list.counts[.unread] ?? 0
    // The row of the views says the rest.
    let others =
      layout.views == nil
      ? [Span(said("waiting \(waiting)"), waiting > 0 ? .text : .dim), Span("  ", .dim)] : []
    return others + [
      Span(said("unread \(unread)"), unread > 0 ? .badge : .dim)
    ]
  }

  private var oldestSpans: [Span] {
    guard let oldest = state.list.longestWaiting.flatMap({ state.conversations[$0] }),
      let text = waitText(oldest)
    else { return [] }
    let role = Self.urgencyRole(state.urgency(oldest, now: now))
    return [Span(said("oldest \(text)"), role == .wait ? .text : role)]
  }
}

extension DeskState {
  fileprivate var layoutIsNarrow: Bool { size.columns < 40 }
}
