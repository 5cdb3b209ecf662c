// Writing: the farmer's conversation as it was found, what was made in it, and the way back.

import JSON

/// What a writing check acts in, and what it leaves.
final class Trial: Sendable {
  let user: CheckPerson
  let support: CheckPerson
  let admin: CheckPerson
  /// The farmer's conversation.
  let id: String
  /// Whether it was made for this check.
  let isNew: Bool
  /// As it was found; nil where it could not be read.
  let status: String?
  let agent: String?

  private init(
    _ user: CheckPerson, _ support: CheckPerson, _ admin: CheckPerson, id: String, isNew: Bool,
    status: String?, agent: String?
  ) {
    self.user = user
    self.support = support
    self.admin = admin
    self.id = id
    self.isNew = isNew
    self.status = status
    self.agent = agent
  }

  /// Looks at the farmer's conversation, says what will be done in it, and gives it to the agent.
  static func begin(
    _ run: ContractRun, _ user: CheckPerson, _ support: CheckPerson, _ admin: CheckPerson,
    _ announce: @Sendable (String) -> Void
  ) async -> Trial? {
    let known = await run.known.farmers
    announce(
      (known.map { "It writes in the conversation \($0) of the farmer \(user.id)" }
        ?? "It makes a conversation for the farmer \(user.id), which cannot be deleted on every server, and writes in it")
        + ": about 20 messages and a dozen small files, one of 10 MB; its status and agent change "
        + "meanwhile and are put back. Messages are deleted where the server can; files cannot be.")
    let made: Reply?
    if known == nil {
      made = await run.ask("rest.create", user, "POST", ["conversations"])
    } else {
      made = nil
    }
    guard let id = known ?? made?.data?["_id"]?.stringValue else {
      await run.fail(
        "rest.create", "POST /conversations as User", expected: "the farmer's conversation",
        came: made.map(ContractRun.shown) ?? "no answer")
      return nil
    }
    let found = await run.ask("rest.one", admin, "GET", ["conversations", id])
    let trial = Trial(
      user, support, admin, id: id, isNew: known == nil,
      status: found?.data?["status"]?.stringValue,
      agent: ContractRun.id(found?.data?["assignedSupportId"]))
    if trial.agent != support.id { _ = await trial.give(run, to: support.id) }
    return trial
  }

  func give(_ run: ContractRun, to agent: String) async -> Reply? {
    await run.ask(
      "rest.reassign", admin, "POST", ["support", "reassign"],
      body: ["conversationId": .string(id), "newSupportId": .string(agent)])
  }

  func set(_ run: ContractRun, _ status: String) async -> Reply? {
    await run.ask(
      "rest.status", support, "PATCH", ["conversations", id, "status"],
      body: ["status": .string(status)])
  }

  /// The conversation as somebody sees it now.
  func look(_ run: ContractRun, _ check: String, as person: CheckPerson) async -> Reply? {
    let reply = await run.ask(check, person, "GET", ["conversations", id])
    return reply?.isSuccess == true ? reply : nil
  }

  /// The newest messages, oldest first.
  func history(_ run: ContractRun, _ check: String) async -> [JSONValue] {
    let first = await page(run, check, 1)
    let last = first?.json?["pagination"]?["totalPages"]?.integerValue ?? 1
    let messages = first?.data?.arrayValue ?? []
    guard last > 1, !messages.contains(where: Self.isOfCheck) else { return messages }
    // Page 1 is the newest one as a rule; else it is the last (row 11).
    return await page(run, check, last)?.data?.arrayValue ?? []
  }

  private func page(_ run: ContractRun, _ check: String, _ number: Int) async -> Reply? {
    await run.ask(
      check, user, "GET", ["messages", id], [("page", "\(number)"), ("limit", "50")])
  }

  private static func isOfCheck(_ message: JSONValue) -> Bool {
    message["content"]?.stringValue?.contains(mark) == true
  }

  /// What texts of a check begin with, so that people know them.
  static let mark = "furrow check:"

  // MARK: The way back

  /// - Returns: what could not be put back or taken away.
  func putBack(_ run: ContractRun) async -> [String] {
    var left: [String] = []
    left += await deleteMessages(run)
    let files = await run.uploaded
    if !files.isEmpty {
      left.append(
        "\(files.count) uploaded files stay on the server, as it has no call that deletes them: "
          + files.joined(separator: " "))
    }
    if let status {
      let reply = await call(
        run, admin, "PATCH", ["chat", "conversations", id, "status"], ["status": .string(status)])
      if reply?.status != 200 {
        left.append("The status of \(id) was \(status) and is not any more.")
      }
    }
    if let agent, agent != support.id {
      let reply = await call(
        run, admin, "POST", ["chat", "support", "reassign"],
        ["conversationId": .string(id), "newSupportId": .string(agent)])
      if reply?.status != 200 {
        left.append("The agent of \(id) was \(agent) and is not any more.")
      }
    } else if agent == nil {
      left.append("\(id) had no agent and has one now: the API cannot take an agent away.")
    }
    if isNew {
      let reply = await call(run, admin, "DELETE", ["chat", "conversations", id], nil)
      if reply?.status != 200 {
        left.append("The conversation \(id) was made for this check and stays.")
      }
    } else {
      left.append("What was unread in \(id) is read now.")
    }
    return left
  }

  private func deleteMessages(_ run: ContractRun) async -> [String] {
    let made = await run.sentMessages
    var stay: [String] = []
    for message in made {
      let reply = await call(run, admin, "DELETE", ["chat", "messages", message], nil)
      await run.note(
        20,
        reply.map {
          $0.isOfCall ? "DELETE /messages/ID answers \($0.status)" : "no DELETE /messages/ID"
        }
          ?? "no DELETE /messages/ID")
      if reply?.status != 200 { stay.append(message) }
      if reply?.isOfCall == false {
        stay = made
        break
      }
    }
    guard !stay.isEmpty else { return [] }
    return ["\(stay.count) messages stay in \(id): " + stay.joined(separator: " ")]
  }

  private func call(
    _ run: ContractRun, _ person: CheckPerson, _ method: String, _ path: [String],
    _ body: JSONValue?
  ) async -> RawAnswer? {
    var call = RawCall(method, path)
    call.token = person.token
    if let body {
      call.contentType = "application/json"
      call.body = body.encodedBytes
    }
    return try? await person.server.call(call)
  }
}

extension RawAnswer {
  /// Whether the server has the call at all: else a page or nothing answers (row 20).
  fileprivate var isOfCall: Bool { ![404, 405].contains(status) || json != nil }
}
