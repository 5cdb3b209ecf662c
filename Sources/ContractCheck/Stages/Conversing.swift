// A conversation over the live link: the farmer and the agent in the room, the admin outside all the
// time, so that what leaks comes to the admin.

import ChatModel
import JSON

/// The three links of a conversation.
struct Parties {
  let trial: Trial
  let user: Ear
  let support: Ear
  let admin: Ear

  var id: String { trial.id }
}

/// A message that went out over a link.
struct Sent {
  let id: String?
  let text: String
  let by: Ear
  let at: ContinuousClock.Instant
}

extension ContractRun {
  func converse(_ trial: Trial) async {
    let wasOnline = await isOnline(trial)
    let admin = await link(trial.admin)
    guard await isUp(admin) else { return await admin.close() }
    var support = await link(trial.support, preferring: .polling)
    if await !isUp(support) {
      await support.close()
      support = await link(trial.support)
    }
    let user = await link(trial.user)
    let parties = Parties(trial: trial, user: user, support: support, admin: admin)
    let areUp = await isUp(support)
    if areUp, await isUp(user) {
      _ = await trial.set(self, "open")
      await expectOnline(parties, wasOnline)
      await talk(parties)
      await leaveAndReturn(parties)
      await reconnect(parties)
      await partTwice(parties)
      await goOffline(parties, wasOnline)
    }
    for ear in [user, support, admin] { await ear.close() }
    lookForLeaks(parties)
    for ear in [user, support, admin] { judgeEvents(of: ear) }
  }

  private func isUp(_ ear: Ear) async -> Bool {
    let start = ContinuousClock.now
    let state = await ear.connected(within: options.patience)
    known.answerTime = max(known.answerTime, ContinuousClock.now - start)
    if case .connected = state { return true }
    let words: String
    switch state {
    case .refused(let reason, _), .down(let reason): words = reason
    case .opening, .connected: words = "nothing in time"
    }
    fail(
      ear.person.role == .support ? "link.polling" : "link.websocket",
      "a session as \(ear.person.role.rawValue)", expected: "a session", came: words)
    return false
  }

  private func talk(_ parties: Parties) async {
    let (user, support) = (parties.user, parties.support)
    await join(user, parties)
    // The agent is outside still.
    await typeOutside(parties)
    let outside = await say(user, parties, "to an agent outside the room")
    await expectNotification(outside, to: support, parties)
    await expectWaiting(parties, outside)
    await join(support, parties)
    let mark = support.mark
    let inside = await say(user, parties, "to an agent in the room")
    await expectNew(inside, at: support, from: mark, parties)
    await noteDoubles(inside, support)
    let back = user.mark
    let reply = await say(support, parties, "a reply")
    await expectNew(reply, at: user, from: back, parties)
    if wants(["live.typing*", "row.19"]) {
      await showTyping(of: user, to: support, parties)
      await showTyping(of: support, to: user, parties)
    }
    await read(inside, by: support, parties)
    await read(reply, by: user, parties)
    await readAll(parties)
    await refuse(parties)
    if wants(["media.send", "row.10"]) { await sendPicture(parties) }
    await lookForAcknowledgement(parties)
  }

  // MARK: Presence

  private func isOnline(_ trial: Trial) async -> Bool {
    let reply = await trial.look(self, "rules.presence", as: trial.admin)
    return reply?.data?["userId"]?["isOnline"] == true
  }

  private func expectOnline(_ parties: Parties, _ wasOnline: Bool) async {
    for ear in [parties.support, parties.user] {
      let id = ear.person.id
      let isKnown = ear.person.role == .user && wasOnline
      if await parties.admin.event(
        "user:online", from: 0, within: options.patience, where: { $0["userId"]?.stringValue == id }
      )
        != nil
      {
        tried("live.online")
      } else if isKnown {
        ledger.skip("live.online", "The farmer has another session.")
      } else if ear.person.role == .user {
        fail(
          "live.online", "user:online of the farmer, at the admin", expected: "user:online",
          came: "nothing in time")
      }
    }
    await expectPresence(parties.trial, true, "with a session")
  }

  private func expectPresence(_ trial: Trial, _ isOnline: Bool, _ words: String) async {
    guard let now = await trial.look(self, "rules.presence", as: trial.admin),
      let came = now.data?["userId"]?["isOnline"]
    else { return }
    tried("rules.presence")
    guard came != .bool(isOnline) else { return }
    fail(
      "rules.presence", "\(now.asked), the farmer \(words)", path: "$.data.userId.isOnline",
      expected: "\(isOnline)", value: came)
  }

  /// A second session of the farmer ends while the first goes on (row 18).
  private func partTwice(_ parties: Parties) async {
    guard wants("row.18") else { return }
    let second = await link(parties.trial.user)
    guard await isUp(second) else { return await second.close() }
    let mark = parties.admin.mark
    await second.close()
    await barrier(parties.admin)
    let id = parties.trial.user.id
    let wasTold = !parties.admin.heard(from: mark, "user:offline") {
      $0["userId"]?.stringValue == id
    }.isEmpty
    note(
      18,
      wasTold
        ? "user:offline comes when one of several sessions ends"
        : "user:offline comes when the last session ends")
  }

  private func goOffline(_ parties: Parties, _ wasOnline: Bool) async {
    guard wants(["live.offline", "rules.presence"]) else { return }
    let mark = parties.admin.mark
    await parties.user.close()
    guard !wasOnline else {
      return ledger.skip("live.offline", "The farmer has another session.")
    }
    let id = parties.trial.user.id
    let heard = await parties.admin.event(
      "user:offline", from: mark, within: options.patience,
      where: { $0["userId"]?.stringValue == id })
    tried("live.offline")
    if heard == nil {
      fail(
        "live.offline", "user:offline of the farmer, at the admin", expected: "user:offline",
        came: "nothing in time")
    }
    await expectPresence(parties.trial, false, "gone")
  }

  // MARK: Coming and going

  private func join(_ ear: Ear, _ parties: Parties) async {
    let (mark, start, id) = (ear.mark, ContinuousClock.now, parties.id)
    ear.emit("conversation:join", Self.about(id))
    let answer = await ear.event(
      "conversation:joined", from: mark, within: options.patience,
      where: { $0["conversationId"]?.stringValue == id })
    tried("live.join")
    guard let answer else {
      return fail(
        "live.join", "conversation:join as \(ear.person.role.rawValue)",
        expected: "conversation:joined", came: Self.shown(ear.book.log.dropFirst(mark).last))
    }
    judgeTime("live.join", "conversation:join as \(ear.person.role.rawValue)", answer, since: start)
  }

  /// Waits until the server has answered something that was asked after everything else: what it told
  /// this link before is here then.
  func barrier(_ ear: Ear) async {
    let mark = ear.mark
    ear.emit("conversation:join", Self.about(absent))
    _ = await ear.event("error", from: mark, within: options.patience)
  }

  private func leaveAndReturn(_ parties: Parties) async {
    guard wants(["live.leave", "live.new.room", "row.6"]) else { return }
    let support = parties.support
    support.emit("conversation:leave", Self.about(parties.id))
    await barrier(support)
    let mark = support.mark
    let sent = await say(parties.user, parties, "after the agent has left")
    await barrier(support)
    tried("live.leave")
    if !support.heard(from: mark, "message:new", where: { Self.names($0, sent) }).isEmpty {
      fail(
        "live.leave", "message:new at the agent after conversation:leave", expected: "nothing",
        came: "message:new")
    }
    await join(support, parties)
  }

  private func reconnect(_ parties: Parties) async {
    guard wants("link.reconnect") else { return }
    let user = parties.user
    let before = user.book.connections
    user.renew()
    tried("link.reconnect")
    guard await user.wait(options.patience, until: { $0.connections > before }) else {
      return fail(
        "link.reconnect", "the farmer's link, opened anew", expected: "a session",
        came: "nothing in time")
    }
    await join(user, parties)
    let mark = user.mark
    let sent = await say(parties.support, parties, "after the farmer came back")
    if await user.event(
      "message:new", from: mark, within: options.patience, where: { Self.names($0, sent) }) == nil
    {
      fail(
        "link.reconnect", "message:new at the farmer who came back", expected: "message:new",
        came: "nothing in time")
    }
  }

  // MARK: Saying

  static func names(_ data: JSONValue, _ sent: Sent) -> Bool {
    let message = data["message"]
    if let id = sent.id { return message?["_id"]?.stringValue == id }
    return message?["content"]?.stringValue == sent.text
  }

  /// Sends a text over the link, and judges what its sender hears.
  func say(_ ear: Ear, _ parties: Parties, _ words: String) async -> Sent {
    let text = newText(words)
    let tempID = "furrow-check-\(lastText)"
    let (mark, start) = (ear.mark, ContinuousClock.now)
    ear.emit(
      "message:send",
      [
        "conversationId": .string(parties.id), "messageType": "text", "content": .string(text),
        "tempId": .string(tempID),
      ])
    return await follow(ear, mark, start, text, tempID, parties)
  }

  private func follow(
    _ ear: Ear, _ mark: Int, _ start: ContinuousClock.Instant, _ text: String, _ tempID: String,
    _ parties: Parties
  ) async -> Sent {
    let asked = "message:send as \(ear.person.role.rawValue)"
    let new = await ear.event(
      "message:new", from: mark, within: options.patience,
      where: { $0["message"]?["content"]?.stringValue == text })
    tried("live.new")
    if new == nil {
      fail(
        "live.new", "\(asked), at the sender", expected: "message:new", came: "nothing in time")
    }
    let id = new?.data["message"]?["_id"]?.stringValue
    // A server that did not confirm the last one is not waited for as long again.
    let patience =
      unconfirmed.isEmpty ? options.patience : min(options.patience, .milliseconds(500))
    let sent = await ear.event("message:sent", from: mark, within: patience)
    tried("live.sent")
    if let sent {
      judgeConfirmation(sent, id, tempID, asked)
      tried("live.sent.time")
      judgeTime("live.sent.time", asked, sent, since: start)
      noteOrder(new, sent)
    } else {
      fail("live.sent", asked, expected: "message:sent", came: "nothing in time")
      unconfirmed.append((ear, ear.mark, start, asked))
    }
    let known = id ?? sent?.data["messageId"]?.stringValue
    if let known { sentMessages.append(known) }
    return Sent(id: known, text: text, by: ear, at: start)
  }

  private func judgeConfirmation(
    _ sent: Ear.Heard, _ id: String?, _ tempID: String, _ asked: String
  ) {
    if let id, let came = sent.data["messageId"]?.stringValue, came != id {
      fail("live.sent", asked, path: "$.messageId", expected: id, came: came)
    }
    tried("live.sent.tempid")
    switch sent.data["tempId"] {
    case nil: note(4, "message:sent carries no tempId")
    case .string(tempID): note(4, "message:sent echoes tempId")
    case let other:
      fail(
        "live.sent.tempid", asked, path: "$.tempId", expected: "\"\(tempID)\", or none",
        value: other)
    }
  }

  /// What comes long after a link could have been opened is late.
  func judgeTime(
    _ check: String, _ asked: String, _ heard: Ear.Heard, since start: ContinuousClock.Instant
  ) {
    let delay = heard.at - start
    guard delay > known.answerTime + options.late else { return }
    fail(
      check, asked,
      expected:
        "\(heard.name) soon, as opening a link takes \(Self.milliseconds(known.answerTime))",
      came: "\(heard.name) after \(Self.milliseconds(delay))")
  }

  static func milliseconds(_ time: Duration) -> String {
    let (seconds, attoseconds) = time.components
    return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000) ms"
  }

  private func noteOrder(_ new: Ear.Heard?, _ sent: Ear.Heard) {
    guard let new else { return }
    note(
      4,
      sent.at < new.at
        ? "message:sent comes before message:new" : "message:sent comes with or after message:new")
  }

  private func expectNew(
    _ sent: Sent, at ear: Ear, from mark: Int, _ parties: Parties
  ) async {
    let heard = await ear.event(
      "message:new", from: mark, within: options.patience, where: { Self.names($0, sent) })
    let asked = "message:send as \(sent.by.person.role.rawValue), at the other one in the room"
    tried("live.new")
    guard let heard else {
      return fail("live.new", asked, expected: "message:new", came: "nothing in time")
    }
    judgeTime("live.new", asked, heard, since: sent.at)
    func expect(_ path: String, _ came: JSONValue?, _ wanted: String) {
      guard let came, Self.id(came) != wanted, !(came == .null && known.hidesReferences)
      else { return }
      fail("live.new", asked, path: path, expected: wanted, came: ShapeJudge.shown(came))
    }
    expect("$.conversationId", heard.data["conversationId"], parties.id)
    expect("$.message.senderId", heard.data["message"]?["senderId"], sent.by.person.id)
    expectText(
      "live.new", asked, heard.data["message"]?["content"], sent.text, at: "$.message.content")
    if let id = sent.id {
      await expectInHistory(parties.trial, id, sent.text, by: sent.by.person, isRead: nil)
    }
  }

  private func expectNotification(_ sent: Sent, to ear: Ear, _ parties: Parties) async {
    let asked = "message:send as User, at the agent outside the room"
    let heard = await ear.event(
      "notification:new-message", from: 0, within: options.patience,
      where: { Self.names($0, sent) })
    tried("live.notification")
    guard let heard else {
      return fail(
        "live.notification", asked, expected: "notification:new-message", came: "nothing in time")
    }
    judgeTime("live.notification", asked, heard, since: sent.at)
    func expect(_ path: String, _ came: JSONValue?, _ wanted: String) {
      guard let came, came != .string(wanted) else { return }
      fail("live.notification", asked, path: path, expected: wanted, came: ShapeJudge.shown(came))
    }
    expect("$.conversationId", heard.data["conversationId"], parties.id)
    expect("$.sender.id", heard.data["sender"]?["id"], sent.by.person.id)
    expect("$.sender.role", heard.data["sender"]?["role"], sent.by.person.role.rawValue)
  }

  private func expectWaiting(_ parties: Parties, _ sent: Sent) async {
    guard wants(["rules.waiting", "rules.last"]) else { return }
    guard let now = await parties.trial.look(self, "rules.waiting", as: parties.trial.support)
    else { return }
    expectStatus("rules.waiting", now, "waiting", ", as the farmer wrote over the link")
    if let id = sent.id { expectLast("rules.last", now, id) }
  }

  private func noteDoubles(_ sent: Sent, _ ear: Ear) async {
    guard wants("row.3") else { return }
    await barrier(ear)
    let isDoubled = !ear.heard("notification:new-message", where: { Self.names($0, sent) }).isEmpty
    note(
      3,
      isDoubled
        ? "notification:new-message comes to those in the room too"
        : "notification:new-message spares those in the room")
  }
}
