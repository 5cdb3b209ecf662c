// One person's live link, with everything that came over it and when.

import ChatClient
import ChatModel
import Foundation
import JSON
import Synchronization

/// Listens to a link from its making on, and keeps what came.
final class Ear: Sendable {
  /// An event as it came.
  struct Heard: Sendable {
    let name: String
    /// Its argument, or all of them as a list where there is not one.
    let data: JSONValue
    let at: ContinuousClock.Instant
  }

  enum State: Hashable, Sendable {
    case opening
    case connected(LinkTransport)
    case refused(String, isSignIn: Bool)
    case down(String)
  }

  private struct Waiter {
    let isMet: @Sendable (Book) -> Bool
    let continuation: CheckedContinuation<Void, Never>
  }

  /// Everything that came.
  struct Book: Sendable {
    var log: [Heard] = []
    var state = State.opening
    var connections = 0
    var acknowledged: [EmissionID: [JSONValue]] = [:]
  }

  private struct Desk {
    var book = Book()
    var waiters: [Int: Waiter] = [:]
    var lastWaiter = 0
    var lastEmission = 0
  }

  /// What is kept of one link; a server that floods a check is not recorded beyond it.
  static let mostKept = 100_000

  let person: CheckPerson
  private let link: any LiveTransport
  private let desk = Mutex(Desk())

  init(_ person: CheckPerson, over transport: LinkTransport, token: String? = nil) {
    self.person = person
    let link = person.server.link(over: transport)
    self.link = link
    let events = link.events
    Task { [weak self] in
      for await batch in events {
        guard let self else { return }
        take(batch)
      }
    }
    link.connect(token: token ?? person.token)
  }

  private func take(_ batch: [LiveEvent]) {
    let now = ContinuousClock.now
    change { book in
      for event in batch {
        switch event {
        case .event(let name, let arguments, _):
          let data = arguments.count == 1 ? arguments[0] : JSONValue.array(arguments)
          if book.log.count < Self.mostKept {
            book.log.append(Heard(name: name, data: data, at: now))
          }
        case .connected(let transport, _):
          book.state = .connected(transport)
          book.connections += 1
        case .upgraded(let transport): book.state = .connected(transport)
        case .connecting: book.state = .opening
        case .disconnected(let reason, _): book.state = .down(reason)
        case .sentAway: book.state = .down("the server sent us away")
        case .refused(let reason, let isSignIn):
          book.state = .refused(reason, isSignIn: isSignIn)
        case .acknowledged(let id, let arguments): book.acknowledged[id] = arguments
        case .heard, .handedOver, .dropped, .unsendable, .unacknowledged, .wire: break
        }
      }
    }
  }

  private func change(_ body: (inout Book) -> Void) {
    let met = desk.withLock { desk in
      body(&desk.book)
      let met = desk.waiters.filter { $0.value.isMet(desk.book) }
      for id in met.keys { desk.waiters[id] = nil }
      return met.values.map(\.continuation)
    }
    for continuation in met { continuation.resume() }
  }

  // MARK: Looking back

  var book: Book { desk.withLock { $0.book } }
  /// How many events have come; a place in the log from which on is looked.
  var mark: Int { desk.withLock { $0.book.log.count } }

  func heard(from mark: Int = 0, _ name: String, where isIt: (JSONValue) -> Bool = { _ in true })
    -> [Heard]
  {
    book.log.dropFirst(mark).filter { $0.name == name && isIt($0.data) }
  }

  // MARK: Waiting

  /// Waits until the book is as wanted, no longer than `limit`.
  @discardableResult
  func wait(_ limit: Duration, until isMet: @escaping @Sendable (Book) -> Bool) async -> Bool {
    await withCheckedContinuation { continuation in
      let waiter = desk.withLock { desk -> Int? in
        if isMet(desk.book) { return nil }
        desk.lastWaiter += 1
        desk.waiters[desk.lastWaiter] = Waiter(isMet: isMet, continuation: continuation)
        return desk.lastWaiter
      }
      guard let waiter else { return continuation.resume() }
      Task { [weak self] in
        try? await Task.sleep(for: limit)
        self?.giveUp(waiter)
      }
    }
    return desk.withLock { isMet($0.book) }
  }

  private func giveUp(_ waiter: Int) {
    let late = desk.withLock { $0.waiters.removeValue(forKey: waiter) }
    late?.continuation.resume()
  }

  /// The first event of that name since `mark` that is as wanted; nil when none comes in time.
  func event(
    _ name: String, from mark: Int, within limit: Duration,
    where isIt: @escaping @Sendable (JSONValue) -> Bool = { _ in true }
  ) async -> Heard? {
    let find: @Sendable (Book) -> Heard? = { book in
      book.log.dropFirst(mark).first { $0.name == name && isIt($0.data) }
    }
    await wait(limit) { find($0) != nil }
    return find(book)
  }

  func connected(within limit: Duration) async -> State {
    await wait(limit) { $0.state != .opening }
    return book.state
  }

  // MARK: Acting

  @discardableResult
  func emit(_ name: String, _ data: JSONValue, acknowledgedWithin limit: Duration? = nil)
    -> EmissionID
  {
    let id = desk.withLock { desk in
      desk.lastEmission += 1
      return EmissionID(rawValue: desk.lastEmission)
    }
    link.emit(.raw(name, [data]), id: id, acknowledged: limit != nil, within: limit)
    return id
  }

  /// Gives the link up and opens another.
  func renew() {
    change { $0.state = .opening }
    link.renew()
  }

  func close() async { await link.close() }
}
