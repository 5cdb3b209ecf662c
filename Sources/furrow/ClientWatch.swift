import ChatClient
import ChatModel
import Foundation
import Sentences
import Synchronization

/// Hears what a client tells while a command waits for something.
final class ClientWatch: Sendable {
  private struct Heard {
    var signInRefusal: String?
    var heldUntil: Date?
    var entries: [OutboxID: OutboxEntry] = [:]
    var awaited: Set<OutboxID> = []
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let heard = Mutex(Heard())

  /// The one consumer of the session's events.
  init(_ session: ChatSession) {
    Task.detached { [self] in
      for await batch in session.events { handle(batch) }
      finish()
    }
  }

  /// Why the server wants another token; nil when it does not.
  var signInRefusal: String? { heard.withLock { $0.signInRefusal } }

  /// Why what is not delivered has to wait, when the server asked for it (row 30); nil otherwise.
  var hold: Failure? {
    guard let until = heard.withLock({ $0.heldUntil }), until > Date() else { return nil }
    return Failure(
      .keptForLater,
      APIError.holdWords(until: until) + said(" What is not sent waits in the outbox."))
  }

  /// Waits until each of the entries was sent, has failed, is dropped or is left to the person to
  /// decide, and those behind that one with it; at most `seconds`, and
  /// returns the entries as they then are, in their order.
  func outcome(of entries: [OutboxEntry], within seconds: Double) async -> [OutboxEntry] {
    let ids = entries.map(\.id)
    heard.withLock { heard in
      for entry in entries where heard.entries[entry.id] == nil { heard.entries[entry.id] = entry }
      heard.awaited = Set(ids)
    }
    let limit = Task { [self] in
      try await Task.sleep(for: .seconds(max(0, seconds)))
      finish()
    }
    await withCheckedContinuation { continuation in
      let isDone = heard.withLock { heard in
        heard.waiter = continuation
        return Self.isDone(heard)
      }
      if isDone { finish() }
    }
    limit.cancel()
    return heard.withLock { heard in ids.compactMap { heard.entries[$0] } }
  }

  private func handle(_ batch: [ClientEvent]) {
    let isDone = heard.withLock { heard in
      for event in batch {
        switch event {
        case .signInNeeded(let reason): heard.signInRefusal = reason
        case .heldBack(let until): heard.heldUntil = until
        case .outbox(let entries):
          for entry in entries { heard.entries[entry.id] = entry }
        case .outboxDropped(let ids):
          for id in ids { heard.entries[id] = nil }
        default: break
        }
      }
      return Self.isDone(heard)
    }
    if isDone { finish() }
  }

  private static func isDone(_ heard: Heard) -> Bool {
    heard.signInRefusal != nil
      || heard.awaited.allSatisfy { id in
        guard let entry = heard.entries[id], entry.isDeliverable else { return true }
        return heard.entries.values.contains {
          $0.needsManualResolution && $0.conversationID == entry.conversationID
        }
      }
  }

  private func finish() {
    let waiter = heard.withLock { heard in
      defer { heard.waiter = nil }
      return heard.waiter
    }
    waiter?.resume()
  }
}
