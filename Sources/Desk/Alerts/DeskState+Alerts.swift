// What rings: new messages for me, handoffs, and who waits too long. Never what is before the person's
// eyes, what is muted, and nothing in the quiet hours.

import ChatModel
import Foundation
import Sentences

extension DeskState {
  /// Rings and notifies, where that is wanted now. The words are sanitized.
  mutating func alert(title: String, _ body: String, about id: ConversationID, now: Date) {
    guard !isQuiet(now), !local.isMuted(id) else { return }
    if configuration.bell { emit(.bell) }
    if configuration.notifies { emit(.notify(title: title, body: body)) }
  }

  private func isQuiet(_ now: Date) -> Bool {
    configuration.quietHours?.contains(now, in: configuration.timeZone) ?? false
  }

  // MARK: Long waits

  /// A conversation has changed, or came for the first time.
  mutating func noteWait(_ summary: ConversationSummary, isNews: Bool, now: Date) {
    guard let again = configuration.alertsAgain, summary.isMine, summary.unread > 0, !isFarmer,
      let wait = summary.wait
    else { return longWaits.forget(summary.id) }
    let due = wait.since.addingTimeInterval(configuration.waitLate - clockSkew)
    longWaits.note(summary.id, due: due, isNews: isNews, again: again, now: now)
  }

  /// Tells of those who wait too long, one sentence for all of them.
  mutating func tellLongWaits(now: Date) {
    if let openID, isThere(now) { longWaits.noteSeen(openID) }
    guard let again = configuration.alertsAgain, !isQuiet(now) else { return }
    let muted = local
    let late = longWaits.take(at: now, again: again) { muted.isMuted($0) }
    guard let first = late.first, let summary = conversations[first] else { return }
    let waits = said(
      "\(name(of: summary)) has waited \(Self.length(waited(summary, now: now) ?? 0))")
    let words = late.count == 1 ? waits.ended : said("\(late.count) wait too long; \(waits).")
    say(.warning, words, about: first, now: now)
    alert(title: name(of: summary), words, about: first, now: now)
  }

  /// "47 min", "3 h", "9 days".
  private static func length(_ interval: TimeInterval) -> String {
    let minutes = Int(min(interval / 60, 1e9))
    return switch minutes {
    case ..<120: said("\(minutes) min")
    case ..<2880: "\(minutes / 60) h"
    default: said("\(minutes / 1440) days")
    }
  }

  func alertDeadline(now: Date) -> Date? {
    guard let next = longWaits.earliest else { return nil }
    guard let quiet = configuration.quietHours else { return next }
    let first = max(next, now)
    let zone = configuration.timeZone
    return quiet.contains(first, in: zone) ? quiet.end(after: first, in: zone) : next
  }

  // MARK: Muting

  /// Asks first: whoever does not hear of a farmer any more must have meant it.
  mutating func askToMute(_ target: ConversationID?, now: Date) {
    guard let target, let summary = conversations[target] else {
      return refuse(said("There is no conversation to mute."), now: now)
    }
    let whom = name(of: summary)
    if local.isMuted(target) {
      open(
        Question(
          question: said("Let \(whom) ring again?"),
          detail: said("It is muted on this computer."), yes: said("y lets it ring"),
          no: said("n leaves it muted"),
          purpose: .mute(target)))
    } else {
      open(
        Question(
          question: said("Mute \(whom)?"),
          detail: said(
            """
            New messages and long waits there no longer ring on this computer; they are \
            counted as before.
            """), yes: said("y mutes it"), no: said("n lets it ring"),
          purpose: .mute(target)))
    }
  }

  mutating func mute(_ id: ConversationID, now: Date) {
    let wasMuted = local.isMuted(id)
    let whom = name(of: id)
    let words = wasMuted ? said("\(whom) rings again") : said("\(whom) is muted on this computer")
    keep(
      [LocalChange(.mute(id), wasMuted ? nil : .mute(now))],
      undoneBy: [LocalChange(.mute(id), local.records[.mute(id)])], words, about: id)
    confirm("\(words).  \(key: .takeBack) takes it back", about: id, now: now)
  }
}
