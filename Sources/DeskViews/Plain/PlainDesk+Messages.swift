// What is said of the open conversation: each message once, the speaker first.

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

extension PlainDesk {
  mutating func tellMessages(
    _ state: DeskState, _ speech: PlainSpeech, _ lines: inout [String]
  ) {
    if told.conversation != state.openID {
      told.conversation = state.openID
      (told.hasHeading, told.saidEmpty) = (false, false)
      forgetAll()
    }
    guard let summary = state.openSummary, let timeline = state.timeline,
      !timeline.isEmptyBeforeFirstUpdate
    else { return }
    if !told.hasHeading {
      told.hasHeading = true
      lines.append(speech.heading(summary))
    }
    if timeline.isEmpty, timeline.extent.reachesStart, !told.saidEmpty {
      told.saidEmpty = true
      lines.append(said("No message yet."))
    }
    if told.awaitsNewest, !timeline.extent.reachesNewest { return }
    told.awaitsNewest = false
    if tellSought(timeline, speech, &lines) { return }
    if told.isElsewhere {
      tellElsewhere(timeline, newBelow: state.newBelow, &lines)
    } else {
      say(newItems(of: timeline), of: timeline, speech, &lines)
    }
    tellOlder(timeline, speech, &lines)
    if told.items.count > 4000 {
      told.items = told.items.filter { timeline.index(of: $0) != nil }
    }
  }

  /// What stands below the last item that was said; of a conversation that was just opened the last
  /// ones.
  private func newItems(of timeline: Timeline) -> [TimelineItem] {
    var items: [TimelineItem] = []
    var index = timeline.count - 1
    while let item = timeline.item(at: index), !told.items.contains(item.id) {
      if told.oldest == nil, items.count >= Self.messagesAtOnce { break }
      items.append(item)
      index -= 1
    }
    return items.reversed()
  }

  private mutating func tellOlder(
    _ timeline: Timeline, _ speech: PlainSpeech, _ lines: inout [String]
  ) {
    guard owed > 0, let oldest = told.oldest, let end = timeline.index(of: oldest) else { return }
    // They are said in their order, so the oldest is waited for.
    let isComing = !timeline.extent.reachesStart && timeline.extent.problem == nil
    if end < owed, isComing { return }
    let start = max(0, end - owed)
    if start < end {
      let items = (start..<end).compactMap(timeline.item(at:))
      owed = 0
      say(items, of: timeline, speech, &lines, isOlder: true)
      if timeline.extent.reachesStart, start == 0 {
        lines.append(said("The conversation begins here."))
      }
    } else if timeline.extent.reachesStart {
      owed = 0
      lines.append(said("The conversation begins here."))
    } else if let problem = timeline.extent.problem {
      owed = 0
      lines.append(said("Nothing older comes: \(Sanitizer.clause(problem))."))
    }
  }

  private mutating func say(
    _ items: [TimelineItem], of timeline: Timeline, _ speech: PlainSpeech, _ lines: inout [String],
    isOlder: Bool = false
  ) {
    for item in items {
      told.items.insert(item.id)
      guard !isOwnOfHere(item) else { continue }
      if case .message(let message) = item {
        if message.id == timeline.newSince { lines.append(said("New:")) }
        told.visible.append(message.id)
      }
      lines.append(speech.message(item))
    }
    told.visible = Array(told.visible.suffix(30))
    if let first = items.first, isOlder || told.oldest == nil { told.oldest = first.id }
  }

  /// What the person has just typed here is not read to them; that it was sent is.
  private func isOwnOfHere(_ item: TimelineItem) -> Bool {
    switch item {
    case .entry: true
    case .note: false
    case .message(let message):
      told.own.contains(message.id)
        || message.tempID.map { told.outbox[OutboxID(rawValue: $0)] != nil } ?? false
    case .removed: false
    }
  }

  func presented(_ state: DeskState) -> Presented {
    var above = Int.max
    if let oldest = told.oldest, let index = state.timeline?.index(of: oldest) {
      // Below zero, the further the more are owed: each page that comes asks for the next.
      above = index - owed
    }
    // Who has gone back far keeps the window there.
    let position: ScrollPosition =
      told.isElsewhere || isBack(in: state)
      ? .anchored(told.oldest ?? .message(""), line: 0) : .follow
    return Presented(
      conversationID: told.hasHeading ? state.openID : nil, visible: told.visible,
      position: position, itemsAbove: above)
  }

  private func isBack(in state: DeskState) -> Bool {
    guard let timeline = state.timeline, let oldest = told.oldest,
      let index = timeline.index(of: oldest)
    else { return false }
    return timeline.count - index > 100
  }

  // MARK: The newest once more

  /// The newest messages are on their way, and are said when they are there.
  mutating func forgetAll() {
    (told.items, told.oldest, told.visible) = ([], nil, [])
    (told.isElsewhere, told.awaitsNewest, told.newBelow) = (false, false, 0)
    owed = 0
  }

  /// Counts the last messages as said, and those before them as not.
  mutating func forget(atLeast count: Int, of timeline: Timeline) {
    told.isElsewhere = false
    guard timeline.count > 0 else { return }
    let first = max(0, timeline.count - count)
    told.oldest = timeline.item(at: first)?.id
    for index in first..<timeline.count {
      if let id = timeline.item(at: index)?.id { told.items.insert(id) }
    }
  }
  // MARK: A message that was looked for

  private static let leadingUp = 3

  /// Says what was looked for with what stands around it. Answers whether it is still on its way.
  private mutating func tellSought(
    _ timeline: Timeline, _ speech: PlainSpeech, _ lines: inout [String]
  ) -> Bool {
    guard let wanted = sought else { return false }
    guard wanted.conversation == timeline.conversationID else {
      sought = nil
      return false
    }
    let item: TimelineItem.ID? =
      switch wanted.place {
      case .item(let item): item
      case .day: speech.state.dayLanding.map(TimelineItem.ID.message)
      }
    guard let index = item.flatMap({ timeline.index(of: $0) }) else {
      if timeline.extent.isLoading {
        sought?.hasBegun = true
      } else if wanted.hasBegun || wanted.place == .day && !speech.state.isSeekingDay {
        // It is not to be had, and that was said.
        sought = nil
      }
      if let sought, speech.now >= sought.until { self.sought = nil }
      return sought != nil
    }
    sought = nil
    let first = max(0, index - Self.leadingUp)
    let end = min(timeline.count, first + Self.messagesAtOnce)
    let items = (first..<end).compactMap(timeline.item(at:))
    lines += items.map(speech.message)
    told.visible = items.compactMap { item in
      if case .message(let message) = item { message.id } else { nil }
    }
    told.oldest = items.first?.id
    told.isElsewhere = end < timeline.count || !timeline.extent.reachesNewest
    passOver(timeline)
    lines.append(
      told.isElsewhere
        ? said("back says those before, read the newest.") : said("That is the newest."))
    return false
  }

  /// Where old messages are read, what comes is counted.
  private mutating func tellElsewhere(
    _ timeline: Timeline, newBelow: Int, _ lines: inout [String]
  ) {
    passOver(timeline)
    if newBelow > told.newBelow {
      lines.append(
        said(
          newBelow, one: "1 new message here; read says the newest.",
          more: "\(newBelow) new messages here; read says the newest."))
    }
    told.newBelow = newBelow
  }

  /// Counts all of them as said.
  private mutating func passOver(_ timeline: Timeline) {
    for index in 0..<timeline.count {
      if let id = timeline.item(at: index)?.id { told.items.insert(id) }
    }
  }
}
