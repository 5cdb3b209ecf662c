import ChatModel
import Foundation
import Sentences

/// Who I am, and going on when the server no longer believes it.
extension SyncEngine {
  mutating func begin(_ token: String) {
    self.token = token
    live.begin(at: now.uptime)
    do {
      me = try Claims(token: token)
    } catch {
      signIn = .needed
      tell(.signInNeeded(reason: Self.words(for: error)))
      return
    }
    identify()
    // A desk that was suspended knows how its last link ended up.
    tell(.link(live.link))
    // The lead first: what is loaded then is what its last holder left.
    store(.lead, for: .lead)
    if configuration.catchesUp { store(.loadFirst(limit: Self.firstScreen), for: .loadFirst) }
    store(.load, for: .load)
    if let reason = expiry {
      needSignIn(reason)
    } else {
      signIn = .accepted
      put(.connect(token: token))
    }
  }

  private mutating func identify() {
    guard let me else { return }
    tell(.identified(me))
    put(.useToken(token))
  }

  /// Why the token is of no use any more; nil while it is.
  private var expiry: String? {
    guard let expiresAt = me?.expiresAt, expiresAt <= now.date else { return nil }
    return said("the token expired at \(Timestamp.format(expiresAt))")
  }

  static func words(for error: MalformedToken) -> String {
    switch error {
    case .notOneWord: said("the token is not one word: blanks or line ends stand in it")
    case .notAJSONWebToken: said("the token is not a JSON Web Token")
    case .unreadableClaims: said("the token cannot be read")
    case .namesNobody: said("the token names no user")
    }
  }

  /// Everything is kept; nothing is asked of the server until there is another token.
  mutating func needSignIn(_ reason: String) {
    guard signIn != .needed else { return }
    signIn = .needed
    tell(.signInNeeded(reason: reason))
    refreshFailed(said("a new sign-in is needed first"))
    history.noteExtents()
  }

  mutating func useToken(_ new: String) {
    let claims: Claims
    do {
      claims = try Claims(token: new)
    } catch {
      notice(.failure, said("Not signed in: \(Self.words(for: error).clause)."))
      return
    }
    guard let me else { return begin(new) }
    guard claims.userID == me.userID else {
      notice(
        .failure,
        said(
          """
          Not signed in: that token belongs to \(claims.userID), and this is the desk of \
          \(me.userID). Sign in as \(me.userID), or start anew for the other.
          """))
      return
    }
    token = new
    self.me = claims
    if let reason = expiry {
      notice(.failure, said("Not signed in: \(reason.clause)."))
      self.me = claims
      return
    }
    identify()
    signIn = .accepted
    history.noteExtents()
    list.askAgainForAll()
    restRetry.succeeded()
    put(.connect(token: new))
    list.hurry(at: now.uptime)
    history.hurryAll(at: now.uptime)
    apply(delivery.compareAllNow(at: now.uptime))
  }

  /// The last words: others need not see me typing or in a room for longer than I am.
  mutating func end() {
    apply(acceptor.end())
    apply(disk.end())
    if leads { apply(delivery.releaseEverything(at: now.uptime)) }
    guard isOnline else { return }
    for emission in live.stoppedTypingEverywhere() { emit(emission) }
    for id in history.openIDs where live.isInsideOrAsking(id) {
      emit(.leave(id))
    }
  }
}
