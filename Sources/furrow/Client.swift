import ChatClient
import ChatModel
import ChatStorage
import Foundation

/// A signed-in client with its adapters, as one command or one desk uses it.
struct Client: Sendable {
  let session: ChatSession
  /// For downloads, which are no business of the core's.
  let api: any ChatAPI
  /// What the account keeps; the session works on it too.
  let store: any ChatStore

  /// - Parameter sparesLoopback: proxies are not asked for addresses of this computer.
  static func open(_ account: Account, settings: Settings, sparesLoopback: Bool = false)
    async throws(Failure) -> Client
  {
    let connections = Connections(
      to: account.address, settings: settings, sparesLoopback: sparesLoopback)
    let api = try connections.api(token: account.token)
    let live = try connections.live()
    let store = try await store(of: account, settings: settings)
    let session = ChatSession(
      token: account.token, api: api, live: live, store: store, timing: settings.timing)
    return Client(session: session, api: api, store: store)
  }

  /// What the account keeps on this disk, or in memory with `--no-cache`.
  static func store(of account: Account, settings: Settings) async throws(Failure)
    -> any ChatStore
  {
    guard settings.keepsCache else { return MemoryStore() }
    try Paths.createPrivate(account.directory)
    do {
      return try await SQLiteStore.open(directory: account.directory.path)
    } catch {
      throw Failure(error)
    }
  }
}
