// Finding in the open conversation: what was typed, its hits one after the other, and going to a day.

package import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  /// So many hits of one conversation are counted.
  static let mostPlaces = 1000

  /// What is marked in the messages; nil: nothing.
  package var markedQuery: SearchQuery? {
    find.flatMap { $0.conversationID == openID ? $0.query : nil }
  }

  mutating func startFind(now: Date) {
    guard let openID else {
      refuse(said("There is no conversation to find something in."), now: now)
      return
    }
    open(LinePrompt(.find(openID)))
  }

  mutating func startGoingToDate(now: Date) {
    guard let target, conversations[target] != nil else {
      refuse(said("There is no conversation to go back in."), now: now)
      return
    }
    open(LinePrompt(.date(target)))
  }

  /// Reads what was typed; nil with a sentence in `problem` when it is nothing to search for.
  func searchQuery(_ text: String, now: Date, problem: inout String?) -> SearchQuery? {
    do {
      problem = nil
      return try SearchQuery(reading: text, now: now, calendar: calendar)
    } catch {
      problem = error.sentence
      return nil
    }
  }

  /// Days begin and end where the person is.
  var calendar: Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = configuration.timeZone
    return calendar
  }

  mutating func look(
    for query: SearchQuery, text: String, in id: ConversationID,
    showing current: TimelineItem.ID? = nil,
    now: Date
  ) {
    searches += 1
    find = Find(
      text: Sanitizer.oneLine(text), query: query, conversationID: id, request: searches,
      spots: nil, current: current)
    let request = SearchRequest(query, me: me?.userID, now: now, limit: Self.mostPlaces)
    emit(.search(.places(request, in: id), request: searches))
  }

  mutating func notePlaces(_ places: [MessagePlace], for request: Int, now: Date) {
    guard find?.request == request, let id = find?.conversationID, id == openID else { return }
    let spots = spots(of: places, in: id)
    find?.spots = spots
    guard find?.current == nil else { return }
    guard !spots.isEmpty else {
      let words = find?.text ?? ""
      find = nil
      refuse(
        said(
          """
          “\(words)” is not in what this computer has read of the chat with \(name(of: id)).
          """),
        about: id, now: now)
      return
    }
    // The newest of those that are not below what is read now.
    let seen = messages.reading.visible.last.flatMap { timeline?.messages[$0] }
      .map(MessagePlace.init)
    let below =
      seen.map { seen in spots.firstIndex { seen < $0.place } ?? spots.count } ?? spots.count
    showHit(max(0, below - 1), now: now)
  }

  /// The messages that were found, and the notes among them, in the order of the conversation.
  private mutating func spots(of places: [MessagePlace], in id: ConversationID) -> [FindSpot] {
    guard let query = find?.query else { return [] }
    let notes = searchedNotes().notes(query, in: id).map { note in
      FindSpot(
        item: .note(note.id),
        place: MessagePlace(
          time: serverTime(note.writtenAt), id: MessageID("note/\(note.id.rawValue)")))
    }
    let messages = places.map { FindSpot(item: .message($0.id), place: $0) }
    return (messages + notes).sorted { $0.place < $1.place }
  }

  /// The words of all notes as they are now.
  private mutating func searchedNotes() -> NoteIndex {
    let own = local.notedConversations.flatMap { local.notes(in: $0) }
    let theirs = team.notedConversations.flatMap { team.notes(in: $0) }
    noteIndex.update(own + theirs.filter { local.note($0.id) == nil })
    return noteIndex
  }

  /// The notes that a question finds, the best first.
  mutating func noteHits(_ query: SearchQuery, now: Date) -> [NoteHit] {
    searchedNotes().hits(query, now: now) { id in
      conversations[id]?.conversation ?? Conversation(id: id)
    }
  }

  /// - Parameter step: -1 for the one before, 1 for the one behind
  mutating func goToHit(_ step: Int, now: Date) {
    guard let find, let spots = find.spots, find.conversationID == openID else {
      refuse("Nothing is looked for here; \(key: .find) finds words.", now: now)
      return
    }
    let index = spots.firstIndex { $0.item == find.current } ?? spots.count
    guard spots.indices.contains(index + step) else {
      hint(
        step < 0
          ? said("That was the oldest of \(Self.count(spots)).")
          : said("That was the newest of \(Self.count(spots))."), now: now)
      return
    }
    showHit(index + step, now: now)
  }

  private mutating func showHit(_ index: Int, now: Date) {
    guard let find, let spots = find.spots else { return }
    self.find?.current = spots[index].item
    show(spots[index])
    hint(
      said(
        """
        \(spots.count - index) of \(Self.count(spots)) for “\(find.text)”; \
        \(key(.nextHit, in: .messages)) goes back, \(key(.previousHit, in: .messages)) \
        forward.
        """),
      about: openID, now: now)
  }

  /// More are not counted.
  private static func count(_ spots: [FindSpot]) -> String {
    spots.count >= mostPlaces ? said("\(mostPlaces) or more") : "\(spots.count)"
  }

  mutating func endFind() { find = nil }

  // MARK: Going there

  private mutating func show(_ spot: FindSpot) {
    switch spot.item {
    case .message(let id): showMessage(id)
    case .note(let id): showNote(id, from: spot.place.time)
    case .entry: break
    }
  }

  /// Shows a note on the open conversation, wherever it stands.
  ///
  /// - Parameter time: when it was written, by the server's clock.
  mutating func showNote(_ id: NoteID, from time: Date) {
    guard let timeline else { return }
    messages.reading.hasMoved = true
    messages.seeksEnd = false
    focus = .messages
    if timeline.index(of: .note(id)) != nil {
      messages.select(.note(id))
    } else {
      (messages.sought, messages.soughtDay) = (.note(id), nil)
      emit(.client(.jump(timeline.conversationID, to: .date(time))))
    }
  }

  /// Shows a message of the open conversation, wherever it stands.
  mutating func showMessage(_ id: MessageID) {
    guard let timeline else { return }
    messages.reading.hasMoved = true
    messages.seeksEnd = false
    focus = .messages
    if timeline.messages[id] != nil {
      messages.select(.message(id))
    } else {
      messages.sought = .message(id)
      emit(.client(.jump(timeline.conversationID, to: .message(id))))
    }
  }

  /// Answers why that is no day to go to.
  mutating func goTo(day text: String, in id: ConversationID, now: Date) -> String? {
    messages.dayLanding = nil
    do {
      let day = try DateWords.day(text, now: now, calendar: calendar)
      guard day <= now else { return said("That day is still to come.") }
      open(id, keepingFocus: true, now: now)
      focus = .messages
      messages.reading.hasMoved = true
      messages.seeksEnd = false
      messages.sought = nil
      messages.soughtDay = day
      emit(.client(.jump(id, to: .date(day))))
      return nil
    } catch {
      return error.sentence
    }
  }
}
