// Turns what the Socket.IO machine has to say into the live link's events, each piece of news once.

import ChatClient
import ChatModel
import Foundation
import Sentences
import SocketIO

struct LinkReporter {
  /// What was last told about the link.
  private enum Told {
    case nothing
    case connecting
    case connected(TransportKind)
    case down
  }

  private var told = Told.nothing

  /// - Parameter now: the machine's clock, to turn its instants into dates.
  mutating func add(
    _ output: SocketClient.Output, to events: inout [LiveEvent],
    at now: ContinuousClock.Instant
  ) {
    switch output {
    case .perform: break
    case .connected(let connection):
      told = .connected(connection.transport)
      events.append(
        .connected(LinkTransport(connection.transport), recovered: connection.recovered))
    case .refused(_, let refusal):
      told = .down
      let words = ServerAnswer.clean(refusal.message) ?? said("The server refused the connection.")
      events.append(.refused(reason: words, isSignIn: SignInWords.occur(in: refusal.message)))
    case .event(let event):
      events.append(
        .event(
          name: event.name, arguments: event.arguments,
          acknowledgement: event.acknowledgementID))
    case .acknowledged(let emission, let answer):
      events.append(.acknowledged(EmissionID(rawValue: emission), answer.arguments))
    case .acknowledgementFailed(let emission, let failure):
      events.append(
        .unacknowledged(EmissionID(rawValue: emission), timedOut: failure == .timedOut))
    case .handedOver(let emissions):
      events.append(contentsOf: emissions.map { .handedOver(EmissionID(rawValue: $0)) })
    case .notSent(let emission, let cause):
      let id = EmissionID(rawValue: emission)
      events.append(cause.words.map { .unsendable(id, reason: $0) } ?? .dropped(id))
    case .disconnected(_, let loss, let retryAt):
      told = .down
      // A loss that is retried is told by the state that follows; our own leaving is no news.
      guard retryAt == nil, loss != .clientDisconnected else { return }
      events.append(.disconnected(reason: loss.words, retryAt: nil))
    case .linkChanged(let state): add(state, to: &events, at: now)
    }
  }

  private mutating func add(
    _ state: SocketIO.LinkState, to events: inout [LiveEvent], at now: ContinuousClock.Instant
  ) {
    switch state {
    case .idle, .joining, .upgrading: break
    case .opening:
      if case .connecting = told { return }
      told = .connecting
      events.append(.connecting)
    case .online(let transport):
      guard case .connected(.polling) = told, transport == .webSocket else { return }
      told = .connected(transport)
      events.append(.upgraded(.websocket))
    case .waiting(let until, _, let loss):
      told = .down
      let (seconds, attoseconds) = now.duration(to: until).components
      let delay = TimeInterval(seconds) + TimeInterval(attoseconds) / 1e18
      let retryAt = Date(timeIntervalSinceNow: delay)
      events.append(
        loss == .serverDisconnected
          ? .sentAway(retryAt: retryAt) : .disconnected(reason: loss.words, retryAt: retryAt))
    }
  }
}

extension LinkTransport {
  init(_ kind: TransportKind) {
    self = kind == .webSocket ? .websocket : .polling
  }
}

extension NotSent {
  /// Why another attempt would fare no better; nil when it may.
  fileprivate var words: String? {
    switch self {
    case .notConnected: nil
    case .tooLarge(let limit): said("it is longer than this server takes: \(limit) bytes at most")
    case .tooManyAttachments: said("it has more attachments than an event can carry")
    }
  }
}
