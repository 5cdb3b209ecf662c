// Messages over REST, what follows from them, and reading.

import ChatModel
import JSON

extension ContractRun {
  func send(_ trial: Trial) async {
    _ = await trial.set(self, "open")
    let admin = await link(trial.admin)
    _ = await admin.connected(within: options.patience)
    let before = await unread(trial, of: trial.support)
    let text = newText("sent over REST, with blanks around it")
    let sent = await post("rest.send", trial, trial.user, "  \(text)  ")
    if let sent {
      await followUp(trial, sent, "  \(text)  ", unreadBefore: before)
    }
    await refuseSends(trial)
    await replies(trial)
    await admin.close()
    note(
      8,
      admin.heard("message:new").isEmpty
        ? "a message over REST is announced to nobody" : "a message over REST is announced")
  }

  /// A text that says what it is, and differs from all others.
  func newText(_ words: String) -> String {
    lastText += 1
    return "\(Trial.mark) \(words) (\(lastText))"
  }

  /// - Returns: the message's id.
  private func post(
    _ check: String, _ trial: Trial, _ person: CheckPerson, _ text: String
  ) async -> String? {
    let reply = await ask(
      check, person, "POST", ["messages"],
      body: [
        "conversationId": .string(trial.id), "messageType": "text", "content": .string(text),
      ])
    let isGood = expect(
      check, reply, 201, .success(.message(namesConversation: .required)))
    guard let reply, reply.isSuccess, let id = reply.data?["_id"]?.stringValue else { return nil }
    sentMessages.append(id)
    guard isGood, let data = reply.data else { return id }
    judgeContent(check, reply.asked, data, at: "$.data", in: trial.id)
    if let sender = Self.id(data["senderId"]), sender != person.id {
      fail(check, reply.asked, path: "$.data.senderId", expected: person.id, came: sender)
    }
    if data["isRead"] == true {
      fail(check, reply.asked, path: "$.data.isRead", expected: "false", came: "true")
    }
    if data["messageType"] != "text" {
      fail(
        check, reply.asked, path: "$.data.messageType", expected: "\"text\"",
        value: data["messageType"])
    }
    expectText(check, reply.asked, data["content"], text, at: "$.data.content")
    return id
  }

  /// The text as it was sent, or trimmed (row 5).
  func expectText(
    _ check: String, _ asked: String, _ came: JSONValue?, _ text: String, at path: String
  ) {
    let trimmed = text.trimming { $0 == " " }
    if text != trimmed {
      if came == .string(trimmed) { return note(5, "blanks are cut at both ends") }
      if came == .string(text) { return note(5, "blanks are kept") }
    }
    guard came != .string(text) else { return }
    fail(check, asked, path: path, expected: JSONValue.string(trimmed).encoded, value: came)
  }

  private func followUp(
    _ trial: Trial, _ message: String, _ text: String, unreadBefore before: Int?
  ) async {
    await expectInHistory(trial, message, text, by: trial.user, isRead: false)
    if let now = await trial.look(self, "rules.waiting", as: trial.support) {
      expectStatus("rules.waiting", now, "waiting", ", as the farmer wrote")
      expectLast("rules.last", now, message)
    }
    await expectUnreadGrew(trial, before)
    let read = await ask("rest.read", trial.support, "PATCH", ["conversations", trial.id, "read"])
    expect("rest.read", read, .bareSuccess)
    await expectNothingUnread(trial, of: trial.support, "PATCH /conversations/ID/read")
    await expectInHistory(trial, message, text, by: trial.user, isRead: true, "rest.read")
    let ofNone = await ask(
      "rest.read.absent", trial.user, "PATCH", ["conversations", absent, "read"], remark: "of none")
    expect("rest.read.absent", ofNone, refusal: 404)
  }

  func expectLast(_ check: String, _ reply: Reply, _ message: String) {
    let last = reply.data?["lastMessage"]
    tried(check)
    guard Self.id(last) != message, !known.hidesReferences else { return }
    fail(
      check, reply.asked, path: "$.data.lastMessage", expected: "\(message), the newest message",
      value: last)
  }

  /// The message stands in the history once, and as it was sent.
  func expectInHistory(
    _ trial: Trial, _ message: String, _ text: String?, by sender: CheckPerson, isRead: Bool?,
    _ check: String = "rules.history"
  ) async {
    let history = await trial.history(self, check)
    let asked = "GET /messages/ID"
    tried(check)
    let places = history.indices.filter { history[$0]["_id"]?.stringValue == message }
    guard let place = places.first else {
      return fail(
        check, asked, expected: "\(message), which was sent", came: "a history without it")
    }
    if places.count > 1 {
      fail(check, asked, expected: "\(message) once", came: "\(places.count) times")
    }
    let record = history[place]
    let path = "$.data[\(place)]"
    if let text { expectText(check, asked, record["content"], text, at: "\(path).content") }
    if let came = Self.id(record["senderId"]), came != sender.id {
      fail(check, asked, path: "\(path).senderId", expected: sender.id, came: came)
    }
    guard let isRead, record["isRead"] != .bool(isRead) else { return }
    fail(
      check, asked, path: "\(path).isRead",
      expected: isRead ? "true, as it was read" : "false, as nobody read it",
      value: record["isRead"])
  }

  // MARK: Unread

  /// The person's number; nil where the server gives none (row 13).
  func unread(_ trial: Trial, of person: CheckPerson) async -> Int? {
    let now = await trial.look(self, "rules.unread", as: person)
    let counts = now?.data?["unreadCount"]?.objectValue
    if let counts {
      note(13, counts[person.id] == nil ? "a number of mine is missing" : "my number is there")
    }
    return counts?[person.id]?.integerValue
  }

  func expectUnreadGrew(_ trial: Trial, _ before: Int?) async {
    guard let now = await unread(trial, of: trial.support) else {
      return ledger.skip("rules.unread", "The server gives no number of the agent's (row 13).")
    }
    tried("rules.unread")
    if now <= before ?? 0 {
      fail(
        "rules.unread", "GET /conversations/ID as Support",
        path: "$.data.unreadCount.\(trial.support.id)",
        expected: "more than \(before ?? 0), as the farmer wrote", came: "\(now)")
    }
  }

  func expectNothingUnread(_ trial: Trial, of person: CheckPerson, _ reading: String) async {
    guard let now = await unread(trial, of: person) else {
      return ledger.skip("rules.unread.reset", "The server gives no such number (row 13).")
    }
    tried("rules.unread.reset")
    guard now != 0 else { return }
    fail(
      "rules.unread.reset", "GET /conversations/ID as \(person.role.rawValue) after \(reading)",
      path: "$.data.unreadCount.\(person.id)", expected: "0", came: "\(now)")
  }

  // MARK: What is refused

  private func refuseSends(_ trial: Trial) async {
    let id = JSONValue.string(trial.id)
    let bodies: [(JSONValue, String)] = [
      (["messageType": "text", "content": "x"], "without conversationId"),
      (["conversationId": id, "content": "x"], "without messageType"),
      (["conversationId": id, "messageType": "letter", "content": "x"], "of an unknown type"),
      (["conversationId": id, "messageType": "text"], "without content"),
      (["conversationId": id, "messageType": "text", "content": "   "], "of blanks"),
      (["conversationId": id, "messageType": "text", "content": 7], "with a number as content"),
      (["conversationId": id, "messageType": "image"], "without mediaId"),
      ([], "with a list as body"),
    ]
    for (body, words) in bodies {
      let reply = await ask(
        "rest.send.refused", trial.user, "POST", ["messages"], body: body, remark: words)
      keepSent(reply)
      expect("rest.send.refused", reply, refusal: 400)
    }
    var call = RawCall("POST", ["chat", "messages"])
    call.token = trial.user.token
    call.contentType = "application/json"
    call.body = Array("{\"conversationId\":".utf8)
    expect(
      "rest.send.refused",
      await ask("rest.send.refused", trial.user, call, remark: "with half a body"),
      refusal: 400)
    let ofNone = await ask(
      "rest.send.absent", trial.user, "POST", ["messages"],
      body: ["conversationId": .string(absent), "messageType": "text", "content": "x"],
      remark: "to none")
    expect("rest.send.absent", ofNone, refusal: 404)
    let ofNoFile = await ask(
      "rest.send.absent", trial.user, "POST", ["messages"],
      body: ["conversationId": id, "messageType": "image", "mediaId": .string(absent)],
      remark: "of no file")
    keepSent(ofNoFile)
    expect("rest.send.absent", ofNoFile, refusal: 404, or: [400])
  }

  /// What should have been refused and was taken is to be taken away all the same.
  func keepSent(_ reply: Reply?) {
    if let reply, reply.isSuccess, let id = reply.data?["_id"]?.stringValue {
      sentMessages.append(id)
    }
  }

  // MARK: Whose turn it is

  private func replies(_ trial: Trial) async {
    guard wants(["rules.*", "rest.send", "row.26"]) else { return }
    _ = await trial.set(self, "open")
    _ = await post("rest.send", trial, trial.support, newText("a reply of the agent"))
    if let now = await trial.look(self, "rules.reply", as: trial.support) {
      expectStatus("rules.reply", now, "open", ", as an agent's reply leaves it alone")
    }
    _ = await trial.set(self, "resolved")
    _ = await post("rules.waiting", trial, trial.user, newText("to what was resolved"))
    if let now = await trial.look(self, "rules.waiting", as: trial.support) {
      expectStatus("rules.waiting", now, "waiting", ", as the farmer wrote")
      note(26, "a farmer's message sets \(now.data?["status"]?.stringValue ?? "no status")")
    }
    _ = await trial.set(self, "closed")
    _ = await post("rules.closed", trial, trial.user, newText("to what was closed"))
    if let now = await trial.look(self, "rules.closed", as: trial.support) {
      expectStatus("rules.closed", now, "closed", ", as it was")
    }
    _ = await trial.set(self, "open")
  }
}

extension String {
  fileprivate func trimming(_ isCut: (Character) -> Bool) -> String {
    guard let start = firstIndex(where: { !isCut($0) }),
      let end = lastIndex(where: { !isCut($0) })
    else { return "" }
    return String(self[start...end])
  }
}
