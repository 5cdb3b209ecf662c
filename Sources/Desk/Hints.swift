import ChatModel
import Foundation

/// The line of keys at the bottom: what is worth knowing where the focus is.
package struct Hint: Hashable, Sendable {
  /// As it is written in the help: "i", "Ctrl+X a".
  package let keys: String
  /// One or two words.
  package let label: String
  package let command: Command
}

extension DeskState {
  /// The most useful first: the layout leaves out what does not fit.
  package var hints: [Hint] {
    let context = keyContext
    let wanted = topmost?.component.hints(on: self) ?? wantedHints(context)
    return wanted.compactMap { command, label in
      configuration.keymap.keys(for: command, in: context).map {
        Hint(keys: $0, label: label, command: command)
      }
    }
  }

  private func wantedHints(_ context: Keymap.Context) -> [(Command, String)] {
    switch context {
    case .list:
      let summary = target.flatMap { conversations[$0] }
      var hints: [(Command, String)] = [(.open, "open")]
      // An admin moves conversations; nothing is written into those that are only watched.
      if isAdmin {
        hints.append((.reassign, "give to"))
      } else if summary.flatMap({ writingProblem(in: $0) }) == nil {
        hints.append((.reply, "reply"))
      }
      hints += [(.longestWaiting, "longest wait"), (.nextUnread, "unread")]
      return hints + statusHint(summary) + [
        (.filter, "filter"), (.palette, "command"), (.help, "help"), (.close, "quit"),
      ]
    case .messages, .details:
      var hints: [(Command, String)] = writingProblem == nil ? [(.reply, "reply")] : []
      if isWatching, isAdmin { hints.append((.reassign, "give to")) }
      if !isFarmer {
        hints += [(.longestWaiting, "longest wait"), (.nextUnread, "unread")]
        hints += statusHint(openSummary)
      }
      let isAnythingThere =
        context == .details ? detailsItem != nil : timeline.map { !$0.isEmpty } ?? false
      if isAnythingThere {
        hints += [(.openMedia, "open"), (.saveMedia, "save"), (.copy, "copy")]
      }
      hints += [(.palette, "command"), (.help, "help")]
      if timeline?.entries.contains(where: \.waitsForUser) == true {
        hints.insert(contentsOf: [(.retry, "retry"), (.dropFailed, "drop")], at: 0)
      }
      return hints
    case .composer:
      var hints: [(Command, String)] = [(.cancel, "leave")]
      if writingProblem == nil {
        hints = [(.send, "send")] + hints + [(.newLine, "new line"), (.attach, "attach")]
      } else if isAdmin {
        hints.append((.reassign, "give to"))
      }
      if !isFarmer { hints += [(.longestWaiting, "longest wait")] + statusHint(openSummary) }
      return hints + [(.help, "help")]
    case .filter: return [(.accept, "keep"), (.cancel, "clear")]
    default: return []
    }
  }

  private func statusHint(_ summary: ConversationSummary?) -> [(Command, String)] {
    summary.flatMap { statusProblem(of: $0) } == nil ? [(.status, "status")] : []
  }

  /// The agent with the most open and waiting conversations, and how many; nil where nobody has more
  /// than all others.
  private var mostLoaded: (agent: String, active: Int)? {
    let inWork = conversations.values.lazy.map(\.conversation).filter {
      $0.status == .open || $0.status == .waiting
    }
    let people = inWork.compactMap(\.agent.value)
    let loads = Dictionary(people.map { ($0.id, 1) }, uniquingKeysWith: +)
    guard let top = loads.max(by: { $0.value < $1.value }),
      loads.values.count(where: { $0 == top.value }) == 1,
      let person = people.first(where: { $0.id == top.key })
    else { return nil }
    return (personName(person, id: person.id), top.value)
  }

  /// What the coach says now; nil when it is silent.
  package var coachText: String? {
    // Where no row is left, Enter opens none.
    if coach?.isStarting == true, list.cursorIndex == nil, !isFarmer { return nil }
    return coach?.text(in: keyContext, keymap: configuration.keymap, role: me?.role)
  }

  /// Says who waits under the cursor while the coach still stands at its beginning; to an admin, who
  /// has too much to do.
  mutating func coachList(now: Date) {
    guard coach?.isStarting == true, let id = list.cursor, let summary = conversations[id] else {
      return
    }
    if isAdmin, let (agent, active) = mostLoaded {
      coach?.handle(.opening(.overloaded(agent: agent, active: active)), at: now)
      return
    }
    guard
      let minutes = waited(summary, now: now).flatMap({ Int(exactly: ($0 / 60).rounded(.down)) })
    else { return }
    let name = name(of: summary)
    coach?.handle(.opening(.waiting(name: name, minutes: minutes)), at: now)
  }
}
