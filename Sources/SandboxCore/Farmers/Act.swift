// What a simulated person does, as a value; and the one place where it is done.

import ChatModel
import JSON

/// One deed of a simulated person.
struct Act: Hashable, Sendable {
  var person: UserID
  var deed: Deed

  enum Deed: Hashable, Sendable {
    case comeOnline
    case goOffline
    case type(in: ConversationID)
    case stopTyping(in: ConversationID)
    case say(String, in: ConversationID)
    case show(SeedMedia, in: ConversationID)
    /// Reads everything there is to read.
    case read(ConversationID)
    case reassign(ConversationID, to: UserID)
  }
}

extension Sandbox {
  /// Does what a simulated person does; they come online for it.
  func perform(_ act: Act) {
    let session = LiveSessionID("simulated:\(act.person)")
    if act.deed == .goOffline {
      disconnect(session)
      return
    }
    if user(of: session) == nil { connect(session, simulating: act.person) }
    func emit(_ event: String, _ conversation: ConversationID, _ more: JSONObject = [:]) {
      var body = more
      body["conversationId"] = .string(conversation.rawValue)
      handle(event, [.object(body)], from: session)
    }
    switch act.deed {
    case .comeOnline, .goOffline: break
    case .type(let conversation): emit("typing:start", conversation)
    case .stopTyping(let conversation): emit("typing:stop", conversation)
    case .say(let words, let conversation):
      emit(
        "message:send", conversation, ["messageType": "text", "content": .string(words)])
    case .show(let file, let conversation):
      emit(
        "message:send", conversation,
        [
          "messageType": .string(file.kind.rawValue),
          "mediaId": .string(mediaID(of: file).rawValue),
        ])
    case .read(let conversation): emit("conversation:mark-all-read", conversation)
    case .reassign(let conversation, let agent):
      respond(
        to: .reassign([
          "conversationId": .string(conversation.rawValue),
          "newSupportId": .string(agent.rawValue),
        ]), as: act.person)
    }
  }
}
