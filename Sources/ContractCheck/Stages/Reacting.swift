// Typing, reading, refusals over the live link, and what leaked to those outside.

import JSON

extension ContractRun {
  // MARK: Typing

  func showTyping(of ear: Ear, to other: Ear, _ parties: Parties) async {
    await tell(
      "typing:start", "typing:user-typing", "live.typing", ear, other, parties)
    await tell(
      "typing:stop", "typing:user-stopped", "live.typing.stopped", ear, other, parties)
  }

  /// The document names no room for typing: the other person may hear of it outside too.
  func typeOutside(_ parties: Parties) async {
    guard wants("live.typing.room") else { return }
    let mark = parties.support.mark
    parties.user.emit("typing:start", Self.about(parties.id))
    parties.user.emit("typing:stop", Self.about(parties.id))
    await barrier(parties.user)
    await barrier(parties.support)
    if !parties.support.heard(from: mark, "typing:user-typing").isEmpty {
      observe("live.typing.room", "the agent hears of typing outside the room too")
    }
  }

  private func tell(
    _ event: String, _ heard: String, _ check: String, _ ear: Ear, _ other: Ear, _ parties: Parties
  ) async {
    let (mark, own, id, who) = (other.mark, ear.mark, parties.id, ear.person.id)
    let start = ContinuousClock.now
    ear.emit(event, Self.about(id))
    let came = await other.event(heard, from: mark, within: options.patience)
    let asked = "\(event) as \(ear.person.role.rawValue), at the other one in the room"
    tried(check)
    guard let came else {
      return fail(check, asked, expected: heard, came: "nothing in time")
    }
    judgeTime(check, asked, came, since: start)
    await barrier(ear)
    tried("live.typing.room")
    if let echo = ear.heard(from: own, heard).first(where: { $0.data["userId"] == .string(who) }) {
      fail(
        "live.typing.room", "\(event), at the one who types", expected: "nothing",
        came: Self.shown(echo))
    }
    if check == "live.typing.stopped" { note(19, "typing:user-stopped comes") }
    for (name, wanted) in [("conversationId", id), ("userId", who)] {
      guard let value = came.data[name], value != .string(wanted) else { continue }
      fail(check, asked, path: "$.\(name)", expected: wanted, came: ShapeJudge.shown(value))
    }
  }

  // MARK: Reading

  func read(_ sent: Sent, by ear: Ear, _ parties: Parties) async {
    guard wants(["live.receipt*", "row.*"]), let message = sent.id else { return }
    let (mark, start) = (sent.by.mark, ContinuousClock.now)
    ear.emit(
      "message:read", ["messageId": .string(message), "conversationId": .string(parties.id)])
    let heard = await sent.by.event(
      "message:read-receipt", from: mark, within: options.patience,
      where: { $0["messageId"]?.stringValue == message })
    let asked = "message:read as \(ear.person.role.rawValue), at the sender"
    tried("live.receipt")
    guard let heard else {
      return fail(
        "live.receipt", asked, expected: "message:read-receipt of \(message)",
        came: sent.by.heard(from: mark, "message:read-receipt").last.map { Self.shown($0) }
          ?? "nothing in time")
    }
    judgeTime("live.receipt", asked, heard, since: start)
    for (name, wanted) in [("conversationId", parties.id), ("readBy", ear.person.id)] {
      guard let value = heard.data[name], value != .string(wanted) else { continue }
      fail(
        "live.receipt", asked, path: "$.\(name)", expected: wanted, came: ShapeJudge.shown(value))
    }
    await expectInHistory(
      parties.trial, message, sent.text, by: sent.by.person, isRead: true, "live.receipt")
  }

  func readAll(_ parties: Parties) async {
    guard wants(["live.allread", "rules.unread*", "row.6"]) else { return }
    let (user, support) = (parties.user, parties.support)
    for (writer, reader) in [(support, user), (user, support)] {
      let before = await unread(parties.trial, of: reader.person)
      let sent = await say(writer, parties, "to be read with all others")
      if reader.person.role == .support { await expectUnreadGrew(parties.trial, before) }
      let mark = writer.mark
      reader.emit("conversation:mark-all-read", Self.about(parties.id))
      let (id, who, message) = (parties.id, reader.person.id, sent.id)
      let isTold: @Sendable (Ear.Heard) -> Bool = { heard in
        guard heard.data["conversationId"]?.stringValue == id,
          heard.data["readBy"]?.stringValue == who
        else { return false }
        return heard.name == "conversation:all-read"
          || (heard.name == "message:read-receipt"
            && heard.data["messageId"]?.stringValue == message)
      }
      let wasTold = await writer.wait(options.patience) {
        $0.log.dropFirst(mark).contains(where: isTold)
      }
      if wasTold {
        let name = writer.book.log.dropFirst(mark).first(where: isTold)?.name ?? ""
        note(6, "conversation:mark-all-read is told as \(name)")
      } else {
        fail(
          "live.allread",
          "conversation:mark-all-read as \(reader.person.role.rawValue), at the other one",
          expected: "message:read-receipt, or conversation:all-read (row 6)",
          came: "nothing in time")
      }
      await barrier(reader)
      if let message = sent.id {
        await expectInHistory(
          parties.trial, message, sent.text, by: writer.person, isRead: true, "live.allread")
      }
      await expectNothingUnread(parties.trial, of: reader.person, "conversation:mark-all-read")
    }
  }

  // MARK: What is refused

  func refuse(_ parties: Parties) async {
    guard wants("live.error") else { return }
    let id = JSONValue.string(parties.id)
    let nowhere = Self.about(absent)
    let cases: [(String, JSONValue, String)] = [
      (
        "message:send", ["conversationId": id, "messageType": "text", "content": "   "], "of blanks"
      ),
      (
        "message:send", ["conversationId": id, "messageType": "letter", "content": "x"],
        "of an unknown type"
      ),
      ("message:send", ["conversationId": id, "messageType": "image"], "without mediaId"),
      (
        "message:send",
        [
          "conversationId": nowhere["conversationId"] ?? .null, "messageType": "text",
          "content": "x",
        ],
        "to no conversation"
      ),
      ("typing:start", nowhere, "where no conversation is"),
      ("typing:stop", nowhere, "where no conversation is"),
      ("conversation:mark-all-read", nowhere, "where no conversation is"),
      (
        "message:read",
        ["conversationId": nowhere["conversationId"] ?? .null, "messageId": .string(absent)],
        "where no conversation is"
      ),
    ]
    for (event, data, words) in cases {
      let mark = parties.user.mark
      await expectError("live.error", parties.user, event, data, words)
      for heard in parties.user.heard(from: mark, "message:new") {
        if let message = heard.data["message"]?["_id"]?.stringValue { sentMessages.append(message) }
      }
    }
  }

  // MARK: A picture, and acknowledgements

  func sendPicture(_ parties: Parties) async {
    guard let media = uploaded.first else { return }
    let (user, support) = (parties.user, parties.support)
    let (mark, own) = (support.mark, user.mark)
    user.emit(
      "message:send",
      [
        "conversationId": .string(parties.id), "messageType": "image", "mediaId": .string(media),
      ])
    let heard = await support.event(
      "message:new", from: mark, within: options.patience,
      where: { $0["message"]?["messageType"] == "image" })
    tried("media.send")
    let asked = "message:send of a picture, at the agent"
    guard let heard else {
      return fail("media.send", asked, expected: "message:new", came: "nothing in time")
    }
    if let id = heard.data["message"]?["_id"]?.stringValue { sentMessages.append(id) }
    if let came = Self.id(heard.data["message"]?["mediaId"]), came != media {
      fail("media.send", asked, path: "$.message.mediaId", expected: media, came: came)
    }
    _ = await user.event("message:sent", from: own, within: options.patience)
  }

  func lookForAcknowledgement(_ parties: Parties) async {
    guard wants("row.7") else { return }
    let user = parties.user
    let text = newText("with an acknowledgement asked for")
    let mark = user.mark
    let id = user.emit(
      "message:send",
      ["conversationId": .string(parties.id), "messageType": "text", "content": .string(text)],
      acknowledgedWithin: .seconds(1))
    let new = await user.event(
      "message:new", from: mark, within: options.patience,
      where: { $0["message"]?["content"]?.stringValue == text })
    if let message = new?.data["message"]?["_id"]?.stringValue { sentMessages.append(message) }
    _ = await user.event("message:sent", from: mark, within: options.patience)
    await barrier(user)
    switch user.book.acknowledged[id] {
    case nil: note(7, "message:send is not acknowledged")
    case let arguments? where arguments.allSatisfy { $0 == .null }:
      note(7, "message:send is acknowledged with nothing")
    case _?: note(7, "message:send is acknowledged")
    }
  }

  // MARK: Leaks

  /// At the end, so that what leaks late is seen too.
  func lookForLeaks(_ parties: Parties) {
    let outside = "at the admin, who is not in the room"
    for (event, check) in [
      ("message:new", "live.new.room"), ("typing:user-typing", "live.typing.room"),
      ("typing:user-stopped", "live.typing.room"), ("message:read-receipt", "live.receipt.room"),
      ("conversation:all-read", "live.receipt.room"), ("message:sent", "live.sent.private"),
      ("notification:new-message", "live.notification.private"),
    ] {
      tried(check)
      for heard in parties.admin.heard(event) where Self.concerns(heard, parties) {
        fail(check, "\(event) \(outside)", expected: "nothing", came: Self.shown(heard))
      }
    }
    for ear in [parties.user, parties.support] {
      lookForDoubles(ear, "message:new", "live.new") { $0["message"]?["_id"]?.stringValue }
      lookForDoubles(ear, "message:sent", "live.sent") { $0["messageId"]?.stringValue }
    }
    lookForForeignConfirmations(parties)
    lookForOwnNotifications(parties)
    tellLateConfirmations()
  }

  /// `message:sent` names no conversation: the admin sends nothing that could be confirmed.
  private static func concerns(_ heard: Ear.Heard, _ parties: Parties) -> Bool {
    heard.name == "message:sent" || heard.data["conversationId"]?.stringValue == parties.id
  }

  private func lookForDoubles(
    _ ear: Ear, _ event: String, _ check: String, _ id: (JSONValue) -> String?
  ) {
    let counts = Dictionary(grouping: ear.heard(event).compactMap { id($0.data) }) { $0 }
    for (message, copies) in counts where copies.count > 1 {
      fail(
        check, "\(event) at \(ear.person.role.words)", expected: "\(message) once",
        came: "\(copies.count) times")
    }
  }

  /// Of each message that one of the two sent, `message:sent` came to the other.
  private func lookForForeignConfirmations(_ parties: Parties) {
    for (ear, other) in [(parties.user, parties.support), (parties.support, parties.user)] {
      let own = Set(
        ear.heard("message:new", where: { Self.id($0["message"]?["senderId"]) == other.person.id })
          .compactMap { $0.data["message"]?["_id"]?.stringValue })
      for heard in ear.heard("message:sent") {
        guard let id = heard.data["messageId"]?.stringValue, own.contains(id) else { continue }
        fail(
          "live.sent.private",
          "message:sent of \(other.person.role.words), at \(ear.person.role.words)",
          expected: "nothing", came: Self.shown(heard))
      }
    }
  }

  private func lookForOwnNotifications(_ parties: Parties) {
    for ear in [parties.user, parties.support] {
      for heard in ear.heard("notification:new-message")
      where heard.data["sender"]?["id"]?.stringValue == ear.person.id {
        fail(
          "live.notification.private", "notification:new-message at its own sender",
          expected: "nothing", came: Self.shown(heard))
      }
    }
  }

  /// What came after all: its time is the finding then.
  private func tellLateConfirmations() {
    for (ear, mark, start, asked) in unconfirmed {
      guard let heard = ear.heard(from: mark, "message:sent").first else { continue }
      fail(
        "live.sent.time", asked, expected: "message:sent soon",
        came: "message:sent after \(Self.milliseconds(heard.at - start))")
    }
  }
}
