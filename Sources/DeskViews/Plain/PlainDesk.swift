package import ChatModel
package import Desk
package import Foundation
import Sentences
import TextGrid

/// The desk as lines: what is new is said once, what is asked for is answered, choices have numbers.
///
/// It is a pure machine between a person who types lines and a ``Desk/DeskState``:
///
/// ```
/// line ─▶ read ─▶ [Action] ─▶ update ─▶ DeskState ─▶ tell ─▶ lines, and what the next line is
/// ```
/// While the person has begun a line, nobody calls ``tell(_:now:)``: what is new waits in the state.
package struct PlainDesk {
  /// What the next line is taken for.
  package enum Expectation: Hashable, Sendable {
    case command
    /// Words; the lines of them that came before.
    case words(Writing, ConversationID, before: [String])
    /// Yes or no.
    case answer
    /// Yes or no to moves that are proposed, or which to leave out.
    case plan
    /// This number, to go on.
    case number(Int)
    /// Must not be shown.
    case token
  }

  /// What words are for.
  package enum Writing: Hashable, Sendable {
    /// They go to the farmer.
    case reply
    /// They are sent nowhere.
    case note
  }

  /// What a number stands for.
  enum Choice: Hashable {
    case conversation(ConversationID)
    case status(ConversationStatus, of: ConversationID)
    case agent(UserID, for: ConversationID)
    case file(Media, from: ConversationID)
    case address(String, from: ConversationID)
    case entry(OutboxID)
    case draft(ConversationID)
    case message(MessageID, of: ConversationID)
    /// A note that was found.
    case noteHit(NoteID, of: ConversationID)
    case note(ConversationNote)
    case snooze(SnoozePicker.Choice, ConversationID)
    case reply(String, to: ConversationID)
    case resolveAndGoOn(ConversationID)
    case view(NumberedView)
    case chats(of: Whose)
  }

  /// What the last line asked to be told, once the desk has done what it asked for.
  enum Answer: Hashable {
    case list
    case statistics
    /// What was looked for.
    case hits
    /// The canned replies for a conversation that are found so, once their files were read oftener than so.
    case replies(ConversationID, String, readings: Int)
    /// What is written to a conversation.
    case draft(ConversationID)
  }

  package internal(set) var expects = Expectation.command
  private(set) var choices: [Choice] = []
  /// How many rows of the list, or hits of a search, were said.
  var listed = 0
  var answer: Answer?
  /// So many older messages are wanted, as soon as they are there.
  var owed = 0
  /// A message that is on its way, and is said with those around it.
  var sought: Sought?
  /// The words whose gaps were named when they were to be sent.
  var gapsNamed: String?
  var told = Told()

  static let rowsAtOnce = 20
  static let messagesAtOnce = 10

  package init() {}

  struct Sought {
    enum Place: Hashable {
      case item(TimelineItem.ID)
      case day
    }

    let place: Place
    let conversation: ConversationID
    /// It is not waited for any longer.
    let until: Date
    /// The window was seen on its way.
    var hasBegun = false
  }

  /// So long the next line waits for what is sought.
  private static let patience: TimeInterval = 10

  mutating func seek(_ place: Sought.Place, in id: ConversationID, now: Date) {
    sought = Sought(place: place, conversation: id, until: now.addingTimeInterval(Self.patience))
  }

  /// When a line that waits is taken, whatever has become of what it waits for.
  package var waitsUntil: Date? { sought?.until }

  /// Numbers stand for these now.
  mutating func offer(_ new: [Choice]) {
    choices = new
    listed = 0
  }

  /// And for one more; answers with its number.
  mutating func offerAlso(_ choice: Choice) -> Int {
    choices.append(choice)
    return choices.count
  }

  /// What was said already.
  struct Told {
    var hasGreeted = false
    var notices = 0
    var statusLine: LogEntry?
    var conversation: ConversationID?
    var hasHeading = false
    var saidEmpty = false
    var items: Set<TimelineItem.ID> = []
    /// The oldest message that was said of the open conversation.
    var oldest: TimelineItem.ID?
    /// What was said last is not the newest, and nothing that comes is said by itself.
    var isElsewhere = false
    /// The newest are on their way.
    var awaitsNewest = false
    var newBelow = 0
    /// What was said last of it, which counts as seen.
    var visible: [MessageID] = []
    var playing: Playing?
    /// What waits to be sent, and to whom; with the words by which it was said that it is kept.
    var outbox: [OutboxID: (conversation: ConversationID, words: String?)] = [:]
    var delivered: Set<DeliveredMessage> = []
    /// Messages of this desk, which are not read back to who wrote them.
    var own: Set<MessageID> = []
    var question: String?
    /// How many moves of a plan, and which of them were left out when that was said.
    var moves = 0
    var left: Set<ConversationID> = []
  }

  // MARK: Telling

  /// Says what is new.
  ///
  /// - Returns: lines that hold nothing but what can be seen, and what of the messages was said.
  package mutating func tell(
    _ state: DeskState, now: Date
  ) -> (lines: [String], presented: Presented) {
    let speech = PlainSpeech(state, now: now)
    var lines: [String] = []
    greet(speech, &lines)
    tellNotices(state, speech, &lines)
    tellDelivered(state, &lines)
    tellPlaying(state, &lines)
    tellMessages(state, speech, &lines)
    tellAnswer(state, speech, &lines)
    tellQuestion(state, &lines)
    return (lines, presented(state))
  }

  private mutating func greet(_ speech: PlainSpeech, _ lines: inout [String]) {
    let state = speech.state
    guard !told.hasGreeted, state.me != nil, !Self.isExpectingList(state) else { return }
    told.hasGreeted = true
    lines.append(speech.greeting)
    if let faults = speech.faults { lines.append(faults) }
  }

  private mutating func tellNotices(
    _ state: DeskState, _ speech: PlainSpeech, _ lines: inout [String]
  ) {
    let news = min(max(0, state.log.count - told.notices), state.log.entries.count)
    told.notices = state.log.count
    let entries = state.log.entries.suffix(news)
    lines += entries.map(\.text)
    let standing = state.statusLine
    if let standing, standing != told.statusLine,
      !entries.contains(where: { $0.text == standing.text })
    {
      lines.append(standing.text)
    }
    told.statusLine = standing
  }

  /// What was written while the link is down: silence would sound like a loss.
  private mutating func tellKept(_ state: DeskState, _ lines: inout [String]) {
    for entry in state.outbox.values.sorted(by: { $0.id < $1.id })
    where told.outbox[entry.id] == nil {
      var words: String?
      let isOnline = if case .online = state.link { true } else { false }
      if told.hasGreeted, state.signInNeeded == nil, !isOnline, Self.waits(entry) {
        words = Self.words(of: entry)
        let name = Sanitizer.oneLine(state.name(of: entry.conversationID))
        lines.append(said("Kept for \(name): \(words ?? ""). It goes when the link is back."))
      }
      told.outbox[entry.id] = (entry.conversationID, words)
    }
  }

  private static func waits(_ entry: OutboxEntry) -> Bool {
    switch entry.state {
    case .sent, .failed: false
    default: true
    }
  }

  private static func words(of entry: OutboxEntry) -> String {
    switch entry.body {
    case .text(let text):
      let line = Sanitizer.clause(text)
      return "“" + (line.count > 40 ? line.prefix(39) + "…" : line) + "”"
    case .file(let file): return said("the file \(Sanitizer.clause(file.name))")
    }
  }

  /// What waited and has arrived, each once and by name.
  private mutating func tellDelivered(_ state: DeskState, _ lines: inout [String]) {
    let new = state.delivered.filter { !told.delivered.contains($0) }
    for delivered in new {
      told.own.insert(delivered.message)
      guard let entry = told.outbox[delivered.entry] else { continue }
      let name = state.name(of: entry.conversation)
      lines.append(
        entry.words.map { said("Sent to \(Sanitizer.oneLine(name)): \($0).") }
          ?? Sanitizer.sentence(said("Sent to \(Sanitizer.oneLine(name)).")))
    }
    told.delivered = Set(state.delivered)
    if told.own.count > 1000 { told.own = Set(state.delivered.map(\.message)) }
    tellKept(state, &lines)
    if told.outbox.count > 1000 {
      told.outbox = told.outbox.filter { state.outbox[$0.key] != nil }
    }
  }

  private mutating func tellQuestion(_ state: DeskState, _ lines: inout [String]) {
    switch state.overlay {
    case let question as Question:
      if told.question != question.question {
        told.question = question.question
        lines.append(
          [question.question, question.detail, said("yes or no?")].filter { !$0.isEmpty }
            .joined(separator: " "))
      }
      expects = .answer
    case let prompt as BulkPrompt:
      let question = self.question(of: prompt)
      if told.question != question[0] {
        told.question = question[0]
        lines += question
      }
      expects = prompt.asksForNumber ? .number(prompt.ids.count) : .answer
    case let plan as BalanceOverlay:
      tellPlan(plan, &lines)
      expects = .plan
    case let prompt as SignInPrompt:
      let asked = [prompt.reason, prompt.email, prompt.problem].compactMap { $0 }
        .joined(separator: "\n")
      if told.question != asked {
        told.question = asked
        lines.append(Self.words(of: prompt))
      }
      expects = .token
    default:
      told.question = nil
      switch expects {
      case .answer, .number, .plan, .token: expects = .command
      case .command, .words: break
      }
    }
  }

  private static func words(of prompt: SignInPrompt) -> String {
    let problem = prompt.problem.map { "\(Sanitizer.clause($0)). " } ?? ""
    if let email = prompt.email {
      return
        said(
          """
          \(problem)Password of \(Sanitizer.clause(email))? It is not shown; an empty line \
          leaves it.
          """)
    }
    return
      said(
        """
        \(problem)Signing in. \(Sanitizer.clause(prompt.reason)). Type your e-mail address or \
        paste a token; an empty line leaves it.
        """)
  }
}
