package import Foundation

/// What is heard of a person; a hint, as presence is (row 18).
package struct AgentPresence: Hashable, Sendable {
  /// nil: nobody knows.
  package var isOnline: Bool?
  /// Since when they are offline, or were heard to be online.
  package var since: Date?
  /// When they last wrote, typed or read.
  package var lastSaid: Date?

  package init(isOnline: Bool? = nil, since: Date? = nil, lastSaid: Date? = nil) {
    self.isOnline = isOnline
    self.since = since
    self.lastSaid = lastSaid
  }
}

/// The conversations that somebody has.
package struct TeamLoad: Hashable, Sendable {
  /// Neither resolved nor closed.
  package var active = 0
  /// Of which the farmer waits.
  package var waiting = 0
  package var oldest: Wait?

  package init() {}

  fileprivate mutating func add(_ chat: TeamChat) {
    if chat.isActive { active += 1 }
    guard let wait = chat.wait else { return }
    waiting += 1
    if oldest.map({ wait.since < $0.since }) ?? true { oldest = wait }
  }
}

/// One who can be given conversations.
package struct TeamMember: Hashable, Sendable, Identifiable {
  package var participant: Participant
  package var load = TeamLoad()
  /// Of what this computer has seen.
  package var lastReply: Date?
  /// nil: nobody knows.
  package var isOnline: Bool?
  package var availability = Availability.available
  /// nil: as many as there are.
  package var capacity: Int?
  /// Codes such as `hi`; none: nothing is known of them.
  package var languages: [String] = []

  package var id: UserID { participant.id }
  /// The whole name, else the id; unsanitized.
  package var name: String { participant.title }

  /// Whether they read what is written in the letters of a language; where nothing is known of their
  /// languages, they may.
  func reads(_ language: String) -> Bool {
    languages.isEmpty || languages.contains { WrittenLanguage.script(of: $0) == language }
  }
}

extension Participant {
  /// The whole name, else the id; unsanitized.
  package var title: String { fullName ?? id.rawValue }
}

/// Who answers farmers, and what each has to do.
package struct Team: Hashable, Sendable {
  package let chats: [TeamChat]
  /// Who has the longest wait first, then the most active ones; those without any, too.
  package let members: [TeamMember]
  /// What nobody has.
  package let nobody: TeamLoad
  /// Agents of the roster of whom no id is known, so that they can be given nothing; unsanitized.
  package let unknown: [String]
  package let now: Date
  package let timeZone: TimeZone

  /// - Parameters:
  ///   - agents: all that are known, from wherever.
  ///   - replies: when agents were seen to write last, besides what the chats tell.
  ///   - timeZone: this computer's.
  package init(
    chats: [TeamChat], agents: [Agent], presence: [UserID: AgentPresence] = [:],
    replies: [UserID: Date] = [:], roster: Roster = Roster(), now: Date, timeZone: TimeZone
  ) {
    self.chats = chats.sorted { $0.id < $1.id }
    self.now = now
    self.timeZone = timeZone
    var members = Self.people(agents, chats, roster).mapValues { TeamMember(participant: $0) }
    for (agent, time) in replies { members[agent]?.lastReply = time }
    var nobody = TeamLoad()
    for chat in self.chats {
      if let agent = chat.agent.id {
        members[agent]?.load.add(chat)
      } else if chat.agent == .none {
        nobody.add(chat)
      }
      guard let reply = chat.lastReply, let known = members[reply.by] else { continue }
      members[reply.by]?.lastReply = max(known.lastReply ?? reply.at, reply.at)
    }
    var found: Set<RosterAgent> = []
    for id in members.keys {
      let entry = members[id]?.judge(presence[id], roster, now: now, timeZone: timeZone)
      if let entry { found.insert(entry) }
    }
    self.nobody = nobody
    self.members = members.values.map { (member: $0, name: Roster.folded($0.name)) }
      .sorted(by: Self.comesFirst).map(\.member)
    unknown = roster.agents.filter { $0.id == nil && !found.contains($0) }.map(\.title)
  }

  package func member(_ id: UserID) -> TeamMember? { members.first { $0.id == id } }

  /// Everybody who is known as an agent, who has a conversation, or whom the roster names by id.
  private static func people(
    _ agents: [Agent], _ chats: [TeamChat], _ roster: Roster
  ) -> [UserID: Participant] {
    var people: [UserID: Participant] = [:]
    func note(_ person: Participant) {
      people[person.id] = people[person.id]?.merging(person) ?? person
    }
    for entry in roster.agents {
      guard let id = entry.id else { continue }
      note(Participant(id: id, name: entry.name, email: entry.email))
    }
    for chat in chats { if let agent = chat.agent.value { note(agent) } }
    for agent in agents { note(agent.participant) }
    return people
  }

  /// - Parameter name: folded once for all comparisons.
  private static func comesFirst(
    _ a: (member: TeamMember, name: String), _ b: (member: TeamMember, name: String)
  ) -> Bool {
    let (load, other) = (a.member.load, b.member.load)
    let (since, otherSince) = (load.oldest?.since, other.oldest?.since)
    if since != otherSince { return (since ?? .distantFuture) < (otherSince ?? .distantFuture) }
    if load.active != other.active { return load.active > other.active }
    return (a.name, a.member.id) < (b.name, b.member.id)
  }
}

extension TeamMember {
  /// Answers with their entry in the roster.
  fileprivate mutating func judge(
    _ presence: AgentPresence?, _ roster: Roster, now: Date, timeZone: TimeZone
  ) -> RosterAgent? {
    let entry = roster.entry(of: participant)
    isOnline = presence?.isOnline ?? participant.isOnline
    capacity = entry?.capacity ?? roster.capacity
    languages = entry?.languages ?? []
    availability = Availability(
      entry, of: participant, presence, isOnline: isOnline, lastReply: lastReply, roster,
      now: now, timeZone: timeZone)
    return entry
  }
}
