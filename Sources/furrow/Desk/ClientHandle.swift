import ChatClient
import ChatModel
import Desk
import Foundation
import TerminalIO

/// The desk's hold on its client: commands go in at once, events come back through the inbox, and
/// neither ever waits for the other.
final class ClientHandle {
  /// nil when the client could not be made again after a suspension; the reason is in the inbox.
  private let client: Client?
  private let inbox: Inbox<Desk.Action>
  private var pump: Task<Void, Never>?

  init(_ make: @Sendable () throws -> Client, inbox: Inbox<Desk.Action>) {
    self.inbox = inbox
    do {
      client = try make()
    } catch {
      client = nil
      inbox.post(.report(Notice(.failure, Failure(error).message)))
    }
  }

  /// The calls for downloads.
  var api: (any ChatAPI)? { client?.api }

  func start() {
    guard let client else { return }
    let inbox = inbox
    pump = Task.detached {
      for await batch in client.session.events {
        inbox.post(contentsOf: batch.map(Desk.Action.client))
      }
    }
    client.session.start()
  }

  func perform(_ command: ClientCommand) { client?.session.perform(command) }

  /// Ends the client, with a moment for what is on its way; the thread waits.
  func stop() {
    guard let client else { return }
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      await client.session.stop()
      done.signal()
    }
    // A server that does not answer must not hold the terminal: the outbox is on the disk.
    _ = done.wait(timeout: .now() + .seconds(3))
    pump?.cancel()
  }
}
