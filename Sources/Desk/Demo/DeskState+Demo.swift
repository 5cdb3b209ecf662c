// The demo's first minute: what the coach is told of.

import ChatModel
import Foundation
import TextGrid

extension DeskState {
  mutating func loseLinkInDemo(now: Date) {
    guard coach != nil else { return }
    linkCut = LinkCut()
    for entry in outbox.values where entry.isPending { linkCut?.note(entry) }
    coach?.handle(.linkLost, at: now)
  }

  /// Tells what became of the messages written during the demo's cut, once all are there.
  mutating func settleCut(now: Date) {
    guard let cut = linkCut, cut.isSettled, coach?.awaitsOutcome == true else {
      return
    }
    let since = cut.entries.values.map { serverTime($0.createdAt) }.min() ?? now
    let mine = (timeline?.order.suffix(200) ?? []).compactMap { timeline?.messages[$0.id] }
      .filter { $0.sender.id == me?.userID && $0.time >= since.addingTimeInterval(-5) }
    coach?.handle(
      .linkBack(sent: cut.sent.count, lost: cut.lost, doubled: cut.doubled(among: mine)), at: now)
    linkCut = nil
  }

  // MARK: Words

  /// The agent with the most open and waiting conversations, and how many; nil where nobody has more
  /// than all others.
  private var mostLoaded: (agent: String, active: Int)? {
    let inWork = conversations.values.lazy.map(\.conversation).filter {
      $0.status == .open || $0.status == .waiting
    }
    let loads = Dictionary(
      inWork.compactMap { $0.agent.value.map { ($0.id, 1) } }, uniquingKeysWith: +)
    guard let top = loads.max(by: { $0.value < $1.value }),
      loads.values.count(where: { $0 == top.value }) == 1,
      let person = inWork.filter({ $0.agent.value?.id == top.key }).min(by: { $0.id < $1.id })?
        .agent.value
    else { return nil }
    return (personName(person, id: person.id), top.value)
  }

  /// What the coach says now; nil when it is silent.
  package var coachText: String? {
    // Where no row is left, Enter opens none.
    if coach?.isStarting == true, list.cursorIndex == nil, !isFarmer { return nil }
    return coach?.text(in: keyContext, keymap: configuration.keymap, role: me?.role)
  }

  /// Says who waits under the cursor while the coach still stands at its beginning; to an admin, who
  /// has too much to do.
  mutating func coachList(now: Date) {
    guard coach?.isStarting == true, let id = list.cursor, let summary = conversations[id] else {
      return
    }
    if isAdmin, let (agent, active) = mostLoaded {
      coach?.handle(.opening(.overloaded(agent: agent, active: active)), at: now)
      return
    }
    guard
      let minutes = waited(summary, now: now).flatMap({ Int(exactly: ($0 / 60).rounded(.down)) })
    else { return }
    let name = name(of: summary)
    coach?.handle(.opening(.waiting(name: name, minutes: minutes)), at: now)
  }
}
