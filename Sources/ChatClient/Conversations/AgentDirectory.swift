import ChatModel

/// Who can be given conversations: nothing lists them, so they are those whom the statistics name
/// and those seen on conversations (row 24).
struct AgentDirectory: Sendable {
  /// Others cannot be given conversations; what a server calls an agent has an end, too.
  static let most = 5000

  private var known: [UserID: Agent] = [:]

  /// Answers with what is new or changed.
  mutating func seen(_ person: Participant) -> Agent? {
    let old = known[person.id]
    // Presence is told by events of its own.
    var person = person
    person.isOnline = nil
    person.lastSeen = nil
    let agent = Agent(
      participant: old?.participant.merging(person) ?? person,
      activeConversations: old?.activeConversations)
    guard agent != old, old != nil || known.count < Self.most else { return nil }
    known[person.id] = agent
    return agent
  }

  /// The statistics name everybody who has a conversation: whom they leave out has none.
  mutating func counted(_ statistics: Statistics) -> [Agent] {
    let counted = statistics.perAgent.compactMap { numbers -> Agent? in
      let old = known[numbers.id]
      var person = old?.participant ?? Participant(id: numbers.id)
      if person.fullName == nil { person.firstName = numbers.name }
      person.email = person.email ?? numbers.email
      let agent = Agent(
        participant: person, activeConversations: numbers.activeConversations)
      guard agent != old, old != nil || known.count < Self.most else { return nil }
      known[numbers.id] = agent
      return agent
    }
    guard !statistics.perAgent.isEmpty else { return counted }
    let idle = Set(known.keys).subtracting(statistics.perAgent.map(\.id)).sorted()
    return counted
      + idle.compactMap { id in
        guard known[id]?.activeConversations != 0 else { return nil }
        known[id]?.activeConversations = 0
        return known[id]
      }
  }

  /// By id.
  var all: [Participant] { known.values.map(\.participant).sorted { $0.id < $1.id } }

  subscript(id: UserID) -> Participant? { known[id]?.participant }
}
