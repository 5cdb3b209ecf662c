import Foundation
import Sentences

/// From a team to a plan: which chats may go where, what is found to be cheapest, and why.
struct Proposal {
  enum Origin: Hashable {
    case nobody
    case taker(UserID)
    case leaver(UserID)
  }

  /// Chats of one origin and language, and where nobody answers of one wait.
  private struct Batch {
    var origin: Int
    var language: String?
    /// In seconds.
    var waited = 0
    var chats: [TeamChat] = []
  }

  private let team: Team
  private let takers: [TeamMember]
  private let byID: [UserID: TeamMember]
  /// Takers first, in their order; the others as chats name them.
  private var origins: [Origin]
  private var places: [Origin: Int]
  private var batches: [Batch] = []
  /// Whose chats are all to go; nil: the load is evened out.
  var emptied: UserID?

  init(_ team: Team, takers: [TeamMember]) {
    self.team = team
    // By id: what is proposed does not hang on the order of names.
    self.takers = takers.sorted { $0.id < $1.id }
    byID = Dictionary(team.members.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    origins = self.takers.map { .taker($0.id) }
    places = Dictionary(uniqueKeysWithValues: origins.enumerated().map { ($1, $0) })
  }

  func teamMember(_ id: UserID) -> TeamMember? { byID[id] }

  mutating func add(_ chat: TeamChat, from origin: Origin) {
    let place = places[origin] ?? origins.count
    if place == origins.count {
      origins.append(origin)
      places[origin] = place
    }
    let language = chat.language
    // Who is there answers who waits longest by themselves.
    let waited =
      place < takers.count
      ? 0
      : chat.wait.map { max(1, Int(clamping: Int64(team.now.timeIntervalSince($0.since)))) } ?? 0
    let found = batches.firstIndex {
      $0.origin == place && $0.language == language && $0.waited == waited
    }
    if found == nil {
      batches.append(Batch(origin: place, language: language, waited: waited))
    }
    batches[found ?? batches.count - 1].chats.append(chat)
  }

  // MARK: What may go where

  /// Batches that may go to the same places at the same cost are one: of them who waits longest goes
  /// first, whatever the language.
  private func joined() -> ([Batch], [Distribution.Kind]) {
    var joined: [Batch] = []
    var kinds: [Distribution.Kind] = []
    for batch in batches {
      let kind = kind(batch)
      if let place = kinds.firstIndex(of: kind) {
        joined[place].chats += batch.chats
      } else {
        joined.append(batch)
        kinds.append(kind)
      }
    }
    return (joined, kinds)
  }

  /// To where a language is gained a move costs nothing, to where nothing is gained or lost 1, else more.
  private func kind(_ batch: Batch) -> Distribution.Kind {
    let owner = member(at: batch.origin)
    let letters = batch.language.flatMap { $0 == WrittenLanguage.latin ? nil : $0 }
    let isThere = batch.origin < takers.count
    let isRead = letters.map { language in takers.contains { $0.reads(language) } } ?? false
    let costs: [Int?] = origins.indices.map { place in
      guard place < takers.count else { return nil }
      let taker = takers[place]
      guard let language = batch.language else { return reluctance(from: owner, to: taker) }
      // Much is written in Latin letters that is no English.
      guard letters != nil else { return taker.reads(WrittenLanguage.latin) ? 1 : 3 }
      let leaves = owner?.isKnownToRead(language) == true
      // Who is there keeps what another is not known to read; of who is not there only who is known
      // not to read it gets nothing.
      if leaves, !taker.isKnownToRead(language), isThere || !taker.reads(language) { return nil }
      if isRead, !taker.reads(language) { return nil }
      return (leaves ? 1 : 0) + (taker.isKnownToRead(language) ? 0 : 1)
    }
    return Distribution.Kind(origin: batch.origin, neglect: batch.waited, reluctance: costs)
  }

  /// Of what nobody knows the language of: who has it reads it, so that it goes to nobody who reads
  /// nothing of what they do, unless they are not there.
  private func reluctance(from owner: TeamMember?, to taker: TeamMember) -> Int? {
    guard let owner, !owner.languages.isEmpty, !taker.languages.isEmpty else { return 1 }
    let shared = owner.languages.count(where: taker.languages.contains)
    if shared == 0, owner.availability.isAvailable, owner.id != emptied { return nil }
    return shared == owner.languages.count ? 1 : 2
  }

  private func member(at place: Int) -> TeamMember? {
    switch origins[place] {
    case .nobody: nil
    case .taker(let id), .leaver(let id): byID[id]
    }
  }

  // MARK: The plan

  func plan() -> BalancePlan {
    let loads = origins.map { origin in
      if case .taker(let id) = origin { byID[id]?.load.active ?? 0 } else { 0 }
    }
    let (batches, kinds) = joined()
    var work = Distribution(
      origins.enumerated().map { place, origin in
        switch origin {
        case .nobody: .nobody
        case .leaver: .leaver
        case .taker: .taker(capacity: takers[place].capacity)
        }
      }, loads: loads, kinds, counts: batches.map(\.chats.count))
    work.settle()
    var plan = BalancePlan()
    var left: [Hindrance: Int] = [:]
    for (number, batch) in batches.enumerated() {
      // Who waits longest is answered soonest elsewhere; a talk that is under way stays.
      var chats = batch.chats.sorted(by: Self.goesFirst)[...]
      for place in takers.indices.sorted(by: { (loads[$0], $0) < (loads[$1], $1) })
      where place != batch.origin {
        for _ in 0..<work.counts[place][number] {
          guard let chat = chats.popFirst() else { break }
          plan.moves.append(move(chat, from: origins[batch.origin], to: place))
        }
      }
      if batch.origin >= takers.count, !chats.isEmpty {
        let isLanguage = kinds[number].reluctance.allSatisfy { $0 == nil }
        left[Hindrance(origin: batch.origin, isLanguage: isLanguage), default: 0] += chats.count
      }
    }
    sort(&plan.moves)
    makeRoom(&plan.moves, loads)
    plan.loads = team.members.compactMap { member in
      if let place = places[.taker(member.id)] {
        return BalanceLoad(member: member, before: loads[place], after: loads[place])
      }
      guard places[.leaver(member.id)] != nil else { return nil }
      return BalanceLoad(member: member, before: member.load.active, after: member.load.active)
    }
    plan.remarks = remarks(left)
    return plan.leaving(out: [])
  }

  private static func goesFirst(_ a: TeamChat, _ b: TeamChat) -> Bool {
    (a.wait?.since ?? .distantFuture, a.id) < (b.wait?.since ?? .distantFuture, b.id)
  }

  /// What nobody has first, then what is taken from who is not there, each by its wait.
  private func sort(_ moves: inout [BalanceMove]) {
    let chats = Dictionary(
      batches.flatMap { batch in batch.chats.map { ($0.id, ($0, batch.origin)) } },
      uniquingKeysWith: { first, _ in first })
    func rank(_ id: ConversationID) -> Int {
      switch chats[id].map({ origins[$0.1] }) {
      case .nobody?: 0
      case .leaver?: 1
      default: 2
      }
    }
    moves.sort { a, b in
      let (first, second) = (rank(a.id), rank(b.id))
      guard first == second, let one = chats[a.id]?.0, let other = chats[b.id]?.0 else {
        return first < second
      }
      return Self.goesFirst(one, other)
    }
  }

  /// Puts what makes room before what needs it, so that on the way nobody has more than they can.
  private func makeRoom(_ moves: inout [BalanceMove], _ loads: [Int]) {
    var (rest, ordered, active) = (moves[...], [BalanceMove](), loads)
    func place(_ person: Participant?) -> Int? { person.flatMap { places[.taker($0.id)] } }
    while !rest.isEmpty {
      let next = rest.firstIndex { move in
        guard let taker = place(move.to), let capacity = takers[taker].capacity else { return true }
        return active[taker] < max(capacity, loads[taker])
      }
      let move = rest.remove(at: next ?? rest.startIndex)
      if let from = place(move.from) { active[from] -= 1 }
      if let taker = place(move.to) { active[taker] += 1 }
      ordered.append(move)
    }
    moves = ordered
  }

  private func move(_ chat: TeamChat, from origin: Origin, to place: Int) -> BalanceMove {
    let taker = takers[place]
    let owner: BalanceGrounds.Owner =
      switch origin {
      case .nobody: .nobody
      case .taker: .busy
      case .leaver(let id) where id == emptied: .emptied
      case .leaver(let id): .absent(absence(of: byID[id]) ?? said("away"))
      }
    let language = chat.language.flatMap { language in
      language == WrittenLanguage.latin
        ? nil : taker.spoken(language).map { WrittenLanguage.name(of: $0) }
    }
    return BalanceMove(
      conversationID: chat.id, farmer: chat.farmer, from: chat.agent.value, to: taker.participant,
      reason: "",
      grounds: BalanceGrounds(
        owner: owner, language: language,
        isOfUnknownLanguage: chat.language == nil && !taker.languages.isEmpty))
  }

  private func absence(of member: TeamMember?) -> String? {
    member?.availability.words(now: team.now, timeZone: team.timeZone)
  }

  // MARK: What was not possible

  /// Why chats of one origin stay there.
  private struct Hindrance: Hashable {
    let origin: Int
    /// Nobody who is there may have them, for their language; else nobody has room.
    let isLanguage: Bool
  }

  private func remarks(_ left: [Hindrance: Int]) -> [String] {
    var remarks: [String] = []
    if takers.isEmpty {
      let why = team.members.filter { $0.id != emptied }.prefix(5).compactMap { member in
        absence(of: member).map { said("\(member.name) is \($0)") }
      }
      remarks.append(
        said("Nobody can be given conversations now")
          + (why.isEmpty ? SentenceEnd.mark : ": \(why.joined(separator: ", "))".ended))
    }
    let hindrances = left.sorted {
      ($0.key.origin, $0.key.isLanguage ? 1 : 0) < ($1.key.origin, $1.key.isLanguage ? 1 : 0)
    }
    for (hindrance, count) in hindrances {
      let whose =
        member(at: hindrance.origin).map { owner in
          said(
            count, one: "1 conversation of \(owner.name)",
            more: "\(count) conversations of \(owner.name)")
        }
        ?? said(
          count, one: "1 conversation without an agent",
          more: "\(count) conversations without an agent")
      remarks.append(
        takers.isEmpty
          ? said(count, one: "\(whose) stays as it is.", more: "\(whose) stay as they are.")
          : hindrance.isLanguage
            ? said(
              count, one: "\(whose) stays: nobody who is there is known to read its language.",
              more: "\(whose) stay: nobody who is there is known to read their language.")
            : said(
              count, one: "\(whose) stays: who could take it has no room.",
              more: "\(whose) stay: who could take them has no room."))
    }
    if emptied == nil {
      for member in team.members where !member.availability.isAvailable && member.load.active > 0 {
        guard places[.leaver(member.id)] == nil, let why = absence(of: member) else { continue }
        remarks.append(said("\(member.name) is \(why) and keeps \(member.load.active)."))
      }
    }
    for name in team.unknown {
      remarks.append(
        said("roster.toml names \(name), whom this computer does not know; give their id."))
    }
    return remarks
  }
}

extension TeamMember {
  /// The roster says that they read what is written in the letters of a language.
  func isKnownToRead(_ language: String) -> Bool { spoken(language) != nil }

  /// The first of their languages that is written in the letters of another.
  func spoken(_ language: String) -> String? {
    languages.first { $0 == language }
      ?? languages.first { WrittenLanguage.script(of: $0) == language }
  }
}
