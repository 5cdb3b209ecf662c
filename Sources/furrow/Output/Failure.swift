import ChatClient
import ChatModel
import Foundation
import Logging
import Sentences

/// Why a command ends without having done its work: one sentence for a person, one number for a
/// script.
struct Failure: Error, Hashable, Sendable {
  let status: ExitStatus
  let message: String

  init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }
}

extension Failure {
  /// Without the tokens that a server has repeated.
  func masked(_ secrets: Secrets) -> Failure {
    Failure(status, TokenMask.masked(secrets.masked(message)))
  }

  /// With the exit status that a REST call finds: the words of a refusal do not say whether the
  /// conversation exists or is not ours.
  func settled(by api: any ChatAPI, about id: String) async -> Failure {
    let found: ExitStatus
    do {
      // The record of a deleted one may stay (row 20).
      found = try await api.conversation(ConversationID(id)).isActive == false ? .notFound : status
    } catch {
      found =
        switch error {
        case .notFound: .notFound
        case .notAllowed: .notAllowed
        default: status
        }
    }
    return Failure(found, message).about(id)
  }

  /// Begins with what was named, where a refusal does not repeat it.
  func about(_ subject: String?) -> Failure {
    guard let subject, [.rejected, .notFound, .notAllowed].contains(status),
      !message.contains(subject)
    else { return self }
    return Failure(status, "\(subject): \(message)")
  }

  /// Writes it to the log. What a server says of refused data may repeat the data, which are not
  /// for the log.
  func record(by command: String, in log: Logger) {
    let words = status == .rejected ? said("The data were refused.") : message
    log.error("\(command): \(words)", metadata: ["status": "\(status.rawValue)"])
  }

  /// Every error that can reach the command line, as its sentence and number.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as APIError: self.init(error)
    case let error as StoreError: self.init(error)
    case let error as MalformedToken: self.init(error)
    case let error as UnexpectedShape:
      self.init(.unavailable, said("The server's answer is not of this API: \(error)."))
    case let error as UnsendableFile:
      self.init(error.isUnreadable ? .notFound : .rejected, "\(error.path) \(error.problem)".ended)
    case is CancellationError: self.init(.keptForLater, said("Cancelled."))
    default: self.init(.internalError, said("Internal error: \(error)"))
    }
  }

  init(_ error: APIError) {
    let status: ExitStatus =
      switch error {
      case .notSignedIn: .notSignedIn
      case .notAllowed: .notAllowed
      case .notFound: .notFound
      case .rejected: .rejected
      case .noSuchCall, .serverFailed, .notThisAPI, .unreachable, .heldBack: .unavailable
      case .localFile: .rejected
      case .cancelled: .keptForLater
      }
    let hint =
      switch error {
      case .notSignedIn: said(" Sign in with `furrow login`.")
      default: ""
      }
    self.init(status, Failure.sentence(error.reason) + hint)
  }

  /// The server refused the live link, in these words.
  init(refused reason: String, isSignIn: Bool) {
    self.init(
      isSignIn ? .notSignedIn : .unavailable,
      Failure.sentence(reason) + (isSignIn ? said(" Sign in with `furrow login`.") : ""))
  }

  init(_ error: StoreError) {
    switch error {
    case .full:
      self.init(.cannotStore, said("The disk is full: nothing was accepted. Free some space."))
    case .readOnly:
      self.init(
        .cannotStore,
        said(
          """
          The data directory cannot be written. Make it writable, or name another with \
          --data-dir.
          """))
    case .damaged(let path):
      self.init(
        .cannotStore, said("The local history was damaged and set aside as \(path). Try again."))
    case .failed(let reason): self.init(.cannotStore, Failure.sentence(reason))
    }
  }

  init(_ error: MalformedToken) {
    self.init(
      .notSignedIn,
      said("The token is malformed: \(error.words). Sign in again with `furrow login`."))
  }

  /// `text` as one sentence: a capital first, unless the name of a file, an address or a field begins
  /// it, and a full stop last.
  static func sentence(_ text: String) -> String {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard let first = trimmed.first, let last = trimmed.last else { return said("It failed.") }
    let word = trimmed.prefix { !$0.isWhitespace }
    let isName =
      word.dropLast().contains { ".:/_".contains($0) }
      || word.dropFirst().contains(where: \.isUppercase)
    return (isName ? String(first) : first.uppercased()) + trimmed.dropFirst()
      + (last.isPunctuation ? "" : SentenceEnd.mark(of: trimmed))
  }
}

extension MalformedToken {
  /// What is wrong with it.
  var words: String {
    switch self {
    case .notOneWord: said("blanks, line ends or foreign letters stand in it")
    case .notAJSONWebToken: said("it is not three parts with dots between them")
    case .unreadableClaims: said("its middle part cannot be read")
    case .namesNobody: said("it names no user")
    }
  }
}
