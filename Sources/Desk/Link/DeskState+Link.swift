// The link's coming and going, told once, and what became of what waited for it.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  mutating func note(_ state: LinkState, now: Date) {
    link = state
    switch state {
    case .offline(let reason, _):
      // Each attempt that fails reports again; the news is only the first, and what was asked for.
      guard linkNews.isUp != false else {
        if linkNews.isTrying {
          sayOfLink(
            .warning, said("The link is still down: \(Sanitizer.clause(reason))."), now: now)
        }
        linkNews.isTrying = false
        return
      }
      linkNews.isUp = false
      loseLinkInDemo(now: now)
      let fate =
        configuration.keepsOutbox ? said("is kept and goes later") : said("goes when it is back")
      sayOfLink(
        .warning, said("The link is down; what you write \(fate). \(Sanitizer.clause(reason))."),
        now: now
      )
      if linkNews.outage == nil { linkNews.outage = Outage(outbox.values) }
      linkNews.outage?.goOn()
    case .sentAway:
      let isNews = linkNews.isUp != false || linkNews.sentAwayAt == nil || linkNews.isTrying
      linkNews.isUp = false
      linkNews.isTrying = false
      linkNews.sentAwayAt = now
      guard isNews else { return }
      sayOfLink(
        .warning,
        """
        The server has sent this desk away. \(key: .refresh) connects; until then \
        messages come and go without the live link, a minute late.
        """, now: now)
    case .refused(let reason):
      linkNews.isUp = false
      linkNews.isTrying = false
      sayOfLink(
        .failure, said("The server refused the link: \(Sanitizer.clause(reason))."), now: now)
    case .online:
      // The first link of a session is no news.
      if linkNews.isUp == false {
        sayLinkIsBack(now: now)
      } else if linkNews.isTrying {
        hint(said("The link is up."), now: now)
      }
      linkNews.isUp = true
      linkNews.isTrying = false
      linkNews.sentAwayAt = nil
      linkCut?.end()
      coach?.handle(.linkReturned, at: now)
      settleCut(now: now)
    case .connecting: break
    }
  }

  private mutating func sayLinkIsBack(now: Date) {
    linkNews.outage?.end()
    if let left = linkNews.outage?.left, left > 0 {
      sayOfLink(
        .info,
        said(
          left, one: "The link is back; 1 to send.", more: "The link is back; \(left) to send."),
        now: now)
    } else if linkNews.outage?.outcome == nil {
      sayOfLink(.info, said("The link is back."), now: now)
    }
    settleOutage(now: now)
  }

  /// Tells what became of the messages that waited while the link was down, once all is known.
  mutating func settleOutage(now: Date) {
    guard let outage = linkNews.outage, outage.isSettled else { return }
    linkNews.outage = nil
    guard let outcome = outage.outcome else { return }
    let rest: Sentence = outage.failed > 0 ? " \(key: .outbox) shows what was not." : ""
    let words: Sentence = "The link is back: \(outcome).\(rest)"
    sayOfLink(outage.failed > 0 ? .failure : .info, words, now: now)
  }

  /// What a link that fails for want of a sign-in says is only logged: what to do about it stays to be
  /// read. So is what the demo's coach says already.
  private mutating func sayOfLink(_ severity: Notice.Severity, _ text: String, now: Date) {
    sayOfLink(severity, Sentence(text), now: now)
  }

  private mutating func sayOfLink(_ severity: Notice.Severity, _ text: Sentence, now: Date) {
    let isOnlyLogged =
      signInNeeded != nil && notices.statusLine != nil
      || coach?.speaksOfLink == true && severity != .failure
      || notices.statusLine?.isOutcome == true
    if isOnlyLogged { log(severity, text, now: now) } else { say(severity, text, now: now) }
  }

  /// A key was pressed: whoever waits for the link waits no longer.
  mutating func hastenLink(now: Date) {
    if linkNews.hasten(link, now: now) { emit(.client(.reconnect)) }
  }

  // MARK: Time

  /// The countdown shows whole seconds.
  func linkDeadline(now: Date) -> Date? {
    guard case .offline(_, let retryAt?) = link, retryAt > now else { return nil }
    let left = retryAt.timeIntervalSince(now)
    let shown = left.rounded(.up)
    return retryAt.addingTimeInterval(-(shown - 1))
  }

  /// The last half hour of the sign-in shows whole minutes.
  func signInDeadline(now: Date) -> Date? {
    guard let expiry = me?.expiresAt else { return nil }
    let local = expiry.addingTimeInterval(-clockSkew)
    let left = local.timeIntervalSince(now)
    guard left > 0 else { return nil }
    if left > 30 * 60 { return local.addingTimeInterval(-30 * 60) }
    let minutes = (left / 60).rounded(.up)
    return local.addingTimeInterval(-(minutes - 1) * 60)
  }
}
