import ChatClient
import ChatModel
import Desk
import Foundation
import Sentences

/// The server's sign-in call, for who sits at the desk with an address and a password.
struct PasswordSignIn: Sendable {
  private let account: Account
  private let settings: Settings

  init(_ account: Account, _ settings: Settings) {
    self.account = account
    self.settings = settings
  }

  func begin(email: String, password: String, for inbox: AccountInbox) {
    Task.detached {
      do {
        let token = try await Connections.token(
          of: email, password: password, at: account.address, settings: settings)
        inbox.post(.signedIn(token))
      } catch {
        inbox.post(.signInFailed(Self.words(error)))
      }
    }
  }

  private static func words(_ error: any Error) -> String {
    switch error {
    case APIError.noSuchCall: said("This server has no sign-in with a password; paste a token.")
    case let error as APIError: Failure.sentence(error.reason)
    default: Failure(error).message
    }
  }
}
