import ChatModel
import Foundation
import TextGrid

/// All of the desk but the reply that is being written, as far as a key in the reply could change it.
/// Where a batch of keys leaves it as it was, only the reply, its notices and its hints are drawn.
///
/// It is taken for the time of one update and no longer: what it holds would be copied when it is next
/// changed.
struct Surroundings: Equatable {
  fileprivate let versions: [Version]
  fileprivate let focus: Focus
  fileprivate let openID: ConversationID?
  fileprivate let main: MainPane
  fileprivate let hasDraft: Bool
  fileprivate let list: ListPane
  fileprivate let messages: MessagesPane
  fileprivate let showsDetails: Bool?
  fileprivate let detailsCursor: Int
  fileprivate let find: Find?
  fileprivate let namedSearch: NamedSearch?
  fileprivate let coach: Coach?
  fileprivate let playback: Playback?
  fileprivate let link: LinkState
  fileprivate let signInNeeded: String?
  fileprivate let theme: String
  fileprivate let linesWanted: Int

}

extension DeskState {
  /// nil where something lies over the panes. A method of the state, which is never copied for it.
  func takeSurroundings() -> Surroundings? {
    guard topmost == nil else { return nil }
    return Surroundings(
      versions: [
        $conversations, $agents, $outbox, $typists, $presence, $timeline, $local, $team, $pictures,
        $wire,
      ],
      focus: focus, openID: openID, main: main, hasDraft: openID.map(hasDraft) ?? false, list: list,
      messages: messages, showsDetails: showsDetails, detailsCursor: detailsCursor, find: find,
      namedSearch: namedSearch, coach: coach, playback: playback, link: link,
      signInNeeded: signInNeeded, theme: theme, linesWanted: metrics.messageRows)
  }
}

extension Action {
  /// Whether it may concern nothing but the reply.
  var isTyping: Bool {
    switch self {
    case .key, .typed: true
    default: false
    }
  }
}

extension DeskState {
  /// Who else there is on this screen, and how they stand.
  mutating func note(_ identities: [Identity]) {
    guard identities != self.identities else { return }
    self.identities = identities
    surroundings = Version()
  }

  /// What a batch may leave as it is: keys in a reply, before anything that is shown changes by itself.
  func surroundings(before actions: some Sequence<Action>, now: Date) -> Surroundings? {
    guard focus == .composer, outgoing.isBeforeDeadline(now), actions.allSatisfy(\.isTyping) else {
      return nil
    }
    return takeSurroundings()
  }
}
