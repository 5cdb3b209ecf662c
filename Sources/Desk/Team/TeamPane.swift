package import ChatModel
package import Foundation
import Sentences
import TextGrid

/// The agents, and nobody: who has how much, and who waits longest with whom.
package struct TeamPane: Hashable, Sendable {
  /// The row that keys act on; the first one while it is not there.
  package internal(set) var cursor: Whose?
  fileprivate var longest = LongestWaits()
  /// When each was seen to write last: a list tells the last message of each conversation alone, and
  /// forgets a reply once the farmer writes.
  fileprivate var lastReplies: [UserID: Date] = [:]
  /// What is to be proposed once the list has been read.
  var wanted: WantedPlan?
}

/// The conversation that waits longest with each agent, and with nobody: looked for among all when one of
/// them has changed, and not whenever it is asked when the team is shown otherwise.
private struct LongestWaits: Hashable {
  private var seen: Version?
  private(set) var ids: [ConversationID] = []

  mutating func look(at version: Version, _ conversations: [ConversationID: ConversationSummary]) {
    guard version != seen else { return }
    seen = version
    var longest: [UserID?: (since: Date, id: ConversationID)] = [:]
    for summary in conversations.values {
      guard let since = summary.wait?.since else { continue }
      let agent = summary.conversation.agent.id
      if let other = longest[agent]?.since, other <= since { continue }
      longest[agent] = (since, summary.id)
    }
    ids = longest.values.map(\.id).sorted()
  }
}

/// One row of the pane.
package struct TeamRow: Hashable, Sendable, Identifiable {
  package let id: Whose
  /// Sanitized.
  package let name: String
  package let load: TeamLoad
  /// nil: nobody knows, or there is nobody.
  package let isOnline: Bool?
  package let lastReply: Date?
  /// Whether they are given conversations.
  package let isAvailable: Bool
  /// What is worth knowing of the row under the cursor; sanitized.
  package let remark: String
}

extension DeskState {
  /// From so many columns on the team stands beside the list of an admin.
  package static let columnsForTeam = 160

  package var showsTeamBeside: Bool { isAdmin && size.columns >= Self.columnsForTeam }

  /// The list has a place on the screen.
  package var showsList: Bool { main == .conversation || main == .team && showsTeamBeside }

  /// Whether the team is on the screen.
  var showsTeam: Bool { main == .team || showsTeamBeside }

  /// The team as the engines see it.
  package func team(now: Date) -> Team {
    Team(
      chats: conversations.values.map(TeamChat.init), agents: agents,
      presence: presence.mapValues { known in
        AgentPresence(isOnline: known.isOnline, since: known.since, lastSaid: known.lastSaid)
      }, replies: teamPane.lastReplies, roster: roster, now: serverTime(now),
      timeZone: configuration.timeZone)
  }

  /// Longest wait first; those who have nothing last.
  package func teamRows(now: Date) -> [TeamRow] {
    let team = team(now: now)
    var rows = team.members.map { member in
      TeamRow(
        id: .agent(member.id), name: agentName(member.participant), load: member.load,
        isOnline: member.isOnline, lastReply: member.lastReply,
        isAvailable: member.availability.isAvailable, remark: remark(on: member, now: now))
    }
    guard team.nobody.active > 0 || team.nobody.waiting > 0 else { return rows }
    let nobody = TeamRow(
      id: .nobody, name: said("Nobody"), load: team.nobody, isOnline: nil, lastReply: nil,
      isAvailable: true, remark: said("\(key(.balance, in: .list)) proposes who gets them"))
    let place = rows.firstIndex { !isBefore($0.load, team.nobody) }
    rows.insert(nobody, at: place ?? rows.endIndex)
    return rows
  }

  private func isBefore(_ a: TeamLoad, _ b: TeamLoad) -> Bool {
    switch (a.oldest?.since, b.oldest?.since) {
    case (let first?, let second?): first <= second
    case (nil, nil): a.active >= b.active
    case (let first, _): first != nil
    }
  }

  func agentName(_ person: Participant) -> String {
    person.id == me?.userID ? agentName(person.id) : personName(person, id: person.id)
  }

  private func remark(on member: TeamMember, now: Date) -> String {
    var words: [String] = []
    if member.id == me?.userID { words.append(said("you")) }
    if let absence = absence(of: member, now: now) { words.append(absence) }
    if let capacity = member.capacity {
      let active = member.load.active
      words.append(
        active > capacity
          ? said("\(active), \(capacity) at most") : said("\(active) of \(capacity)"))
    }
    if !member.languages.isEmpty { words.append(member.languages.joined(separator: ", ")) }
    return Sanitizer.oneLine(words.joined(separator: " · "))
  }

  /// "away until 15:00"; nil for who can be given conversations.
  func absence(of member: TeamMember, now: Date) -> String? {
    member.availability.words(now: serverTime(now), timeZone: configuration.timeZone)
      .map(Sanitizer.oneLine)
  }

  /// The row under the cursor.
  package func teamCursor(_ rows: [TeamRow]) -> Int {
    teamPane.cursor.flatMap { cursor in rows.firstIndex { $0.id == cursor } } ?? 0
  }

  /// - Parameter farmer: whose conversation it is.
  mutating func noteReply(_ message: Message?, to farmer: UserID?) {
    guard isAdmin, let message, let time = message.createdAt, let sender = message.sender.id,
      let farmer,
      sender != farmer, teamPane.lastReplies[sender].map({ $0 < time }) ?? true
    else { return }
    teamPane.lastReplies[sender] = time
  }

  mutating func notePresence(
    of user: UserID, isOnline: Bool, lastSeen: Date?, now: Date
  ) {
    let old = presence[user]
    let isNews = old?.isOnline != isOnline
    let heard = isOnline ? serverTime(now) : lastSeen ?? serverTime(now)
    presence[user] = Presence(
      isOnline: isOnline, lastSeen: lastSeen, since: isNews ? heard : old?.since,
      lastSaid: old?.lastSaid)
  }
}

extension TeamPane: MainPaneComponent {
  static let number = 6
  static let name = "team"
  static let command = Command.viewTeam
  static let keyContext = Keymap.Context.team

  static func appear(on desk: inout DeskState, now: Date) {
    desk.list.narrowing = nil
    StatisticsPane.ask(on: &desk, now: now)
    if desk.teamPane.cursor == nil { desk.teamPane.cursor = desk.teamRows(now: now).first?.id }
  }

  static func handle(_ command: Command, on desk: inout DeskState, now: Date) -> Bool {
    guard desk.focus == .list else { return false }
    let page = max(1, desk.metrics.teamRows - 1)
    switch command {
    case .up: move(-1, on: &desk, now: now)
    case .down: move(1, on: &desk, now: now)
    case .pageUp: move(-page, on: &desk, now: now)
    case .pageDown: move(page, on: &desk, now: now)
    case .halfPageUp: move(-max(1, page / 2), on: &desk, now: now)
    case .halfPageDown: move(max(1, page / 2), on: &desk, now: now)
    case .top: move(-10_000, on: &desk, now: now)
    case .bottom: move(10_000, on: &desk, now: now)
    case .open: enter(on: &desk, now: now)
    case .emptyAgent: desk.openEmptying(chosen(on: desk, now: now), now: now)
    case .filter: break
    case .cancel where desk.bulk == nil: desk.show(desk.listView, now: now)
    default: return false
    }
    return true
  }

  static func refresh(_ desk: inout DeskState, now: Date) {
    StatisticsPane.refresh(&desk, now: now)
  }

  static var hints: [(Command, String)] {
    [
      (.open, said("their chats")), (.balance, said("balance")), (.emptyAgent, said("empty")),
      (.viewAll, said("all chats")),
    ]
  }

  /// When the longest wait of somebody shows another number.
  static func deadline(on desk: DeskState, now: Date) -> Date? {
    guard desk.showsTeam else { return nil }
    return desk.teamPane.longest.ids
      .compactMap { desk.conversations[$0].flatMap { desk.nextChange(ofWaitIn: $0, after: now) } }
      .min()
  }

  static func settle(_ desk: inout DeskState, now: Date) {
    if desk.showsTeam { desk.teamPane.longest.look(at: desk.$conversations, desk.conversations) }
    StatisticsPane.keepFresh(&desk, isShown: desk.main == .statistics || desk.showsTeam, now: now)
  }

  private static func move(_ steps: Int, on desk: inout DeskState, now: Date) {
    let rows = desk.teamRows(now: now)
    guard !rows.isEmpty else { return desk.refuse(said("No agent is known yet."), now: now) }
    let place = min(max(0, desk.teamCursor(rows) + steps), rows.count - 1)
    desk.teamPane.cursor = rows[place].id
  }

  private static func chosen(on desk: DeskState, now: Date) -> Whose? {
    let rows = desk.teamRows(now: now)
    return rows.isEmpty ? nil : rows[desk.teamCursor(rows)].id
  }

  private static func enter(on desk: inout DeskState, now: Date) {
    guard let whose = chosen(on: desk, now: now) else {
      return desk.refuse(said("No agent is known yet."), now: now)
    }
    desk.teamPane.cursor = whose
    desk.showChats(of: whose, now: now)
  }
}
