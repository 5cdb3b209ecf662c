import ChatModel
import Foundation

// A new token, without losing anything: outbox, drafts and the place on the screen stay.

extension DeskState {
  /// Asks at once where no one is writing, nor about to; elsewhere it says so and waits to be asked
  /// for: the next reply must not be typed into the prompt.
  mutating func askToSignIn(_ reason: String, now: Date) {
    let isNew = signInNeeded == nil
    signInNeeded = reason
    let isFree =
      overlay == nil && keyContext != .filter && focus != .composer
      && composer?.editor.isEmpty ?? true
    if case .signIn(var prompt)? = overlay {
      prompt.problem = reason
      overlay = .signIn(prompt)
    } else if isFree {
      openSignIn()
    }
    if isNew {
      say(
        .failure,
        "Sign in again with \(key(.signIn, in: .composer)); nothing is lost. \(reason).",
        now: now)
    }
  }

  /// The person asks for it: they may have signed in elsewhere since the refusal.
  mutating func wantSignIn() {
    openSignIn()
    if signInNeeded != nil { emit(.renewToken) }
  }

  private mutating func openSignIn() {
    pendingKeys = []
    overlay = .signIn(
      SignInPrompt(
        reason: signInNeeded ?? "A new token takes the place of the one in use.",
        token: TextEditor(), problem: nil))
  }

  mutating func acceptToken(_ prompt: SignInPrompt, now: Date) {
    let token = prompt.token.text.filter { !$0.isWhitespace }
    guard !token.isEmpty else { return closeOverlay(now: now) }
    var prompt = prompt
    prompt.token = TextEditor()
    do {
      let claims = try Claims(token: token)
      if let me, claims.userID != me.userID {
        prompt.problem = "This token belongs to somebody else."
      } else if let expiry = claims.expiresAt, expiry <= serverTime(now) {
        prompt.problem = "This token has expired."
      } else {
        overlay = nil
        emit(.client(.useToken(token)))
        hint("Signing in.", now: now)
        return
      }
    } catch {
      prompt.problem = "This is not a token."
    }
    overlay = .signIn(prompt)
  }
}
