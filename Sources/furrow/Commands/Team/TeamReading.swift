import ChatClient
import ChatModel
import Foundation
import Sentences

/// What commands know of a team: of the server's lists, of this computer, and of roster.toml.
struct TeamReading {
  private(set) var conversations: [Conversation] = []
  private(set) var agents: [ChatModel.Agent] = []
  /// Whom the server's statistics name; nil where it did not give them.
  private(set) var namedByServer: Set<UserID>?
  private var waits: [ConversationID: KeptWait] = [:]
  private var words: [ConversationID: [String]] = [:]
  private var replies: [UserID: Date] = [:]
  let roster: Roster
  /// roster.toml says nothing at all, though it is there.
  let hasUnreadableRoster: Bool

  /// Everything that is listed, of all agents.
  static func all(_ context: Context, _ api: any ChatAPI, _ log: AuditLog) async throws
    -> TeamReading
  {
    var reading = TeamReading(context)
    let patience = Patience(context.output)
    var seen: Set<ConversationID> = []
    try await Listing.pages(context) { page in
      try await patience { () async throws(APIError) in
        try await api.conversations(ConversationQuery(all: true, page: page)).value
      }
    } take: { conversation in
      if seen.insert(conversation.id).inserted { reading.conversations.append(conversation) }
      return true
    }
    await reading.learnAgents(api, log)
    reading.waits = await log.waits()
    for conversation in reading.conversations where conversation.isAtWork {
      reading.note(await log.lastMessages(in: conversation.id), of: conversation)
    }
    return reading
  }

  /// What the farmer wrote, without pictures and the like, and who answered when.
  private mutating func note(_ messages: [Message], of conversation: Conversation) {
    guard let farmer = conversation.farmer.id else { return }
    for message in messages {
      guard let sender = message.sender.id, sender != farmer else {
        if let content = message.content { words[conversation.id, default: []].append(content) }
        continue
      }
      if let time = message.createdAt { replies[sender] = max(replies[sender] ?? time, time) }
    }
  }

  /// Whom the statistics and this computer name; the conversations are not read.
  static func agents(_ context: Context, _ api: any ChatAPI, _ log: AuditLog) async -> TeamReading {
    var reading = TeamReading(context)
    await reading.learnAgents(api, log)
    return reading
  }

  private init(_ context: Context) {
    let file = RosterFile(contentsOf: context.settings.paths.rosterFile)
    for warning in file.warnings { context.output.warn(warning) }
    roster = file.roster
    hasUnreadableRoster = !file.isReadable
  }

  /// Where the server has no statistics, or does not give them, the others tell.
  private mutating func learnAgents(_ api: any ChatAPI, _ log: AuditLog) async {
    agents += await log.agents().map { Agent(participant: $0) }
    let told = try? await api.statistics().perAgent
    namedByServer = told.map { Set($0.map(\.id)) }
    for numbers in told ?? [] {
      let person = Participant(id: numbers.id, name: numbers.name, email: numbers.email)
      agents.append(Agent(participant: person, activeConversations: numbers.activeConversations))
    }
    await log.keep(agents.map(\.participant) + conversations.compactMap(\.agent.value))
  }

  /// As it stands now.
  func team(now: Date, in zone: TimeZone) -> Team {
    Team(
      chats: conversations.map { conversation in
        TeamChat(
          conversation,
          wait: WaitClock.wait(in: conversation, kept: waits[conversation.id]),
          words: words[conversation.id] ?? [])
      }, agents: agents, replies: replies, roster: roster, now: now, timeZone: zone)
  }
}

extension Team {
  /// Whom somebody means; what is nobody's name but looks like an id may be one that nothing lists
  /// (row 24).
  ///
  /// - Parameter me: who is meant by `me`.
  /// - Throws: a sentence where nobody is known so, or with the candidates where several may be meant.
  func agent(_ word: String, me: UserID) throws(Failure) -> Participant {
    if word.lowercased() == "me" {
      return member(me)?.participant ?? Participant(bareID: me)
    }
    switch AgentFinder.find(word, among: members.map(\.participant)) {
    case .one(let person): return person
    case .nobody:
      guard Self.isLikeID(word) else { throw Self.nobody(word) }
      return Participant(bareID: UserID(word))
    case .several(let people):
      let names = people.prefix(6).map {
        "\(Listing.word($0.title)) (\(Listing.word($0.id.rawValue)))"
      }
      let rest = people.count > 6 ? said(" and \(people.count - 6) more") : ""
      throw Failure(
        .usage,
        said(
          """
          "\(Listing.word(word))" may be \(names.joined(separator: ", "))\(rest): write more \
          of the name, or the id.
          """))
    }
  }

  static func nobody(_ word: String) -> Failure {
    Failure(
      .notFound,
      said(
        """
        Nobody is known as \(Listing.word(word)); `furrow agents` lists all. Of an agent without \
        conversations their own `furrow whoami` shows the id.
        """))
  }

  /// One word with digits in it, as no name has.
  static func isLikeID(_ word: String) -> Bool {
    word.contains(where: \.isNumber)
      && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
  }
}
