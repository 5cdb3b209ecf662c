import Desk

/// An identity at work: its client, and what is done for it besides.
struct RunningIdentity {
  let parts: DeskRunner.IdentityParts
  let inbox: AccountInbox
  let effects: EffectRunner
  let asker: HistoryAsker
  let team: TeamNotes?
  private let replies: ReplyWatch
  private(set) var client: ClientHandle

  init(_ parts: DeskRunner.IdentityParts, inbox: AccountInbox) {
    self.parts = parts
    self.inbox = inbox
    effects = EffectRunner(
      inbox: inbox, cache: parts.cache, replies: parts.replies,
      sounds: SoundPlayer(parts.player))
    asker = HistoryAsker(inbox: inbox)
    team = parts.team.map { TeamNotes($0, inbox: inbox) }
    replies = ReplyWatch(parts.replies) { [effects] in effects.readReplies() }
    client = ClientHandle(parts.makeClient, tokens: parts.tokens, inbox: inbox)
  }

  /// After a suspension, which has stopped the one before.
  mutating func renewClient() {
    client = ClientHandle(parts.makeClient, tokens: parts.tokens, inbox: inbox)
  }
}
