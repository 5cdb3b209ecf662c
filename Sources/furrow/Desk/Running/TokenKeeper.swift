import ChatModel
import Foundation
import Sentences
import Synchronization

/// The token that a desk works with, over suspensions and refusals: where the next one comes from,
/// and what becomes of one that the person typed.
final class TokenKeeper: Sendable {
  private struct State {
    var token: String
    /// What the server refused or what was given up: never taken from the source again.
    var spent: Set<String> = []
    /// Typed by the person; the server has not said yet what it thinks of it.
    var unproven: String?
  }

  private let account: Account
  private let settings: Settings
  private let source: TokenSource?
  private let state: Mutex<State>

  /// - Parameter source: asked for another token when one is refused; nil: nothing is asked.
  init(_ account: Account, settings: Settings, source: TokenSource?) {
    self.account = account
    self.settings = settings
    self.source = source
    state = Mutex(State(token: account.token))
  }

  var token: String { state.withLock(\.token) }

  // MARK: From the source

  /// The next token of the same person from the configured source, read anew; nil when it has none
  /// that is still good and was not refused. The server has just refused the one in use.
  ///
  /// - Parameter seconds: how long a token command may take.
  func renewed(within seconds: Double = 20) async -> String? {
    let refused = state.withLock { state in
      state.unproven = nil
      state.spent.insert(state.token)
      return state.token
    }
    guard let source else { return nil }
    let (account, settings) = (account, settings)
    let found = await withCheckedContinuation { continuation in
      // Reading may block on a slow disk or a slow command.
      DispatchQueue.global().async {
        continuation.resume(
          returning: try? source.token(
            for: settings.profile, at: account.address, in: settings.paths, limit: seconds))
      }
    }
    guard let found, let claims = try? Claims(token: found),
      claims.userID == account.claims.userID, claims.expiresAt.map({ $0 > Date() }) ?? true
    else { return nil }
    return state.withLock { state in
      // The person may have typed one meanwhile.
      guard state.token == refused, !state.spent.contains(found) else { return nil }
      state.token = found
      return found
    }
  }

  /// Where a renewed token came from, in words.
  var origin: String { source?.origin ?? "nowhere" }

  // MARK: From the person

  /// The person typed this one; a client is about to use it.
  func use(_ typed: String) {
    guard (try? Claims(token: typed))?.userID == account.claims.userID else { return }
    state.withLock { state in
      guard state.token != typed else { return }
      state.spent.insert(state.token)
      state.token = typed
      state.unproven = typed
    }
  }

  /// The server works with the token in use. One that was typed is kept where the next start looks
  /// for it, and what the person should know of that is answered.
  func proven() -> Notice? {
    guard let typed = state.withLock({ $0.unproven.take() }) else { return nil }
    switch source {
    case nil: return nil
    case .storedSignIn:
      guard settings.keepsCache else { return nil }
      let signIn = SignIn(
        profile: settings.profile, address: account.address, paths: settings.paths)
      do {
        try signIn.store(typed, of: account.claims.userID)
        return Notice(.info, said("Signed in. The new token is kept."))
      } catch {
        return Notice(.warning, said("Signed in, but the token is not kept: \(error.message)"))
      }
    case .flag, .environment, .file, .command:
      return Notice(
        .info, said("Signed in until the desk closes; \(origin) does not have this token."))
    }
  }
}
