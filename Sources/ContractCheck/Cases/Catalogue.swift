// All checks, in the order in which they are told.

extension CheckCase {
  fileprivate init(
    _ name: String, _ place: String, _ needs: Needs, _ says: String, by tried: String
  ) {
    self.init(name: name, says: says, place: place, tried: tried, needs: needs)
  }

  /// The number of the row that it looks for, or `RowNote.values`; nil for a check of the contract's.
  package var row: Int? {
    if name == Catalogue.times { return RowNote.values }
    return name.hasPrefix("row.") ? Int(name.dropFirst(4)) : nil
  }
}

/// Everything that `furrow check` knows to try.
package enum Catalogue {
  /// The forms of times, which the page's part "Values" leaves open.
  package static let times = "values.times"

  package static let all = signIn + reading + paging + changing + media + link + live + rules + rows

  private static let signIn: [CheckCase] = [
    CheckCase(
      "token.missing", "REST", [], "Every call needs a token; without one it is refused with 401",
      by: "each of the eleven calls without a token"),
    CheckCase(
      "token.forged", "REST", [], "A token that the server did not make is refused with 401",
      by: "a changed signature, later and earlier ends under the old signature, no signature at all"
    ),
    CheckCase(
      "token.expired", "REST", [.expired], "A token whose time is over is refused with 401",
      by: "the token of --expired, over REST and on the link"),
  ]

  private static let reading: [CheckCase] = [
    CheckCase(
      "rest.mine", "REST", [], "GET /conversations lists my conversations",
      by: "the list as each role, each field of each record"),
    CheckCase(
      "rest.mine.scope", "REST", [],
      "A farmer's list holds their own conversations, an agent's those assigned, an admin's all",
      by: "whose conversations the lists hold, and the number of the admin's"),
    CheckCase(
      "rest.mine.filter", "REST", [], "status chooses conversations of one status",
      by: "each of the four, and one that there is not"),
    CheckCase(
      "rest.one", "REST", [], "GET /conversations/ID is one conversation in full",
      by: "the first one of each role's list"),
    CheckCase(
      "rest.one.absent", "REST", [], "404 \"Conversation not found\" for one that is not there",
      by: "an id like those of this server that names none"),
    CheckCase(
      "rest.one.foreign", "REST", [.user, .staff], "403 for a farmer who looks at another's",
      by: "another farmer's id"),
    CheckCase(
      "rest.messages", "REST", [], "GET /messages/ID is the history of a conversation",
      by: "a history as each role, each field of each message"),
    CheckCase(
      "rest.messages.absent", "REST", [], "404 for the history of a conversation that is not there",
      by: "an id that names none"),
    CheckCase(
      "rest.messages.foreign", "REST", [.user, .staff],
      "403 for a farmer who reads another's history",
      by: "another farmer's id"),
    CheckCase(
      "rest.all", "REST", [.staff], "GET /support/conversations lists all conversations for staff",
      by: "the list as the agent and as the admin"),
    CheckCase(
      "rest.all.roles", "REST", [.user], "403 for a farmer who asks for all conversations",
      by: "the call as the farmer"),
    CheckCase(
      "rest.all.filter", "REST", [.admin],
      "status chooses by status, assignedTo by agent (for an admin)",
      by: "each status, an agent of the list, and assignedTo as the agent"),
    CheckCase(
      "rest.stats", "REST", [.staff], "GET /support/stats has all numbers of a desk",
      by: "the call as the agent and as the admin"),
    CheckCase(
      "rest.stats.roles", "REST", [.user], "403 for a farmer who asks for the statistics",
      by: "the call as the farmer"),
    CheckCase(
      "rest.stats.sums", "REST", [.staff], "The numbers of the statistics add up",
      by: "statuses against the total, open and waiting against the active, agents against both"),
  ]

  private static let paging: [CheckCase] = [
    ("mine", "GET /conversations", CheckCase.Needs()),
    ("all", "GET /support/conversations", CheckCase.Needs.staff),
    ("messages", "GET /messages/ID", CheckCase.Needs()),
  ].flatMap { name, call, needs in
    [
      CheckCase(
        "paging.\(name).totals", "Values, pagination", needs,
        "The numbers of pagination say what the pages of \(call) hold",
        by: "pages of a small limit, and the page without page and limit"),
      CheckCase(
        "paging.\(name).once", "Values, pagination", needs,
        "An item of \(call) stands on one page", by: "the ids of all these pages"),
      CheckCase(
        "paging.\(name).order", name == "messages" ? "Row 11" : "REST", needs,
        name == "messages"
          ? "Inside a page of a history the oldest message is first"
          : "\(call) begins with what changed last",
        by: "the times on all these pages"),
    ]
  }

  private static let changing: [CheckCase] = [
    CheckCase(
      "rest.create", "REST", [.user, .write],
      "POST /conversations gives a farmer the conversation that exists, or a new one; 200",
      by: "the call twice: it is one conversation"),
    CheckCase(
      "rest.create.roles", "REST", [.staff, .write], "403 for staff who contact support",
      by: "the call as the agent and as the admin"),
    CheckCase(
      "rest.reassign", "REST", [.user, .support, .admin, .write],
      "POST /support/reassign gives a conversation to another agent; 200",
      by: "the farmer's conversation to the agent; it is read again"),
    CheckCase(
      "rest.reassign.roles", "REST", [.user, .support, .admin, .write],
      "403 for Support and farmers who reassign",
      by: "the farmer's conversation to the agent who has it"),
    CheckCase(
      "rest.reassign.absent", "REST", [.user, .support, .admin, .write],
      "404 for an agent or a conversation that is not there, and for a farmer as agent",
      by: "ids that name none, and the farmer's"),
    CheckCase(
      "rest.reassign.missing", "REST", [.user, .support, .admin, .write],
      "400 for a body without conversationId or newSupportId", by: "either left out"),
    CheckCase(
      "rest.status", "REST", [.user, .support, .admin, .write],
      "PATCH /conversations/ID/status sets the status for Support and Admin; 200",
      by: "each of the four; each is read again"),
    CheckCase(
      "rest.status.unknown", "REST", [.user, .support, .admin, .write],
      "400 for a status that there is not, and for none", by: "\"pending\", a number, an empty body"
    ),
    CheckCase(
      "rest.status.roles", "REST", [.user, .support, .admin, .write],
      "403 for a farmer who sets the status", by: "the status that it has"),
    CheckCase(
      "rest.status.absent", "REST", [.support, .write],
      "404 for the status of a conversation that is not there", by: "an id that names none"),
    CheckCase(
      "rest.send", "REST", [.user, .support, .admin, .write],
      "POST /messages stores a message; 201",
      by: "a text as the farmer and as the agent; the history is read"),
    CheckCase(
      "rest.send.refused", "REST", [.user, .support, .admin, .write],
      "400 for a message of bad data",
      by: "no conversation, no type, an unknown type, no content, blanks, no mediaId, no JSON"),
    CheckCase(
      "rest.send.absent", "REST", [.user, .support, .admin, .write],
      "404 for a message to a conversation, or of a file, that is not there",
      by: "ids that name none"),
    CheckCase(
      "rest.read", "REST", [.user, .support, .admin, .write],
      "PATCH /conversations/ID/read marks everything read by me; 200",
      by: "as the agent, after a farmer's message; isRead and readAt of the history"),
    CheckCase(
      "rest.read.absent", "REST", [.user, .write],
      "404 for reading a conversation that is not there", by: "an id that names none"),
  ]

  private static let media: [CheckCase] = [
    CheckCase(
      "media.upload", "REST", [.user, .support, .admin, .write],
      "POST /media stores up to 5 files; 201",
      by: "a small picture, five small pictures, a sound and a film"),
    CheckCase(
      "media.send", "REST", [.user, .support, .admin, .write],
      "A message of type image carries mediaId, and the history its file",
      by: "the picture as a message over REST and over the link"),
    CheckCase(
      "media.fetch", "Row 22", [.user, .support, .admin, .write],
      "url needs no token and gives the bytes that were stored", by: "the url without a token"),
    CheckCase(
      "media.refused", "REST", [.user, .write], "400 for a form without files or with another type",
      by: "no type, an unknown type, no file, no form"),
    CheckCase(
      "media.type", "Row 21", [.user, .write], "A file of a type that is not listed is refused",
      by: "text and a PDF as images, a picture as a sound, a sound as a film"),
    CheckCase(
      "media.count", "Row 21", [.user, .write], "A sixth file is refused", by: "six small pictures"),
    CheckCase(
      "media.size", "REST", [.user, .write], "A file may have 10 MB, and no more",
      by: "10,000,000 bytes, and 11 MB"),
  ]

  private static let link: [CheckCase] = [
    CheckCase(
      "link.handshake", "Socket.IO, the server", [],
      "The handshake has sid, upgrades, pingInterval, pingTimeout and maxPayload",
      by: "an opening by long-polling"),
    CheckCase(
      "link.websocket", "Socket.IO", [], "A WebSocket alone carries a session",
      by: "a session as each role"),
    CheckCase(
      "link.polling", "Socket.IO", [], "Long-polling alone carries a session",
      by: "a session that never upgrades"),
    CheckCase(
      "link.upgrade", "Socket.IO, the server", [],
      "A polling session is offered a WebSocket and gets it: 2probe, 3probe, 5",
      by: "the upgrade packet by packet, and CONNECT over it"),
    CheckCase(
      "link.ping", "Socket.IO, the client", [], "The server pings every pingInterval",
      by: "waiting for a ping, where that is no longer than --wait"),
    CheckCase(
      "link.requests", "Socket.IO, the server", [],
      "400 for a missing or unknown transport or EIO, and for an unknown sid",
      by: "such requests of long-polling"),
    CheckCase(
      "link.refused", "Row 15", [], "CONNECT without a good token is refused",
      by: "no token and a forged one"),
    CheckCase(
      "link.reconnect", "Socket.IO, the client", [.user, .support, .admin, .write],
      "A session that is opened anew carries on once its rooms are joined again",
      by: "the farmer's link given up and opened again"),
  ]

  private static let live: [CheckCase] = [
    CheckCase(
      "live.join", "Events", [], "conversation:join is answered by conversation:joined",
      by: "a conversation of the person's own"),
    CheckCase(
      "live.join.absent", "Events", [],
      "Joining a conversation that is not there is answered by error", by: "an id that names none"),
    CheckCase(
      "live.join.foreign", "Row 2", [.user, .staff],
      "A farmer does not get into another's room", by: "another farmer's id"),
    CheckCase(
      "live.new", "Events", writing, "message:new comes to everyone in the room, the sender too",
      by: "messages of the farmer and of the agent, both in the room"),
    CheckCase(
      "live.new.room", "Events", writing, "message:new comes to nobody outside the room",
      by: "the agent before joining and after leaving, the admin all the time"),
    CheckCase(
      "live.sent", "Events", writing, "message:sent comes to the sender, with the message's id",
      by: "each message over the link"),
    CheckCase(
      "live.sent.time", "Row 4", writing, "message:sent comes soon",
      by: "the time from message:send to it, against that of opening a link"),
    CheckCase(
      "live.sent.tempid", "Row 4", writing, "message:sent carries the tempId of its send, or none",
      by: "each message with a tempId of its own"),
    CheckCase(
      "live.sent.private", "Events", writing, "message:sent comes to nobody but the sender",
      by: "what the others heard meanwhile"),
    CheckCase(
      "live.notification", "Events", writing,
      "notification:new-message comes to the other person who is not in the room",
      by: "a farmer's message while the agent is outside"),
    CheckCase(
      "live.notification.private", "Events", writing,
      "notification:new-message comes to nobody else, nor to the sender",
      by: "what the admin and the sender heard"),
    CheckCase(
      "live.typing", "Events", writing, "typing:start is told as typing:user-typing",
      by: "both people, each in the room"),
    CheckCase(
      "live.typing.stopped", "Events", writing, "typing:stop is told as typing:user-stopped",
      by: "both people, each in the room"),
    CheckCase(
      "live.typing.room", "Events", writing,
      "Typing is told to the others in the room, and to nobody outside",
      by: "what the one who types heard, and the admin, who is not in the room"),
    CheckCase(
      "live.receipt", "Events", writing,
      "message:read is told to the sender as message:read-receipt",
      by: "a message of either side"),
    CheckCase(
      "live.receipt.room", "Events", writing, "A receipt comes to nobody outside the room",
      by: "what the admin heard, who is not in the room"),
    CheckCase(
      "live.allread", "Events", writing, "conversation:mark-all-read marks everything read by me",
      by: "as the farmer; isRead of the history"),
    CheckCase(
      "live.leave", "Events", writing, "After conversation:leave no events of the room come",
      by: "a farmer's message after the agent has left"),
    CheckCase(
      "live.error", "Events", writing, "An event that is refused is answered by error",
      by: "a blank text, an unknown type, typing, reading and sending where no conversation is"),
    CheckCase(
      "live.online", "Events", [.user, .support, .admin, .write],
      "user:online is told when a person comes",
      by: "what the admin hears of the farmer and of the agent"),
    CheckCase(
      "live.offline", "Events", [.user, .support, .admin, .write],
      "user:offline is told when they leave",
      by: "what the admin hears when the farmer's only session ends"),
  ]

  private static let writing: CheckCase.Needs = [.user, .support, .admin, .write]

  private static let rules: [CheckCase] = [
    CheckCase(
      "rules.waiting", "Row 26", writing, "A farmer's message sets the status to waiting",
      by: "from open and from resolved, over REST and over the link"),
    CheckCase(
      "rules.closed", "Row 26", writing, "A closed conversation stays closed",
      by: "a farmer's message to a closed one"),
    CheckCase(
      "rules.reply", "Row 26", writing, "An agent's reply leaves the status alone",
      by: "a reply while it is open"),
    CheckCase(
      "rules.unread", "Values, conversation", writing, "unreadCount counts what I have not read",
      by: "the agent's number after a farmer's message"),
    CheckCase(
      "rules.unread.reset", "REST", writing, "What is read is no longer counted",
      by: "after PATCH read, and after conversation:mark-all-read"),
    CheckCase(
      "rules.history", "Events", writing,
      "What was sent stands in the history once, as it was sent",
      by: "the history after each message"),
    CheckCase(
      "rules.last", "Values, conversation", writing, "lastMessage is the newest message",
      by: "the conversation after a message"),
    CheckCase(
      "rules.presence", "Values, person", writing, "isOnline says who has a session",
      by: "the farmer in the conversation, connected and gone"),
  ]

  private static let rows: [CheckCase] =
    [
      (1, "Errors have more than one shape"), (2, "Not everyone may join"),
      (3, "A notification may double a message"), (4, "A confirmation is not certain"),
      (5, "Text is trimmed"), (6, "There are more events"), (7, "Acknowledgements are rare"),
      (8, "Much is announced to nobody"), (9, "An upload answers an array or an object"),
      (10, "A reference is an object, an id, null or absent"), (11, "Pages run either way"),
      (12, "Pages shift"), (13, "unreadCount has gaps"), (14, "The token says who I am"),
      (15, "Refused sign-in on the socket"), (16, "Timings come from the handshake"),
      (17, "Transports vary"), (18, "user:offline can be wrong"),
      (19, "typing:user-stopped can be missing"), (20, "Deleting exists, silently"),
      (21, "An upload is judged by its declared type"), (22, "Media live anywhere"),
      (23, "A sign-in call may exist"), (24, "Nothing lists the agents"),
      (25, "\"Mine\" and \"all\" differ for agents"), (26, "The server moves the status too"),
      (27, "JSON is not always JSON"), (28, "Fields come in other types"),
      (29, "A server may send the client away"), (30, "A server may want to be left alone"),
      (31, "A link may be there only to be reset"), (32, "Who loses a conversation keeps its room"),
      (33, "Packets have more forms"),
    ].map { row, says in
      CheckCase("row.\(row)", "Row \(row)", [], says, by: "what the other checks saw")
    } + [
      CheckCase(
        times, "Values", [], "Times may lack their fraction or carry an offset",
        by: "what the other checks saw")
    ]
}
