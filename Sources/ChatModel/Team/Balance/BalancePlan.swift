import Sentences

/// What is proposed, so that the work is shared evenly.
package struct BalancePlan: Hashable, Sendable {
  /// In the order in which to make them: what nobody has first, and who waits longest.
  package var moves: [BalanceMove] = []
  /// Of all who can be given chats, and of who gives theirs away, in the order of the team.
  package var loads: [BalanceLoad] = []
  /// Whole sentences: what was not possible, and who keeps chats though they are not there. Their
  /// names are unsanitized.
  package var remarks: [String] = []
  /// What cannot be moved while others are left out, for want of room.
  package var held: Set<ConversationID> = []
}

extension BalancePlan {
  /// What it comes to when some moves are not made: the loads, what is then held for want of room, and
  /// the reasons, which count on from move to move. What is not made is reasoned about as if it were the next.
  package func leaving(out: Set<ConversationID>) -> BalancePlan {
    var plan = self
    var active = Dictionary(
      loads.map { ($0.id, $0.before) }, uniquingKeysWith: { first, _ in first })
    let room = Dictionary(
      loads.compactMap { load in
        load.member.capacity.map { (load.id, max($0, load.before)) }
      }, uniquingKeysWith: { first, _ in first })
    plan.held = []
    for place in plan.moves.indices {
      let move = plan.moves[place]
      let from = move.from.flatMap { active[$0.id] }
      plan.moves[place].reason = move.grounds.words(
        from: move.from, having: from, to: move.to, having: active[move.to.id] ?? 0)
      guard !out.contains(move.id) else { continue }
      if let room = room[move.to.id], active[move.to.id] ?? 0 >= room {
        plan.held.insert(move.id)
        plan.moves[place].reason = said(
          "\(move.to.title) has no room for it while others are left out")
        continue
      }
      active[move.to.id, default: 0] += 1
      if let from = move.from, let count = active[from.id] { active[from.id] = count - 1 }
    }
    for place in plan.loads.indices {
      plan.loads[place].after = active[plan.loads[place].id] ?? plan.loads[place].after
    }
    return plan
  }
}

/// What the reason for a move says beside the figures.
package struct BalanceGrounds: Hashable, Sendable {
  enum Owner: Hashable {
    case nobody
    case busy
    /// In words: "away until 14:00"
    case absent(String)
    case emptied
  }

  var owner: Owner
  /// What the taker reads of it, by name.
  var language: String?
  /// Nobody knows whether the taker reads it.
  var isOfUnknownLanguage = false

  func words(
    from: Participant?, having before: Int?, to taker: Participant, having active: Int
  ) -> String {
    let whose = from?.title ?? ""
    let reason =
      switch owner {
      case .nobody: said("nobody has it, and \(taker.title) has \(active) active")
      case .busy: said("\(whose) has \(before ?? 0) active, \(taker.title) \(active)")
      case .emptied: said("\(taker.title) has \(active) active")
      case .absent(let why): said("\(whose) is \(why), \(taker.title) has \(active) active")
      }
    if isOfUnknownLanguage { return reason + said("; in what language it is nobody knows") }
    return reason + (language.map { said(" and reads \($0)") } ?? "")
  }
}

/// One conversation that is to be somebody else's.
package struct BalanceMove: Hashable, Sendable, Identifiable {
  package var conversationID: ConversationID
  package var farmer: Participant?
  /// nil: nobody has it.
  package var from: Participant?
  package var to: Participant
  /// Why, in a clause; unsanitized.
  package var reason: String
  var grounds: BalanceGrounds

  package var id: ConversationID { conversationID }
}

/// How many active conversations somebody has, and would have.
package struct BalanceLoad: Hashable, Sendable, Identifiable {
  package var member: TeamMember
  package var before: Int
  package var after: Int

  package var id: UserID { member.id }
}
