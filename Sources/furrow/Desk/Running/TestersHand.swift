import ChatClient
import ChatConnection
import ChatModel
import Desk
import Sentences

/// Sends what a tester wrote, over the client's own link and with its own token, past its outbox.
final class TestersHand: Sendable {
  private let api: HTTPChatAPI
  private let session: ChatSession

  init(api: HTTPChatAPI, session: ChatSession) {
    self.api = api
    self.session = session
  }

  /// - Parameter complain: told in a sentence why it was not sent; everything else is on the wire
  func act(_ order: WireOrder, orElse complain: @escaping @Sendable (String) -> Void) {
    switch order {
    case .event(let emission, let limit):
      session.perform(.emitByHand(emission, acknowledgedWithin: limit))
    case .request(let request):
      let api = api
      Task.detached {
        do throws(WrittenJSONFault) {
          let document = try request.document
          _ = try? await api.perform(request.method, target: request.target, document: document)
        } catch {
          complain(said("The JSON \(error.clause)."))
        }
      }
    }
  }
}
