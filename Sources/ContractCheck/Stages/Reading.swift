// The calls that change nothing: lists, one conversation, histories.

import JSON

extension ContractRun {
  func reading() async {
    for person in everyone {
      await readMine(person)
      await readOne(person)
      await readHistory(person)
    }
    for person in staff { await readAll(person) }
    if let user = people[.user] {
      await refuseFarmer(user)
    }
    await filter()
  }

  private func readMine(_ person: CheckPerson) async {
    let reply = await ask("rest.mine", person, "GET", ["conversations"])
    guard expect("rest.mine", reply, .page(.conversation(isInList: true))), let reply else {
      return
    }
    lookAtUnread(reply)
    let records = reply.data?.arrayValue ?? []
    switch person.role {
    case .user: checkScope(records, reply.asked, "userId", person, "the farmer's own")
    case .support:
      checkScope(records, reply.asked, "assignedSupportId", person, "assigned to this agent")
      note(25, "GET /conversations as Support holds \(Self.conversations(records.count)) of a page")
    case .admin: await compareWithAll(person)
    }
  }

  /// An admin's list is that of all, unless somebody makes a conversation just now.
  private func compareWithAll(_ admin: CheckPerson) async {
    var totals: [Int] = []
    for _ in 1...2 {
      totals = []
      for path in [["conversations"], ["support", "conversations"]] {
        let reply = await ask("rest.mine.scope", admin, "GET", path, [("limit", "1")])
        if let total = reply?.json?["pagination"]?["totalItems"]?.integerValue {
          totals.append(total)
        }
      }
      if totals.count < 2 || totals[0] == totals[1] { return tried("rest.mine.scope") }
    }
    fail(
      "rest.mine.scope", "GET /conversations as Admin", path: "$.pagination.totalItems",
      expected: "\(totals[1]), as GET /support/conversations has that many", came: "\(totals[0])")
  }

  private static func conversations(_ count: Int) -> String {
    count == 1 ? "1 conversation" : "\(count) conversations"
  }

  private func checkScope(
    _ records: [JSONValue], _ asked: String, _ member: String, _ person: CheckPerson, _ what: String
  ) {
    tried("rest.mine.scope")
    for (place, record) in records.enumerated() {
      guard let id = Self.id(record[member]), id != person.id else { continue }
      fail(
        "rest.mine.scope", asked, path: "$.data[\(place)].\(member)",
        expected: "\(person.id), as only conversations \(what) are listed", came: id)
    }
  }

  private func lookAtUnread(_ reply: Reply) {
    let counts = (reply.data?.arrayValue ?? []).compactMap { $0["unreadCount"]?.objectValue }
    guard !counts.isEmpty else { return }
    note(
      13,
      counts.allSatisfy(\.isEmpty)
        ? "unreadCount is empty" : "unreadCount holds the numbers of people")
  }

  private func readOne(_ person: CheckPerson) async {
    if let id = known.own[person.role] {
      let reply = await ask("rest.one", person, "GET", ["conversations", id])
      if expect("rest.one", reply, .success(.conversation())), let reply {
        expectID("rest.one", reply, id)
      }
    }
    expect(
      "rest.one.absent", await ask("rest.one.absent", person, "GET", ["conversations", absent]),
      refusal: 404)
  }

  /// The answer is about what was asked for.
  func expectID(_ check: String, _ reply: Reply, _ id: String) {
    guard let came = reply.data?["_id"]?.stringValue, came != id else { return }
    fail(check, reply.asked, path: "$.data._id", expected: id, came: came)
  }

  private func readHistory(_ person: CheckPerson) async {
    if let id = known.own[person.role] {
      let reply = await ask("rest.messages", person, "GET", ["messages", id])
      if expect("rest.messages", reply, .page(.message())), let reply {
        for (place, message) in (reply.data?.arrayValue ?? []).enumerated() {
          judgeContent("rest.messages", reply.asked, message, at: "$.data[\(place)]", in: id)
        }
      }
    }
    let reply = await ask("rest.messages.absent", person, "GET", ["messages", absent])
    expect("rest.messages.absent", reply, refusal: 404)
  }

  /// A text has its words, a file its `mediaId`; a message that was read says when.
  func judgeContent(
    _ check: String, _ asked: String, _ message: JSONValue, at path: String,
    in conversation: String?
  ) {
    switch message["messageType"]?.stringValue {
    case "text":
      if message["content"]?.stringValue == nil {
        fail(check, asked, path: "\(path).content", expected: "a string", value: message["content"])
      }
    case "image", "audio", "video":
      ledger.judge(
        message,
        .object([
          Shape.Field(
            "mediaId", .reference(.media(isNew: false)), .asReferences(namesSomebody: true))
        ]), at: path, asked, for: check)
    default: break
    }
    if message["isRead"] == true, message["readAt"]?.stringValue == nil {
      fail(
        check, asked, path: "\(path).readAt", expected: "a time, as isRead is true",
        value: message["readAt"])
    }
    if let conversation, let came = Self.id(message["conversationId"]), came != conversation {
      fail(check, asked, path: "\(path).conversationId", expected: conversation, came: came)
    }
  }

  private func readAll(_ person: CheckPerson) async {
    let reply = await ask("rest.all", person, "GET", ["support", "conversations"])
    guard expect("rest.all", reply, .page(.conversation(isInList: true))), let reply else { return }
    guard person.role == .support else { return }
    let agents = Set((reply.data?.arrayValue ?? []).map { Self.id($0["assignedSupportId"]) ?? "" })
    note(
      25,
      agents.isSubset(of: [person.id])
        ? "GET /support/conversations gives an agent their own"
        : "GET /support/conversations gives an agent all")
  }

  private func refuseFarmer(_ user: CheckPerson) async {
    expect(
      "rest.all.roles", await ask("rest.all.roles", user, "GET", ["support", "conversations"]),
      refusal: 403)
    guard let foreign = known.foreign else {
      for check in ["rest.one.foreign", "rest.messages.foreign", "live.join.foreign"] {
        ledger.skip(check, "No other farmer's conversation is known.")
      }
      return
    }
    await refuse("rest.one.foreign", user, ["conversations", foreign])
    await refuse("rest.messages.foreign", user, ["messages", foreign])
  }

  private func refuse(_ check: String, _ user: CheckPerson, _ path: [String]) async {
    let reply = await ask(check, user, "GET", path, remark: "of another farmer")
    expect(check, reply, refusal: 403)
  }

  // MARK: Filters

  private func filter() async {
    for person in everyone {
      await filter("rest.mine.filter", ["conversations"], person)
      // One that there is not: a server may refuse it, or find nothing.
      if let reply = await ask(
        "rest.mine.filter", person, "GET", ["conversations"], [("status", "pending")])
      {
        if reply.isSuccess {
          observe("rest.mine.filter", "an unknown status in the query is taken")
        } else {
          expect("rest.mine.filter", reply, refusal: 400)
        }
      }
      for query in [[("page", "0")], [("limit", "0")], [("page", "x")]] {
        guard let reply = await ask("rest.mine.filter", person, "GET", ["conversations"], query)
        else { continue }
        if reply.isSuccess {
          observe("rest.mine.filter", "\(query[0].0)=\(query[0].1) is taken")
        } else {
          expect("rest.mine.filter", reply, refusal: 400)
        }
      }
    }
    for person in staff { await filter("rest.all.filter", ["support", "conversations"], person) }
    guard let admin = people[.admin] else { return }
    for agent in known.agents.prefix(2) { await filterByAgent(admin, agent) }
    guard let support = people[.support], let agent = known.agents.first else { return }
    let reply = await ask(
      "rest.all.filter", support, "GET", ["support", "conversations"], [("assignedTo", agent)])
    guard let reply else { return }
    if reply.isSuccess {
      observe("rest.all.filter", "assignedTo is taken from an agent")
    } else {
      expect("rest.all.filter", reply, refusal: 403)
    }
  }

  private func filter(_ check: String, _ path: [String], _ person: CheckPerson) async {
    var sum = 0
    for status in Shape.statuses {
      let reply = await ask(check, person, "GET", path, [("status", status)])
      guard expect(check, reply, .page(.any)), let reply else { return }
      for (place, record) in (reply.data?.arrayValue ?? []).enumerated() {
        if let came = record["status"]?.stringValue, came != status {
          fail(
            check, reply.asked, path: "$.data[\(place)].status", expected: "\"\(status)\"",
            came: "\"\(came)\"")
        }
      }
      sum += reply.json?["pagination"]?["totalItems"]?.integerValue ?? 0
    }
    guard let all = await ask(check, person, "GET", path),
      let total = all.json?["pagination"]?["totalItems"]?.integerValue, total != sum
    else { return }
    // Somebody may have written in between.
    observe(check, "the four statuses hold \(sum) and the whole list \(total)")
  }

  private func filterByAgent(_ admin: CheckPerson, _ agent: String) async {
    let reply = await ask(
      "rest.all.filter", admin, "GET", ["support", "conversations"], [("assignedTo", agent)])
    guard expect("rest.all.filter", reply, .page(.any)), let reply else { return }
    for (place, record) in (reply.data?.arrayValue ?? []).enumerated() {
      if let came = Self.id(record["assignedSupportId"]), came != agent {
        fail(
          "rest.all.filter", reply.asked, path: "$.data[\(place)].assignedSupportId",
          expected: agent, came: came)
      }
    }
  }
}
