import ChatModel
import Foundation
import TextGrid

// Moving in the messages, and what can be done with one of them.

extension DeskState {
  mutating func moveInMessages(_ command: Command) {
    guard timeline?.isEmpty == false else { return }
    switch command {
    case .up: select(step: -1)
    case .down: select(step: 1)
    case .top:
      messages.selection = nil
      messages.pendingLines = 0
      messages.seeksStart = timeline?.extent.reachesStart == false
      if let first = timeline?.item(at: 0) { messages.position = .anchored(first.id, line: .min) }
    case .bottom: followEnd()
    default:
      let page = max(1, metrics.messageRows - 1)
      let half = max(1, metrics.messageRows / 2)
      let lines =
        switch command {
        case .pageUp: -page
        case .pageDown: page
        case .halfPageUp: -half
        default: half
        }
      scroll(lines: lines)
    }
  }

  mutating func scroll(lines: Int) {
    // At the end there is nothing further down.
    if messages.position == .follow, messages.pendingLines + lines > 0 {
      messages.pendingLines = 0
      return
    }
    messages.selection = nil
    messages.seeksStart = false
    messages.revealsSelection = false
    messages.pendingLines += lines
  }

  mutating func followEnd() {
    messages.selection = nil
    messages.seeksStart = false
    messages.position = .follow
    messages.pendingLines = 0
    messages.newBelow = 0
  }

  private mutating func select(step: Int) {
    guard let timeline else { return }
    messages.seeksStart = false
    let current = messages.selection.flatMap { timeline.index(of: $0) }
    let next: Int
    if let current {
      next = current + step
    } else if messages.position != .follow,
      let seen = memory.open.visible.last.flatMap({ timeline.index(of: .message($0)) })
    {
      next = seen
    } else {
      guard step < 0 else { return }
      next = timeline.count - 1
    }
    if next >= timeline.count {
      followEnd()
      return
    }
    messages.selection = timeline.item(at: max(0, next))?.id
    messages.revealsSelection = true
  }

  // MARK: Media and text

  /// The chosen message with a file, else the newest one with a file near the end.
  private var mediaMessage: (Message, Media)? {
    guard let timeline else { return nil }
    if let selection = messages.selection {
      guard case .message(let message)? = timeline.item(selection) else { return nil }
      return message.media.value.map { (message, $0) }
    }
    for place in timeline.order.suffix(200).reversed() {
      if let message = timeline.messages[place.id], let media = message.media.value,
        !timeline.removed.contains(message.id)
      {
        return (message, media)
      }
    }
    return nil
  }

  private var selectedText: String? {
    guard let timeline else { return nil }
    switch messages.selection.flatMap({ timeline.item($0) }) {
    case .message(let message)?: return message.content
    case .entry(let entry)?:
      if case .text(let text) = entry.body { return text }
      return nil
    case .removed?: return nil
    case nil:
      return timeline.order.suffix(200).reversed().lazy
        .compactMap { timeline.messages[$0.id]?.content }.first
    }
  }

  mutating func openMedia(now: Date) {
    if let address = selectedText.flatMap(firstAddress), mediaMessage == nil || hasSelectedText {
      emit(.openAddress(address))
      hint("Opening \(Sanitizer.oneLine(address)).", now: now)
    } else if let (_, media) = mediaMessage {
      emit(.openExternally(media))
      hint("Opening \(title(of: media)).", now: now)
    } else {
      hint("There is no picture, file or link here.", now: now)
    }
  }

  private var hasSelectedText: Bool {
    guard case .message(let message)? = messages.selection.flatMap({ timeline?.item($0) }) else {
      return false
    }
    return message.kind == .text
  }

  mutating func saveMedia(now: Date) {
    guard let (_, media) = mediaMessage else {
      hint("There is no file to save here.", now: now)
      return
    }
    emit(.download(media))
    hint("Saving \(title(of: media)).", now: now)
  }

  mutating func play(now: Date) {
    guard let (message, media) = mediaMessage,
      message.kind == .media(.audio) || message.kind == .media(.video)
    else {
      hint("There is no voice note or video to play here.", now: now)
      return
    }
    emit(.play(media))
    hint("Playing \(title(of: media)).", now: now)
  }

  private func title(of media: Media) -> String {
    let name = media.name.map(Sanitizer.oneLine) ?? ""
    if !name.isEmpty { return name }
    return switch media.kind {
    case .image?: "the picture"
    case .audio?: "the voice note"
    case .video?: "the video"
    case nil: "the file"
    }
  }

  mutating func copyText(now: Date) {
    guard let text = selectedText, !text.isEmpty else {
      hint("There is no text to copy here.", now: now)
      return
    }
    emit(.copy(text))
    hint("Sent to the terminal's clipboard.", now: now)
  }

  private func firstAddress(in text: String) -> String? {
    text.split(whereSeparator: \.isWhitespace).first { word in
      word.hasPrefix("https://") || word.hasPrefix("http://")
    }.map(String.init)
  }
}
