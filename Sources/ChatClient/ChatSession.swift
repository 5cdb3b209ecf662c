package import ChatModel
package import Foundation

/// One signed-in client at work: performs what `SyncEngine` wants done and tells what happened.
///
/// A session has one life: `start()`, commands, `stop()`.
package actor ChatSession {
  /// What happened, in batches; ends after `stop()`. One consumer.
  package nonisolated let events: AsyncStream<[ClientEvent]>

  /// `live` and `store` belong to this session from now on: it closes them.
  package init(
    token: String, api: any ChatAPI, live: any LiveTransport, store: any ChatStore,
    timing: SyncTiming = SyncTiming()
  ) {
    events = AsyncStream { $0.finish() }
  }

  /// Begins: cached state first, then the server's.
  package nonisolated func start() {}

  /// Hands a command to the client, in the order of the calls. Never waits.
  package nonisolated func perform(_ command: ClientCommand) {}

  /// Sends and waits for the outcome, at most `seconds`: what is then not `.sent` or `.failed` stays
  /// in the outbox. Throws when nothing was accepted.
  package func send(
    _ conversation: ConversationID, text: String, files: [String], waiting seconds: TimeInterval
  ) async throws(NotAccepted) -> [OutboxEntry] {
    throw NotAccepted(reason: "")
  }

  /// Leaves rooms, stops typing, flushes and closes the link and the store.
  package func stop() async {}
}

/// A message was not accepted, for this reason in words; nothing of it is kept.
package struct NotAccepted: Error, Hashable, Sendable {
  package let reason: String
}
