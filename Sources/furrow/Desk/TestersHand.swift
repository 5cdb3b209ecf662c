import ChatClient
import ChatConnection
import ChatModel
import Desk
import Synchronization

/// Sends what a tester wrote, over the client's own link and with its own token, past its core.
final class TestersHand: Sendable {
  private let api: HTTPChatAPI
  private let live: any LiveTransport
  /// Below zero: the numbers of the core go up from one.
  private let last = Atomic(0)

  init(api: HTTPChatAPI, live: any LiveTransport) {
    self.api = api
    self.live = live
  }

  /// - Parameter complain: told in a sentence why it was not sent; everything else is on the wire
  func act(_ order: WireOrder, orElse complain: @escaping @Sendable (String) -> Void) {
    switch order {
    case .event(let emission, let limit):
      let number = last.subtract(1, ordering: .relaxed).newValue
      live.emit(
        emission, id: EmissionID(rawValue: number), acknowledged: true, within: limit)
    case .request(let request):
      let api = api
      Task.detached {
        do throws(WrittenJSONFault) {
          let document = try request.document
          _ = try? await api.perform(request.method, target: request.target, document: document)
        } catch {
          complain("The JSON \(error.clause).")
        }
      }
    }
  }
}
