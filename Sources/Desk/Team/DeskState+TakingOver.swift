// Taking a conversation over: it becomes mine, and the reply opens.

import ChatModel
import Foundation
import Sentences
import TextGrid

/// What I have asked to be given.
struct Takeover: Hashable, Sendable {
  let id: ConversationID
  /// The server has given it to me.
  var isDone = false
}

extension DeskState {
  mutating func askToTakeOver(_ target: ConversationID?, now: Date) {
    guard isAdmin else {
      return refuse(said("Only an admin takes a conversation over."), now: now)
    }
    guard let target, let summary = conversations[target] else {
      return refuse(said("There is no conversation to take over."), now: now)
    }
    guard !summary.isMine else {
      return refuse(
        "\(name(of: summary)) is yours already; \(key: .reply) writes.", about: target, now: now)
    }
    let whose = summary.conversation.agent.id.map(agentName)
    let back =
      whose.map { said("\(key(.takeBack, in: .list)) gives it back to \($0).") }
      ?? said("Nobody has it, so that it cannot be given back.")
    let becomes =
      configuration.commandWords.isEmpty
      ? said("It becomes yours, and the reply opens.") : said("It becomes yours, and is opened.")
    open(
      Question(
        question: whose.map { said("Take \(name(of: summary)) over from \($0)?") }
          ?? said("Take \(name(of: summary)) over?"),
        detail: "\(becomes) \(back)",
        yes: said("y takes it over"), no: said("n leaves it"), purpose: .takeOver(target)))
    emit(.client(.lookAt(target)))
  }

  mutating func takeOver(_ id: ConversationID, now: Date) {
    guard let me else { return }
    takeover = nil
    guard !lacksSignIn(for: said("taken over"), id, now: now) else { return }
    takeover = Takeover(id: id)
    emit(.client(.reassign(id, to: me.userID)))
    hint(said("\(name(of: id)) goes to you…"), about: id, now: now)
  }

  mutating func noteTakenOver(_ id: ConversationID, by agent: UserID) {
    guard takeover?.id == id else { return }
    if agent == me?.userID { takeover?.isDone = true } else { takeover = nil }
  }

  /// Opens the reply once the conversation is mine, unless something else is being done meanwhile.
  mutating func openTakenOver(now: Date) {
    guard let wish = takeover, wish.isDone, conversations[wish.id]?.isMine == true else { return }
    takeover = nil
    guard overlay == nil, focus != .composer || openID == wish.id else { return }
    let wasWatched = openID == wish.id && messages.leavesNoTrace
    if openID == wish.id {
      messages.leavesNoTrace = false
      emit(opening(wish.id))
    }
    open(wish.id, now: now)
    messages.wasWatched = wasWatched
    focus = .composer
  }

  /// What was watched without a trace before it was taken over is watched so again once it is given back.
  mutating func watchAgain(_ id: ConversationID, now: Date) {
    guard openID == id, messages.wasWatched else { return }
    messages.wasWatched = false
    guard !messages.leavesNoTrace else { return }
    messages.leavesNoTrace = true
    emit(opening(id))
  }
}
