// A small desk to draw: seven farmers, one open conversation, a fixed time.

import ChatModel
import Foundation
import TextGrid

@testable import Desk
@testable import DeskViews

/// Makes states of the desk as `update` would leave them.
struct World {
  /// Tuesday, 18 November 2025, 14:32 UTC.
  static let now = Date(timeIntervalSince1970: 1_763_476_320)
  static let me: UserID = "meera"

  var state: DeskState
  private var longest = -1.0

  init(
    role: Role = .support, warn: Double = 5, late: Double = 10, pictures: PictureSymbols? = nil
  ) {
    var configuration = DeskConfiguration(waitWarn: warn * 60, waitLate: late * 60)
    configuration.pictures = pictures
    state = DeskState(configuration: configuration)
    state.me = Claims(userID: Self.me, role: role, email: "meera@example.org")
    state.agents = [
      Agent(participant: Participant(id: Self.me, firstName: "meera"), activeConversations: 6),
      Agent(participant: Participant(id: "ravi", firstName: "ravi"), activeConversations: 12),
      Agent(participant: Participant(id: "kiran", firstName: "kiran"), activeConversations: 3),
    ]
    state.link = .online(.websocket)
    state.list.isLoading = false
    state.list.isComplete = true
  }

  static func ago(_ minutes: Double) -> Date { now.addingTimeInterval(-minutes * 60) }

  static func farmer(
    _ id: UserID, _ first: String, _ last: String? = nil, phone: String? = nil,
    isOnline: Bool? = nil
  ) -> Participant {
    Participant(
      id: id, firstName: first, lastName: last, phone: phone, role: .user, isOnline: isOnline,
      lastSeen: ago(12))
  }

  static func text(
    _ id: MessageID, _ from: Participant, _ content: String, ago minutes: Double,
    isRead: Bool = false
  ) -> Message {
    Message(
      id: id, sender: .known(from), content: content, isRead: isRead, createdAt: ago(minutes))
  }

  static func media(
    _ id: MessageID, _ from: Participant, _ kind: MediaKind, _ name: String, _ size: Int?,
    ago minutes: Double
  ) -> Message {
    Message(
      id: id, sender: .known(from), kind: .media(kind),
      media: .known(Media(id: MediaID("m-\(id)"), name: name, kind: kind, size: size)),
      createdAt: ago(minutes))
  }

  static let agent = Participant(id: me, firstName: "meera", role: .support)

  /// Puts a conversation at the end of the list.
  mutating func add(
    _ farmer: Participant, wait minutes: Double? = nil, isExact: Bool = true, unread: Int = 0,
    status: ConversationStatus = .open, agent: Participant? = World.agent, isMine: Bool = true,
    last: String = ""
  ) {
    let id = ConversationID("c-\(farmer.id)")
    let message = Message(
      id: MessageID("last-\(farmer.id)"), sender: .known(farmer), content: last,
      createdAt: Self.ago(minutes ?? 60))
    state.conversations[id] = ConversationSummary(
      conversation: Conversation(
        id: id, farmer: .known(farmer), agent: agent.map(Referenced.known) ?? .none,
        status: status, lastMessage: .known(message), createdAt: Self.ago(3000)),
      isMine: isMine, unread: unread,
      wait: minutes.map { Wait(since: Self.ago($0), isExact: isExact) })
    state.list.order.append(id)
    if state.list.cursor == nil { state.list.cursor = id }
    if minutes != nil { state.list.counts[.waiting, default: 0] += 1 }
    if let minutes, minutes > longest {
      longest = minutes
      state.list.longestWaiting = id
    }
    if unread > 0 { state.list.counts[.unread, default: 0] += 1 }
    if isMine { state.list.counts[.mine, default: 0] += 1 }
    if agent == nil { state.list.counts[.unassigned, default: 0] += 1 }
    state.list.counts[.all, default: 0] += 1
  }

  /// Opens a conversation with these messages.
  mutating func open(
    _ farmer: UserID, _ messages: [Message], entries: [OutboxEntry] = [],
    extent: TimelineExtent = TimelineExtent(reachesStart: true, freshness: .live)
  ) {
    let id = ConversationID("c-\(farmer)")
    state.openID = id
    var timeline = Timeline(conversationID: id)
    _ = timeline.apply(
      TimelineUpdate(conversationID: id, isReset: true, messages: messages, extent: extent))
    timeline.entries = entries
    for entry in entries { state.outbox[entry.id] = entry }
    state.timeline = timeline
  }

  func render(
    _ columns: Int, _ rows: Int, theme: Theme = GoldenTheme.theme, widths: TextWidth = .standard
  ) -> Rendered {
    var renderer = DeskRenderer(theme: theme, widths: widths)
    var state = state
    state.size = Size(columns: columns, rows: rows)
    if state.main == .team {
      state.list.ranking.needsRebuild = true
      state.settleList(now: Self.now)
    }
    state.fitOverlay()
    return renderer.render(state, size: state.size, now: Self.now)
  }
}
