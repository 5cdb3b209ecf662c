import ChatClient
import ChatModel
import Foundation
import Logging

/// A live link whose ups and downs are written to the log, and what is odd about its events. Nothing
/// is held here: a batch is looked at when it is fetched.
struct LoggedLink: LiveTransport {
  let events: AsyncStream<[LiveEvent]>
  private let link: any LiveTransport

  /// - Parameter givesRead: events are passed on as they were read for the log, for who reads them
  ///   anyway; otherwise as they came.
  init(_ link: any LiveTransport, log: Logger, oddities: OddityLog, givesRead: Bool = false) {
    self.link = link
    var story = LinkStory()
    events = link.events.passing { batch in
      var batch = batch
      for (index, event) in batch.enumerated() {
        if let line = story.line(for: event) { log.notice("\(line)") }
        guard case .event(let name, let arguments, _) = event else { continue }
        let found = Oddities()
        let read = ServerEvent(name: name, arguments: arguments, noting: found)
        if !found.found.isEmpty { oddities.note(name, found.found) }
        if givesRead { batch[index] = .heard(read) }
      }
      return batch
    }
  }

  func connect(token: String) { link.connect(token: token) }
  func emit(
    _ emission: ClientEmission, id: EmissionID, acknowledged: Bool, within limit: Duration?
  ) {
    link.emit(emission, id: id, acknowledged: acknowledged, within: limit)
  }
  func retryNow() { link.retryNow() }
  func renew() { link.renew() }
  func close() async { await link.close() }
}

/// Tells what became of a link, once each time it changes: a server that stays away is one line,
/// however often it is tried.
struct LinkStory {
  private var last = ""

  /// nil when there is nothing new.
  mutating func line(for event: LiveEvent) -> String? {
    let line: String
    switch event {
    case .connected(let transport, let recovered):
      line = "link up over \(transport.rawValue)" + (recovered ? ", session recovered" : "")
    case .upgraded(let transport): line = "link upgraded to \(transport.rawValue)"
    case .disconnected(let reason, _): line = "link down: \(reason)"
    case .sentAway: line = "link down: the server sent us away"
    case .refused(let reason, _): line = "link refused: \(reason)"
    case .connecting, .event, .heard, .handedOver, .dropped, .unsendable, .acknowledged,
      .unacknowledged,
      .wire:
      return nil
    }
    defer { last = line }
    return line == last ? nil : line
  }
}
