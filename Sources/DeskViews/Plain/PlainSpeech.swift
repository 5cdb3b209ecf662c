// How plain mode says things: whole words, the speaker first, nothing that has to be seen.

import ChatModel
import Desk
import Faults
import Foundation
import Sentences
import TextGrid

/// Says what a state holds, at a time.
struct PlainSpeech {
  let state: DeskState
  let now: Date
  let clock: WallClock

  init(_ state: DeskState, now: Date) {
    self.state = state
    self.now = now
    clock = WallClock(timeZone: state.configuration.timeZone)
  }

  // MARK: Time and number

  /// `47 minutes`; rounded down, as the desk counts.
  static func length(_ interval: TimeInterval) -> String {
    let minutes = Int(min(max(0, interval) / 60, 1e9))
    switch minutes {
    case 0: return said("under a minute")
    case ..<60: return said(minutes, one: "1 minute", more: "\(minutes) minutes")
    case ..<1440: return hours(minutes / 60)
    default: return days(minutes / 1440)
    }
  }

  /// `42 seconds`, `3 minutes 5 seconds`.
  static func seconds(_ length: TimeInterval) -> String {
    let seconds = Int(min(max(0, length), 1e9).rounded())
    let minutes = seconds / 60
    let rest = said(seconds % 60, one: "1 second", more: "\(seconds % 60) seconds")
    guard minutes > 0 else { return rest }
    return "\(said(minutes, one: "1 minute", more: "\(minutes) minutes")) \(rest)"
  }

  private static func hours(_ count: Int) -> String {
    said(count, one: "1 hour", more: "\(count) hours")
  }

  private static func days(_ count: Int) -> String {
    said(count, one: "1 day", more: "\(count) days")
  }

  static func conversations(_ count: Int) -> String {
    said(count, one: "1 conversation", more: "\(count) conversations")
  }

  static func notes(_ count: Int) -> String {
    said(count, one: "1 note", more: "\(count) notes")
  }

  static func messages(_ count: Int) -> String {
    said(count, one: "1 message", more: "\(count) messages")
  }

  func moment(_ date: Date) -> String { clock.moment(date, now: state.serverTime(now)) }

  // MARK: Conversations

  func wait(of summary: ConversationSummary) -> String? {
    guard let waited = state.waited(summary, now: now), let wait = summary.wait else { return nil }
    let length = Self.length(waited)
    return wait.isExact || waited < 60
      ? said("waits \(length)") : said("waits at least \(length)")
  }

  /// The status and the wait of who waits for me, in one: a language need not say it twice.
  private func statusAndWait(of summary: ConversationSummary) -> String? {
    guard summary.conversation.status == .waiting, whose(summary) == nil,
      let waited = state.waited(summary, now: now), let wait = summary.wait
    else { return nil }
    let length = Self.length(waited)
    return wait.isExact || waited < 60
      ? said("waiting, waits \(length)") : said("waiting, waits at least \(length)")
  }

  private func status(of summary: ConversationSummary) -> String? {
    summary.conversation.status.map { Sanitizer.oneLine($0.words) }
  }

  private func whose(_ summary: ConversationSummary) -> String? {
    guard !summary.isMine, !state.isFarmer else { return nil }
    guard let agent = summary.conversation.agent.value else { return said("with nobody") }
    return said("with \(state.personName(agent, id: agent.id))")
  }

  /// One row of a list, without its number.
  func row(_ summary: ConversationSummary) -> String {
    var parts = [state.name(of: summary)]
    if let wait = wait(of: summary) {
      parts.append(wait)
    } else if let status = status(of: summary) {
      parts.append(status)
    }
    if summary.unread > 0 { parts.append(said("\(summary.unread) unread")) }
    if state.local.isMarkedUnread(summary.id) { parts.append(said("marked unread")) }
    if let snooze = state.local.snooze(of: summary.id) {
      let end = snooze.until.map { state.moment($0, now: now) } ?? said("they write")
      parts.append(said("snoozed until \(end)"))
    }
    if state.local.isMuted(summary.id) { parts.append(said("muted")) }
    if state.hasDraft(summary.id) { parts.append(said("a draft")) }
    switch state.outboxMarks[summary.id] {
    case .failed?: parts.append(said("a message was not sent"))
    case .waiting?: parts.append(said("a message waits to be sent"))
    case nil: break
    }
    if let whose = whose(summary) { parts.append(whose) }
    let row = parts.joined(separator: ", ")
    guard let last = summary.conversation.lastMessage.value else { return row.ended }
    let words = Excerpt.oneLine(content(of: last), scalars: 160)
    let speaker = last.sender.id == state.me?.userID ? said("you: ") : ""
    return words.isEmpty ? row.ended : said("\(row). Last: \(speaker)\(words)")
  }

  /// What is said of a conversation when it is opened.
  func heading(_ summary: ConversationSummary) -> String {
    var parts = [state.name(of: summary)]
    if let both = statusAndWait(of: summary) {
      parts.append(both)
    } else {
      if let status = status(of: summary) { parts.append(status) }
      if let whose = whose(summary) {
        parts += [whose, said("only watched: nothing is marked read, no typing is told")]
      }
      if let wait = wait(of: summary) { parts.append(wait) }
    }
    if summary.unread > 0 { parts.append(said("\(summary.unread) unread")) }
    return parts.joined(separator: ", ").ended
  }

  /// Everything that is known of the person of the open conversation.
  func person(_ summary: ConversationSummary) -> [String] {
    let conversation = summary.conversation
    let person = state.isFarmer ? conversation.agent.value : conversation.farmer.value
    var lines = [heading(summary)]
    guard let person else { return lines }
    if let phone = person.phone, !phone.isEmpty { lines.append(said("Phone: ") + clean(phone)) }
    if let email = person.email, !email.isEmpty { lines.append(said("E-mail: ") + clean(email)) }
    lines.append(said("Id: ") + clean(person.id.rawValue))
    switch state.isOnline(person) {
    case true?: lines.append(said("Online."))
    case false?:
      let seen = state.presence[person.id]?.lastSeen ?? person.lastSeen
      lines.append(
        seen.map { said("Offline, last seen \(moment($0)).") } ?? said("Offline."))
    case nil: lines.append(said("Nothing is known of whether they are online."))
    }
    let typing = state.typing(in: summary.id, now: now)
    if !typing.isEmpty {
      lines.append(typing.joined(separator: said(" and ")) + said(" typing now."))
    }
    return lines
  }

  // MARK: Messages

  /// One message: the speaker first, then the time, then the words. Foreign lines are indented.
  func message(_ item: TimelineItem) -> String {
    switch item {
    case .message(let message): return self.message(message, in: state.openID)
    case .removed(let message):
      return said("\(opening(of: message, in: state.openID)): this message was removed.")
    case .note(let note): return self.note(note)
    case .entry(let entry):
      return indented(said("You: \(words(of: entry)) (\(standing(of: entry)))"))
    }
  }

  /// Of a conversation of this id, or of one that is not known.
  func message(_ message: Message, in id: ConversationID?) -> String {
    var line = "\(opening(of: message, in: id)): \(content(of: message, in: id))"
    if message.sender.id == state.me?.userID, message.isRead { line += said(" (read)") }
    return indented(line)
  }

  /// Who speaks, and when.
  func opening(of message: Message, in id: ConversationID?) -> String {
    "\(speaker(of: message, in: id.flatMap { state.conversations[$0]?.conversation })), "
      + moment(message.time)
  }

  func note(_ note: ConversationNote, namesConversation: Bool = false) -> String {
    let place = namesConversation ? said(" on \(state.name(of: note.conversationID))") : ""
    let words = Sanitizer.displayable(note.text)
    let time = moment(note.writtenAt)
    return indented(
      note.author.map {
        said("Note of \(clean($0))\(place), \(time): \(words) (never sent)")
      } ?? said("Note of yours\(place), \(time): \(words) (never sent)"))
  }

  /// A message in which words were found, and what stands around them.
  func hit(_ hit: SearchHit, namesConversation: Bool) -> String {
    let known = state.conversations[hit.conversation.id]?.conversation ?? hit.conversation
    let isOfFarmer = hit.message.sender.id == known.farmer.id
    let whom =
      namesConversation && !isOfFarmer ? said(" to \(state.name(of: hit.conversation.id))") : ""
    let when = hit.message.createdAt.map { moment($0) } ?? said("no date")
    let words = clean(hit.snippet(length: Self.snippet).text)
    return "\(speaker(of: hit.message, in: known))\(whom), \(when): "
      + (words.isEmpty ? indented(content(of: hit.message)) : words)
  }

  /// In clusters.
  private static let snippet = 160

  /// In Latin letters, where the conversation is read so.
  private func shown(_ text: String, in id: ConversationID?) -> String {
    id.map(state.isReadInLatin) == true ? LatinText.text(text) : text
  }

  private func speaker(of message: Message, in conversation: Conversation?) -> String {
    if let id = message.sender.id, id == state.me?.userID { return said("You") }
    return state.senderName(of: message, in: conversation).map { shown($0, in: conversation?.id) }
      ?? said("Somebody")
  }

  /// The words of a message, after what its file is.
  ///
  /// - Parameter id: the conversation that it is shown in, which may be read in Latin letters.
  func content(of message: Message, in id: ConversationID? = nil) -> String {
    let words = message.content.map { shown(Sanitizer.displayable($0), in: id) } ?? ""
    let file: String? =
      switch message.kind {
      case .text: nil
      case .media(let kind): self.file(kind, message.media.value, in: id)
      case .other(let kind): kind.isEmpty ? nil : Excerpt.oneLine(kind, scalars: 24)
      }
    return [file, words].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ": ")
  }

  private func file(_ kind: MediaKind, _ media: Media?, in id: ConversationID?) -> String {
    let name = media?.name.map { shown(clean($0), in: id) } ?? ""
    let size = media?.size.map { ", " + FileSize.text($0) } ?? ""
    let word =
      switch kind {
      case .image: said("picture")
      case .audio: said("voice note")
      case .video: said("video")
      }
    return (name.isEmpty ? word : "\(word) \(name)") + size
  }

  func words(of entry: OutboxEntry) -> String {
    switch entry.body {
    case .text(let text): Excerpt.oneLine(text, scalars: 200)
    case .file(let file): said("file \(clean(file.name))")
    }
  }

  private func standing(of entry: OutboxEntry) -> String {
    switch entry.delivery {
    case .queued: said("waits to be sent")
    case .uploading(let part): said("\(Int(part * 100)) percent uploaded")
    case .handedOver: said("handed over")
    case .sent: said("sent")
    case .read: said("read")
    case .unsure: said("not confirmed, being checked")
    case .failed(let reason): said("not sent: \(Sanitizer.clause(reason))")
    }
  }

  /// A row of the outbox.
  func row(_ row: OutboxRow) -> String {
    let what =
      row.delivery == nil ? said("a draft") : row.isFailed ? said("not sent") : said("waits")
    let reason = row.reason.isEmpty ? "" : ", \(row.reason)"
    return said("To \(row.whom), \(what)\(reason): \(row.content)")
  }

  // MARK: The desk

  /// That the own link goes wrong by intent; nil: it does not.
  var faults: String? {
    guard !state.faults.isEmpty else { return nil }
    let words = said(
      """
      FAULT \(clean(state.faults.words)): the own link goes wrong by intent; faults off ends \
      that.
      """)
    return state.faultsMissSends ? "\(words) \(state.faultsMissSendsSentence)" : words
  }

  /// What is said once the desk is up.
  var greeting: String {
    let name =
      state.ownName ?? state.me.map { state.personName(nil, id: $0.userID) } ?? said("Nobody")
    let role = state.me.map { Scene.roleName($0.role) } ?? said("not signed in")
    guard !state.isFarmer else { return said("\(name), \(role). help lists the commands.") }
    let waiting = state.list.counts[.waiting] ?? 0
    var parts = [
      said("\(state.list.counts[.mine] ?? 0) conversations of mine"),
      said("\(waiting) waiting"), said("\(state.list.counts[.unread] ?? 0) unread"),
    ]
    if let oldest = state.list.longestWaiting.flatMap({ state.conversations[$0] }),
      let waited = state.waited(oldest, now: now)
    {
      let length = Self.length(waited)
      parts.append(
        oldest.wait?.isExact == true || waited < 60
          ? said("the oldest for \(length)") : said("the oldest for at least \(length)"))
    }
    return said("\(name), \(role): \(parts.joined(separator: ", ")). help lists the commands.")
  }

  var statistics: [String] {
    guard let numbers = state.statistics.numbers else {
      return [
        state.statistics.isFetching
          ? said("The numbers are being fetched.") : said("No numbers have come.")
      ]
    }
    var lines: [String] = []
    func say(_ value: Int?, _ what: String) {
      lines.append("\(value.map(String.init) ?? said("not known")): \(what)")
    }
    say(numbers.totalConversations, said("conversations"))
    say(numbers.activeConversations, said("active"))
    say(numbers.totalMessages, said("messages"))
    for (status, count) in (numbers.statusBreakdown ?? [:]).sorted(by: {
      $0.key.rawValue < $1.key.rawValue
    }
    ) {
      lines.append("\(count): \(Sanitizer.oneLine(status.words))")
    }
    for agent in numbers.perAgent {
      let person = Participant(id: agent.id, firstName: agent.name, email: agent.email)
      let active = agent.activeConversations.map { said("\($0) active") } ?? said("load not known")
      lines.append("\(state.personName(person, id: agent.id)): \(active)".ended)
    }
    return lines
  }

  func clean(_ text: String) -> String { Excerpt.oneLine(text, scalars: 200) }

  /// A foreign string never begins a line.
  func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n    ")
  }
}
