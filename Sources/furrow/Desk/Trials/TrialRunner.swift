import ChatConnection
import ChatModel
import Desk
import Foundation
import Sentences
import Synchronization

/// Tries a server for the desk, away from its thread: one thing at a time.
final class TrialRunner: Sendable {
  /// An identity of the desk, as it is played.
  struct Player: Sendable {
    let settings: Settings
    let account: Account
    let tokens: TokenKeeper
    let sparesLoopback: Bool

    /// With the token that is in use now.
    func signedIn() throws(Failure) -> Account {
      try Account(address: account.address, token: tokens.token, settings: settings)
    }

    /// What it carries stands in a wire of its own, and nothing goes wrong with it by intent.
    func apart(_ book: WireBook) -> Settings {
      var settings = settings
      settings.wire = book
      settings.linkFaults = FaultControl()
      return settings
    }
  }

  private struct Running {
    var task: Task<Void, Never>?
    var isEnded = false
  }

  private let running = Mutex(Running())

  /// - Parameters:
  ///   - players: those of the desk, who is shown first.
  ///   - tell: how it stands; the last time without `progress`.
  func run(
    _ trial: WireTrial, as players: [Player], tell: @escaping @Sendable (WireReport) -> Void
  ) {
    running.withLock { running in
      running.task?.cancel()
      running.isEnded = false
      running.task = Task.detached { [self] in
        tell(await report(trial, players, tell))
      }
    }
  }

  /// It is told all the same.
  func end() {
    running.withLock { running in
      running.isEnded = true
      running.task?.cancel()
    }
  }

  var isEnded: Bool { running.withLock { $0.isEnded } }

  private func report(
    _ trial: WireTrial, _ players: [Player], _ tell: @escaping @Sendable (WireReport) -> Void
  ) async -> WireReport {
    let (title, subject) =
      switch trial {
      case .check: ("CHECK", players[0].account.address.name)
      case .replay(let path): ("REPLAY", path)
      case .assert(let path, _, _, _): ("ASSERT", path)
      }
    do {
      switch trial {
      case .check: return try await check(players, tell)
      case .replay(let path): return try await replay(path, players, tell)
      case .assert(let path, let entries, let header, let chosen):
        return try hold(entries, header, against: path, chosen)
      }
    } catch {
      let failure = Failure(error)
      return WireReport(
        title: title, subject: subject,
        summary: isEnded ? said("It was ended. \(failure.message)") : failure.message,
        hasFindings: true)
    }
  }
}
