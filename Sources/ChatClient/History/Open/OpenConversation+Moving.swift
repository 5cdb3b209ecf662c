import ChatModel
import Foundation
import Sentences

/// Moving the window over an open conversation: the disk is asked first, then the server.
extension OpenConversation {
  // MARK: What is wanted

  mutating func move(_ new: Move, _ paging: Paging, _ known: Circumstances) -> [History.Fact] {
    noteExtent()
    switch new {
    case .jump(.newest):
      move = nil
      search = nil
      held.returnToNewest()
      return []
    case .older, .newer:
      // Who has jumped is not there any more.
      if case .jump? = move { return [] }
      guard (new == .older ? held.older : held.newer) != .none else { return [] }
    case .jump: search = nil
    }
    if move == new { return goOn(paging, known) }
    move = new
    moveAsksServer = false
    return goOn(paging, known)
  }

  /// Takes the next step of what is wanted, unless disk or server are still asked for the last one.
  mutating func goOn(_ paging: Paging, _ known: Circumstances) -> [History.Fact] {
    guard let move, !isReadingStore, search == nil else { return [] }
    switch move {
    case .older:
      guard let oldest = held.away?.timeline.oldest else {
        return goOnOlderFromNewest(paging, known)
      }
      let place = MessagePlace(oldest)
      return ask(.before(place), .before(place), paging, known)
    case .newer:
      guard let newest = held.away?.timeline.newest else { return end() }
      let place = MessagePlace(newest)
      guard timeline.contains(newest.id) else {
        return ask(.after(place), .after(place), paging, known)
      }
      held.extendNewer(timeline.messages(after: place, limit: step), end: .onDisk)
      held.settle()
      return end()
    case .jump(let target): return goOn(to: target, paging, known)
    }
  }

  private mutating func goOn(
    to target: HistoryTarget, _ paging: Paging, _ known: Circumstances
  ) -> [History.Fact] {
    switch target {
    case .newest: return end()
    case .start:
      if held.older == .none, let first = held.shown.oldest { return land(on: first.id) }
      if held.newest.olderEnd == .none, let first = timeline.oldest {
        held.returnToNewest()
        return land(on: first.id)
      }
      return ask(.start, .start, paging, known)
    case .date(let date):
      if let oldest = timeline.oldest, oldest.time < date || held.newest.olderEnd == .none {
        held.returnToNewest()
        let found = timeline.messages.first { $0.time >= date } ?? timeline.newest
        return found.map { land(on: $0.id) } ?? end()
      }
      return ask(.at(date), .date(date), paging, known)
    case .message(let id):
      if held.shown.contains(id) { return land(on: id) }
      if timeline.contains(id) {
        held.returnToNewest()
        return land(on: id)
      }
      if !moveAsksServer { return read(.around(id)) }
      // No call of the server finds a message by its id.
      return end() + [tell(said("That message is not on this computer any more."))]
    }
  }

  /// Ends the move; the window shows what was wanted.
  private mutating func land(on message: MessageID) -> [History.Fact] {
    held.note(TimelineChange(landing: message))
    return end()
  }

  private mutating func end() -> [History.Fact] {
    move = nil
    noteExtent()
    return []
  }

  private func tell(_ text: String) -> History.Fact { .tells(Notice(.warning, text, about: id)) }

  private mutating func ask(
    _ spot: HistorySpot, _ aim: HistorySearch.Aim, _ paging: Paging, _ known: Circumstances
  ) -> [History.Fact] {
    guard moveAsksServer else { return read(spot) }
    guard known.isSignedIn else {
      let isJump = if case .jump? = move { true } else { false }
      return end()
        + (isJump
          ? [tell(said("That is not on this computer, and a sign-in is needed first."))] : [])
    }
    guard inStep.isCompared else {
      // How the server numbers its pages the first comparison shows.
      return inStep.due == nil ? [] : compare(paging, known)
    }
    let newerCount: Int? =
      switch aim {
      case .before: held.away?.newerCount.map { $0 + max(0, held.shown.count - 1) }
      case .after: held.away?.newerCount
      case .date, .start: nil
      }
    let new = HistorySearch(
      aim, order: paging.order, newerCount: newerCount, total: total, pageSize: paging.size)
    guard case .fetch(let page) = new.start else { return end() }
    search = SearchUnderWay(search: new)
    noteExtent()
    return [.fetches(HistoryFetch(reader: .search, id: id, page: page))]
  }

  // MARK: The disk

  mutating func handleSlice(
    _ slice: HistorySlice, paging: Paging, _ known: Circumstances
  ) -> [History.Fact] {
    let spot = readingSpot
    readingSpot = nil
    var slice = slice
    slice.messages = slice.messages.map { marks.withEarlyReading($0, me: known.me) }
    noteExtent()
    if let spot { take(guesses.believable(slice, at: spot, known), at: spot) }
    return (inStep.isWanted ? compare(paging, known) : []) + goOn(paging, known)
  }

  /// Messages without a date that are on none of these pages stand elsewhere from now on.
  mutating func displaceGuesses(by messages: [Message], isNewer: Bool) -> [History.Fact] {
    guesses.displace(by: messages, isNewer: isNewer).map { .keeps(.message($0, in: id)) }
  }

  private mutating func take(_ slice: HistorySlice, at spot: HistorySpot) {
    switch (spot, move) {
    case (.before(let place), .older?):
      guard let oldest = held.away?.timeline.oldest else {
        if timeline.oldest.map(MessagePlace.init) == place { handleOlder(slice) }
        return
      }
      guard MessagePlace(oldest) == place else { return }
      if slice.messages.isEmpty {
        held.noteOlder(slice.older)
        moveAsksServer = true
        if slice.older == .none { move = nil }
      } else {
        held.extendOlder(slice.messages, end: slice.older)
        move = nil
      }
    case (.after(let place), .newer?):
      guard let newest = held.away?.timeline.newest, MessagePlace(newest) == place else { return }
      if slice.messages.isEmpty {
        held.noteNewer(.gap)
        moveAsksServer = true
      } else {
        held.extendNewer(slice.messages, end: slice.newer == .onDisk ? .onDisk : .gap)
        held.settle()
        move = nil
      }
    case (.start, .jump(.start)?):
      open(slice.messages, around: slice.messages.first?.id, older: slice.older, newer: slice.newer)
    case (.at(let date), .jump(.date(let wanted))?) where date == wanted:
      let found = slice.messages.first { $0.time >= date }
      open(slice.messages, around: found?.id, older: slice.older, newer: slice.newer)
    case (.around(let message), .jump(.message(let wanted))?) where message == wanted:
      let found = slice.messages.contains { $0.id == message } ? message : nil
      open(slice.messages, around: found, older: slice.older, newer: slice.newer)
    default: break
    }
  }

  /// Opens the window there, or says that it is not to be had from where it was looked for.
  private mutating func open(
    _ messages: [Message], around landing: MessageID?, older: TimelineEnd, newer: TimelineEnd,
    newerCount: Int? = nil
  ) {
    guard let landing, let index = messages.firstIndex(where: { $0.id == landing }) else {
      moveAsksServer = true
      return
    }
    held.open(messages, around: index, older: older, newer: newer, newerCount: newerCount)
    held.note(TimelineChange(landing: landing))
    move = nil
    held.settle()
  }

  // MARK: The server

  mutating func searchAsked(by request: RequestID?) {
    search?.awaited = request
    if request == nil {
      search = nil
      move = nil
    }
  }

  mutating func searchFailed(_ error: APIError) {
    search = nil
    move = nil
    noteFailure(error)
  }

  mutating func handleSearchPage(
    _ page: Page<Message>, _ paging: Paging, _ known: Circumstances
  ) -> [History.Fact] {
    let shown = held.shown
    let step = search?.search.handlePage(page, known: shown)
    total = search?.search.lastTotal ?? total
    switch step {
    case .fetch(let next)?: return [.fetches(HistoryFetch(reader: .search, id: id, page: next))]
    case .done(let findings)?:
      let newerCount = search?.search.newerCount(besides: findings)
      search = nil
      return finish(findings, newerCount: newerCount, known) + goOn(paging, known)
    case nil: return []
    }
  }

  private mutating func finish(
    _ found: HistorySearch.Findings, newerCount: Int?, _ known: Circumstances
  ) -> [History.Fact] {
    pagesCame()
    let wanted = move
    move = nil
    var findings = found
    findings.messages = found.messages.map { marks.withEarlyReading($0, me: known.me) }
    var facts: [History.Fact] = findings.messages.map { .keeps(.message($0, in: id)) }
    let missing = findings.missing.filter { held[$0] != nil }
    held.remove(missing)
    held.note(TimelineChange(removed: missing))
    facts += missing.sorted().map { .keeps(.removeMessage($0)) }
    facts += keepRun(of: findings.messages, reachesStart: findings.reachesStart)
    facts += displaceGuesses(by: findings.messages, isNewer: wanted == .newer)
    facts.append(.ownMessages(findings.messages, id))
    if !missing.isEmpty { facts.append(.learned(id, removed: missing)) }
    held.updateAway(findings.messages)
    let older: TimelineEnd = findings.reachesStart ? .none : .atServer
    switch wanted {
    case .older?: finishOlder(findings, end: older)
    case .newer?: finishNewer(findings)
    case .jump(let target)?:
      if !findings.isFound {
        facts.append(
          tell(said("That was not found in so many pages: this is what is nearest to it.")))
      }
      finish(findings, at: target, older: older, newerCount: newerCount)
    case nil: break
    }
    noteExtent()
    return facts
  }

  private mutating func finishOlder(_ findings: HistorySearch.Findings, end: TimelineEnd) {
    guard findings.isFound, let oldest = held.away?.timeline.oldest else { return }
    let news = findings.messages.filter { $0 < oldest }
    if news.isEmpty { held.noteOlder(end) } else { held.extendOlder(news, end: end) }
  }

  private mutating func finishNewer(_ findings: HistorySearch.Findings) {
    guard findings.isFound, let newest = held.away?.timeline.newest else { return }
    let news = findings.messages.filter { newest < $0 }
    if news.isEmpty {
      if findings.reachesNewest { held.returnToNewest() }
    } else {
      held.extendNewer(news, end: .gap)
      held.settle()
    }
  }

  private mutating func finish(
    _ findings: HistorySearch.Findings, at target: HistoryTarget, older: TimelineEnd,
    newerCount: Int?
  ) {
    var landing = findings.messages.first
    if case .date(let date) = target {
      landing = findings.messages.first { $0.time >= date }
      if landing == nil, findings.reachesNewest { return held.returnToNewest() }
      landing = landing ?? findings.messages.last
    }
    open(
      findings.messages, around: landing?.id, older: older, newer: .gap, newerCount: newerCount)
  }
}
