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
    let signIn: [(Command, String)] = signInNeeded == nil ? [] : [(.signIn, "sign in")]
    let wanted = topmost?.component.hints(on: self) ?? signIn + wantedHints(context)
    var named: Set<Command> = []
    return wanted.compactMap { command, label in
      guard named.insert(command).inserted else { return nil }
      return configuration.keymap.keys(for: command, in: context).map {
        Hint(keys: $0, label: label, command: command)
      }
    }
  }

  private func wantedHints(_ context: Keymap.Context) -> [(Command, String)] {
    switch context {
    case .list, .team:
      let general: [(Command, String)] = [
        (.palette, "command"), (.help, "help"), (.close, "quit"),
      ]
      if let pane = main.component { return pane.hints + general }
      let summary = target.flatMap { conversations[$0] }
      var hints: [(Command, String)] = [(.open, "open")]
      if list.narrowing != nil { hints.append((.cancel, "back")) }
      // An admin moves conversations; nothing is written into those that are only watched.
      if isAdmin {
        hints.append((.reassign, "give to"))
      } else if summary.flatMap({ writingProblem(in: $0) }) == nil {
        hints.append((.reply, "reply"))
      }
      hints += [(.longestWaiting, "longest wait"), (.nextUnread, "unread")]
      return hints + statusHint(summary) + [(.filter, "filter")] + general
    case .messages, .details:
      var hints: [(Command, String)] = writingProblem == nil ? [(.reply, "reply")] : []
      if context == .messages, messages.hasMarks {
        hints = [(.copy, "copy"), (.quote, "quote"), (.cancel, "drop the marks")] + hints
      }
      if isWatching, isAdmin { hints += [(.takeOver, "take over"), (.reassign, "give to")] }
      if !isFarmer {
        hints += [(.longestWaiting, "longest wait"), (.nextUnread, "unread")]
        hints += statusHint(openSummary)
      }
      let isAnythingThere =
        context == .details ? hasDetailsItem : timeline.map { !$0.isEmpty } ?? false
      if isAnythingThere {
        hints += [(.openMedia, "open"), (.saveMedia, "save"), (.copy, "copy")]
      }
      hints += [(.palette, "command"), (.help, "help")]
      if let sounding = playback?.sounding {
        let seeking = sounding.canSeek ? [(Command.seekBack, "back"), (.seekForward, "on")] : []
        hints =
          [(.play, sounding.isPaused ? "go on" : "pause")] + seeking
          + [(.cancel, "stop")] + hints
      }
      if timeline?.entries.contains(where: \.waitsForUser) == true {
        hints.insert(contentsOf: [(.retry, "retry"), (.dropFailed, "drop")], at: 0)
      }
      return hints
    case .wire:
      return [
        (.wirePause, wire.isPaused ? "follow" : "pause"), (.filter, "filter"),
        (.wireThread, "its thread"),
        (.copy, "copy"), (.wireResend, "resend"), (.wireEmit, "emit"), (.wireSave, "save"),
        (.wireCheck, "check"), (.wire, "close"), (.help, "help"),
      ]
    case .composer where composer?.offer != nil:
      return [(.nextPane, "take the emoji"), (.down, "choose"), (.cancel, "close")]
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
}
