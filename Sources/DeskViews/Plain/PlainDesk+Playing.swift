// Voice notes, quotations and days of the open conversation.

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

extension PlainDesk {
  // MARK: Voice notes

  /// Plays a file by its number, else the newest voice note here; what plays is paused, and goes on.
  mutating func play(
    _ rest: String, in id: ConversationID, _ state: DeskState
  ) -> PlainTurn {
    switch rest.lowercased() {
    case "back", "on":
      return PlainTurn(actions: [.perform(rest.lowercased() == "back" ? .seekBack : .seekForward)])
    case "":
      if state.playback != nil { return PlainTurn(actions: [.perform(.play)]) }
      guard let newest = state.sharedItems.lazy.compactMap(\.playable).first else {
        return PlainTurn(lines: [
          said("No voice note and no video in the last messages of this chat.")
        ])
      }
      return PlainTurn(actions: [.request(.play(newest, of: id))])
    default: break
    }
    guard let number = Int(rest), choices.indices.contains(number - 1),
      case .file(let media, from: id) = choices[number - 1],
      let message = state.sharedItems.lazy.compactMap({ $0.message(of: media) }).first
    else {
      return PlainTurn(lines: [
        said("play takes the number of a file, which files lists; or back, or on.")
      ])
    }
    return PlainTurn(actions: [.request(.play(message, of: id))])
  }

  /// What the player does, as far as nobody has just asked for it.
  mutating func tellPlaying(_ state: DeskState, _ lines: inout [String]) {
    let now = state.playback.map { Told.Playing($0) }
    defer { told.playing = now }
    guard now != told.playing else { return }
    switch (told.playing, now) {
    case (let before?, let now?) where before.number == now.number && before.isSounding:
      lines.append(now.isPaused ? said("Paused.") : said("It goes on."))
    case (_, let now?) where now.isSounding:
      lines.append(
        now.length.map { said("It plays, \(PlainSpeech.seconds($0)).") } ?? said("It plays."))
    case (let before?, nil) where before.isSounding: lines.append(said("It has ended."))
    default: break
    }
  }

  // MARK: Quotations

  /// Quotes the newest message with these words, or a hit of the last list, else the newest of theirs.
  mutating func quote(
    _ rest: String, in id: ConversationID, _ state: DeskState, _ speech: PlainSpeech
  ) -> PlainTurn {
    if let problem = state.writingProblem { return PlainTurn(lines: [problem.ended]) }
    guard let message = quoted(rest, in: id, state) else {
      return PlainTurn(lines: [
        rest.isEmpty
          ? said("There is no message of theirs to quote.")
          : said(
            """
            No message that is loaded here has “\(speech.clean(rest))”; look finds older ones.
            """)
      ])
    }
    answer = .draft(id)
    return PlainTurn(actions: [.request(.quote(message.id, in: id))])
  }

  private func quoted(
    _ rest: String, in id: ConversationID, _ state: DeskState
  ) -> Message? {
    guard let timeline = state.timeline else { return nil }
    if let number = Int(rest), choices.indices.contains(number - 1),
      case .message(let hit, of: id) = choices[number - 1],
      let index = timeline.index(of: .message(hit)),
      case .message(let message)? = timeline.item(at: index)
    {
      return message
    }
    return (0..<timeline.count).reversed().lazy.compactMap { index -> Message? in
      guard case .message(let message)? = timeline.item(at: index) else { return nil }
      guard !rest.isEmpty else { return message.sender.id == state.me?.userID ? nil : message }
      return message.content?.localizedCaseInsensitiveContains(rest) == true ? message : nil
    }.first
  }

  // MARK: Days

  mutating func goTo(day rest: String, in id: ConversationID, now: Date) -> PlainTurn {
    guard !rest.isEmpty else {
      return PlainTurn(lines: [said("day takes a day: 2026-11-01, 1 Nov, yesterday, monday or 3d.")]
      )
    }
    seek(.day, in: id, now: now)
    return PlainTurn(actions: [.request(.goToDay(rest, in: id))])
  }
}

extension PlainDesk.Told {
  /// How a voice note stood when it was last spoken of.
  struct Playing: Equatable {
    let number: Int
    let isSounding: Bool
    let isPaused: Bool
    let length: TimeInterval?

    init(_ playback: Playback) {
      number = playback.wish.number
      isSounding = playback.sounding != nil
      isPaused = playback.sounding?.isPaused ?? false
      length = playback.sounding?.length
    }
  }
}

extension DetailsItem {
  /// The message of a voice note or a video.
  fileprivate var playable: Message? {
    guard case .file(let message, _) = self else { return nil }
    switch message.kind {
    case .media(.audio), .media(.video): return message
    default: return nil
    }
  }

  fileprivate func message(of wanted: Media) -> Message? {
    if case .file(let message, wanted) = self { message } else { nil }
  }
}
