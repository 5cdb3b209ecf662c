package import ChatModel
import Foundation
import Sentences
import TextGrid

/// A line of the details that the cursor can stand on: `y` copies it, `o` and `Enter` open it.
package enum DetailsItem: Hashable, Sendable {
  case phone(String)
  case email(String)
  case id(String)
  /// Another conversation of the same person.
  case conversation(ConversationID)
  case note(ConversationNote)
  case file(Message, Media)
  case link(Message, String)
}

extension DeskState {
  /// From top to bottom: the person's lines, their other conversations, the notes, the files and links
  /// of the newest messages.
  package var detailsItems: [DetailsItem] {
    personItems + earlierConversations.map { .conversation($0.id) }
      + openNotes.map(DetailsItem.note) + sharedItems
  }

  /// What else is known of the person of the open conversation, the newest first.
  package var earlierConversations: [ConversationSummary] {
    guard let open = openSummary, let person = openPerson, !person.id.rawValue.isEmpty else {
      return []
    }
    // A farmer has few conversations; of others the farmer's are noted.
    let others =
      isFarmer
      ? conversations.values.filter { $0.conversation.agent.id == person.id }
      : farmersConversations.of(person.id).compactMap { conversations[$0] }
    return others.filter { $0.id != open.id }.sorted {
      ($0.conversation.updatedAt ?? .distantPast, $0.id)
        > ($1.conversation.updatedAt ?? .distantPast, $1.id)
    }
  }

  /// Whom the open conversation is with.
  private var openPerson: Participant? {
    guard let conversation = openSummary?.conversation else { return nil }
    return isFarmer ? conversation.agent.value : conversation.farmer.value
  }

  /// The notes on the open conversation, the newest first.
  package var openNotes: [ConversationNote] {
    openSummary.map { notes(on: $0.id).reversed() } ?? []
  }

  private var personItems: [DetailsItem] {
    let person = openPerson
    var items: [DetailsItem] = []
    if let phone = person?.phone, !phone.isEmpty { items.append(.phone(phone)) }
    if let email = person?.email, !email.isEmpty { items.append(.email(email)) }
    if let id = person?.id.rawValue, !id.isEmpty { items.append(.id(id)) }
    return items
  }

  /// The files and links of the newest messages of the open conversation.
  package var sharedItems: [DetailsItem] {
    guard let timeline, openSummary != nil else { return [] }
    var items: [DetailsItem] = []
    for place in timeline.order.suffix(100).reversed() where !timeline.removed.contains(place.id) {
      guard let message = timeline.messages[place.id] else { continue }
      if let media = message.media.value { items.append(.file(message, media)) }
      items += Links.addresses(in: message.content ?? "").map { .link(message, $0) }
    }
    return items
  }

  /// Whether the cursor of the details has anything to stand on.
  var hasDetailsItem: Bool {
    !personItems.isEmpty || !openNotes.isEmpty || !sharedItems.isEmpty
      || !earlierConversations.isEmpty
  }

  /// The line under the cursor; nil where there is none.
  package var detailsItem: DetailsItem? {
    let items = detailsItems
    return items.isEmpty ? nil : items[min(detailsCursor, items.count - 1)]
  }

  mutating func moveInDetails(_ command: Command) {
    let last = detailsItems.count - 1
    guard last >= 0 else { return }
    let step =
      switch command {
      case .up: -1
      case .down: 1
      case .pageUp, .halfPageUp: -10
      case .pageDown, .halfPageDown: 10
      case .top: -last
      default: last
      }
    detailsCursor = min(max(0, min(detailsCursor, last) + step), last)
  }

  /// What the keys for files act on in the details.
  mutating func performInDetails(_ command: Command, now: Date) {
    guard let item = detailsItem else {
      return refuse(said("There is nothing here to open."), now: now)
    }
    switch (item, command) {
    case (.note(let note), .open): edit(note, now: now)
    case (.conversation(let id), .open), (.conversation(let id), .openMedia):
      open(id, now: now)
    case (.file(let message, let media), .play):
      if let openID { play(media, of: message, in: openID, now: now) }
    case (.file(_, let media), .saveMedia):
      if let openID { askWhere(toSave: media, from: openID) }
    case (.file(let message, let media), _):
      if message.kind == .media(.audio), command == .open, let openID {
        play(media, of: message, in: openID, now: now)
      } else if message.kind == .media(.image), command != .openMedia, let openID {
        view(media, in: openID, now: now)
      } else {
        open(.file(media), now: now)
      }
    case (.link(_, let address), .openMedia), (.link(_, let address), .open):
      open(.address(address), now: now)
    default:
      refuse(said("\(key(.copy, in: .details)) copies this line; it is no file or link."), now: now)
    }
  }

  // MARK: Copying

  /// Copies by the focus: the farmer's phone number in the list, the line in the details, elsewhere
  /// the chosen message.
  mutating func copy(now: Date) {
    switch focus {
    case .list where !isFarmer: copyPhone(now: now)
    case .details: copyLine(now: now)
    default: copyText(now: now)
    }
  }

  private mutating func copyPhone(now: Date) {
    guard let target, let summary = conversations[target] else {
      return refuse(said("There is no conversation under the cursor."), now: now)
    }
    guard let phone = summary.conversation.farmer.value?.phone, !phone.isEmpty else {
      return refuse(said("No phone number of \(name(of: summary)) is known."), now: now)
    }
    copy(phone, said("The phone number of \(name(of: summary))"), now: now)
  }

  private mutating func copyLine(now: Date) {
    let whom = openSummary.map { name(of: $0) } ?? ""
    switch detailsItem {
    case .phone(let phone)?: copy(phone, said("The phone number of \(whom)"), now: now)
    case .email(let email)?: copy(email, said("The e-mail address of \(whom)"), now: now)
    case .id(let id)?: copy(id, said("The id of \(whom)"), now: now)
    case .file(_, let media)?:
      guard let address = media.url, !address.isEmpty else {
        return refuse(said("\(title(of: media)) has no address to copy."), now: now)
      }
      copy(address, said("The address of \(title(of: media)) from the chat with \(whom)"), now: now)
    case .link(_, let address)?: copy(address, said("A link from the chat with \(whom)"), now: now)
    case .note(let note)?: copy(note.text, said("The note on \(whom)"), now: now)
    case .conversation(let id)?:
      copy(id.rawValue, said("The id of another chat with \(whom)"), now: now)
    case nil: refuse(said("There is nothing to copy here."), now: now)
    }
  }

  /// Whether the terminal takes it, it does not tell.
  mutating func copy(_ text: String, _ what: String, isSeveral: Bool = false, now: Date) {
    emit(.copy(text))
    let words =
      isSeveral
      ? said("\(what) were sent to the terminal.") : said("\(what) was sent to the terminal.")
    hint(words, about: target, now: now)
  }
}
