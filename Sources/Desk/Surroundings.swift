import ChatModel
import Foundation
import TextGrid

/// All of the desk but the reply that is being written, as far as a key in the reply could change it.
/// Where a batch of keys leaves it as it was, only the reply, its notices and its hints are drawn.
///
/// It is taken for the time of one update and no longer: what it holds would be copied when it is next
/// changed.
struct Surroundings: Equatable {
  private let versions: [Version]
  private let focus: Focus
  private let openID: ConversationID?
  private let main: MainPane
  private let hasDraft: Bool
  private let list: ListPane
  private let messages: MessagesPane
  private let showsDetails: Bool?
  private let detailsCursor: Int
  private let find: Find?
  private let namedSearch: NamedSearch?
  private let coach: Coach?
  private let playback: Playback?
  private let link: LinkState
  private let signInNeeded: String?
  private let theme: String
  private let linesWanted: Int

  /// nil where something lies over the panes.
  init?(of desk: DeskState) {
    guard desk.topmost == nil else { return nil }
    versions = [
      desk.$conversations, desk.$agents, desk.$outbox, desk.$typists, desk.$presence,
      desk.$timeline, desk.$local, desk.$team, desk.$pictures, desk.$wire,
    ]
    focus = desk.focus
    openID = desk.openID
    main = desk.main
    hasDraft = desk.openID.map(desk.hasDraft) ?? false
    list = desk.list
    messages = desk.messages
    showsDetails = desk.showsDetails
    detailsCursor = desk.detailsCursor
    find = desk.find
    namedSearch = desk.namedSearch
    coach = desk.coach
    playback = desk.playback
    link = desk.link
    signInNeeded = desk.signInNeeded
    theme = desk.theme
    linesWanted = desk.metrics.messageRows
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
    return Surroundings(of: self)
  }
}
