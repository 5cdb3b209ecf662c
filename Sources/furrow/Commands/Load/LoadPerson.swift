import ChatClient
import ChatModel
import Foundation
import Sentences

/// One of those who write: a client of its own, with nothing kept on the disk.
final class LoadPerson: Sendable {
  private let session: ChatSession
  private let conversation: ConversationID

  private init(_ session: ChatSession, _ conversation: ConversationID) {
    self.session = session
    self.conversation = conversation
  }

  /// For a link to come up.
  private static let patience = Duration.seconds(20)

  /// Signs in, finds a conversation to write in, and opens it.
  ///
  /// - Parameters:
  ///   - number: which of an agent's conversations is taken, so that not all take the first.
  /// - Returns: nil for staff who have no conversation.
  static func open(
    _ account: Account, number: Int, settings: Settings
  ) async throws(Failure) -> LoadPerson? {
    let connections = Connections(to: account.address, settings: settings)
    let api = try connections.api(token: account.token)
    let conversation: ConversationID
    do throws(APIError) {
      guard let found = try await place(of: account, number, api) else { return nil }
      conversation = found
    } catch {
      throw Failure(error)
    }
    let session = ChatSession(
      token: account.token, api: api, live: try connections.live(givesRead: true),
      store: MemoryStore(), timing: settings.timing, catchesUp: false)
    let events = session.events
    session.start()
    guard await isOnline(events) else {
      await session.stop()
      throw Failure(
        .unavailable, said("The link of \(account.claims.userID.rawValue) does not come up."))
    }
    session.perform(.open(conversation))
    return LoadPerson(session, conversation)
  }

  private static func place(
    of account: Account, _ number: Int, _ api: any ChatAPI
  ) async throws(APIError) -> ConversationID? {
    guard account.claims.role.isStaff else { return try await api.openConversation().id }
    let mine = try await api.conversations(ConversationQuery(limit: 50)).value.elements
      .filter { $0.agent.id == account.claims.userID }
    return mine.isEmpty ? nil : mine[number % mine.count].id
  }

  /// Reads the events to their end, so that nothing waits for it.
  private static func isOnline(_ events: AsyncStream<[ClientEvent]>) async -> Bool {
    let (news, tell) = AsyncStream.makeStream(of: Bool.self)
    Task.detached {
      for await batch in events {
        for event in batch {
          switch event {
          case .link(.online): tell.yield(true)
          case .link(.refused), .signInNeeded: tell.yield(false)
          default: break
          }
        }
      }
      tell.finish()
    }
    return await within(patience) {
      for await isUp in news { return isUp }
      return false
    } ?? false
  }

  enum Fate {
    case sent
    case failed(String)
    case unfinished
  }

  /// Sends, and waits for what becomes of it, so many seconds at most.
  func say(_ text: String, waiting seconds: Double) async -> Fate {
    do {
      let entries = try await session.send(conversation, text: text, files: [], waiting: seconds)
      switch entries.first?.state {
      case .sent: return .sent
      case .failed(let reason): return .failed(reason)
      default: return .unfinished
      }
    } catch {
      return .failed(error.reason)
    }
  }

  func leave() async { await session.stop() }
}
