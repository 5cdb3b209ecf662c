// What the client found out, put into the state and into words.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  mutating func apply(_ event: ClientEvent, now: Date) {
    switch event {
    case .identified(let claims):
      if me != claims {
        // An admin looks at everybody's work, unless another view was chosen already.
        if me == nil, claims.role == .admin, list.view == .mine { list.view = .all }
        me = claims
        list.ranking.needsRebuild = true
        if isFarmer, focus == .list { focus = .messages }
      }
      endSignIn()
    case .link(let state): note(state, now: now)
    case .conversations(let summaries): note(summaries, now: now)
    case .conversationsRemoved(let ids): remove(ids, now: now)
    case .listFreshness(let isComplete, let at):
      list.isLoading = false
      list.isComplete = isComplete
      list.comparedAt = at ?? list.comparedAt
      if isComplete { teamPane.wanted?.isReady = true }
    case .timeline(let update): note(update, now: now)
    case .outbox(let entries): note(entries, now: now)
    case .outboxDropped(let ids):
      drop(ids)
      for id in ids {
        if let words = acceptance.dropping.removeValue(forKey: id) { hint(words, now: now) }
      }
    case .sendTakenBack(let id, let entries): putBack(entries, in: id, now: now)
    case .sendNotTakenBack(let id):
      say(.warning, said("It has gone to \(name(of: id)) meanwhile."), about: id, now: now)
    case .outboxKept(let ids): drop(outbox.keys.filter { !ids.contains($0) })
    case .accepted(let request, _): accept(request: request, now: now)
    case .rejected(let request, let reason): reject(request: request, reason: reason, now: now)
    case .typing(let id, let user, let name, let until):
      noteTyping(in: id, by: user, name: name, until: until, now: now)
    case .stoppedTyping(let id, let user):
      endTyping(in: id, by: user)
    case .presence(let user, let isOnline, let lastSeen):
      notePresence(of: user, isOnline: isOnline, lastSeen: lastSeen, now: now)
    case .draft(let id, let draft): note(draft, for: id, now: now)
    case .local(let changes): note(changes)
    case .leads: note(.leads, now: now)
    case .follows: note(.follows, now: now)
    case .draftKept(let id, let isKept): composers[id]?.isKept = isKept
    case .used(let kept): used = UsedTexts(kept + used.all)
    case .agents(let changed):
      agents.removeAll { agent in changed.contains { $0.id == agent.id } }
      agents += changed
      refreshAgentPicker(now: now)
    case .statistics(let statistics): self.statistics.note(statistics)
    case .statusSet(let id, let from, let to): noteStatus(id, from: from, to: to, now: now)
    case .reassigned(let id, let from, let to):
      noteAgent(id, from: from, to: to, now: now)
      noteTakenOver(id, by: to.id)
    case .maybeChanged(let id, let change): noteReversible(id, change)
    case .many(let request, let id, let outcome): note(request, id, outcome, now: now)
    case .audited(let entries): audited = Array((audited + entries).suffix(Self.mostAudited))
    case .samples(let new): samples = Array((samples + new).suffix(StatisticsSample.most))
    case .takenBack(let reversal, let problem):
      noteTakenBack(reversal, problem: problem, now: now)
    case .takeBackFailed(let reversal, let reason, let mayBeDone):
      noteTakingBackFailed(reversal, reason, mayBeDone: mayBeDone, now: now)
    case .becameMine(let id, let from):
      announce(
        from.map { said("\(name(of: id)) is now yours, from \(personName($0, id: $0.id)).") }
          ?? said("\(name(of: id)) is now yours."), about: id, now: now)
    case .takenFromMe(let id, let to):
      announce(
        to.map {
          said("\(name(of: id)) was taken from you; \(personName($0, id: $0.id)) has it now.")
        } ?? said("\(name(of: id)) was taken from you."), about: id, now: now)
    case .deletedWhileMine(let id):
      announce(said("\(name(of: id)) was deleted."), about: id, now: now)
    case .heldBack(let until):
      let time = Timestamp.timeOfDay(until, in: configuration.timeZone)
      let fate = configuration.keepsOutbox ? said("; what you write is kept") : ""
      say(.warning, said("The server wants to be left alone until \(time)\(fate)."), now: now)
    case .clockSkew(let skew):
      clockSkew = skew
      syncNotes()
    case .signInNeeded(let reason): askToSignIn(Sanitizer.clause(reason), now: now)
    case .refreshed(let new):
      endRefresh(new > 0 ? said("Refreshed: \(new) new.") : said("Nothing new."), now: now)
    case .refreshFailed(let reason):
      endRefresh(said("Not refreshed: \(Sanitizer.clause(reason))."), failed: true, now: now)
    case .notice(let notice): say(notice, now: now)
    }
  }
}
