// Pictures are drawn when there is room for them on the screen, and looked at large one by one.

package import ChatModel
import Foundation
import Sentences
package import TextGrid

extension DeskState {
  /// Why no picture is drawn, as a clause; nil where they are.
  package var picturesProblem: String? {
    guard configuration.pictures != nil else { return configuration.picturesProblem }
    switch metrics.colors {
    case .indexed256, .trueColor: return nil
    case .monochrome: return said("no colours are wanted here")
    case .ansi8: return said("this terminal has 8 colours")
    case .ansi16: return said("this terminal has 16 colours")
    }
  }

  /// A picture as it is to be drawn here.
  package func wish(
    for source: PictureKey.Source, of media: Media?, columns: Int, rows: Int,
    isAskedFor: Bool = false
  ) -> PictureWish {
    PictureWish(
      key: PictureKey(
        source, columns: columns, rows: rows,
        pixels: max(columns, rows) <= PictureMark.most ? metrics.pixels : nil),
      media: media, isAskedFor: isAskedFor,
      symbols: configuration.pictures ?? .halves, isDirect: metrics.colors == .trueColor)
  }

  /// The pictures in pixels that are known now, by the numbers that cells name them by.
  package var pixelPictures: [PixelPictureID: PixelPicture] {
    var known: [PixelPictureID: PixelPicture] = [:]
    for case .drawn(let picture) in pictures.values {
      if let pixels = picture.pixels { known[pixels.id] = pixels }
    }
    return known
  }

  /// Asks for what could be seen and is not there.
  mutating func want(_ wishes: [PictureWish]) {
    guard !wishes.isEmpty else { return }
    pictureUse.note(wishes.map(\.key))
    let gone = pictureUse.removeOldest(sparing: wishes.count, of: pictures)
    if !gone.isEmpty { pictures = pictures.filter { !gone.contains($0.key) } }
    for wish in wishes where pictures[wish.key] == nil {
      pictures[wish.key] = .wanted
      emit(.drawPicture(wish))
    }
  }

  mutating func note(_ outcome: PictureOutcome, of key: PictureKey) {
    guard pictures[key] != nil else { return }
    switch outcome {
    case .drawn(let picture): pictures[key] = .drawn(picture)
    case .refused(let reason): pictures[key] = .refused(Sanitizer.clause(reason))
    case .dropped: pictures[key] = nil
    }
  }

  /// What could not be fetched may be there now.
  mutating func forgetRefusedPictures() {
    let isRefused = pictures.contains { if case .refused = $0.value { true } else { false } }
    guard isRefused else { return }
    pictures = pictures.filter { if case .refused = $0.value { false } else { true } }
  }

  // MARK: Large

  /// Shows the chosen picture large, without a choice the newest one near the end.
  mutating func viewPicture(now: Date) {
    if actsElsewhere(.viewPicture, now: now) { return }
    guard let id = openID, let media = chosenPicture else {
      refuse(said("There is no picture here."), now: now)
      return
    }
    view(media, in: id, now: now)
  }

  private var chosenPicture: Media? {
    if messages.selection != nil {
      guard let (message, media) = mediaMessage, message.kind == .media(.image) else { return nil }
      return media
    }
    return timeline?.pictures.last?.media
  }

  mutating func view(_ media: Media, in id: ConversationID, now: Date) {
    guard let problem = picturesProblem else {
      return open(PictureOverlay(media: media, conversationID: id))
    }
    if configuration.openerProblem == nil { return open(.file(media), from: id, now: now) }
    say(
      .warning,
      "\(key: .saveMedia) saves it: \(problem), so \(title(of: media)) cannot be shown here.",
      now: now)
  }
}

extension Timeline {
  /// The pictures of its messages, oldest first.
  package var pictures: [(message: Message, media: Media)] {
    order.compactMap { place in
      guard !removed.contains(place.id), let message = messages[place.id],
        message.kind == .media(.image), let media = message.media.value
      else { return nil }
      return (message, media)
    }
  }
}
