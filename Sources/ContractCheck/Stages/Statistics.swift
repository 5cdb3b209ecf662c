// The statistics, and whether their numbers add up.

import JSON

extension ContractRun {
  func statistics() async {
    for person in staff {
      let reply = await ask("rest.stats", person, "GET", ["support", "stats"])
      guard expect("rest.stats", reply, .success(.statistics)), let reply, let data = reply.data
      else { continue }
      addUp(data, reply.asked)
      await compare(data, reply.asked, person)
    }
    if let user = people[.user] {
      expect(
        "rest.stats.roles", await ask("rest.stats.roles", user, "GET", ["support", "stats"]),
        refusal: 403)
    }
  }

  private func addUp(_ data: JSONValue, _ asked: String) {
    let check = "rest.stats.sums"
    tried(check)
    func number(_ names: String...) -> Int? {
      names.reduce(Optional(data)) { $0?[$1] }?.integerValue
    }
    func expect(_ path: String, _ came: Int?, _ wanted: Int?, _ why: String) {
      guard let came, let wanted, came != wanted else { return }
      fail(check, asked, path: "$.data.\(path)", expected: "\(wanted), \(why)", came: "\(came)")
    }
    let counts = Shape.statuses.map { number("statusBreakdown", $0) }
    let total = number("totalConversations")
    let active = number("activeConversations")
    if counts.allSatisfy({ $0 != nil }) {
      expect(
        "totalConversations", total, counts.compactMap { $0 }.reduce(0, +),
        "the sum of statusBreakdown")
    }
    if let open = counts[0], let waiting = counts[1] {
      expect("activeConversations", active, open + waiting, "open and waiting together")
    }
    var agents: Set<String> = []
    var (allOfAgents, activeOfAgents) = (0, 0)
    for (place, agent) in (data["perAgentStats"]?.arrayValue ?? []).enumerated() {
      let path = "$.data.perAgentStats[\(place)]"
      if let id = agent["agentId"]?.stringValue {
        if !agents.insert(id).inserted {
          fail(check, asked, path: "\(path).agentId", expected: "each agent once", came: id)
        }
        if !known.agents.contains(id) { known.agents.append(id) }
      }
      let (all, active) = (
        agent["totalConversations"]?.integerValue ?? 0,
        agent["activeConversations"]?.integerValue ?? 0
      )
      if active > all {
        fail(
          check, asked, path: "\(path).activeConversations", expected: "\(all) at most",
          came: "\(active)")
      }
      allOfAgents += all
      activeOfAgents += active
    }
    if let total, allOfAgents > total {
      fail(
        check, asked, path: "$.data.perAgentStats",
        expected: "\(total) conversations together at most",
        came: "\(allOfAgents)")
    }
    if let active, activeOfAgents > active {
      fail(
        check, asked, path: "$.data.perAgentStats",
        expected: "\(active) active ones together at most",
        came: "\(activeOfAgents)")
    }
    note(24, "perAgentStats names \(agents.count) agents")
  }

  /// Deleted conversations may be counted in the statistics and in no list, never the other way.
  private func compare(_ data: JSONValue, _ asked: String, _ person: CheckPerson) async {
    let list = await ask(
      "rest.stats.sums", person, "GET", ["support", "conversations"], [("limit", "1")])
    guard let listed = list?.json?["pagination"]?["totalItems"]?.integerValue,
      let counted = data["totalConversations"]?.integerValue
    else { return }
    if counted < listed {
      fail(
        "rest.stats.sums", asked, path: "$.data.totalConversations",
        expected: "\(listed) at least, as GET /support/conversations has that many",
        came: "\(counted)")
    }
    guard let id = known.own[person.role],
      let history = await ask(
        "rest.stats.sums", person, "GET", ["messages", id], [("limit", "1")]),
      let messages = history.json?["pagination"]?["totalItems"]?.integerValue,
      let all = data["totalMessages"]?.integerValue, all < messages
    else { return }
    fail(
      "rest.stats.sums", asked, path: "$.data.totalMessages",
      expected: "\(messages) at least, as one history has that many", came: "\(all)")
  }
}
