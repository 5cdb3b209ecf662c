// The sandbox as a Socket.IO application: tokens let in, its rules answer the events.

import ChatModel
import JSON
import SandboxCore
import SocketIO

struct SandboxApplication: SocketApplication {
  let sandbox: Sandbox

  func send(through outlet: @escaping @Sendable (SocketDelivery) -> Void) {
    sandbox.onDelivery { delivery in
      outlet(
        SocketDelivery(
          sockets: delivery.sessions.map(\.rawValue),
          payload: .event(delivery.event, [.json(delivery.data.encodedBytes)]),
          delay: delivery.delay))
    }
  }

  func admit(_ request: SocketRequest) -> SocketAdmission {
    do throws(SandboxError) {
      try sandbox.connect(
        LiveSessionID(request.socket), auth: request.auth, origin: request.origin)
      return .accepted
    } catch {
      return .refused(message: error.message)
    }
  }

  func take(_ event: SocketEvent, from socket: String) -> SocketPayload? {
    let session = LiveSessionID(socket)
    guard !event.isDamaged else {
      sandbox.refuse(session, because: "The event holds half a character")
      return nil
    }
    return sandbox.handle(event.name, event.arguments, from: session)
      .map { .acknowledgement([.json($0.encodedBytes)]) }
  }

  func ended(_ socket: String) { sandbox.disconnect(LiveSessionID(socket)) }
}
