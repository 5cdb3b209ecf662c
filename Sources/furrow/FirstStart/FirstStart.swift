import ChatClient
import ChatModel
import Foundation
import Sentences
import TextGrid

/// The three questions of a start without any configuration: which server, who signs in, how one is
/// told of a message. A bad answer gets a sentence and the question again; nothing is kept before the
/// last one is answered.
struct FirstStart<Person: FirstStartPerson> {
  let person: Person
  let calls: FirstStartCalls

  enum Outcome: Sendable {
    /// The person wants to try furrow without a server.
    case demo
    case answers(Answers)
  }

  struct Answers: Sendable {
    var address: ServerAddress
    /// Taken by the server a moment ago.
    var account: Account
    var notifying: Notifying
  }

  /// - Throws: `PersonLeft`.
  func ask() throws -> Outcome {
    person.say(
      said(
        """
        furrow is not set up yet. Three questions, and the desk opens. Ctrl+C leaves, and \
        nothing is kept then.
        """))
    guard let address = try server() else { return .demo }
    let account = try signIn(at: address)
    return .answers(Answers(address: address, account: account, notifying: try notifying()))
  }

  // MARK: 1. Which server

  /// nil: none, for the demo.
  private func server() throws -> ServerAddress? {
    person.say(
      said(
        """
        \n1 of 3. The server's address, such as https://chat.example.org; or the word demo, to \
        try furrow without one.
        """))
    while true {
      let text = try person.ask(said("Server: "), isSecret: false)
      if text.lowercased() == "demo" { return nil }
      guard !text.isEmpty else {
        person.say(said("An address is needed, or the word demo."))
        continue
      }
      let whole = Self.withScheme(text)
      do {
        let address = try ServerAddress(whole, from: said("the address"))
        try check(address)
        return address
      } catch let left as PersonLeft {
        throw left
      } catch let error as APIError {
        say(Failure.sentence(error.reason), about: whole, wasCompleted: whole != text)
      } catch {
        person.say(Failure(error).message)
      }
    }
  }

  private func say(_ problem: String, about address: String, wasCompleted: Bool) {
    let hint =
      wasCompleted && address.hasPrefix("https")
      ? said(" It was asked with https; write http:// before it if it has no TLS.") : ""
    person.say("\(address): \(problem)\(hint)")
  }

  private func check(_ address: ServerAddress) throws {
    person.say(said("Asking \(address.name) ..."))
    do {
      try person.waiting { [calls] in try await calls.probe(address) }
    } catch APIError.notSignedIn, APIError.notAllowed {
      // Just what a server of this API says to somebody it does not know.
    }
    let isOpen = address.origin.scheme == "http" && !Self.isHere(address.origin.host() ?? "")
    person.say(
      isOpen
        ? said(
          """
          It answers, but without TLS: others on the way can read the password and every \
          message.
          """)
        : said("It answers."))
  }

  /// An address that was typed without its scheme, with the one that it is likely to have.
  static func withScheme(_ text: String) -> String {
    guard !text.contains("://") else { return text }
    let host =
      text.hasPrefix("[")
      ? String(text.prefix { $0 != "]" }) + "]" : String(text.prefix { $0 != ":" && $0 != "/" })
    return (isHere(host) ? "http://" : "https://") + text
  }

  private static func isHere(_ host: String) -> Bool {
    host == "localhost" || host == "[::1]" || host == "::1" || host.hasPrefix("127.")
  }

  // MARK: 2. Who signs in

  private func signIn(at address: ServerAddress) throws -> Account {
    person.say(
      said(
        """
        \n2 of 3. How you sign in: type your e-mail address, or the word token to paste a \
        token.
        """))
    while true {
      let text = try person.ask(said("E-mail or token: "), isSecret: false)
      do {
        let token: String
        if text.lowercased() == "token" {
          token = try secret(said("Token (it is not shown): "))
        } else if let email = Self.email(text) {
          let password = try secret(said("Password for \(email) (it is not shown): "))
          token = try person.waiting { [calls] in
            try await calls.signIn(address, email, password)
          }
        } else {
          // It may be a token: it is not repeated.
          throw Refusal(said("That is neither an e-mail address nor the word token."))
        }
        let account = try person.waiting { [calls] in try await calls.confirm(address, token) }
        person.say(said("Signed in as \(WhoamiCommand.text(account))."))
        return account
      } catch let left as PersonLeft {
        throw left
      } catch let error {
        person.say(Self.words(error))
      }
    }
  }

  private func secret(_ prompt: String) throws -> String {
    let text = try person.ask(prompt, isSecret: true)
    guard !text.isEmpty else { throw Refusal(said("Nothing was typed.")) }
    return text
  }

  private static func email(_ text: String) -> String? {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    let isOne = parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
    return isOne && !text.contains(where: \.isWhitespace) ? text : nil
  }

  private static func words(_ error: any Error) -> String {
    switch error {
    case let refusal as Refusal: refusal.words
    case let token as MalformedToken:
      Failure.sentence(said("the token is malformed: \(token.words)"))
    case APIError.noSuchCall:
      said("This server has no sign-in with a password. Type the word token, and paste one.")
    case let error as APIError: Failure.sentence(error.reason)
    default: Failure(error).message
    }
  }

  private struct Refusal: Error {
    let words: String
    init(_ words: String) { self.words = words }
  }

  // MARK: 3. How one is told

  private static var choices: [(words: String, notifying: Notifying)] {
    [
      (said("the bell"), .bell),
      (said("the bell, and a notification through the terminal"), .terminal),
      (said("nothing"), .off),
    ]
  }

  private func notifying() throws -> Notifying {
    let list = Self.choices.enumerated().map { "\($0 + 1) \($1.words)" }.joined(separator: ", ")
    person.say(said("\n3 of 3. How furrow tells you that somebody has written: \(list)."))
    while true {
      let text = try person.ask(said("1, 2 or 3 (Enter takes 1): "), isSecret: false)
      if text.isEmpty { return Self.choices[0].notifying }
      if let number = Int(text), Self.choices.indices.contains(number - 1) {
        return Self.choices[number - 1].notifying
      }
      person.say(said("Type 1, 2 or 3."))
    }
  }
}

/// Who answers the questions.
protocol FirstStartPerson {
  func say(_ text: String)
  /// One line, without blanks around it.
  ///
  /// - Parameter isSecret: what is typed is not shown.
  /// - Throws: `PersonLeft`.
  func ask(_ prompt: String, isSecret: Bool) throws -> String
  /// Waits for something that the person can leave meanwhile.
  ///
  /// - Throws: `PersonLeft`, or what `work` throws.
  func waiting<Value: Sendable>(
    for work: @escaping @Sendable () async throws -> Value
  ) throws -> Value
}

/// The person wants none of it.
struct PersonLeft: Error {}

/// What the server is asked.
struct FirstStartCalls: Sendable {
  /// Whether a server of this API is there; returns, or throws an `APIError`, which for a stranger is
  /// likely to be `notSignedIn`.
  var probe: @Sendable (ServerAddress) async throws -> Void
  /// The token for an e-mail address and a password.
  var signIn: @Sendable (ServerAddress, _ email: String, _ password: String) async throws -> String
  /// Whose token it is, once the server has taken it.
  var confirm: @Sendable (ServerAddress, _ token: String) async throws -> Account
}
