package import ChatModel
package import Desk
package import Foundation
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
  }

  /// What the last line asked to be told, once the desk has done what it asked for.
  enum Answer: Hashable {
    case list
    case statistics
  }

  package internal(set) var expects = Expectation.command
  var choices: [Choice] = []
  /// How many rows of the list were said.
  var listed = 0
  var answer: Answer?
  /// So many older messages are wanted, as soon as they are there.
  var owed = 0
  private var told = Told()

  static let rowsAtOnce = 20
  static let messagesAtOnce = 10

  package init() {}

  /// What was said already.
  private struct Told {
    var hasGreeted = false
    var notices = 0
    var statusLine: LogEntry?
    var conversation: ConversationID?
    var hasHeading = false
    var saidEmpty = false
    var items: Set<TimelineItem.ID> = []
    /// The oldest message that was said of the open conversation.
    var oldest: TimelineItem.ID?
    /// What was said last of it, which counts as seen.
    var visible: [MessageID] = []
    /// Whose messages wait to be sent.
    var outbox: [OutboxID: ConversationID] = [:]
    var delivered: Set<DeliveredMessage> = []
    /// Messages of this desk, which are not read back to who wrote them.
    var own: Set<MessageID> = []
    var question: String?
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

  /// What waited and has arrived, each once and by name.
  private mutating func tellDelivered(_ state: DeskState, _ lines: inout [String]) {
    let new = state.delivered.filter { !told.delivered.contains($0) }
    for delivered in new {
      told.own.insert(delivered.message)
      guard let conversation = told.outbox[delivered.entry] else { continue }
      lines.append("Sent to \(Sanitizer.clause(state.name(of: conversation))).")
    }
    told.delivered = Set(state.delivered)
    if told.own.count > 1000 { told.own = Set(state.delivered.map(\.message)) }
    for entry in state.outbox.values { told.outbox[entry.id] = entry.conversationID }
    if told.outbox.count > 1000 {
      told.outbox = told.outbox.filter { state.outbox[$0.key] != nil }
    }
  }

  private mutating func tellMessages(
    _ state: DeskState, _ speech: PlainSpeech, _ lines: inout [String]
  ) {
    if told.conversation != state.openID {
      told.conversation = state.openID
      (told.hasHeading, told.saidEmpty) = (false, false)
      (told.items, told.oldest, told.visible) = ([], nil, [])
      owed = 0
    }
    guard let summary = state.openSummary, let timeline = state.timeline,
      !timeline.isEmptyBeforeFirstUpdate
    else { return }
    if !told.hasHeading {
      told.hasHeading = true
      lines.append(speech.heading(summary))
    }
    if timeline.isEmpty, timeline.extent.reachesStart, !told.saidEmpty {
      told.saidEmpty = true
      lines.append("No message yet.")
    }
    say(newItems(of: timeline), of: timeline, speech, &lines)
    tellOlder(timeline, speech, &lines)
    if told.items.count > 4000 {
      told.items = told.items.filter { timeline.index(of: $0) != nil }
    }
  }

  /// What stands below the last item that was said; of a conversation that was just opened the last
  /// ones.
  private func newItems(of timeline: Timeline) -> [TimelineItem] {
    var items: [TimelineItem] = []
    var index = timeline.count - 1
    while let item = timeline.item(at: index), !told.items.contains(item.id) {
      if told.oldest == nil, items.count >= Self.messagesAtOnce { break }
      items.append(item)
      index -= 1
    }
    return items.reversed()
  }

  private mutating func tellOlder(
    _ timeline: Timeline, _ speech: PlainSpeech, _ lines: inout [String]
  ) {
    guard owed > 0, let oldest = told.oldest, let end = timeline.index(of: oldest) else { return }
    let start = max(0, end - owed)
    if start < end {
      let items = (start..<end).compactMap(timeline.item(at:))
      owed = 0
      say(items, of: timeline, speech, &lines, isOlder: true)
      if timeline.extent.reachesStart, start == 0 { lines.append("The conversation begins here.") }
    } else if timeline.extent.reachesStart {
      owed = 0
      lines.append("The conversation begins here.")
    } else if let problem = timeline.extent.problem {
      owed = 0
      lines.append("Nothing older comes: \(Sanitizer.clause(problem)).")
    }
  }

  private mutating func say(
    _ items: [TimelineItem], of timeline: Timeline, _ speech: PlainSpeech, _ lines: inout [String],
    isOlder: Bool = false
  ) {
    for item in items {
      told.items.insert(item.id)
      guard !isOwnOfHere(item) else { continue }
      if case .message(let message) = item {
        if message.id == timeline.newSince { lines.append("New:") }
        told.visible.append(message.id)
      }
      lines.append(speech.message(item))
    }
    told.visible = Array(told.visible.suffix(30))
    if let first = items.first, isOlder || told.oldest == nil { told.oldest = first.id }
  }

  /// What the person has just typed here is not read to them; that it was sent is.
  private func isOwnOfHere(_ item: TimelineItem) -> Bool {
    switch item {
    case .entry: true
    case .note: false
    case .message(let message):
      told.own.contains(message.id)
        || message.tempID.map { told.outbox[OutboxID(rawValue: $0)] != nil } ?? false
    case .removed: false
    }
  }

  private mutating func tellQuestion(_ state: DeskState, _ lines: inout [String]) {
    switch state.overlay {
    case let question as Question:
      if told.question != question.question {
        told.question = question.question
        lines.append(
          [question.question, question.detail, "yes or no?"].filter { !$0.isEmpty }
            .joined(separator: " "))
      }
      expects = .answer
    case let prompt as SignInPrompt:
      if told.question != prompt.reason {
        told.question = prompt.reason
        lines.append(
          "Signing in. \(Sanitizer.clause(prompt.reason)). Paste a token; an empty line leaves it.")
      }
      expects = .token
    default:
      told.question = nil
      if expects == .answer || expects == .token { expects = .command }
    }
  }

  private func presented(_ state: DeskState) -> Presented {
    var above = Int.max
    if let oldest = told.oldest, let index = state.timeline?.index(of: oldest) { above = index }
    // Who has gone back far keeps the window there.
    let position: ScrollPosition =
      isBack(in: state) ? .anchored(told.oldest ?? .message(""), line: 0) : .follow
    return Presented(
      conversationID: told.hasHeading ? state.openID : nil, visible: told.visible,
      position: position, itemsAbove: above)
  }

  private func isBack(in state: DeskState) -> Bool {
    guard let timeline = state.timeline, let oldest = told.oldest,
      let index = timeline.index(of: oldest)
    else { return false }
    return timeline.count - index > 100
  }

  // MARK: The newest once more

  /// The newest messages are on their way, and are said when they are there.
  mutating func forgetAll() {
    (told.items, told.oldest, told.visible) = ([], nil, [])
    owed = 0
  }

  /// Counts the last messages as said, and those before them as not.
  mutating func forget(atLeast count: Int, of timeline: Timeline) {
    guard timeline.count > 0 else { return }
    let first = max(0, timeline.count - count)
    told.oldest = timeline.item(at: first)?.id
    for index in first..<timeline.count {
      if let id = timeline.item(at: index)?.id { told.items.insert(id) }
    }
  }
}
