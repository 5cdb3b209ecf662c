// Reading on request: the newest once more, those before, and messages that are looked for.

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

extension PlainDesk {
  private func count(_ rest: String) -> Int? {
    guard !rest.isEmpty else { return Self.messagesAtOnce }
    return Int(rest).flatMap { (1...200).contains($0) ? $0 : nil }
  }

  mutating func readAgain(
    _ rest: String, _ state: DeskState, _ speech: PlainSpeech
  ) -> PlainTurn {
    guard let timeline = state.timeline else { return Self.noneIsOpen }
    guard let count = count(rest) else {
      return PlainTurn(lines: [said("read takes a number from 1 to 200.")])
    }
    sought = nil
    guard timeline.extent.reachesNewest else {
      forgetAll()
      told.awaitsNewest = true
      return PlainTurn(actions: [.request(.newest)])
    }
    forget(atLeast: count, of: timeline)
    let items = (max(0, timeline.count - count)..<timeline.count).compactMap(timeline.item(at:))
    return PlainTurn(
      actions: [.request(.newest)],
      lines: items.isEmpty ? [said("No message yet.")] : items.map(speech.message))
  }

  mutating func back(_ rest: String, _ state: DeskState) -> PlainTurn {
    guard state.timeline != nil else { return Self.noneIsOpen }
    guard let count = count(rest) else {
      return PlainTurn(lines: [said("back takes a number from 1 to 200.")])
    }
    owed = count
    return PlainTurn()
  }

  // MARK: Looking for words

  /// - Parameter id: nil looks in all conversations.
  mutating func search(_ words: String, in id: ConversationID?, _ state: DeskState) -> PlainTurn {
    guard !words.isEmpty else {
      return PlainTurn(lines: [said("\(id == nil ? "search" : "look") needs words to look for.")])
    }
    answer = .hits
    offer([])
    return PlainTurn(actions: [.request(.search(words, in: id))])
  }

  /// The next of the list that was said last.
  mutating func more(_ state: DeskState, _ speech: PlainSpeech) -> PlainTurn {
    switch choices.first {
    case .message?, .noteHit?:
      guard state.namedSearch?.hasMore == true else {
        return PlainTurn(lines: [said("That was the last one.")])
      }
      answer = .hits
      return PlainTurn(actions: [.request(.searchOn)])
    default: break
    }
    var lines: [String] = []
    tellRows(state, speech, &lines)
    return PlainTurn(lines: lines)
  }

  /// What was found and not said yet.
  mutating func tellHits(
    _ search: NamedSearch, _ state: DeskState, _ speech: PlainSpeech, _ lines: inout [String]
  ) {
    if let problem = search.problem {
      lines.append(speech.clean(problem))
      return
    }
    let place = search.conversationID.map { said(" of the chat with \(state.name(of: $0))") } ?? ""
    guard !search.hits.isEmpty else {
      lines.append(
        said(
          """
          “\(search.text)” is not in what this computer has read\(place). furrow sync --all \
          reads the rest.
          """))
      return
    }
    let new = search.hits.dropFirst(listed)
    if listed == 0 {
      let notes = new.count { if case .note = $0 { true } else { false } }
      let parts = [
        new.count > notes ? PlainSpeech.messages(new.count - notes) : nil,
        notes > 0 ? PlainSpeech.notes(notes) : nil,
      ]
      let count =
        parts.compactMap(\.self).joined(separator: said(" and "))
        + (search.hasMore ? said(" and more") : "")
      lines.append(said("\(count)\(place) with “\(search.text)”, by number:"))
    }
    for result in new {
      let isNamed = search.conversationID == nil
      switch result {
      case .message(let hit):
        let number = offerAlso(.message(hit.message.id, of: hit.conversation.id))
        lines.append("\(number). \(speech.hit(hit, namesConversation: isNamed))")
      case .note(let hit):
        let number = offerAlso(.noteHit(hit.note.id, of: hit.note.conversationID))
        lines.append("\(number). \(speech.note(hit.note, namesConversation: isNamed))")
      }
    }
    listed = search.hits.count
    lines += search.page.remarks.map { Excerpt.oneLine($0, scalars: 200) }
    if let share = search.page.indexedShare {
      lines.append(
        said("\(Int(share * 100)) percent of the messages here could be looked through."))
    }
    if search.hasMore { lines.append(said("more says the next.")) }
  }
}
