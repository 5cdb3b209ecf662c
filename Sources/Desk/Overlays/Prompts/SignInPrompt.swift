import ChatModel
import Foundation
import Sentences
import TextGrid

/// A new sign-in is needed; outbox, drafts and the place on the screen stay. It is a token, or an e-mail
/// address and then its password. Tokens and passwords are secrets: only their length may be shown,
/// as dots.
package struct SignInPrompt: OverlayComponent {
  package let reason: String
  package internal(set) var token = TextEditor()
  /// Whose password is asked for; nil while a token or an address is.
  package internal(set) var email: String?
  /// The server is asked.
  package internal(set) var isAsking = false
  /// Why the last one could not be used.
  package internal(set) var problem: String?

  init(reason: String) { self.reason = reason }

  var keyContext: Keymap.Context { .prompt }
  var takesWheel: Bool { false }
  /// No token has an `@` in it.
  package var isSecret: Bool { email != nil || !token.text.contains("@") }

  func word(for command: Command) -> String? { command == .signIn ? "prompt" : nil }

  func hints(on desk: DeskState) -> [(Command, String)] {
    [(.accept, said("take")), (.complete, said("complete")), (.cancel, said("close"))]
  }

  mutating func handle(_ command: Command, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    command == .accept ? accept(on: &desk, now: now) : handleInField(command, on: &desk)
  }

  mutating func edit(on desk: inout DeskState, _ change: (inout TextEditor) -> Void) {
    change(&token)
    problem = nil
  }

  func leave(_ desk: inout DeskState, now: Date) {
    guard desk.signInNeeded != nil else { return }
    desk.hint("Not signed in yet; \(key: .signIn) asks again.", now: now)
  }

  private mutating func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    let text = token.text.filter { !$0.isWhitespace }
    guard !isAsking else { return .stays }
    guard !text.isEmpty else { return .left }
    if let email {
      desk.emit(.signIn(email: email, password: token.text))
      token = TextEditor()
      isAsking = true
      return .stays
    }
    token = TextEditor()
    if text.contains("@") {
      email = text
      return .stays
    }
    do {
      let claims = try Claims(token: text)
      if let me = desk.me, claims.userID != me.userID {
        problem = said("This token belongs to somebody else.")
      } else if let expiry = claims.expiresAt, expiry <= desk.serverTime(now) {
        problem = said("This token has expired.")
      } else {
        desk.dropOverlay()
        desk.emit(.client(.useToken(text)))
        desk.hint(said("Signing in."), now: now)
        return .settled
      }
    } catch {
      problem = said("This is neither a token nor an e-mail address.")
    }
    return .stays
  }
}

extension DeskState {
  /// Asks at once where no one is writing, nor about to; elsewhere it says so and waits to be asked
  /// for: the next reply must not be typed into the prompt.
  mutating func askToSignIn(_ reason: String, now: Date) {
    let isNew = signInNeeded == nil
    signInNeeded = reason
    let isFree =
      overlay == nil && keyContext != .filter && focus != .composer
      && composer?.editor.isEmpty ?? true
    changeOverlay(SignInPrompt.self) { $0.problem = reason }
    if isFree { openSignIn() }
    if isNew {
      say(
        .failure,
        "Sign in again with \(key: .signIn); nothing is lost. \(reason).",
        now: now)
    }
  }

  /// The person asks for it: they may have signed in elsewhere since the refusal.
  mutating func wantSignIn() {
    openSignIn()
    if signInNeeded != nil { emit(.renewToken) }
  }

  /// The server did not give a token for address and password.
  mutating func noteSignInFailed(_ reason: String) {
    changeOverlay(SignInPrompt.self) {
      $0.isAsking = false
      $0.problem = reason
    }
  }

  /// The server gave this token for address and password.
  mutating func noteSignedIn(_ token: String, now: Date) {
    if !(overlay is SignInPrompt) { openSignIn() }
    changeOverlay(SignInPrompt.self) {
      $0.isAsking = false
      $0.email = nil
      $0.token = TextEditor(token)
    }
    performInOverlay(.accept, now: now)
  }

  mutating func endSignIn() {
    signInNeeded = nil
    if overlay is SignInPrompt { dropOverlay() }
  }

  private mutating func openSignIn() {
    pendingKeys = []
    open(
      SignInPrompt(reason: signInNeeded ?? said("A new sign-in takes the place of the one in use."))
    )
  }
}
