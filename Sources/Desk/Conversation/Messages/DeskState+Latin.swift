// Reading a conversation in Latin letters, for those who cannot read its script. Nothing but what is
// shown changes.

package import ChatModel
import Foundation
import Sentences

extension DeskState {
  /// Whether its names, messages and previews are shown in Latin letters.
  package func isReadInLatin(_ id: ConversationID) -> Bool { local.isReadInLatin(id) }

  mutating func toggleLatin(now: Date) {
    guard let id = openID, conversations[id] != nil else {
      return refuse(said("There is no open conversation to read in Latin letters."), now: now)
    }
    let isRead = isReadInLatin(id)
    keep(LocalChange(.latin(id), isRead ? nil : .latin))
    let words =
      isRead
      ? said("The chat with \(name(of: id)) is shown as it was written.")
      : said(
        """
        The chat with \(name(of: id)) is shown in Latin letters; copies, search and export \
        keep the original.
        """)
    hint(words, about: id, now: now)
  }
}
