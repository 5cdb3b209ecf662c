// Pages of lists and histories, read one after another with a small limit.

import JSON

extension ContractRun {
  /// At most so many pages of one list are read, and the last one.
  private static let mostPages = 5
  /// So often pages are read again that moved meanwhile.
  private static let mostRounds = 3

  func pages() async {
    for person in everyone {
      await walk("paging.mine", person, ["conversations"], usual: 20, time: "updatedAt")
    }
    for person in staff {
      await walk("paging.all", person, ["support", "conversations"], usual: 20, time: "updatedAt")
    }
    for person in everyone {
      guard let id = await longest(of: person) else { continue }
      await walk("paging.messages", person, ["messages", id], usual: 50, time: "createdAt")
    }
  }

  /// Of the first conversations of a person's list the one with the most messages.
  private func longest(of person: CheckPerson) async -> String? {
    let list = await ask("paging.messages.totals", person, "GET", ["conversations"])
    var best: (String, Int)?
    for record in (list?.data?.arrayValue ?? []).prefix(30) {
      guard let id = record["_id"]?.stringValue,
        let reply = await ask(
          "paging.messages.totals", person, "GET", ["messages", id],
          [("page", "1"), ("limit", "1")]),
        let total = reply.json?["pagination"]?["totalItems"]?.integerValue
      else { continue }
      if total > best?.1 ?? -1 { best = (id, total) }
      if total > 60 { break }
    }
    return best?.0
  }

  private func walk(
    _ check: String, _ person: CheckPerson, _ path: [String], usual: Int, time: String
  ) async {
    guard wants(["\(check).*", "row.11", "row.12"]) else { return }
    for round in 1...Self.mostRounds {
      guard let (laws, asked) = await read(check, person, path, usual: usual, time: time) else {
        return
      }
      let isLast = round == Self.mostRounds
      if laws.hasMoved { note(12, "totalItems moved while \(asked) was read") }
      let faults = laws.totals() + laws.once()
      // What does not fit may have been written in between.
      if !isLast, !faults.isEmpty { continue }
      tell(laws, faults, check, asked, isOfMessages: time == "createdAt")
      return
    }
  }

  /// The first page as nobody asks for one, and the pages of a small limit.
  private func read(
    _ check: String, _ person: CheckPerson, _ path: [String], usual: Int, time: String
  ) async -> (PageLaws, String)? {
    guard let first = await ask("\(check).totals", person, "GET", path), first.isSuccess else {
      return nil
    }
    guard let total = first.json?["pagination"]?["totalItems"]?.integerValue, total >= 0 else {
      ledger.judge(
        first.json?["pagination"], .pagination, at: "$.pagination", first.asked,
        for: "\(check).totals")
      return nil
    }
    expectUsual(check, first, usual)
    // Four pages, the last of them not full where that can be.
    let limit = min(max(1, (total + 3) / 4), 50)
    let last = max(1, (total + limit - 1) / limit)
    var numbers = Array(1...min(last, Self.mostPages))
    if last > Self.mostPages { numbers.append(last) }
    numbers.append(last + 1)
    var sights: [PageSight] = []
    for number in numbers {
      guard
        let reply = await ask(
          "\(check).totals", person, "GET", path, [("page", "\(number)"), ("limit", "\(limit)")])
      else { return nil }
      if number > last, !reply.isSuccess, reply.status < 500 {
        observe("\(check).totals", "\(reply.asked), behind the last page: \(reply.status)")
        break
      }
      guard expect("\(check).totals", reply, .page(.any)) else { return nil }
      sights.append(PageSight(page: number, limit: limit, reply.json, time: time))
    }
    let laws = PageLaws(pages: sights, isWhole: last <= Self.mostPages)
    return (laws, Self.name(of: RawCall("GET", path)) + " as \(person.role.rawValue)")
  }

  private func expectUsual(_ check: String, _ reply: Reply, _ usual: Int) {
    let pagination = reply.json?["pagination"]
    for (name, wanted) in [("currentPage", 1), ("itemsPerPage", usual)] {
      guard let came = pagination?[name]?.integerValue, came != wanted else { continue }
      fail(
        "\(check).totals", reply.asked, path: "$.pagination.\(name)",
        expected: "\(wanted), which is usual without page and limit", came: "\(came)")
    }
  }

  private func tell(
    _ laws: PageLaws, _ faults: [PageLaws.Fault], _ check: String, _ asked: String,
    isOfMessages: Bool
  ) {
    for law in ["totals", "once"] { tried("\(check).\(law)") }
    var faults = faults
    if isOfMessages {
      let order = laws.orderOfMessages()
      faults += order.faults
      tried("\(check).order")
      switch order.direction {
      case .newestFirst: note(11, "page 1 holds the newest messages")
      case .oldestFirst: note(11, "page 1 holds the oldest messages")
      case .unknown: break
      }
    } else {
      tellOrder(of: laws, check, asked)
    }
    for fault in faults {
      fail(
        "\(check).\(fault.law.rawValue)", "\(asked), page \(fault.page)", path: fault.path,
        expected: fault.expected, came: fault.came)
    }
  }

  private func tellOrder(of laws: PageLaws, _ check: String, _ asked: String) {
    switch laws.orderOfConversations {
    case .newestFirst: tried("\(check).order")
    case .oldestFirst:
      fail(
        "\(check).order", asked, path: "$.data[*].updatedAt",
        expected: "the conversation that changed last first", came: "the list the other way round")
    case .none: observe("\(check).order", "\(asked) does not run by the last change")
    case .unknown: ledger.skip("\(check).order", "The list is too short to have an order.")
    }
  }
}
