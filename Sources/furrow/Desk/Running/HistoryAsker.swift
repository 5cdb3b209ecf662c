import ChatClient
import ChatModel
import Desk
import Sentences
import Synchronization

/// Asks the history what a person looks for, away from the desk's thread and beside the client. Of two
/// questions of one kind only the later one goes on.
final class HistoryAsker: Sendable {
  private struct Running {
    var everywhere: Task<Void, Never>?
    var places: Task<Void, Never>?
  }

  private let inbox: AccountInbox
  private let running = Mutex(Running())

  init(inbox: AccountInbox) { self.inbox = inbox }

  func ask(_ question: SearchQuestion, _ request: Int, in history: (any HistoryQueries)?) {
    guard let history else {
      return inbox.post(.searchFailed(request: request, said("this desk has no client")))
    }
    let inbox = inbox
    let task = Task.detached {
      do throws(StoreError) {
        let answer: Desk.Action
        switch question {
        case .everywhere(let question):
          let page = try await history.search(question)
          let reach = try await history.reach(of: page.hits.map(\.conversation.id))
          answer = .found(request: request, SearchFindings(page: page, reach: reach))
        case .places(let question, let id):
          answer = .foundPlaces(request: request, try await history.places(question, in: id))
        }
        if !Task.isCancelled { inbox.post(answer) }
      } catch {
        if !Task.isCancelled { inbox.post(.searchFailed(request: request, error.reason)) }
      }
    }
    running.withLock { running in
      switch question {
      case .everywhere:
        running.everywhere?.cancel()
        running.everywhere = task
      case .places:
        running.places?.cancel()
        running.places = task
      }
    }
  }
}
