// Files and links of messages: opened, played or saved. Where several could be meant, a picker asks;
// where nothing here can show them, that is said and saving is offered.

import ChatModel
import Foundation
import Sentences
import TextGrid

/// Whose newest file is looked for on the disk, and what is to be done with it.
struct WantedFile: Hashable, Sendable {
  let conversationID: ConversationID
  let command: Command
}

extension DeskState {
  // MARK: What is meant

  /// The chosen message with a file, else the newest one with a file near the end.
  var mediaMessage: (Message, Media)? {
    guard let timeline else { return nil }
    if let selection = messages.selection {
      guard case .message(let message)? = timeline.item(selection) else { return nil }
      return message.media.value.map { (message, $0) }
    }
    for message in newestMessages(timeline) {
      if let media = message.media.value { return (message, media) }
    }
    return nil
  }

  private func newestMessages(_ timeline: Timeline) -> some Sequence<Message> {
    timeline.order.suffix(200).reversed().lazy.compactMap { place in
      timeline.removed.contains(place.id) ? nil : timeline.messages[place.id]
    }
  }

  /// The file and the links of the chosen message; without one those of the newest message near the
  /// end that has any.
  private var openTargets: [OpenTarget] {
    guard let timeline else { return [] }
    if let selection = messages.selection {
      switch timeline.item(selection) {
      case .message(let message)?: return Self.targets(of: message)
      case .entry(let entry)?:
        guard case .text(let text) = entry.body else { return [] }
        return OpenTarget.all(in: text)
      case .note(let note)?: return OpenTarget.all(in: note.text)
      case .removed?, nil: return []
      }
    }
    return newestMessages(timeline).map(Self.targets).first { !$0.isEmpty } ?? []
  }

  private static func targets(of message: Message) -> [OpenTarget] {
    (message.media.value.map { [.file($0)] } ?? []) + OpenTarget.all(in: message.content ?? "")
  }

  // MARK: Opening

  /// Acts on the newest file of the row under the cursor, or on the line under that of the details.
  /// False where the open conversation's messages are meant.
  mutating func actsElsewhere(_ command: Command, now: Date) -> Bool {
    if focus == .details {
      performInDetails(command, now: now)
      return true
    }
    guard focus == .list, !isFarmer else { return false }
    guard let target, conversations[target] != nil else {
      refuse(said("There is no conversation under the cursor."), now: now)
      return true
    }
    if target == openID, let timeline, !timeline.isEmpty {
      let newest = newestMessages(timeline).first { $0.media.value != nil }
      act(command, on: newest, of: target, now: now)
    } else {
      wantedFile = WantedFile(conversationID: target, command: command)
      emit(.client(.peek(target)))
      hint(said("Looking for the newest file of \(name(of: target))."), now: now)
    }
    return true
  }

  /// What the disk has of a conversation that is not open.
  mutating func noteWantedFile(_ update: TimelineUpdate, now: Date) {
    guard let wanted = wantedFile, wanted.conversationID == update.conversationID else {
      return
    }
    wantedFile = nil
    let newest = update.messages.filter { $0.media.value != nil }.max()
    act(wanted.command, on: newest, of: update.conversationID, now: now)
  }

  private mutating func act(
    _ command: Command, on message: Message?, of id: ConversationID, now: Date
  ) {
    guard let message, let media = message.media.value else {
      return refuse(
        "No file of \(name(of: id)) is known here; \(key: .open) opens the conversation.", now: now)
    }
    switch command {
    case .saveMedia:
      if overlay == nil { askWhere(toSave: media, from: id, message) }
    case .play: play(media, of: message, in: id, now: now)
    case .viewPicture where message.kind == .media(.image): view(media, in: id, now: now)
    default: open(.file(media), from: id, message, now: now)
    }
  }

  mutating func openMedia(now: Date) {
    if actsElsewhere(.openMedia, now: now) { return }
    let targets = openTargets
    guard let first = targets.first else {
      refuse(said("There is no picture, file or link here."), now: now)
      return
    }
    if targets.count == 1 { return open(first, now: now) }
    askWhatToOpen(targets)
  }

  mutating func open(
    _ target: OpenTarget, from given: ConversationID? = nil, _ message: Message? = nil, now: Date
  ) {
    let id = given ?? openID
    let whom = id.map { said(" of the chat with \(name(of: $0))") } ?? ""
    switch target {
    case .file(let media):
      if let problem = configuration.openerProblem {
        sayNotShown(media, problem, now: now)
      } else {
        emit(.openExternally(media))
        let whose = id.map { said(" from \(origin(of: media, in: $0, message))") } ?? ""
        hint(said("Opening \(title(of: media))\(whose)."), now: now)
      }
    case .address(let address):
      let words = Sanitizer.oneLine(address)
      if let problem = configuration.openerProblem {
        say(
          .warning, "\(key: .copy) copies the text. No link opens here: \(problem). \(words)",
          now: now)
      } else {
        emit(.openAddress(Links.opened(address)))
        hint(said("Opening \(words)\(whom)."), now: now)
      }
    case .phone(let number):
      if let problem = configuration.openerProblem {
        say(
          .warning, "\(key: .copy) copies the number. Nothing calls here: \(problem). \(number)",
          now: now)
      } else {
        emit(.openAddress("tel:" + number))
        hint(said("Calling \(number)\(whom), if a program here can."), now: now)
      }
    }
  }

  private mutating func sayNotShown(_ media: Media, _ problem: String, now: Date) {
    say(
      .warning, "\(key: .saveMedia) saves it: \(problem), so nothing can show \(title(of: media)).",
      now: now)
  }

  mutating func play(now: Date) {
    // Where nothing is chosen, what plays is meant.
    let isFree = focus == .composer || focus == .messages && messages.selection == nil
    if isFree, togglePlaying(now: now) { return }
    if actsElsewhere(.play, now: now) { return }
    guard let id = openID, let (message, media) = mediaMessage else {
      refuse(said("There is no voice note or video to play here."), now: now)
      return
    }
    play(media, of: message, in: id, now: now)
  }

  mutating func play(_ media: Media, of message: Message, in id: ConversationID, now: Date) {
    switch message.kind {
    case .media(.audio): playInPlace(media, of: message.id, in: id, now: now)
    case .media(.video):
      if let problem = configuration.filmProblem {
        say(
          .warning,
          "\(key: .saveMedia) saves it: \(problem), so nothing can play \(title(of: media)).",
          now: now)
      } else {
        emit(.playOutside(media))
        hint(said("Playing \(title(of: media))."), now: now)
      }
    default: refuse(said("There is no voice note or video to play here."), now: now)
    }
  }

  /// `Enter` on a message: its file is opened or played; on anything else one writes.
  mutating func openFileOrReply(now: Date) {
    if focus == .details { return performInDetails(.open, now: now) }
    if let note = chosenNote { return edit(note, now: now) }
    guard focus == .messages, messages.selection != nil, let (message, _) = mediaMessage else {
      return reply(now: now)
    }
    switch message.kind {
    case .media(.audio): play(now: now)
    case .media(.image): viewPicture(now: now)
    default: openMedia(now: now)
    }
  }

  // MARK: Saving

  mutating func saveMedia(now: Date) {
    if actsElsewhere(.saveMedia, now: now) { return }
    guard let id = openID, let (_, media) = mediaMessage else {
      refuse(said("There is no file to save here."), now: now)
      return
    }
    askWhere(toSave: media, from: id)
  }

  mutating func save(_ media: Media, to path: String, now: Date) {
    emit(.save(media, path: path, replaces: false))
    hint(said("Saving \(title(of: media)) as \(Sanitizer.oneLine(path))."), now: now)
  }

  mutating func save(_ media: Media, inPlaceOf path: String, now: Date) {
    emit(.save(media, path: path, replaces: true))
    hint(said("Saving \(title(of: media)) in its place."), now: now)
  }

  /// There is a file of that name: it is replaced only by a yes.
  mutating func askToReplace(_ path: String, with media: Media, now: Date) {
    guard overlay == nil else {
      let words = Sanitizer.oneLine(path)
      say(.warning, said("\(title(of: media)) was not saved: there is a file \(words)."), now: now)
      return
    }
    open(
      Question(
        question: said("Replace \(Sanitizer.oneLine(path))?"),
        detail: said("There is a file of that name; it would be lost."), yes: said("y replaces it"),
        no: said("n keeps it"), purpose: .replace(media, path: path)))
  }

  /// Its sender's name for it may be a trap, so it is not opened: it can be saved.
  mutating func askToSave(_ media: Media, _ words: String, now: Date) {
    let title = title(of: media)
    let reason = said("It is \(words), no picture, sound or film, and is not opened.")
    // No question comes up under writing hands.
    let isOfOpen = timeline?.messages.values.contains { $0.media.value?.id == media.id } == true
    guard overlay == nil, focus != .composer, isOfOpen, let id = openID else {
      say(.warning, "\(title): \(reason)", now: now)
      return
    }
    open(
      Question(
        question: said("Save \(title) from \(origin(of: media, in: id))?"), detail: reason,
        yes: said("y asks where"),
        no: said("n leaves it"), purpose: .save(media, from: id)))
  }

  func title(of media: Media) -> String {
    let name = media.name.map(Sanitizer.oneLine) ?? ""
    if !name.isEmpty { return name }
    return switch media.kind {
    case .image?: said("the picture")
    case .audio?: said("the voice note")
    case .video?: said("the video")
    case nil: said("the file")
    }
  }
}
