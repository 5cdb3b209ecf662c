import CPosix
import ChatClient
import ChatModel
import Desk
import Foundation
import Sentences
import TerminalIO

/// The desk's hold on its client: commands go in at once, events come back through the inbox, and
/// neither ever waits for the other.
final class ClientHandle {
  /// nil when the client could not be made again after a suspension; the reason is in the inbox.
  private let client: Client?
  private let tokens: TokenKeeper
  private let inbox: AccountInbox
  private let telling: ClientTelling?
  private var pump: Task<Void, Never>?
  private var network: NetworkWatch?
  private var keeper: IndexKeeper?

  init(
    _ make: @Sendable (_ token: String) throws -> Client, tokens: TokenKeeper,
    inbox: AccountInbox
  ) {
    self.tokens = tokens
    self.inbox = inbox
    do {
      let client = try make(tokens.token)
      self.client = client
      telling = ClientTelling(session: client.session, tokens: tokens, inbox: inbox)
      for remark in client.remarks { inbox.post(.report(Notice(.warning, remark))) }
    } catch {
      client = nil
      telling = nil
      let reason = Failure(error).message
      inbox.post(.client(.link(.refused(reason: reason))))
      inbox.post(.report(Notice(.failure, reason)))
    }
  }

  /// The calls for downloads.
  var api: (any ChatAPI)? { client?.api }

  /// For what is sent by hand.
  var hand: TestersHand? { client?.hand }

  /// What the account keeps, for reading beside the client.
  var store: (any ChatStore & HistoryQueries)? { client?.store }

  /// For questions to the history that the client does not ask.
  var queries: (any HistoryQueries)? { client?.store }

  func start() {
    guard let client, let telling else { return }
    let keeper = IndexKeeper(client.store) { cposix_give_back_memory() }
    self.keeper = keeper
    pump = Task.detached { await telling.run { keeper.signal() } }
    client.session.start()
    let session = client.session
    network = NetworkWatch { session.perform(.networkChanged) }
  }

  func perform(_ command: ClientCommand) {
    if case .useToken(let token) = command { tokens.use(token) }
    guard let client else { return refuse(command) }
    client.session.perform(command)
  }

  /// Nothing is kept, and that is said.
  private func refuse(_ command: ClientCommand) {
    switch command {
    case .send(_, _, _, let request):
      let reason = said("This desk has nothing to keep it in; start furrow anew")
      inbox.post(.client(.rejected(request: request, reason: reason)))
    case .refresh:
      inbox.post(
        .client(.refreshFailed(reason: said("This desk has no client; start furrow anew"))))
    case .saveDraft(let id, _): inbox.post(.client(.draftKept(id, false)))
    case .takeBack(let reversal):
      let reason = said("this desk has no client; start furrow anew")
      inbox.post(.client(.takeBackFailed(reversal, reason: reason, mayBeDone: false)))
    case .changeMany(let ids, _, let request): refuse(ids, request)
    case .moveMany(let handovers, let request): refuse(handovers.map(\.conversationID), request)
    case .takeBackMany(let reversals, let request):
      refuse(reversals.map(\.conversationID), request)
    default: break
    }
  }

  private func refuse(_ many: [ConversationID], _ request: Int) {
    for id in many {
      inbox.post(
        .client(.many(request, id, .notTried(said("this desk has no client; start furrow anew")))))
    }
  }

  /// Goes on with another token from where the refused one came, if there is one by now.
  func renewToken() {
    Task.detached { [telling] in await telling?.renew() }
  }

  /// Ends the client, with a moment for what is on its way; the thread waits.
  func stop() {
    guard let client else { return }
    network = nil
    keeper = nil
    let done = DispatchSemaphore(value: 0)
    Task.detached { [pump] in
      await client.session.stop()
      // What it told last is passed on.
      await pump?.value
      done.signal()
    }
    // A server that does not answer must not hold the terminal: the outbox is on the disk. What the
    // disk says later is still passed on.
    _ = done.wait(timeout: .now() + .seconds(3))
  }
}

/// Passes on what a client tells, and settles what the desk need not know of: a refused token for
/// which there is another.
private struct ClientTelling: Sendable {
  let session: ChatSession
  let tokens: TokenKeeper
  let inbox: AccountInbox

  /// - Parameter came: told of what may have been written
  func run(_ came: @Sendable () -> Void) async {
    for await batch in session.events {
      if batch.contains(where: Self.isHistory) { came() }
      inbox.post(contentsOf: batch.compactMap(action))
      guard batch.contains(where: Self.isProof), let notice = tokens.proven() else { continue }
      inbox.post(.report(notice))
    }
  }

  private func action(_ event: ClientEvent) -> Desk.Action? {
    guard case .signInNeeded = event else { return .client(event) }
    Task.detached { await renew(after: event) }
    return nil
  }

  /// Goes on with another token from where this one came; asks the person when there is none.
  private func renew(after refusal: ClientEvent) async {
    let refused = tokens.token
    guard await !renew(), tokens.token == refused else { return }
    inbox.post(.client(refusal))
  }

  /// Answers whether there was another token.
  @discardableResult
  func renew() async -> Bool {
    guard let token = await tokens.renewed() else { return false }
    inbox.post(
      .report(Notice(.info, said("Signing in again with a new token of \(tokens.origin)."))))
    session.perform(.useToken(token))
    return true
  }

  /// Whether it tells of messages, which are written as well.
  private static func isHistory(_ event: ClientEvent) -> Bool {
    switch event {
    case .timeline, .conversations: true
    default: false
    }
  }

  /// Whether the server must have taken the token for this to happen.
  private static func isProof(_ event: ClientEvent) -> Bool {
    switch event {
    case .link(.online), .listFreshness(isComplete: true, _): true
    default: false
    }
  }
}
