import Foundation

extension ReportCalculator {
  /// Conversations by their worst wait, agents by what they wrote, days by their dates.
  package func rows(by grouping: ReportGrouping) -> [ReportRow] {
    var groups: [String: Group] = [:]
    for wait in waits {
      groups[key(of: wait, grouping), default: Group()].waits.append(wait)
    }
    for (count, number) in counts {
      // What farmers wrote is no agent's.
      guard let key = key(of: count, grouping) else { continue }
      groups[key, default: Group()].counts.append((count, number))
    }
    return groups.map { row($0.key, $0.value, grouping) }.sorted { comesFirst($0, $1, grouping) }
  }

  private struct Group {
    var waits: [Wait] = []
    var counts: [(count: Count, number: Int)] = []
  }

  private func key(of wait: Wait, _ grouping: ReportGrouping) -> String {
    switch grouping {
    case .conversation: wait.conversation.rawValue
    case .agent: (wait.answered?.id ?? wait.owner)?.rawValue ?? ""
    case .day: day(of: wait.asked).text
    }
  }

  private func key(of count: Count, _ grouping: ReportGrouping) -> String? {
    switch grouping {
    case .conversation: count.conversation.rawValue
    case .agent: count.agent?.rawValue
    case .day: count.day.text
    }
  }

  private func row(_ key: String, _ group: Group, _ grouping: ReportGrouping) -> ReportRow {
    var row = ReportRow(key: key, name: name(of: key, grouping))
    let first = group.waits.filter { $0.isFirst && $0.answered != nil }.map(\.time)
    row.firstResponse = Self.median(first)
    let worst = group.waits.max { ($0.time.seconds, $1.asked) < ($1.time.seconds, $0.asked) }
    row.worstWait = worst?.time
    row.isWaiting = group.waits.contains { $0.answered == nil }
    for wait in group.waits {
      let isInTime = wait.time.working <= target
      if wait.answered != nil { row.answers += 1 }
      if wait.time.isObserved { row.observed += 1 }
      // What goes on and is not late may still be in time.
      guard wait.answered != nil || !isInTime else { continue }
      row.judged += 1
      if isInTime { row.inTime += 1 }
    }
    var written: [UserID: Int] = [:]
    for (count, number) in group.counts {
      guard let agent = count.agent else {
        row.farmerMessages += number
        continue
      }
      written[agent, default: 0] += number
      guard let at = lastAnswers[count] else { continue }
      if row.lastAnswer.map({ ($0.at, $0.id) < (at, agent) }) ?? true {
        row.lastAnswer = ReportAnswer(id: agent, name: names[agent] ?? agent.rawValue, at: at)
      }
    }
    row.agentMessages = written.map {
      ReportAgent(id: $0.key, name: names[$0.key] ?? $0.key.rawValue, messages: $0.value)
    }.sorted { $0.messages != $1.messages ? $0.messages > $1.messages : $0.id < $1.id }
    return row
  }

  private func name(of key: String, _ grouping: ReportGrouping) -> String? {
    switch grouping {
    case .conversation: farmers[ConversationID(key)]
    case .agent: names[UserID(key)]
    case .day: nil
    }
  }

  private func comesFirst(_ a: ReportRow, _ b: ReportRow, _ grouping: ReportGrouping) -> Bool {
    switch grouping {
    case .day: return a.key < b.key
    case .conversation:
      let (one, other) = (a.worstWait?.seconds ?? -1, b.worstWait?.seconds ?? -1)
      return one != other ? one > other : a.key < b.key
    case .agent:
      let (one, other) = (
        a.agentMessages.first?.messages ?? 0, b.agentMessages.first?.messages ?? 0
      )
      return one != other ? one > other : a.key < b.key
    }
  }

  /// Of an even number of times the mean of the two in the middle; each length by itself.
  private static func median(_ times: [ReportTime]) -> ReportTime? {
    guard !times.isEmpty else { return nil }
    func median(_ lengths: [TimeInterval]) -> TimeInterval {
      let sorted = lengths.sorted()
      return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
    return ReportTime(
      seconds: median(times.map(\.seconds)), working: median(times.map(\.working)),
      isObserved: times.contains(where: \.isObserved))
  }
}

extension CalendarDay {
  /// `2026-12-25`.
  package var text: String {
    func digits(_ number: Int, _ count: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    return "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))"
  }
}
