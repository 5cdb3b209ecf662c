import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

/// How records are printed for people, a line each. Names, ids and what else is short stay on that
/// line; a message may go on in lines that `Output` indents.
enum Listing {
  /// Takes every element of a paged list, in order, until `take` says false.
  static func pages<Element>(
    _ context: Context, fetch: (Int) async throws -> Page<Element>, take: (Element) -> Bool
  ) async throws {
    try await pages(warn: { context.output.warn($0) }, fetch: fetch, take: take)
  }

  /// - Parameter warn: told of what is wrong with a page, in a sentence.
  static func pages<Element>(
    warn: (String) -> Void, fetch: (Int) async throws -> Page<Element>, take: (Element) -> Bool
  ) async throws {
    var number = 1
    var seen: Set<Identifier<Element>> = []
    var problems = PageProblems()
    while true {
      let page = try await fetch(number)
      let isNews = !seen.isSuperset(of: page.elements.map(\.id))
      for problem in problems.news(page.problems.map { "\($0)" }, onNewPage: isNews) {
        warn(problem)
      }
      for element in page.elements where !take(element) { return }
      // Whatever the numbers say or leave out, a page that brings nothing new is the last (row 11).
      let known = seen.count
      seen.formUnion(page.elements.map(\.id))
      guard seen.count > known, page.pagination?.isLast(number) != true else { return }
      number += 1
    }
  }

  static func line(_ conversation: Conversation, me: UserID) -> String {
    let unread = conversation.unread(of: me)
    // A change of status or agent is nothing that was said.
    let saidAt = known(conversation.lastMessage)?.createdAt
    let columns = [
      word(conversation.id.rawValue),
      pad(word(conversation.status?.words ?? "-"), statusWidth),
      pad(unread > 0 ? said("\(unread) unread") : "-", 9),
      pad((saidAt ?? conversation.updatedAt).map(local) ?? "-", 16),
      name(conversation.farmer),
      "→ " + name(conversation.agent),
    ]
    let words = known(conversation.lastMessage).map { "“\(body($0))”" }
    return (columns + [words].compactMap { $0 }).joined(separator: "  ")
  }

  static func details(_ conversation: Conversation, me: UserID) -> [String] {
    var rows = [
      (said("conversation"), word(conversation.id.rawValue)),
      (said("status"), word(conversation.status?.words ?? "-")),
      (said("farmer"), person(conversation.farmer)),
      (said("agent"), person(conversation.agent)),
      (said("unread"), "\(conversation.unread(of: me))"),
    ]
    if conversation.isActive == false { rows.append((said("active"), said("no"))) }
    if let date = conversation.createdAt { rows.append((said("created"), local(date))) }
    if let date = conversation.updatedAt { rows.append((said("updated"), local(date))) }
    if let message = known(conversation.lastMessage) {
      rows.append((said("last message"), line(message)))
    }
    return rows.map { pad($0.0, 14) + $0.1 }
  }

  /// The message, unless all that is known of it is its id (row 10).
  private static func known(_ message: Referenced<Message>) -> Message? {
    message.value.flatMap { $0.kind == .other("") ? nil : $0 }
  }

  static func line(_ message: Message) -> String {
    let time = message.createdAt.map(local) ?? "-"
    let mark = message.isRead ? "✓✓" : "✓ "
    return
      "\(time)  \(mark)  \(word(message.id.rawValue))  \(name(message.sender)): \(body(message))"
  }

  static func body(_ message: Message) -> String {
    if let content = message.content, !content.isEmpty { return content }
    let kind = "[\(word(message.kind.words))]"
    guard let media = message.media.value else { return kind }
    let parts = [media.name.map(word), media.size.map(FileSize.text), media.url.map(word)]
    return ([kind] + parts.compactMap { $0 }).joined(separator: " ")
  }

  static func name(_ person: Referenced<Participant>) -> String {
    guard let person = person.value else { return said("nobody") }
    return word(person.fullName ?? person.id.rawValue)
  }

  private static func person(_ person: Referenced<Participant>) -> String {
    guard let value = person.value else { return said("nobody") }
    let parts = [value.role?.words, value.phone, value.email].compactMap { $0.map(word) }
    let presence = value.isOnline.map { $0 ? said("online") : said("offline") }
    return ([name(person), word(value.id.rawValue)] + parts + [presence].compactMap { $0 })
      .joined(separator: "  ")
  }

  /// A foreign word on one line.
  static func word(_ text: String) -> String { Sanitizer.oneLine(text) }

  /// The first words of a foreign text, on one line of at most 60 characters.
  static func beginning(of text: String) -> String {
    let words = word(text)
    return words.count > 60 ? words.prefix(59) + "…" : words
  }

  /// A time in this computer's zone, as `2025-10-24 10:45`.
  static func local(_ date: Date) -> String {
    date.formatted(
      .verbatim(
        "\(year: .padded(4))-\(month: .twoDigits)-\(day: .twoDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)",
        timeZone: .current, calendar: Calendar(identifier: .gregorian)))
  }

  /// The same with seconds.
  static func second(_ date: Date) -> String {
    local(date)
      + date.formatted(
        .verbatim(
          ":\(second: .twoDigits)", timeZone: .current, calendar: Calendar(identifier: .gregorian)))
  }

  /// The cells of the widest status that the API has.
  private static var statusWidth: Int {
    ConversationStatus.defined.map { columns(of: $0.words) }.max() ?? 0
  }

  /// In cells: a Hindi vowel sign is a character and has none.
  static func columns(of text: String) -> Int { TextWidth.standard.width(of: text) }

  /// `text` with blanks behind it up to so many cells.
  static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - columns(of: text)))
  }
}

/// What is wrong in the pages of a list: a page that comes again tells nothing again.
struct PageProblems {
  private var told: Set<String> = []

  mutating func news(_ problems: [String], onNewPage: Bool) -> [String] {
    problems.filter { told.insert($0).inserted || onNewPage }
  }
}
