import Foundation

/// The quiet line of the demo's first minute: it reacts to what the person does and goes with Esc.
package struct Coach: Hashable, Sendable {
  /// One sentence with the key to press; nil when there is nothing to say.
  package private(set) var text: String?

  private var stage = Stage.start
  private let keys: Keys

  /// The keys that the sentences name, as they are bound.
  struct Keys: Hashable, Sendable {
    var open = "Enter"
    var send = "Enter"
    var out = "Esc"
    var longestWaiting = "w"
    var status = "s"
    var reassign = "a"
    var statistics = "5"
    var help = "?"
  }

  private enum Stage: Hashable, Sendable {
    /// Waits for the list, then for the first conversation to be opened.
    case start
    /// Waits for the first message to be sent.
    case opened
    /// Waits for the farmer's answer, or for this time.
    case sent(until: Date)
    /// Waits for the next conversation to be opened.
    case next
    /// Waits for the link to be cut.
    case free
    /// Waits for the link, and for what was written to go out.
    case cut
    /// Shows how it went until this time.
    case back(until: Date)
    case last
    case dismissed
  }

  enum Input: Hashable, Sendable {
    /// Somebody waits at the top of the list, for that many whole minutes.
    case waiting(name: String, minutes: Int)
    /// A conversation was opened; one of somebody else's is only watched.
    case opened(isWatched: Bool)
    case sent
    /// The other side wrote in the open conversation.
    case answered
    case linkLost
    /// The link is there and everything written meanwhile has gone out.
    case linkBack(sent: Int, lost: Int, doubled: Int)
    case time
    case dismiss
  }

  init(keys: Keys = Keys()) { self.keys = keys }

  /// When the sentence goes on by itself; nil while it waits for something to happen.
  var deadline: Date? {
    switch stage {
    case .sent(let until), .back(let until): until
    default: nil
    }
  }

  var isCut: Bool { stage == .cut }
  var isStarting: Bool { stage == .start }

  mutating func handle(_ input: Input, at now: Date) {
    switch (stage, input) {
    case (.dismissed, _): return
    case (_, .dismiss): go(to: .dismissed, saying: nil)
    case (.start, .waiting(let name, let minutes)):
      text = "\(name) has waited \(Self.words(minutes: minutes)). \(keys.open) opens."
    case (.start, .opened(let isWatched)), (.opened, .opened(let isWatched)):
      go(to: .opened, saying: isWatched ? watching : "Type. \(keys.send) sends.")
    case (.start, .sent), (.opened, .sent):
      go(to: .sent(until: now.addingTimeInterval(12)), saying: nil)
    case (.sent, .answered): sayNext()
    case (.sent(let until), .time) where now >= until: sayNext()
    case (.next, .opened): go(to: .free, saying: nil)
    case (.back, .linkLost), (.last, .linkLost), (.cut, .linkLost): return
    case (_, .linkLost):
      go(to: .cut, saying: "The demo has cut the link, as planned. Keep writing.")
    case (.cut, .linkBack(let sent, let lost, let doubled)):
      let words = sent == 0 ? "The link is back" : "The link is back, \(sent) sent"
      go(
        to: .back(until: now.addingTimeInterval(6)),
        saying: "\(words): \(lost) lost, \(doubled) doubled.")
    case (.back(let until), .time) where now >= until:
      let status = keys.status
      go(
        to: .last,
        saying:
          "`\(status) r` resolves · `\(keys.help)` shows every key · `furrow demo --as admin`")
    default: return
    }
  }

  private var watching: String {
    "You only watch. `\(keys.reassign)` gives it to an agent · `\(keys.status)` status · "
      + "`\(keys.statistics)` statistics"
  }

  /// `47 min`, `7 h`, `3 days`.
  private static func words(minutes: Int) -> String {
    switch minutes {
    case ..<60: "\(minutes) min"
    case ..<(48 * 60): "\(minutes / 60) h"
    default: "\(minutes / 1440) days"
    }
  }

  private mutating func sayNext() {
    go(to: .next, saying: "`\(keys.out)`, `\(keys.longestWaiting)`: who waits next?")
  }

  private mutating func go(to stage: Stage, saying text: String?) {
    self.stage = stage
    self.text = text
  }
}

extension Coach.Keys {
  init(_ keymap: Keymap) {
    self.init()
    open = keymap.keys(for: .open, in: .list) ?? open
    send = keymap.keys(for: .send, in: .composer) ?? send
    out = keymap.keys(for: .cancel, in: .composer) ?? out
    longestWaiting = keymap.keys(for: .longestWaiting, in: .list) ?? longestWaiting
    status = keymap.keys(for: .status, in: .list) ?? status
    reassign = keymap.keys(for: .reassign, in: .list) ?? reassign
    statistics = keymap.keys(for: .viewStatistics, in: .list) ?? statistics
    help = keymap.keys(for: .help, in: .list) ?? help
  }
}
