// Finding in the open conversation: what was typed, its hits one after the other, and going to a day.

package import ChatModel
import Foundation
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
      refuse("There is no conversation to find something in.", now: now)
      return
    }
    open(LinePrompt(.find(openID)))
  }

  mutating func startGoingToDate(now: Date) {
    guard let target, conversations[target] != nil else {
      refuse("There is no conversation to go back in.", now: now)
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
    for query: SearchQuery, text: String, in id: ConversationID, showing current: MessageID? = nil,
    now: Date
  ) {
    searches += 1
    find = Find(
      text: Sanitizer.oneLine(text), query: query, conversationID: id, request: searches,
      places: nil, current: current)
    let request = SearchRequest(query, me: me?.userID, now: now, limit: Self.mostPlaces)
    emit(.search(.places(request, in: id), request: searches))
  }

  mutating func notePlaces(_ places: [MessagePlace], for request: Int, now: Date) {
    guard find?.request == request, let id = find?.conversationID, id == openID else { return }
    find?.places = places
    guard find?.current == nil else { return }
    guard !places.isEmpty else {
      let words = find?.text ?? ""
      find = nil
      refuse(
        "“\(words)” is not in what this computer has read of the chat with \(name(of: id)).",
        about: id, now: now)
      return
    }
    // The newest of those that are not below what is read now.
    let seen = messages.reading.visible.last.flatMap { timeline?.messages[$0] }
      .map(MessagePlace.init)
    let below = seen.map { seen in places.partitionIndex { seen < $0 } } ?? places.count
    showHit(max(0, below - 1), now: now)
  }

  /// - Parameter step: -1 for the one before, 1 for the one behind
  mutating func goToHit(_ step: Int, now: Date) {
    guard let find, let places = find.places, find.conversationID == openID else {
      refuse("Nothing is looked for here; \(key: .find) finds words.", now: now)
      return
    }
    let index = places.firstIndex { $0.id == find.current } ?? places.count
    guard places.indices.contains(index + step) else {
      hint(
        step < 0
          ? "That was the oldest of \(Self.count(places))."
          : "That was the newest of \(Self.count(places)).", now: now)
      return
    }
    showHit(index + step, now: now)
  }

  private mutating func showHit(_ index: Int, now: Date) {
    guard let find, let places = find.places else { return }
    self.find?.current = places[index].id
    showMessage(places[index].id)
    hint(
      "\(places.count - index) of \(Self.count(places)) for “\(find.text)”; "
        + "\(key(.nextHit, in: .messages)) goes back, \(key(.previousHit, in: .messages)) forward.",
      about: openID, now: now)
  }

  /// More are not counted.
  private static func count(_ places: [MessagePlace]) -> String {
    places.count >= mostPlaces ? "\(mostPlaces) or more" : "\(places.count)"
  }

  mutating func endFind() { find = nil }

  // MARK: Going there

  /// Shows a message of the open conversation, wherever it stands.
  mutating func showMessage(_ id: MessageID) {
    guard let timeline else { return }
    messages.reading.hasMoved = true
    messages.seeksEnd = false
    focus = .messages
    if timeline.messages[id] != nil {
      messages.select(id)
    } else {
      messages.sought = id
      emit(.client(.jump(timeline.conversationID, to: .message(id))))
    }
  }

  /// Answers why that is no day to go to.
  mutating func goTo(day text: String, in id: ConversationID, now: Date) -> String? {
    do {
      let day = try DateWords.day(text, now: now, calendar: calendar)
      guard day <= now else { return "That day is still to come." }
      open(id, keepingFocus: true, now: now)
      focus = .messages
      messages.reading.hasMoved = true
      messages.seeksEnd = false
      messages.soughtDay = day
      emit(.client(.jump(id, to: .date(day))))
      return nil
    } catch {
      return error.sentence
    }
  }
}
