import ChatModel
import Foundation
import TextGrid

// What the client found out, put into the state and into words.

extension DeskState {
  mutating func apply(_ event: ClientEvent, now: Date) {
    switch event {
    case .identified(let claims):
      if me != claims {
        // An admin looks at everybody's work, unless another view was chosen already.
        if me == nil, claims.role == .admin, list.view == .mine { list.view = .all }
        me = claims
        list.ranking.isVoid = true
        if isFarmer, focus == .list { focus = .messages }
      }
      endSignIn()
    case .link(let state): take(state, now: now)
    case .conversations(let summaries): take(summaries, now: now)
    case .conversationsRemoved(let ids): remove(ids, now: now)
    case .listFreshness(let isComplete, let at):
      list.isLoading = false
      list.isComplete = isComplete
      list.comparedAt = at ?? list.comparedAt
    case .timeline(let update): take(update, now: now)
    case .outbox(let entries): take(entries, now: now)
    case .outboxDropped(let ids):
      drop(ids)
      for id in ids {
        if let words = memory.dropping.removeValue(forKey: id) { hint(words, now: now) }
      }
    case .outboxKept(let ids): drop(outbox.keys.filter { !ids.contains($0) })
    case .accepted(let request, _): accept(request: request, now: now)
    case .rejected(let request, let reason): reject(request: request, reason: reason, now: now)
    case .typing(let id, let user, let name, let until):
      guard user != me?.userID, until > now else { return }
      typists[id, default: [:]][user] = Typist(name: name, until: until)
    case .stoppedTyping(let id, let user):
      typists[id]?[user] = nil
      if typists[id]?.isEmpty == true { typists[id] = nil }
    case .presence(let user, let isOnline, let lastSeen):
      presence[user] = Presence(isOnline: isOnline, lastSeen: lastSeen)
    case .draft(let id, let draft): take(draft, for: id, now: now)
    case .draftKept(let id, let isKept): composers[id]?.isKept = isKept
    case .agents(let changed):
      agents.removeAll { agent in changed.contains { $0.id == agent.id } }
      agents += changed
      refreshAgentPicker()
    case .statistics(let statistics):
      self.statistics = statistics
      isFetchingStatistics = false
    case .statusSet(let id, let from, let to): noteStatus(id, from: from, to: to, now: now)
    case .reassigned(let id, let from, let to): noteAgent(id, from: from, to: to, now: now)
    case .takenBack(let reversal, let problem):
      noteTakenBack(reversal, problem: problem, now: now)
    case .becameMine(let id, let from):
      let whom = from.map { ", from \(personName($0, id: $0.id))" } ?? ""
      announce("\(name(of: id)) is now yours\(whom).", about: id, now: now)
    case .takenFromMe(let id, let to):
      let who = to.map { "; \(personName($0, id: $0.id)) has it now" } ?? ""
      announce("\(name(of: id)) was taken from you\(who).", about: id, now: now)
    case .deletedWhileMine(let id): announce("\(name(of: id)) was deleted.", about: id, now: now)
    case .heldBack(let until):
      let time = Timestamp.timeOfDay(until, in: configuration.timeZone)
      let fate = configuration.keepsOutbox ? "; what you write is kept" : ""
      say(.warning, "The server wants to be left alone until \(time)\(fate).", now: now)
    case .clockSkew(let skew): clockSkew = skew
    case .signInNeeded(let reason): askToSignIn(Sanitizer.clause(reason), now: now)
    case .refreshed(let new):
      endRefresh(new > 0 ? "Refreshed: \(new) new." : "Nothing new.", now: now)
    case .refreshFailed(let reason):
      endRefresh("Not refreshed: \(Sanitizer.clause(reason)).", failed: true, now: now)
    case .notice(let notice): say(notice, now: now)
    }
  }

  // MARK: The link

  private mutating func take(_ state: LinkState, now: Date) {
    link = state
    switch state {
    case .offline(let reason, _):
      // Each attempt that fails reports again; the news is only the first, and what was asked for.
      guard memory.isLinkUp != false else {
        if memory.isTryingLink {
          sayOfLink(.warning, "The link is still down: \(Sanitizer.clause(reason)).", now: now)
        }
        memory.isTryingLink = false
        return
      }
      memory.isLinkUp = false
      loseLinkInDemo(now: now)
      let fate = configuration.keepsOutbox ? "is kept and goes later" : "goes when it is back"
      sayOfLink(
        .warning, "The link is down; what you write \(fate). \(Sanitizer.clause(reason)).", now: now
      )
      if memory.outage == nil { memory.outage = Outage(outbox.values) }
      memory.outage?.goOn()
    case .sentAway:
      let isNews = memory.isLinkUp != false || memory.sentAwayAt == nil || memory.isTryingLink
      memory.isLinkUp = false
      memory.isTryingLink = false
      memory.sentAwayAt = now
      guard isNews else { return }
      sayOfLink(
        .warning,
        "The server has sent this desk away. \(key(.refresh, in: .composer)) connects; until then "
          + "messages come and go without the live link, a minute late.", now: now)
    case .refused(let reason):
      memory.isLinkUp = false
      memory.isTryingLink = false
      sayOfLink(.failure, "The server refused the link: \(Sanitizer.clause(reason)).", now: now)
    case .online:
      // The first link of a session is no news.
      if memory.isLinkUp == false {
        sayLinkIsBack(now: now)
      } else if memory.isTryingLink {
        hint("The link is up.", now: now)
      }
      memory.isLinkUp = true
      memory.isTryingLink = false
      memory.sentAwayAt = nil
      memory.cut?.end()
      coach?.handle(.linkReturned, at: now)
      settleCut(now: now)
    case .connecting: break
    }
  }

  private mutating func sayLinkIsBack(now: Date) {
    memory.outage?.end()
    if let left = memory.outage?.left, left > 0 {
      sayOfLink(.info, "The link is back; \(left) to send.", now: now)
    } else if memory.outage?.outcome == nil {
      sayOfLink(.info, "The link is back.", now: now)
    }
    settleOutage(now: now)
  }

  /// Tells what became of the messages that waited while the link was down, once all is known.
  mutating func settleOutage(now: Date) {
    guard let outage = memory.outage, outage.isSettled else { return }
    memory.outage = nil
    guard let outcome = outage.outcome else { return }
    let key = key(.outbox, in: focus == .composer ? .composer : .list)
    sayOfLink(
      outage.failed > 0 ? .failure : .info,
      "The link is back: \(outcome)." + (outage.failed > 0 ? " \(key) shows what was not." : ""),
      now: now)
  }

  /// What a link that fails for want of a sign-in says is only logged: what to do about it stays to be
  /// read. So is what the demo's coach says already.
  private mutating func sayOfLink(_ severity: Notice.Severity, _ text: String, now: Date) {
    let standing = statusLine
    say(severity, text, now: now)
    if signInNeeded != nil && standing != nil || coach?.speaksOfLink == true && severity != .failure
    {
      statusLine = standing
    }
  }

  private mutating func loseLinkInDemo(now: Date) {
    guard coach != nil else { return }
    memory.cut = LinkCut()
    for entry in outbox.values where entry.isPending { memory.cut?.note(entry) }
    coach?.handle(.linkLost, at: now)
  }

  /// Tells what became of the messages written during the demo's cut, once all are there.
  mutating func settleCut(now: Date) {
    guard let cut = memory.cut, cut.isSettled, coach?.awaitsOutcome == true else {
      return
    }
    let since = cut.entries.values.map { serverTime($0.createdAt) }.min() ?? now
    let mine = (timeline?.order.suffix(200) ?? []).compactMap { timeline?.messages[$0.id] }
      .filter { $0.sender.id == me?.userID && $0.time >= since.addingTimeInterval(-5) }
    coach?.handle(
      .linkBack(sent: cut.sent.count, lost: cut.lost, doubled: cut.doubled(among: mine)), at: now)
    memory.cut = nil
  }

  // MARK: Conversations

  private mutating func take(_ summaries: [ConversationSummary], now: Date) {
    var rings: ConversationSummary?
    for summary in summaries {
      let old = conversations.updateValue(summary, forKey: summary.id)
      if old == nil { memory.departed[summary.id] = nil }
      guard old != summary else { continue }
      list.ranking.dirty.insert(summary.id)
      if let old, summary.isMine, summary.unread > old.unread, callsForMe(summary.id, now) {
        rings = summary
      }
    }
    if !summaries.isEmpty { list.isLoading = false }
    guard let rings else { return }
    if configuration.bell { emit(.bell) }
    if configuration.notifies {
      emit(.notify(title: name(of: rings), body: lastWords(of: rings) ?? ""))
    }
  }

  /// Whether a new message there needs a sign: it is not before the eyes of somebody who is there.
  private func callsForMe(_ id: ConversationID, _ now: Date) -> Bool {
    !(id == openID && isThere(now) && messages.position == .follow)
  }

  private mutating func remove(_ ids: [ConversationID], now: Date) {
    for id in ids {
      guard let summary = conversations[id] else { continue }
      let isDraftLeft = composers[id]?.isEmpty == false
      let isLeft = isDraftLeft || outbox.values.contains { $0.conversationID == id }
      if isLeft { memory.departed[id] = name(of: summary) }
      if openID == id || isDraftLeft {
        let rest = isDraftLeft ? " Your draft is kept: \(key(.outbox, in: .list)) shows it." : ""
        say(
          .warning,
          "\(name(of: summary)): the server no longer shows this conversation.\(rest)",
          about: id, now: now)
        leaveRemoved(id, now: now)
      }
      conversations[id] = nil
      typists[id] = nil
      list.ranking.dirty.insert(id)
    }
  }

  /// Handoffs are loud: the server itself says nothing.
  private mutating func announce(_ text: String, about id: ConversationID, now: Date) {
    say(.warning, text, about: id, now: now)
    if configuration.bell { emit(.bell) }
    if configuration.notifies { emit(.notify(title: "furrow", body: text)) }
  }

  // MARK: The open conversation

  private mutating func take(_ update: TimelineUpdate, now: Date) {
    takeWanted(update, now: now)
    if update.conversationID == memory.held?.before.openID, update.conversationID != openID {
      _ = memory.held?.before.timeline?.apply(update)
    }
    guard update.conversationID == openID, timeline != nil else { return }
    let wasFollowing = messages.position == .follow && messages.pendingLines >= 0
    let appended = timeline?.apply(update) ?? []
    syncEntries()
    keepPlace()
    seekStart()
    let incoming = appended.filter { $0.sender.id != me?.userID }
    if !wasFollowing { messages.newBelow += incoming.count }
    placeDivider(after: incoming, now: now)
    tellAllRead(now: now)
    if !incoming.isEmpty { coach?.handle(.answered, at: now) }
    settleCut(now: now)
  }

  /// The first message was asked for: each page from further back brings it nearer.
  private mutating func seekStart() {
    guard messages.seeksStart, let timeline, let first = timeline.item(at: 0) else { return }
    messages.position = .anchored(first.id, line: .min)
    if timeline.extent.reachesStart { messages.seeksStart = false }
  }

  /// When the item that holds the place is gone, the end is shown.
  mutating func keepPlace() {
    if case .anchored(let id, _) = messages.position, timeline?.index(of: id) == nil {
      messages.position = .follow
      messages.pendingLines = 0
    }
    if let selection = messages.selection, timeline?.index(of: selection) == nil {
      messages.selection = nil
    }
  }

  /// The divider is sought so far back, in messages.
  private static let mostSought = 500

  /// More messages are unread than have come, and nobody has moved: what stands on the screen until
  /// they have is not read.
  var isSeekingDivider: Bool {
    guard let extent = timeline?.extent, let unread = memory.open.unread, unread > 0 else {
      return false
    }
    if case .cached = extent.freshness { return false }
    return !memory.open.hasMoved
  }

  /// Many unread messages are read from their beginning; where all have room, the pane stands at the
  /// end as ever.
  private mutating func standAtDivider() {
    guard !memory.open.hasMoved, let divider = timeline?.newSince,
      timeline?.index(of: .message(divider)) != nil
    else { return }
    messages.position = .anchored(.message(divider), line: .min)
    messages.pendingLines = 0
  }

  /// "New since": above the messages that were unread when the conversation was opened, or that came
  /// while nobody was there.
  private mutating func placeDivider(after incoming: [Message], now: Date) {
    guard let timeline else { return }
    let isCached = if case .cached = timeline.extent.freshness { true } else { false }
    let last = conversations[timeline.conversationID]?.conversation.lastMessage.id
    // Of a cache the unread ones may be missing, and what stands in their place was read long ago.
    if !isCached || last == timeline.order.last?.id, let unread = memory.open.unread {
      var left = unread
      for place in timeline.order.suffix(Self.mostSought).reversed() {
        guard left > 0, let message = timeline.messages[place.id] else { break }
        if message.sender.id == me?.userID { continue }
        // What is older than something read was read.
        if message.isRead {
          left = 0
          break
        }
        left -= 1
        self.timeline?.newSince = place.id
      }
      // The pages before bring the divider nearer, if more are unread than have come.
      let isPlaced = left == 0 || timeline.extent.reachesStart || unread > Self.mostSought
      if !isCached, isPlaced { memory.open.unread = nil }
      standAtDivider()
    }
    if let first = incoming.first, !isThere(now) {
      let isOld = timeline.newSince.map { memory.open.seen.contains($0) } ?? true
      if isOld { self.timeline?.newSince = first.id }
    }
  }
}
