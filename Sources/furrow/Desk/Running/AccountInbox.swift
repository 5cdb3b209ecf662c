import Desk
import TerminalIO

/// The desk's inbox as one identity's client and effects know it: what is posted is theirs.
struct AccountInbox: Sendable {
  let inbox: Inbox<AccountAction>
  let account: AccountID

  func post(_ action: Desk.Action) { inbox.post(AccountAction(action, to: account)) }

  func post(contentsOf actions: some Sequence<Desk.Action>) {
    inbox.post(contentsOf: actions.map { AccountAction($0, to: account) })
  }
}
