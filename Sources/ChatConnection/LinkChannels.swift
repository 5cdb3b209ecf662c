import SocketIO
import Transport

/// Work of a link in flight.
///
///     request ── answered or failed ──▶ gone
///     WebSocket: opening ──▶ open ── closed ──▶ gone
struct LinkChannels {
  private enum Channel {
    case request(Task<Void, Never>)
    case opening(Task<Void, Never>)
    case webSocket(WebSocketConnection)
  }

  private var all: [ChannelID: Channel] = [:]

  var isEmpty: Bool { all.isEmpty }

  /// nil while it is not open.
  func webSocket(_ id: ChannelID) -> WebSocketConnection? {
    if case .webSocket(let connection)? = all[id] { connection } else { nil }
  }

  mutating func began(request id: ChannelID, _ task: Task<Void, Never>) { all[id] = .request(task) }
  mutating func began(opening id: ChannelID, _ task: Task<Void, Never>) { all[id] = .opening(task) }

  /// - Returns: false when it is no longer wanted.
  mutating func opened(_ id: ChannelID, _ connection: WebSocketConnection) -> Bool {
    guard case .opening? = all[id] else { return false }
    all[id] = .webSocket(connection)
    return true
  }

  mutating func ended(_ id: ChannelID) { all[id] = nil }

  func cancelRequest(_ id: ChannelID) {
    if case .request(let task)? = all[id] { task.cancel() }
  }

  /// One that is not open yet is not wanted any more.
  mutating func cancelOpening(_ id: ChannelID) {
    guard case .opening(let task)? = all[id] else { return }
    task.cancel()
    all[id] = nil
  }

  /// As if the network had failed.
  func sever(_ id: ChannelID) {
    switch all[id] {
    case .webSocket(let connection): connection.cut()
    case .opening(let task): task.cancel()
    case .request, nil: break
    }
  }

  mutating func cutEverything() {
    for channel in all.values {
      switch channel {
      case .request(let task), .opening(let task): task.cancel()
      case .webSocket: break
      }
    }
    all = [:]
  }
}
