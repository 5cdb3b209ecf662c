import ChatModel
import Foundation
import Sentences

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
    let signIn: [(Command, String)] = signInNeeded == nil ? [] : [(.signIn, said("sign in"))]
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
        (.palette, said("command")), (.help, said("help")), (.close, said("quit")),
      ]
      if let pane = main.component {
        let moving: Set<Command> = [.balance, .emptyAgent, .reassign]
        return pane.hints.filter { isAdmin || !moving.contains($0.0) } + general
      }
      let summary = target.flatMap { conversations[$0] }
      var hints: [(Command, String)] = [(.open, said("open"))]
      if list.narrowing != nil { hints.append((.cancel, said("back"))) }
      // An admin moves conversations; nothing is written into those that are only watched.
      if isAdmin {
        hints.append((.reassign, said("give to")))
      } else if summary.flatMap({ writingProblem(in: $0) }) == nil {
        hints.append((.reply, said("reply")))
      }
      hints += [(.longestWaiting, said("longest wait")), (.nextUnread, said("unread"))]
      return hints + statusHint(summary) + [(.filter, said("filter"))] + wireHint + general
    case .messages, .details:
      var hints: [(Command, String)] = writingProblem == nil ? [(.reply, said("reply"))] : []
      if context == .messages, messages.hasMarks {
        hints =
          [(.copy, said("copy")), (.quote, said("quote")), (.cancel, said("drop the marks"))]
          + hints
      }
      if isWatching, isAdmin {
        hints += [(.takeOver, said("take over")), (.reassign, said("give to"))]
      }
      if !isFarmer {
        hints += [(.longestWaiting, said("longest wait")), (.nextUnread, said("unread"))]
        hints += statusHint(openSummary)
      }
      let isAnythingThere =
        context == .details ? hasDetailsItem : timeline.map { !$0.isEmpty } ?? false
      if isAnythingThere {
        hints += [(.openMedia, said("open")), (.saveMedia, said("save")), (.copy, said("copy"))]
      }
      hints += wireHint + [(.palette, said("command")), (.help, said("help"))]
      if let sounding = playback?.sounding {
        let seeking =
          sounding.canSeek ? [(Command.seekBack, said("back")), (.seekForward, said("on"))] : []
        hints =
          [(.play, sounding.isPaused ? said("go on") : said("pause"))] + seeking
          + [(.cancel, said("stop"))] + hints
      }
      if timeline?.entries.contains(where: \.waitsForUser) == true {
        hints.insert(contentsOf: [(.retry, said("retry")), (.dropFailed, said("drop"))], at: 0)
      }
      return hints
    case .wire:
      return [
        (.wirePause, wire.isPaused ? said("follow") : said("pause")), (.filter, said("filter")),
        (.wireThread, said("its thread")),
        (.copy, said("copy")), (.wireResend, said("resend")), (.wireEmit, said("emit")),
        (.wireSave, said("save")),
        (.wireCheck, said("check")), (.wire, said("close")), (.help, said("help")),
      ]
    case .composer where composer?.offer != nil:
      return [
        (.nextPane, said("take the emoji")), (.down, said("choose")), (.cancel, said("close")),
      ]
    case .composer:
      var hints: [(Command, String)] = [(.cancel, said("leave"))]
      if writingProblem == nil {
        hints =
          [(.send, said("send"))] + hints + [
            (.newLine, said("new line")), (.attach, said("attach")),
          ]
      } else if isAdmin {
        hints.append((.reassign, said("give to")))
      }
      if !isFarmer { hints += [(.longestWaiting, said("longest wait"))] + statusHint(openSummary) }
      return hints + wireHint + [(.help, said("help"))]
    case .filter: return [(.accept, said("keep")), (.cancel, said("clear"))]
    default: return []
    }
  }

  /// Who has several identities open is testing.
  private var wireHint: [(Command, String)] {
    identities.isEmpty || wire.isOpen ? [] : [(.wire, said("wire"))]
  }

  private func statusHint(_ summary: ConversationSummary?) -> [(Command, String)] {
    summary.flatMap { statusProblem(of: $0) } == nil ? [(.status, said("status"))] : []
  }
}
