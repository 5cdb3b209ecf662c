// The calls that change a conversation: contact, agent, status.

import JSON

extension ContractRun {
  func create(_ trial: Trial) async {
    var ids: [String] = []
    for _ in 1...2 {
      let reply = await ask("rest.create", trial.user, "POST", ["conversations"])
      if expect("rest.create", reply, .success(.conversation())), let reply {
        ids.append(reply.data?["_id"]?.stringValue ?? "")
        if let farmer = Self.id(reply.data?["userId"]), farmer != trial.user.id {
          fail(
            "rest.create", reply.asked, path: "$.data.userId", expected: trial.user.id, came: farmer
          )
        }
      }
    }
    if let other = ids.first(where: { $0 != trial.id }) {
      fail(
        "rest.create", "POST /conversations as User", path: "$.data._id",
        expected: "\(trial.id), the conversation that exists", came: other)
    }
    for person in staff {
      let reply = await ask("rest.create.roles", person, "POST", ["conversations"])
      expect("rest.create.roles", reply, refusal: 403)
    }
  }

  // MARK: The agent

  func reassign(_ trial: Trial) async {
    await giveAwayAndBack(trial)
    for person in [trial.support, trial.user] {
      let reply = await reassign("rest.reassign.roles", person, trial.id, trial.support.id)
      expect("rest.reassign.roles", reply, refusal: 403)
    }
    for (id, agent, words) in [
      (trial.id, absent, "to nobody"), (trial.id, trial.user.id, "to a farmer"),
      (absent, trial.support.id, "of none"),
    ] {
      let reply = await reassign("rest.reassign.absent", trial.admin, id, agent, words)
      expect("rest.reassign.absent", reply, refusal: 404)
    }
    for (body, words) in [
      (["conversationId": .string(trial.id)] as JSONValue, "without newSupportId"),
      (["newSupportId": .string(trial.support.id)], "without conversationId"),
    ] {
      let reply = await ask(
        "rest.reassign.missing", trial.admin, "POST", ["support", "reassign"], body: body,
        remark: words)
      expect("rest.reassign.missing", reply, refusal: 400)
    }
    // Whatever was let through is put right.
    _ = await trial.give(self, to: trial.support.id)
  }

  /// To the admin, who may have conversations too (row 24), and to the agent again: who gets what they
  /// have already proves nothing.
  private func giveAwayAndBack(_ trial: Trial) async {
    let check = "rest.reassign"
    for agent in [trial.admin.id, trial.support.id] {
      let reply = await trial.give(self, to: agent)
      if agent == trial.admin.id, reply?.status == 404 {
        note(24, "an admin cannot be given a conversation")
        continue
      }
      if expect(check, reply, .success(.conversation())), let reply {
        expectID(check, reply, trial.id)
        expectAgent(check, reply, agent)
      }
      if let now = await trial.look(self, check, as: trial.admin) { expectAgent(check, now, agent) }
    }
  }

  private func reassign(
    _ check: String, _ person: CheckPerson, _ id: String, _ agent: String, _ remark: String? = nil
  ) async -> Reply? {
    await ask(
      check, person, "POST", ["support", "reassign"],
      body: ["conversationId": .string(id), "newSupportId": .string(agent)], remark: remark)
  }

  private func expectAgent(_ check: String, _ reply: Reply, _ agent: String) {
    let reference = reply.data?["assignedSupportId"]
    guard Self.id(reference) != agent, !known.hidesReferences else { return }
    fail(
      check, reply.asked, path: "$.data.assignedSupportId",
      expected: "\(agent), to whom it was given", value: reference)
  }

  // MARK: The status

  func setStatuses(_ trial: Trial) async {
    let check = "rest.status"
    for status in ["waiting", "resolved", "closed", "open"] {
      let reply = await trial.set(self, status)
      if expect(check, reply, .success(.conversation())), let reply {
        expectID(check, reply, trial.id)
        expectStatus(check, reply, status)
      }
      if let now = await trial.look(self, check, as: trial.support) {
        expectStatus(check, now, status)
      }
    }
    let byAdmin = await ask(
      check, trial.admin, "PATCH", ["conversations", trial.id, "status"], body: ["status": "open"])
    if expect(check, byAdmin, .success(.conversation())), let byAdmin {
      expectStatus(check, byAdmin, "open")
    }
    await refuseStatuses(trial)
  }

  private func refuseStatuses(_ trial: Trial) async {
    let bodies: [(JSONValue, String)] = [
      (["status": "pending"], "\"pending\""), (["status": 1], "as a number"), ([:], "of nothing"),
    ]
    for (body, words) in bodies {
      let reply = await ask(
        "rest.status.unknown", trial.support, "PATCH", ["conversations", trial.id, "status"],
        body: body, remark: words)
      expect("rest.status.unknown", reply, refusal: 400)
    }
    if let now = await trial.look(self, "rest.status.unknown", as: trial.support) {
      expectStatus("rest.status.unknown", now, "open")
    }
    let byFarmer = await ask(
      "rest.status.roles", trial.user, "PATCH", ["conversations", trial.id, "status"],
      body: ["status": "open"])
    expect("rest.status.roles", byFarmer, refusal: 403)
    let ofNone = await ask(
      "rest.status.absent", trial.support, "PATCH", ["conversations", absent, "status"],
      body: ["status": "open"], remark: "of none")
    expect("rest.status.absent", ofNone, refusal: 404)
    _ = await trial.set(self, "open")
  }

  func expectStatus(_ check: String, _ reply: Reply, _ status: String, _ why: String = "") {
    tried(check)
    guard reply.data?["status"]?.stringValue != status else { return }
    fail(
      check, reply.asked, path: "$.data.status", expected: "\"\(status)\"\(why)",
      value: reply.data?["status"])
  }
}
