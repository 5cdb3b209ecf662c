package import ChatModel
package import Foundation

/// What happens to the client. `SyncEngine` takes these one by one.
package enum SyncInput: Hashable, Sendable {
  /// The first input: begin with this token.
  case start(token: String)
  case command(ClientCommand)
  /// A batch of the live link, in its order.
  case live([LiveEvent])
  /// The answer to an `APICall`; exactly one comes for each.
  case answered(RequestID, APIAnswer)
  /// How far an upload is, 0 to 1.
  case uploaded(RequestID, Double)
  /// The answer to a `StoreCall`; exactly one comes for each, in the order of the calls.
  case stored(RequestID, StoreAnswer)
  /// The answer to `SyncOutput.inspect`, one for each path, in order.
  case inspected(RequestID, [FileInspection])
  /// Another process changed what this account keeps on the disk.
  case changedElsewhere(StoreChange)
  /// `SyncEngine.nextDeadline` has come. An early tick does nothing.
  case tick
  /// The last input: leave rooms, stop typing.
  case stop
}

/// What a file is, as far as the disk says.
package struct FileInspection: Hashable, Sendable {
  package var path: String
  package var result: Result<Facts, Problem>

  package struct Facts: Hashable, Sendable {
    /// In bytes.
    package var size: Int
    /// The first bytes, as many as `MediaSniffer.headLength` or all there are.
    package var head: [UInt8]
    /// When its content was last changed, where the disk says so.
    package var changedAt: Date?

    package init(size: Int, head: [UInt8], changedAt: Date? = nil) {
      self.size = size
      self.head = head
      self.changedAt = changedAt
    }
  }

  /// Why it could not be read, in words.
  package struct Problem: Error, Hashable, Sendable {
    package var reason: String
    package init(_ reason: String) { self.reason = reason }
  }

  package init(path: String, result: Result<Facts, Problem>) {
    self.path = path
    self.result = result
  }
}

/// Numbers the requests of one engine, so that each answer finds its question.
package struct RequestID: Hashable, Sendable, RawRepresentable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }
}

/// The answer to an `APICall`.
package enum APIAnswer: Hashable, Sendable {
  case list(Page<Conversation>, serverTime: Date?)
  case conversation(Conversation)
  case messages(Page<Message>, serverTime: Date?)
  case sent(Message)
  case uploaded([Media])
  case done
  /// The conversation as it now is, where the server says so.
  case changed(Conversation?)
  case statistics(Statistics)
  case failed(APIError)
}

/// The answer to a `StoreCall`.
package enum StoreAnswer: Hashable, Sendable {
  case loaded(
    [Conversation], [OutboxEntry], [ConversationID: Draft],
    waits: [ConversationID: KeptWait] = [:], historyProblem: StoreError? = nil)
  case messages([Message], Coverage?)
  case outbox([OutboxEntry])
  case drafts([ConversationID: Draft])
  case leads(Bool)
  /// The states are written, except of those that are not there any more.
  case updated(missing: [OutboxID])
  case done
  case failed(StoreError)
}
