// Farmers at play: they come online, write of their own accord, and answer what they are asked.
//
//   away ──(turn | asked)──▶ online ──▶ typing ──▶ said ──(quiet for a while)──▶ away
//
// The machine knows no clock and no sandbox: facts and the time go in, acts come out.

import ChatModel
import SplitMix

/// How often somebody writes.
package enum Pace: String, Sendable, CaseIterable {
  case calm
  case busy

  /// Seconds from one farmer's turn to the next one's.
  var turns: ClosedRange<Double> {
    switch self {
    case .calm: 9...24
    case .busy: 0.4...1.6
    }
  }
}

/// A farmer with their conversation and language.
struct FarmerRole: Hashable, Sendable {
  var person: UserID
  var conversation: ConversationID
  var language: Language
  /// From when on they write unasked; nil for never.
  var initiative: Duration?
}

/// All simulated farmers. Times count from the crowd's beginning.
struct FarmerCrowd: Sendable {
  enum Input: Hashable, Sendable {
    case fact(SandboxFact)
    /// The time has come that `nextDeadline` named, or any other.
    case tick
  }

  private struct Farmer: Sendable {
    let role: FarmerRole
    var isOnline = false
    /// What was said to them and waits for their answer.
    var asked: String?
    /// How many unasked words they have used.
    var openers = 0
    var activeUntil = Duration.zero
  }

  private enum Step: Sendable {
    /// Somebody writes unasked.
    case turn
    case act(Act)
    case answer(UserID)
    /// They go away, if nothing kept them.
    case rest(UserID)
  }

  private var farmers: [UserID: Farmer] = [:]
  private var byConversation: [ConversationID: UserID] = [:]
  /// In the order of the roster, so that chance alone decides.
  private var order: [UserID]
  private let pace: Pace
  private var chance: SplitMix64
  private var agenda = Agenda<Step>()

  init(_ roster: [FarmerRole], pace: Pace, seed: UInt64) {
    order = roster.map(\.person)
    self.pace = pace
    chance = SplitMix64(seed: seed)
    for role in roster {
      farmers[role.person] = Farmer(role: role)
      byConversation[role.conversation] = role.person
    }
    if roster.contains(where: { $0.initiative != nil }) { scheduleTurn(after: .zero) }
  }

  /// When the next tick is due; nil while nobody plans anything.
  var nextDeadline: Duration? { agenda.nextTime }

  mutating func handle(_ input: Input, at now: Duration) -> [Act] {
    if case .fact(let fact) = input { learn(fact, at: now) }
    var acts: [Act] = []
    while let (time, step) = agenda.next(at: now) {
      switch step {
      case .turn: acts += turn(at: time)
      case .act(let act):
        if farmers[act.person] != nil { acts.append(act) }
      case .answer(let person): acts += answer(person, at: time)
      case .rest(let person): acts += rest(person, at: time)
      }
    }
    return acts
  }

  // MARK: Learning

  private mutating func learn(_ fact: SandboxFact, at now: Duration) {
    switch fact {
    case .connected(let person, isSimulated: false):
      // A real person plays this farmer from now on.
      if let farmer = farmers.removeValue(forKey: person) {
        byConversation[farmer.role.conversation] = nil
        order.removeAll { $0 == person }
      }
    case .said(let utterance):
      guard let person = byConversation[utterance.conversation], person != utterance.sender else {
        return
      }
      asked(person, utterance.text ?? "", at: now)
    default: break
    }
  }

  /// An answer that is already under way will answer the newest words.
  private mutating func asked(_ person: UserID, _ words: String, at now: Duration) {
    guard var farmer = farmers[person] else { return }
    let isUnderWay = farmer.asked != nil
    farmer.asked = words
    farmers[person] = farmer
    guard !isUnderWay else { return }
    let conversation = farmer.role.conversation
    // Somebody who is away sees the notification a little later.
    let begin = now + seconds(farmer.isOnline ? 1...3 : 3...9)
    let typing = begin + seconds(1...2.5)
    plan(.comeOnline, person, at: begin)
    plan(.read(conversation), person, at: begin)
    plan(.type(in: conversation), person, at: typing)
    agenda.add(.answer(person), at: typing + seconds(2...6))
  }

  // MARK: Acting

  private mutating func turn(at now: Duration) -> [Act] {
    scheduleTurn(after: now)
    let free = order.filter { person in
      guard let farmer = farmers[person], let from = farmer.role.initiative else { return false }
      return from <= now && farmer.asked == nil && farmer.activeUntil <= now
    }
    guard let person = free.randomElement(using: &chance), let farmer = farmers[person] else {
      return []
    }
    let conversation = farmer.role.conversation
    let words = Phrasebook.opener(farmer.openers, in: farmer.role.language, &chance)
    farmers[person]?.openers += 1
    let said = now + seconds(3...7)
    plan(.type(in: conversation), person, at: now + seconds(0.5...1.5))
    plan(.stopTyping(in: conversation), person, at: said)
    plan(.say(words, in: conversation), person, at: said)
    if Int.random(in: 0..<5, using: &chance) == 0,
      let file = Phrasebook.pictures.randomElement(using: &chance)
    {
      plan(.show(file, in: conversation), person, at: said + seconds(2...4))
    }
    stay(person, until: said + seconds(20...50))
    farmers[person]?.isOnline = true
    return [Act(person: person, deed: .comeOnline)]
  }

  private mutating func answer(_ person: UserID, at now: Duration) -> [Act] {
    guard let farmer = farmers[person], let asked = farmer.asked else { return [] }
    farmers[person]?.asked = nil
    farmers[person]?.isOnline = true
    stay(person, until: now + seconds(25...60))
    let conversation = farmer.role.conversation
    let reply = Phrasebook.reply(to: asked, in: farmer.role.language, &chance)
    var deeds: [Act.Deed] = [.stopTyping(in: conversation)]
    if let words = reply.words { deeds.append(.say(words, in: conversation)) }
    if let file = reply.picture { deeds.append(.show(file, in: conversation)) }
    return deeds.map { Act(person: person, deed: $0) }
  }

  private mutating func rest(_ person: UserID, at now: Duration) -> [Act] {
    guard let farmer = farmers[person], farmer.isOnline, farmer.activeUntil <= now else {
      return []
    }
    guard farmer.asked == nil else {
      stay(person, until: now + .seconds(10))
      return []
    }
    farmers[person]?.isOnline = false
    return [Act(person: person, deed: .goOffline)]
  }

  // MARK: Planning

  private mutating func scheduleTurn(after time: Duration) {
    agenda.add(.turn, at: time + seconds(pace.turns))
  }

  private mutating func plan(_ deed: Act.Deed, _ person: UserID, at time: Duration) {
    agenda.add(.act(Act(person: person, deed: deed)), at: time)
  }

  private mutating func stay(_ person: UserID, until time: Duration) {
    guard let farmer = farmers[person], farmer.activeUntil < time else { return }
    farmers[person]?.activeUntil = time
    agenda.add(.rest(person), at: time)
  }

  private mutating func seconds(_ range: ClosedRange<Double>) -> Duration {
    .seconds(Double.random(in: range, using: &chance))
  }
}
