import ChatModel
import Foundation
import Sentences

/// The quiet line of the demo's first minute: it reacts to what the person does and goes with Esc.
///
/// ```
/// start ─ opened ─▶ opened ─ sent ─▶ sent ─ answered, 12 s ─▶ next ─ opened ─▶ free
/// any ─ link lost ─▶ cut ─ link returned ─▶ returned ─ all sent ─▶ back ─ 6 s ─▶ last
/// any ─ Esc ─▶ dismissed
/// ```
package struct Coach: Hashable, Sendable {
  private var stage = Stage.start(saying: nil)

  private enum Stage: Hashable, Sendable {
    /// Waits for the list, then for the first conversation to be opened.
    case start(saying: Opening?)
    /// Waits for the first message to be sent; in one of somebody else's none will be.
    case opened(isWatched: Bool)
    /// Waits for the farmer's answer, or for this time.
    case sent(until: Date)
    /// Waits for the next conversation to be opened.
    case next
    /// Waits for the link to be cut.
    case free
    /// Waits for the link.
    case cut
    /// Waits for what was written meanwhile to go out.
    case returned
    /// Shows how it went until this time.
    case back(until: Date, saying: String)
    case last
    case dismissed
  }

  /// What stands before the eyes at the beginning.
  enum Opening: Hashable, Sendable {
    /// Somebody waits at the top of the list, for that many whole minutes.
    case waiting(name: String, minutes: Int)
    /// An admin's agent has more to do than anybody else.
    case overloaded(agent: String, active: Int)
  }

  enum Input: Hashable, Sendable {
    case opening(Opening)
    /// A conversation was opened; one of somebody else's is only watched.
    case opened(isWatched: Bool)
    case sent
    /// The other side wrote in the open conversation.
    case answered
    case linkLost
    case linkReturned
    /// The link is there and everything written meanwhile has gone out.
    case linkBack(sent: Int, lost: Int, doubled: Int)
    case time
    case dismiss
  }

  /// When the sentence goes on by itself; nil while it waits for something to happen.
  var deadline: Date? {
    switch stage {
    case .sent(let until), .back(let until, _): until
    default: nil
    }
  }

  /// The clock was set.
  mutating func moveTimes(by seconds: TimeInterval) {
    switch stage {
    case .sent(let until): stage = .sent(until: until + seconds)
    case .back(let until, let words): stage = .back(until: until + seconds, saying: words)
    default: break
    }
  }

  /// Tells of the staged cut: what is ordinarily said of the link would say it twice.
  var speaksOfLink: Bool {
    switch stage {
    case .cut, .returned, .back: true
    default: false
    }
  }

  /// Has told that the link was cut and not yet what came of it.
  var awaitsOutcome: Bool { stage == .cut || stage == .returned }

  var isStarting: Bool { if case .start = stage { true } else { false } }

  mutating func handle(_ input: Input, at now: Date) {
    switch (stage, input) {
    case (.dismissed, _): return
    case (_, .dismiss): stage = .dismissed
    case (.start, .opening(let opening)): stage = .start(saying: opening)
    case (.start, .opened(let isWatched)), (.opened, .opened(let isWatched)):
      stage = .opened(isWatched: isWatched)
    case (.start, .sent), (.opened, .sent): stage = .sent(until: now.addingTimeInterval(12))
    case (.sent, .answered): stage = .next
    case (.sent(let until), .time) where now >= until: stage = .next
    case (.next, .opened): stage = .free
    case (.back, .linkLost), (.last, .linkLost), (.cut, .linkLost): return
    case (_, .linkLost): stage = .cut
    case (.cut, .linkReturned): stage = .returned
    case (.cut, .linkBack(let sent, let lost, let doubled)),
      (.returned, .linkBack(let sent, let lost, let doubled)):
      let words =
        sent == 0
        ? said("The link is back")
        : said(sent, one: "The link is back, 1 sent", more: "The link is back, \(sent) sent")
      stage = .back(
        until: now.addingTimeInterval(6),
        saying: said("\(words): \(lost) lost, \(doubled) doubled."))
    case (.back(let until, _), .time) where now >= until: stage = .last
    default: return
    }
  }

  /// `47 min`, `7 h`, `3 days`.
  private static func words(minutes: Int) -> String {
    switch minutes {
    case ..<60: said("\(minutes) min")
    case ..<(48 * 60): "\(minutes / 60) h"
    default: said("\(minutes / 1440) days")
    }
  }

  // MARK: Words

  /// One sentence with keys that work where the keys go now; nil when there is nothing to say, or no
  /// such key.
  func text(in place: Keymap.Context, keymap: Keymap, role: Role?) -> String? {
    let isFarmer = role == .user
    let isWriting = place == .composer
    guard isWriting || [.list, .messages, .details].contains(place) else { return nil }
    func key(_ command: Command) -> String? { keymap.keys(for: command, in: place) }
    // From the composer the letters are reached by leaving it.
    let out = isWriting ? key(.cancel).map { "`\($0)`, " } : ""
    let outside: Keymap.Context = isWriting ? .list : place
    func letter(_ command: Command) -> String? {
      guard let out else { return nil }
      return keymap.keys(for: command, in: outside).map { "\(out)`\($0)`" }
    }
    switch stage {
    case .start(.waiting(let name, let minutes)?):
      return key(.open).map {
        said("\(name) has waited \(Self.words(minutes: minutes)). \($0) opens.")
      }
    case .start(.overloaded(let agent, let active)?):
      guard let team = letter(.viewTeam), let balance = letter(.balance) else { return nil }
      return said(
        """
        \(agent) has \(active) chats, more than anybody. \(team) shows the team · \(balance) \
        proposes who takes what.
        """)
    case .opened(isWatched: true) where role != .admin:
      return letter(.longestWaiting).map { said("You only watch. \($0): who waits longest?") }
    case .opened(isWatched: true):
      guard let give = letter(.reassign), let status = letter(.status),
        let statistics = letter(.viewStatistics)
      else { return nil }
      return said(
        """
        A colleague's chat: \(give) gives it away · \(status) status · \(statistics) \
        statistics
        """)
    case .opened:
      if isWriting { return key(.send).map { said("Type. \($0) sends.") } }
      return key(.reply).map { said("`\($0)` writes a reply.") }
    case .next where isFarmer: return nil
    case .next: return letter(.longestWaiting).map { said("\($0): who waits next?") }
    case .cut: return said("The demo has cut the link, as planned. Keep writing.")
    case .returned: return said("The link is back; what was written meanwhile goes out.")
    case .back(_, let words): return words
    case .last:
      // Where a text is begun, a letter would go into it: there the keys that work in it are told.
      let status = isFarmer ? nil : isWriting ? key(.status) : keymap.keys(for: .status, in: place)
      let rest = [
        status.map { said("`\($0) r` resolves") },
        key(.help).map { said("`\($0)` shows every key") },
        "`furrow demo --as \(role == .admin ? "farmer" : "admin")`",
      ]
      return rest.compactMap { $0 }.joined(separator: " · ")
    case .start(nil), .sent, .free, .dismissed: return nil
    }
  }
}
