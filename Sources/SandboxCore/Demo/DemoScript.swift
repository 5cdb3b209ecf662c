// The first minute of the demo, in virtual time. It waits for what the person does where it matters
// and keeps to the clock where nothing depends on them.
//
//   second 0     the person's desk connects
//   4, 6         somebody types, and their message arrives
//   on a send    the other one reads at +2, types at +3, answers at +6
//   38           for an agent: Abdul's conversation moves over from ravi, and Abdul writes
//   any time     for a farmer: the agent answers each message so, and asks back
//   44, 50       the link is cut, and comes back

import ChatModel

/// The link between the sandbox and the desk, as the demo stages it.
package enum StagedLink: Hashable, Sendable {
  /// Close every live session and take no new one, nor any REST call.
  case cut
  case restored
}

struct DemoScript: Sendable {
  enum Input: Hashable, Sendable {
    case fact(SandboxFact)
    /// The time has come that `nextDeadline` named, or any other.
    case tick
  }

  enum Output: Hashable, Sendable {
    case act(Act)
    case link(StagedLink)
  }

  private enum Step: Sendable {
    case output(Output)
    case answer
  }

  private let cast: Cast
  /// Times count from the desk's first connection; nil before it.
  private var begun: Duration?
  private var answering = Answering.waiting
  private var agenda = Agenda<Step>()

  /// Where the scripted answer stands.
  private enum Answering: Sendable {
    /// For the person's next message in the conversation.
    case waiting
    /// The newest words of the person.
    case underWay(String)
    case done
  }

  init(_ cast: Cast) { self.cast = cast }

  /// When the next tick is due; nil while the script waits for the person.
  var nextDeadline: Duration? { agenda.nextTime }

  /// Whether the simulated farmers must leave this conversation's messages to the script.
  func claims(_ conversation: ConversationID) -> Bool {
    if case .done = answering { return false }
    return conversation == cast.partner.conversation
  }

  mutating func handle(_ input: Input, at now: Duration) -> [Output] {
    if case .fact(let fact) = input { learn(fact, at: now) }
    var outputs: [Output] = []
    while let (_, step) = agenda.next(at: now) {
      switch step {
      case .output(let output): outputs.append(output)
      case .answer: outputs += answer()
      }
    }
    return outputs
  }

  // MARK: Learning

  private mutating func learn(_ fact: SandboxFact, at now: Duration) {
    switch fact {
    case .connected(let person, isSimulated: false) where person == cast.me && begun == nil:
      begun = now
      begin(at: now)
    case .said(let said) where said.sender == cast.me && claims(said.conversation):
      hear(said.text ?? "", at: now)
    case .reassigned(let conversation, _, let agent)
    where cast.role == .admin && agent != cast.me:
      welcome(conversation, by: agent, at: now)
    default: break
    }
  }

  private mutating func begin(at start: Duration) {
    for scene in cast.scenes {
      agenda.add(.output(scene.output), at: start + .milliseconds(scene.after))
    }
    agenda.add(.output(.link(.cut)), at: start + .seconds(44))
    agenda.add(.output(.link(.restored)), at: start + .seconds(50))
  }

  /// More words before the answer are answered with it.
  private mutating func hear(_ words: String, at now: Duration) {
    guard case .waiting = answering else {
      if case .underWay = answering { answering = .underWay(words) }
      return
    }
    answering = .underWay(words)
    let partner = cast.partner
    plan(.read(partner.conversation), by: partner.person, at: now + .seconds(2))
    plan(.type(in: partner.conversation), by: partner.person, at: now + .seconds(3))
    agenda.add(.answer, at: now + .seconds(6))
  }

  private mutating func answer() -> [Output] {
    guard case .underWay(let words) = answering else { return [] }
    // The farmers answer for themselves from then on; an agent goes on answering a farmer.
    answering = cast.role == .user ? .waiting : .done
    let partner = cast.partner
    var deeds: [Act.Deed] = [
      .stopTyping(in: partner.conversation),
      .say(cast.answer(to: words), in: partner.conversation),
    ]
    if let picture = cast.answerPicture { deeds.append(.show(picture, in: partner.conversation)) }
    return deeds.map { .act(Act(person: partner.person, deed: $0)) }
  }

  /// The agent to whom an admin gave a conversation takes it up.
  private mutating func welcome(
    _ conversation: ConversationID, by agent: UserID, at now: Duration
  ) {
    plan(.read(conversation), by: agent, at: now + .seconds(2))
    plan(.type(in: conversation), by: agent, at: now + .seconds(3))
    plan(.stopTyping(in: conversation), by: agent, at: now + .seconds(6))
    plan(.say(DemoScript.takingOver, in: conversation), by: agent, at: now + .seconds(6))
  }

  static let takingOver = "Namaste 🙏 I am taking over from my colleague. One moment, I am reading."

  private mutating func plan(_ deed: Act.Deed, by person: UserID, at time: Duration) {
    agenda.add(.output(.act(Act(person: person, deed: deed))), at: time)
  }
}
