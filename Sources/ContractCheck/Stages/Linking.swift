// The live link: its handshake, both transports, the upgrade between them, joining, refusals.

import ChatModel
import JSON

extension ContractRun {
  func links() async {
    guard let person = everyone.first else { return }
    if wants(["link.handshake", "link.upgrade", "link.ping", "row.16", "row.17", "row.33"]) {
      await handshake(person)
    }
    if wants("link.requests") { await badRequests(person) }
    if wants(["link.refused", "row.15"]) {
      await expectRefusal("link.refused", person, "", "no token")
      for (words, token) in Self.forgeries(of: person.token).prefix(2) {
        await expectRefusal("link.refused", person, token, words)
      }
    }
    if wants(["link.websocket", "live.join*", "row.2"]) {
      for person in everyone { await session(person, over: .websocket, "link.websocket") }
    }
    if wants("link.polling") { await session(person, over: .polling, "link.polling") }
  }

  // MARK: Sessions

  private func session(_ person: CheckPerson, over transport: LinkTransport, _ check: String) async
  {
    tried(check)
    let asked = "a session over \(transport.rawValue) as \(person.role.rawValue)"
    let ear = Ear(person, over: transport)
    let start = ContinuousClock.now
    switch await ear.connected(within: options.patience) {
    case .connected(let came):
      known.answerTime = max(known.answerTime, ContinuousClock.now - start)
      if came != transport { fail(check, asked, expected: transport.rawValue, came: came.rawValue) }
      await join(ear, person)
    case .refused(let reason, _):
      fail(check, asked, expected: "a session", came: "\"\(reason)\"")
    case .down(let reason): fail(check, asked, expected: "a session", came: reason)
    case .opening: fail(check, asked, expected: "a session", came: "nothing in time")
    }
    await ear.close()
    judgeEvents(of: ear)
  }

  /// Joins the person's own conversation, one that is not there, and, as a farmer, another's.
  private func join(_ ear: Ear, _ person: CheckPerson) async {
    if let id = known.own[person.role] {
      let mark = ear.mark
      ear.emit("conversation:join", Self.about(id))
      let answer = await joinAnswer(ear, mark, id)
      let asked = "conversation:join as \(person.role.rawValue)"
      switch (answer?.name, person.role) {
      case ("conversation:joined", .admin): note(2, "an admin may join any conversation")
      case ("error", .admin):
        note(2, "an admin may not join: \"\(answer?.data["message"]?.stringValue ?? "")\"")
      case ("conversation:joined", _): tried("live.join")
      case ("error", _):
        fail("live.join", asked, expected: "conversation:joined", came: Self.shown(answer))
      default:
        fail("live.join", asked, expected: "conversation:joined", came: "nothing in time")
      }
      ear.emit("conversation:leave", Self.about(id))
    }
    await expectError("live.join.absent", ear, "conversation:join", Self.about(absent), "of none")
    guard person.role == .user, let foreign = known.foreign, wants("live.join.foreign") else {
      return
    }
    let mark = ear.mark
    ear.emit("conversation:join", Self.about(foreign))
    let answer = await joinAnswer(ear, mark, foreign)
    let asked = "conversation:join of another farmer's"
    tried("live.join.foreign")
    if answer?.name != "error" {
      fail("live.join.foreign", asked, expected: "error", came: Self.shown(answer))
    } else if let words = answer?.data["message"]?.stringValue {
      note(2, "a farmer outside is refused: \"\(words)\"")
    }
    ear.emit("conversation:leave", Self.about(foreign))
  }

  private func joinAnswer(_ ear: Ear, _ mark: Int, _ id: String) async -> Ear.Heard? {
    await ear.wait(options.patience) { book in
      book.log.dropFirst(mark).contains { Self.answersJoin($0, id) }
    }
    return ear.book.log.dropFirst(mark).first { Self.answersJoin($0, id) }
  }

  private static func answersJoin(_ heard: Ear.Heard, _ id: String) -> Bool {
    heard.name == "error"
      || (heard.name == "conversation:joined" && heard.data["conversationId"]?.stringValue == id)
  }

  static func about(_ id: String) -> JSONValue { ["conversationId": .string(id)] }

  static func shown(_ heard: Ear.Heard?) -> String {
    heard.map { "\($0.name) \(ShapeJudge.shown($0.data))" } ?? "nothing in time"
  }

  /// The event has to be answered by `error`.
  @discardableResult
  func expectError(
    _ check: String, _ ear: Ear, _ event: String, _ data: JSONValue, _ remark: String
  ) async -> Bool {
    let mark = ear.mark
    ear.emit(event, data)
    tried(check)
    guard await ear.event("error", from: mark, within: options.patience) != nil else {
      fail(
        check, "\(event) \(remark) as \(ear.person.role.rawValue)", expected: "error",
        came: Self.shown(ear.book.log.dropFirst(mark).last))
      return false
    }
    return true
  }

  /// Each event that came against its shape; each kind counts for the check that waits for it.
  func judgeEvents(of ear: Ear) {
    for heard in ear.book.log {
      guard let shape = Shape.events[heard.name] else {
        note(6, "\(heard.name) comes")
        continue
      }
      if ["conversation:left", "conversation:all-read"].contains(heard.name) {
        note(6, "\(heard.name) comes")
      }
      guard let check = Self.checkOfEvent[heard.name] else { continue }
      ledger.judge(heard.data, shape, heard.name, for: check)
      if let message = heard.data["message"], message.objectValue != nil {
        judgeContent(
          check, heard.name, message, at: "$.message", in: Self.id(heard.data["conversationId"]))
      }
    }
  }

  private static let checkOfEvent = [
    "conversation:joined": "live.join", "conversation:left": "live.leave",
    "message:new": "live.new", "message:sent": "live.sent",
    "notification:new-message": "live.notification", "typing:user-typing": "live.typing",
    "typing:user-stopped": "live.typing.stopped", "message:read-receipt": "live.receipt",
    "conversation:all-read": "live.allread", "user:online": "live.online",
    "user:offline": "live.offline", "error": "live.error",
  ]

  // MARK: Engine.IO

  private static let protocol4 = [(name: "EIO", value: "4"), (name: "transport", value: "polling")]

  private func handshake(_ person: CheckPerson) async {
    let check = "link.handshake"
    let asked = "GET /socket.io/?transport=polling"
    tried(check)
    let answer: RawAnswer
    do throws(RawFailure) {
      answer = try await person.server.engine("GET", query: Self.protocol4, body: nil)
    } catch {
      fail(check, asked, expected: "a handshake", came: error.words)
      return fail("link.polling", asked, expected: "a handshake", came: error.words)
    }
    let text = String(decoding: answer.body, as: UTF8.self)
    guard answer.status == 200, text.hasPrefix("0"),
      let json = try? JSONValue(parsing: text.dropFirst())
    else {
      return fail(
        check, asked, expected: "200 and an OPEN packet",
        came: "\(answer.status) \(text.prefix(60))")
    }
    judgeHandshake(json, asked)
    let offered = json["upgrades"]?.arrayValue ?? []
    guard let sid = json["sid"]?.stringValue else { return }
    if offered.contains("websocket") {
      await upgrade(person, sid, pings: json["pingInterval"]?.integerValue)
    } else {
      note(17, "long-polling offers no upgrade")
      fail(
        "link.upgrade", asked, path: "$.upgrades", expected: "[\"websocket\"]",
        value: json["upgrades"])
    }
  }

  private func judgeHandshake(_ json: JSONValue, _ asked: String) {
    var json = json
    // Row 33: read as the official client reads them.
    for name in ["pingInterval", "pingTimeout", "maxPayload"] {
      guard let text = json[name]?.stringValue, let number = Int(text),
        var members = json.objectValue
      else { continue }
      note(33, "\(name) of the handshake is a string")
      members[name] = .integer(number)
      json = .object(members)
    }
    judge(
      "link.handshake", asked, json,
      .object([
        Shape.Field("sid", .id), Shape.Field("upgrades", .array(.text)),
        Shape.Field("pingInterval", .count), Shape.Field("pingTimeout", .count),
        Shape.Field("maxPayload", .count, .mayLack(row: 33)),
      ]))
    let numbers = ["pingInterval", "pingTimeout", "maxPayload"].map { name in
      "\(name) \(json[name]?.integerValue.map { "\($0)" } ?? "missing")"
    }
    note(16, numbers.joined(separator: ", "))
  }

  private func upgrade(_ person: CheckPerson, _ sid: String, pings interval: Int?) async {
    let check = "link.upgrade"
    tried(check)
    let asked = "the upgrade of a polling session"
    let query = [
      (name: "EIO", value: "4"), (name: "transport", value: "websocket"), (name: "sid", value: sid),
    ]
    let socket: any RawSocket
    do throws(RawFailure) {
      socket = try await person.server.engineSocket(query: query)
    } catch {
      return fail(
        check, asked, expected: "101 Switching Protocols, as upgrades offers a websocket",
        came: error.status.map { "\($0)" } ?? error.words)
    }
    defer { socket.close() }
    socket.send("2probe")
    guard let pong = await socket.receive(within: options.patience), pong == "3probe" else {
      return fail(check, asked, expected: "3probe", came: "nothing of that kind in time")
    }
    socket.send("5")
    socket.send("40" + JSONValue.object(["token": .string(person.token)]).encoded)
    let end = ContinuousClock.now + options.patience
    while ContinuousClock.now < end {
      guard let frame = await socket.receive(within: options.patience) else { break }
      if frame.hasPrefix("40") {
        note(17, "long-polling is upgraded to a WebSocket")
        return await expectPing(socket, every: interval)
      }
      if frame.hasPrefix("44") {
        return fail(check, asked, expected: "the answer to CONNECT", came: String(frame.prefix(80)))
      }
      if frame == "2" { socket.send("3") }
    }
    fail(
      check, asked, expected: "the answer to CONNECT over the WebSocket", came: "nothing in time")
  }

  private func expectPing(_ socket: any RawSocket, every interval: Int?) async {
    guard wants("link.ping"), let interval else { return }
    guard .milliseconds(interval) <= options.patience else {
      return ledger.skip("link.ping", "A ping comes every \(interval) ms, and --wait is shorter.")
    }
    tried("link.ping")
    let end = ContinuousClock.now + .milliseconds(interval) + .seconds(1)
    while ContinuousClock.now < end {
      guard let frame = await socket.receive(within: end - .now) else { break }
      if frame == "2" { return }
    }
    fail("link.ping", "an open session", expected: "a ping in \(interval) ms", came: "none")
  }

  private func badRequests(_ person: CheckPerson) async {
    let check = "link.requests"
    let requests: [(String, [(name: String, value: String)])] = [
      ("no transport", [("EIO", "4")]), ("no EIO", [("transport", "polling")]),
      ("an unknown transport", [("EIO", "4"), ("transport", "pigeon")]),
      ("an unknown sid", Self.protocol4 + [("sid", "furrow-check")]),
    ]
    for (words, query) in requests {
      tried(check)
      let asked = "GET /socket.io/ with \(words)"
      do throws(RawFailure) {
        let answer = try await person.server.engine("GET", query: query, body: nil)
        guard answer.status != 400 else { continue }
        // Engine.IO's own protocol, of which servers keep more or less.
        observe(check, "\(asked): \(answer.status)")
      } catch {
        fail(check, asked, expected: "400", came: error.words)
      }
    }
  }
}
