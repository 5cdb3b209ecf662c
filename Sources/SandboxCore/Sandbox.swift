// A chat server without sockets: calls and events in, answers and deliveries out.
//
// One lock guards the whole state, so that everything happens in one order, which every session
// sees. Nothing here waits, reads a clock twice in one call, or starts a timer.

package import ChatModel
import Foundation
package import JSON
import Synchronization

/// The sandbox server's rules and state. All calls may come from any thread and return at once.
package final class Sandbox: Sendable {
  private let state: Mutex<State>
  private let media: MediaFolder

  private struct State {
    var server: ChatServer
    let store: WorldStore?
    let clock: @Sendable () -> Date
    var deliver: @Sendable (Delivery) -> Void = { _ in }
    var observers: [@Sendable (SandboxFact) -> Void] = []
  }

  /// Opens the data file, or makes a new world.
  package init(_ configuration: SandboxConfiguration = .init()) throws(SandboxOpenError) {
    let store: WorldStore? =
      if let file = configuration.dataFile { try WorldStore(path: file) } else { nil }
    let now = Millis(configuration.clock())
    let known = try store?.load(idSeed: configuration.idSeed)
    let secret = try Self.secret(given: configuration.secret, kept: known?.secret, store: store)
    let mint = TokenMint(secret: secret)
    // Who was given the secret alone can make tokens for the people of a new world.
    let isShared = configuration.secret != nil && configuration.idSeed == nil
    var world =
      known?.world
      ?? World(
        seed: configuration.seed,
        ids: configuration.idSeed.map { .seeded(IDSequence(seed: $0)) } ?? .system, at: now,
        personID: { isShared ? UserID(mint.personID($0, of: $1)) : nil })
    try store?.save(world.takeChanges())
    media = MediaFolder(besides: configuration.dataFile)
    state = Mutex(
      State(
        server: ChatServer(
          world: world, switches: configuration, mint: mint, store: store, media: media),
        store: store, clock: configuration.clock))
  }

  /// The one that was given, else the data file's, else a new one, which the file then keeps. One
  /// that was given stays out of the file.
  private static func secret(
    given: [UInt8]?, kept: [UInt8]?, store: WorldStore?
  ) throws(SandboxOpenError) -> [UInt8] {
    if let secret = given ?? kept { return secret }
    let made = try TokenMint.newSecret()
    try store?.save(secret: made)
    return made
  }

  // MARK: Going out

  /// Where deliveries go. The handler is called in the order of what happened, one call at a time,
  /// while the sandbox is locked: it passes the delivery on and must not call the sandbox.
  package func onDelivery(_ handler: @escaping @Sendable (Delivery) -> Void) {
    state.withLock { $0.deliver = handler }
  }

  /// Adds somebody who hears of everything that happens; the rules of `onDelivery` hold.
  package func observe(_ observer: @escaping @Sendable (SandboxFact) -> Void) {
    state.withLock { $0.observers.append(observer) }
  }

  // MARK: REST

  /// Answers a REST call.
  /// - Parameters:
  ///   - authorization: the value of that header.
  ///   - origin: where the caller reached this server, as `http://127.0.0.1:5000`; media addresses
  ///     begin with it.
  package func respond(
    to call: SandboxCall, authorization: String?, origin: String? = nil
  ) -> SandboxResponse {
    perform(for: origin) { server in
      do throws(SandboxError) {
        if case .signIn(let body) = call { return try server.signIn(body) }
        return try server.answer(call, by: try server.bearer(of: authorization))
      } catch {
        return SandboxResponse(error)
      }
    }
  }

  /// Whether a call with this header would be heard at all; judged before its body is read.
  package func check(authorization: String?) throws(SandboxError) {
    try perform { server -> Result<Void, SandboxError> in
      do throws(SandboxError) {
        _ = try server.bearer(of: authorization)
        return .success(())
      } catch {
        return .failure(error)
      }
    }.get()
  }

  /// A new file for an upload to be written to; not before `check` has let its sender in.
  package func newArrival() throws(SandboxError) -> IncomingFile { try media.newArrival() }

  /// Deletes what a sandbox without a data file has put on the disk.
  package func close() { media.close() }

  /// Answers a REST call of somebody who needs no token: a simulated person.
  @discardableResult
  package func respond(to call: SandboxCall, as user: UserID) -> SandboxResponse {
    perform { server in
      do throws(SandboxError) {
        return try server.answer(call, by: try server.person(user))
      } catch {
        return SandboxResponse(error)
      }
    }
  }

  /// The file behind the last part of a media address, `{origin}/uploads/chat/{name}`. No token is
  /// needed (row 22).
  package func mediaFile(named name: String) -> MediaFile? {
    state.withLock { $0.server.mediaFile(named: name) }
  }

  /// Where media addresses begin from now on for whoever does not say how they reached the server,
  /// as `http://127.0.0.1:5000`.
  package func setOrigin(_ origin: String) {
    state.withLock { $0.server.switches.origin = origin }
  }

  // MARK: Live

  /// Signs a session in with the `auth` of its CONNECT. The error's message is the one for
  /// CONNECT_ERROR (row 15); its status means nothing. The session hears of others at once.
  /// - Parameter origin: as in `respond`.
  @discardableResult
  package func connect(
    _ session: LiveSessionID, auth: JSONValue?, origin: String? = nil
  ) throws(SandboxError) -> UserID {
    try perform { server -> Result<UserID, SandboxError> in
      do throws(SandboxError) {
        let person = try server.bearer(ofAuth: auth)
        server.connect(session, as: person.id, isSimulated: false, origin: origin)
        return .success(person.id)
      } catch {
        return .failure(error)
      }
    }.get()
  }

  /// Opens a session for a simulated person: nothing is ever delivered to it.
  package func connect(_ session: LiveSessionID, simulating user: UserID) {
    perform { $0.connect(session, as: user, isSimulated: true, origin: nil) }
  }

  /// Forgets a session; nothing happens when it is not known.
  package func disconnect(_ session: LiveSessionID) {
    perform { $0.disconnect(session) }
  }

  /// Takes an event of a session with its arguments. Returns the argument of the acknowledgement,
  /// if the sandbox gives one (row 7).
  @discardableResult
  package func handle(
    _ event: String, _ arguments: [JSONValue], from session: LiveSessionID
  ) -> JSONValue? {
    perform { $0.handle(event, arguments, from: session) }
  }

  /// Refuses what a session sent in words of its own, before it could be taken for an event.
  package func refuse(_ session: LiveSessionID, because message: String) {
    perform { $0.emit("error", ["message": .string(message)], to: [session]) }
  }

  /// Who a session belongs to.
  package func user(of session: LiveSessionID) -> UserID? {
    state.withLock { $0.server.presence.user(of: session) }
  }

  // MARK: Simulated people

  /// The id under which a carried file can be sent.
  func mediaID(of file: SeedMedia) -> MediaID { perform { $0.record(of: file) } }

  /// The person with this e-mail address.
  package func user(withEmail email: String) -> UserID? {
    state.withLock { $0.server.world.person(withEmail: email)?.id }
  }

  /// A farmer's conversation, without making one.
  func conversation(of farmer: UserID) -> ConversationRecord? {
    state.withLock { $0.server.world.activeConversation(of: farmer) }
  }

  // MARK: People and tokens

  /// Everybody, staff first.
  package var people: [SandboxPerson] {
    state.withLock { $0.server.world.listed }
  }

  /// A token for this person; nil when there is none. `lifetime` may be negative for tests.
  package func mintToken(for user: UserID, lifetime: Duration = TokenMint.usualLifetime) -> String?
  {
    state.withLock { state in
      state.server.world.people[user].map {
        state.server.mint.mint(for: $0, at: Millis(state.clock()), lifetime: lifetime)
      }
    }
  }

  /// Makes a token invalid before its time (row 14).
  package func revoke(token: String) {
    state.withLock { _ = $0.server.revoked.insert(token) }
  }

  /// Lets every token expire that was issued up to now; or takes that back.
  package func setTokensExpired(_ areExpired: Bool) {
    state.withLock { $0.server.expiredUpTo = areExpired ? Millis($0.clock()) : nil }
  }

  // MARK: One step

  /// Runs one command: the rules first, then the data file, then everybody who is to hear of it.
  @discardableResult
  private func perform<Answer: Sendable>(
    for origin: String? = nil, _ command: (inout ChatServer) -> Answer
  ) -> Answer {
    state.withLock { state in
      state.server.now = Millis(state.clock())
      state.server.origin = origin ?? state.server.switches.origin
      let answer = command(&state.server)
      if let store = state.store {
        let changes = state.server.world.takeChanges()
        do throws(SandboxOpenError) {
          try store.save(changes)
          for file in changes.media.keys { state.server.world.moveToFile(file) }
        } catch {
          // The disk may have room again: what was not written goes with the next command.
          state.server.world.putBack(changes)
          state.server.report(.storageFailed(error.description))
        }
      } else {
        state.server.world.forgetChanges()
      }
      for delivery in state.server.takeDeliveries() { state.deliver(delivery) }
      let facts = state.server.takeFacts()
      for observer in state.observers { facts.forEach(observer) }
      return answer
    }
  }
}
