import ChatModel
import Foundation
import JSON
import Sentences

extension ReportRow {
  private static func whole(_ seconds: TimeInterval) -> Int {
    Int(exactly: min(seconds, 1e12).rounded()) ?? 0
  }

  /// Of all, and of none, only where that is true.
  private var percent: Int? {
    share.map { share in
      let rounded = Int((share * 100).rounded())
      return share > 0 && share < 1 ? min(99, max(1, rounded)) : rounded
    }
  }

  static func titles(_ grouping: ReportGrouping) -> [String] {
    [
      grouping.rawValue, "name", "first_response_s", "first_response_working_s",
      "first_response_observed", "worst_wait_s", "worst_wait_working_s", "worst_wait_observed",
      "still_waiting", "answers", "in_time", "judged", "in_time_percent", "farmer_messages",
      "agent_messages", "messages_by_agent", "answered_last", "answered_last_at", "observed",
    ]
  }

  /// How many messages the farmers wrote; a row of an agent tells of what the agent wrote alone.
  private func writtenByFarmers(_ grouping: ReportGrouping) -> Int? {
    grouping == .agent ? nil : farmerMessages
  }

  private func nameOrNobody(_ grouping: ReportGrouping) -> String? {
    name ?? (grouping == .agent && key.isEmpty ? said("nobody") : nil)
  }

  func cells(_ grouping: ReportGrouping) -> [String] {
    func time(_ time: ReportTime?) -> [String] {
      guard let time else { return ["", "", ""] }
      return [
        String(Self.whole(time.seconds)), String(Self.whole(time.working)),
        time.isObserved ? "yes" : "no",
      ]
    }
    return [key, nameOrNobody(grouping) ?? ""] + time(firstResponse) + time(worstWait) + [
      isWaiting ? "yes" : "no", String(answers), String(inTime), String(judged),
      percent.map(String.init) ?? "", writtenByFarmers(grouping).map(String.init) ?? "",
      String(written),
      agentMessages.map { "\($0.name) \($0.messages)" }.joined(separator: "; "),
      lastAnswer?.name ?? "", lastAnswer.map { Timestamp.format($0.at) } ?? "", String(observed),
    ]
  }

  private var written: Int { agentMessages.reduce(0) { $0 + $1.messages } }

  func json(_ grouping: ReportGrouping) -> JSONValue {
    func time(_ time: ReportTime?) -> JSONValue? {
      guard let time else { return nil }
      return [
        "seconds": .integer(Self.whole(time.seconds)),
        "workingSeconds": .integer(Self.whole(time.working)), "observed": .bool(time.isObserved),
      ]
    }
    return .object(ofKnown: [
      (grouping == .day ? "day" : "_id", .string(key)), ("name", name.map(JSONValue.string)),
      ("firstResponse", time(firstResponse)), ("worstWait", time(worstWait)),
      ("stillWaiting", .bool(isWaiting)), ("answers", .integer(answers)),
      ("inTime", .integer(inTime)), ("judged", .integer(judged)),
      ("share", share.map(JSONValue.number)),
      ("farmerMessages", writtenByFarmers(grouping).map(JSONValue.integer)),
      (
        "agentMessages",
        .array(
          agentMessages.map {
            [
              "_id": .string($0.id.rawValue), "name": .string($0.name),
              "messages": .integer($0.messages),
            ]
          })
      ),
      (
        "answeredLast",
        lastAnswer.map {
          [
            "_id": .string($0.id.rawValue), "name": .string($0.name),
            "at": .string(Timestamp.format($0.at)),
          ]
        }
      ),
      ("observed", .integer(observed)),
    ])
  }

  func line(_ grouping: ReportGrouping) -> String {
    func time(_ time: ReportTime?) -> String {
      time.map { ($0.isObserved ? "~" : "") + ClockWords.length($0.seconds) } ?? "-"
    }
    let name = nameOrNobody(grouping).map(Listing.word)
    let title =
      grouping == .day
      ? key
      : [name, key.isEmpty ? nil : Listing.word(key)].compactMap { $0 }.joined(separator: "  ")
    let agents = agentMessages.map { "\(Listing.word($0.name)) \($0.messages)" }
    let parts = [
      title, said("first response \(time(firstResponse))"),
      said("worst wait \(time(worstWait))\(isWaiting ? said(", waits now") : "")"),
      percent.map { said("\($0) % of \(judged) in time") } ?? said("none to judge"),
      said(
        farmerMessages + written, one: "1 message", more: "\(farmerMessages + written) messages")
        + (agents.isEmpty ? "" : " (\(agents.joined(separator: ", ")))"),
      lastAnswer.map { said("last \(Listing.word($0.name)) \(Listing.local($0.at))") },
    ]
    return parts.compactMap { $0 }.joined(separator: "  ")
  }
}
