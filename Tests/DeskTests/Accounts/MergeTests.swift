import ChatModel
import Foundation
import Testing

@testable import Desk

/// What waits for the desk is as long as what is different in it.
@Suite struct MergeTests {
  private func merged(_ events: [ClientEvent]) -> [ClientEvent] {
    var waiting: [AccountAction] = []
    for event in events {
      let action = AccountAction(.client(event), to: AccountID(index: 0))
      if !AccountAction.merge(action, into: &waiting) { waiting.append(action) }
    }
    return waiting.compactMap { if case .client(let event) = $0.action { event } else { nil } }
  }

  private func update(
    _ ids: [MessageID], removed: [MessageID] = [], dropped: [MessageID] = [],
    landing: MessageID? = nil
  ) -> ClientEvent {
    .timeline(
      TimelineUpdate(
        conversationID: "a",
        messages: ids.map { Message(id: $0, content: "x", createdAt: .distantPast) },
        removed: removed, dropped: dropped, landing: landing, extent: TimelineExtent()))
  }

  @Test func aStreamIntoOneConversationIsTwoEvents() {
    let bench = Bench()
    let events = (0..<500).flatMap { number in
      [
        update([MessageID("m\(number)")]),
        .conversations([bench.summary("a", unread: number)]),
      ]
    }
    let left = merged(events)
    #expect(left.count == 2)
    guard case .timeline(let timeline)? = left.first, case .conversations(let list)? = left.last
    else {
      Issue.record("\(left)")
      return
    }
    #expect(timeline.messages.count == 500)
    #expect(list.map(\.unread) == [499])
  }

  @Test func whatCameBackIsNotRemovedAndWhatWentIs() {
    guard
      case .timeline(let both)? = merged([update(["m1"], removed: ["m2"]), update(["m2"])]).first
    else {
      Issue.record("not one event")
      return
    }
    #expect(both.removed == [])
    #expect(both.messages.map(\.id) == ["m1", "m2"])
  }

  @Test func whatAJumpFoundAndWhatTheWindowLetGoAreToldInTheEnd() {
    let told = merged([
      update(["m1", "m2"], dropped: ["m3"], landing: "m2"), update(["m3"], dropped: ["m1"]),
      update([], landing: "m3"),
    ])
    guard case .timeline(let both)? = told.first, told.count == 1 else {
      Issue.record("not one event")
      return
    }
    #expect(both.messages.map(\.id) == ["m2", "m3"])
    #expect(both.dropped == ["m1"])
    #expect(both.landing == "m3")
  }

  /// Somebody writes in an editor for an hour, or the terminal takes nothing.
  @Test func aDeskThatIsAwayIsToldOfEachPersonOnce() {
    let events = (0..<2400).map { number in
      ClientEvent.presence(
        UserID("f\(number % 600)"), isOnline: number >= 1800, lastSeen: nil)
    }
    let left = merged(events)
    #expect(left.count == 600)
    #expect(left.allSatisfy { if case .presence(_, true, _) = $0 { true } else { false } })
  }

  @Test func nothingGoesPastWhatSaysMore() {
    let events: [ClientEvent] = [
      update(["m1"]), .accepted(request: 1, []), update(["m2"]),
    ]
    #expect(merged(events) == events)
  }

  @Test func theLastWordOnTypingCounts() {
    let until = Date(timeIntervalSince1970: 5)
    let events: [ClientEvent] = [
      .typing("a", "x", name: nil, until: until), .typing("a", "y", name: nil, until: until),
      .stoppedTyping("a", "x"),
    ]
    #expect(merged(events) == [.stoppedTyping("a", "x"), events[1]])
  }
}
