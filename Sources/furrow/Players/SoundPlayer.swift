import Desk
import Foundation
import Sentences
import Synchronization

/// Plays voice notes in place, one at a time, each with a thread of its own. Never waits for a player,
/// but in ``end()``.
final class SoundPlayer: Sendable {
  typealias Tell = @Sendable (PlayReport) -> Void

  private struct State {
    /// What is wanted now; nil: nothing.
    var wish: PlayWish?
    var session: PlayerSession?
  }

  /// As in the configuration.
  let setting: String
  private let patience: PlayerSession.Patience
  private let state = Mutex(State())

  init(_ setting: String = "auto", patience: PlayerSession.Patience = .init()) {
    self.setting = setting
    self.patience = patience
  }

  /// Notes what is wanted from now on; what plays ends.
  func want(_ wish: PlayWish) {
    replace(with: wish)?.order(.stop)
  }

  /// Whether it is still wanted.
  func wants(_ wish: PlayWish) -> Bool { state.withLock { $0.wish == wish } }

  /// Plays a file, if it is still wanted.
  func play(_ file: URL, for wish: PlayWish, tell: @escaping Tell) {
    let program: PlayerProgram
    switch PlayerProgram.find(setting) {
    case .success(let found): program = found
    case .failure(let missing): return tell(.failed(missing.words))
    }
    guard let session = PlayerSession(program, file: file.path, patience: patience, tell: tell)
    else { return tell(.failed(said("\(program.name) cannot be started"))) }
    let isWanted = state.withLock { state in
      guard state.wish == wish else { return false }
      state.session = session
      return true
    }
    guard isWanted else { return tell(.ended) }
    session.start()
  }

  func steer(_ order: PlayerOrder) {
    state.withLock { $0.session }?.order(.steer(order))
  }

  func stop() { replace(with: nil)?.order(.stop) }

  /// Stops, and waits until nothing of it is left, a second at most.
  func end() {
    guard let session = replace(with: nil) else { return }
    session.order(.stop)
    session.waitForEnd(within: 1)
  }

  private func replace(with wish: PlayWish?) -> PlayerSession? {
    state.withLock { state in
      defer { state.session = nil }
      state.wish = wish
      return state.session
    }
  }
}
