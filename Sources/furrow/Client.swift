import ChatClient
import ChatModel
import ChatStorage
import Foundation
import Logging
import Sentences

/// A signed-in client with its adapters, as one command or one desk uses it.
struct Client: Sendable {
  let session: ChatSession
  /// For downloads, which are no business of the core's.
  let api: any ChatAPI
  /// For what a tester sends by hand, beside the core.
  let hand: TestersHand
  /// What the account keeps; the session works on it too.
  let store: any ChatStore & HistoryQueries
  /// What a person should know about the opening: a file that was damaged, and where it is now.
  let remarks: [String]

  /// - Parameters:
  ///   - token: a later one than the account was made with.
  ///   - memory: what is used without a cache, so that it outlives this client.
  ///   - isDesk: it stays, and unread messages are fetched before their conversation is opened.
  ///   - sparesLoopback: proxies are not asked for addresses of this computer.
  static func open(
    _ account: Account, token: String? = nil, settings: Settings, memory: MemoryStore? = nil,
    isDesk: Bool = false, sparesLoopback: Bool = false
  ) async throws(Failure) -> Client {
    let token = token ?? account.token
    let connections = Connections(
      to: account.address, settings: settings, sparesLoopback: sparesLoopback)
    let api = try connections.api(token: token)
    let live = try connections.live(givesRead: true)
    let (store, remarks) = try await store(of: account, settings: settings, memory: memory)
    for remark in remarks { settings.log.warning("\(remark)") }
    var timing = settings.timing
    // A command sends what it is told to.
    if isDesk { timing.sendHold = Double(settings.sendUndo) }
    let session = ChatSession(
      token: token, api: api, live: live, store: store, timing: timing, catchesUp: isDesk)
    return Client(
      session: session, api: api, hand: TestersHand(api: api, session: session), store: store,
      remarks: remarks)
  }

  /// What the account keeps on this disk, or in memory with `--no-cache`, and remarks for people.
  static func store(
    of account: Account, settings: Settings, memory: MemoryStore? = nil
  ) async throws(Failure) -> (store: any ChatStore & HistoryQueries, remarks: [String]) {
    guard settings.keepsCache else { return (memory ?? MemoryStore(), []) }
    try Paths.createPrivate(account.directory)
    let directory = account.directory.path
    do {
      let store = try await SQLiteStore.open(directory: directory)
      return (store, store.remarks)
    } catch .full {
      do {
        let remark = said("The disk is full: what is kept can be read, and nothing can be sent.")
        return (try StandInStore(directory: directory), [remark])
      } catch {
        throw Failure(error)
      }
    } catch {
      throw Failure(error)
    }
  }
}

extension Context {
  /// A client for one command; what it has to say about the disk goes to stderr.
  func client(of account: Account) async throws(Failure) -> Client {
    let client = try await Client.open(account, settings: settings)
    for remark in client.remarks { output.warn(remark) }
    return client
  }

  /// What the account keeps, for a command that needs no server.
  func store(
    of account: Account
  ) async throws(Failure) -> any ChatStore & HistoryQueries {
    let (store, remarks) = try await Client.store(of: account, settings: settings)
    for remark in remarks { output.warn(remark) }
    return store
  }
}
