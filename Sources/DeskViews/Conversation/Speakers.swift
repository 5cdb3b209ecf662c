// The agents of a conversation, each with a colour of its own where they are several.

import ChatModel
import Desk

struct Speakers: Hashable, Sendable {
  private var roles: [UserID: ThemeRole] = [:]

  /// Nobody.
  init() {}

  /// Who took part in a timeline, besides the farmer.
  init(of timeline: Timeline, farmer: UserID?) {
    let agents = timeline.senders.filter { $0 != farmer }
    guard agents.count > 1 else { return }
    var taken: Set<Int> = []
    for id in agents.sorted() {
      // Told from the id, so that older messages change nobody's colour; moved on where it is taken.
      var number = id.rawValue.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF }
      number %= ThemeRole.speakers
      while taken.count < ThemeRole.speakers, taken.contains(number) {
        number = (number + 1) % ThemeRole.speakers
      }
      taken.insert(number)
      roles[id] = .speaker(number)
    }
  }

  /// nil for who is no agent, or the only one.
  func role(of id: UserID) -> ThemeRole? { roles[id] }
}
