import ChatModel
import Foundation
import SplitMix

/// Teams by hand and by seed.
struct TeamMaker {
  /// A Saturday at noon.
  static let noon = Date(timeIntervalSince1970: 1_795_867_200)

  var roster = Roster()
  var agents: [Agent] = []
  var presence: [UserID: AgentPresence] = [:]
  var chats: [TeamChat] = []

  var team: Team {
    Team(
      chats: chats, agents: agents, presence: presence, roster: roster, now: Self.noon,
      timeZone: .gmt)
  }

  static func person(_ id: String) -> Participant {
    Participant(id: UserID(id), firstName: id.capitalized)
  }

  @discardableResult
  mutating func agent(
    _ id: String, chats count: Int = 0, capacity: Int? = nil, languages: [String] = [],
    listed: Bool = true, language: String? = nil
  ) -> UserID {
    if listed {
      var entry = RosterAgent(id: UserID(id))
      entry.capacity = capacity
      entry.languages = languages
      roster.agents.append(entry)
    }
    agents.append(Agent(participant: Self.person(id)))
    for _ in 0..<count { chat(of: id, language: language) }
    return UserID(id)
  }

  @discardableResult
  mutating func chat(
    of agent: String?, language: String? = nil, waits minutes: Double? = nil, isActive: Bool = true
  ) -> ConversationID {
    let id = ConversationID(chats.count < 10 ? "c0\(chats.count)" : "c\(chats.count)")
    chats.append(
      TeamChat(
        id: id, agent: agent.map { .known(Self.person($0)) } ?? .none, isActive: isActive,
        wait: minutes.map { Wait(since: Self.noon - $0 * 60, isExact: true) }, language: language))
    return id
  }

  /// - Parameter speaks: the roster says languages, and chats have them.
  static func random(seed: UInt64, agents: Int, chats: Int, speaks: Bool) -> TeamMaker {
    var chance = SplitMix64(seed: seed)
    var maker = TeamMaker()
    let languages = ["hi", "ta", "bn"]
    for number in 0..<agents {
      let known = languages.filter { _ in speaks && Bool.random(using: &chance) }
      let capacity =
        Bool.random(using: &chance)
        ? Int.random(in: 0...(2 * chats / agents + 1), using: &chance)
        : nil
      maker.agent("a\(number)", capacity: capacity, languages: known)
      switch Int.random(in: 0..<8, using: &chance) {
      case 0: maker.roster.agents[number].absences = [Absence(from: .distantPast, until: nil)]
      case 1:
        maker.roster.agents[number].absences = [
          Absence(from: .distantPast, until: noon + 3600)
        ]
      case 2:
        maker.presence[UserID("a\(number)")] = AgentPresence(isOnline: false, since: noon - 901)
      case 3:
        maker.presence[UserID("a\(number)")] = AgentPresence(isOnline: false, since: noon - 60)
      default: break
      }
    }
    for _ in 0..<chats {
      let place = Int.random(in: -1..<agents, using: &chance)
      let language = speaks ? (languages + ["en"]).randomElement(using: &chance) : nil
      maker.chat(
        of: place < 0 ? nil : "a\(place)", language: language,
        waits: Bool.random(using: &chance) ? Double.random(in: 1...90, using: &chance) : nil,
        isActive: Int.random(in: 0..<5, using: &chance) > 0)
    }
    return maker
  }
}
