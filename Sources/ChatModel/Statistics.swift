package import Foundation
package import JSON

/// The dashboard numbers of `GET /support/stats`.
package struct Statistics: Hashable, Sendable {
  package var totalConversations: Int
  package var activeConversations: Int
  package var statusBreakdown: [ConversationStatus: Int]
  package var perAgent: [AgentStatistics]
  package var totalMessages: Int
  package var generatedAt: Date?

  package init(
    totalConversations: Int, activeConversations: Int,
    statusBreakdown: [ConversationStatus: Int] = [:], perAgent: [AgentStatistics] = [],
    totalMessages: Int, generatedAt: Date? = nil
  ) {
    self.totalConversations = totalConversations
    self.activeConversations = activeConversations
    self.statusBreakdown = statusBreakdown
    self.perAgent = perAgent
    self.totalMessages = totalMessages
    self.generatedAt = generatedAt
  }
}

/// One agent's share of the work.
package struct AgentStatistics: Hashable, Sendable, Identifiable {
  package let id: UserID
  package var name: String?
  package var email: String?
  package var totalConversations: Int
  package var activeConversations: Int

  package init(
    id: UserID, name: String? = nil, email: String? = nil, totalConversations: Int,
    activeConversations: Int
  ) {
    self.id = id
    self.name = name
    self.email = email
    self.totalConversations = totalConversations
    self.activeConversations = activeConversations
  }
}

extension Statistics {
  package init(
    json: JSONValue, path: String = "", noting oddities: Oddities? = nil
  ) throws(UnexpectedShape) {
    let reader = try JSONReader(json, path: path, noting: oddities)
    let breakdown = reader.counts("statusBreakdown") ?? [:]
    var agents: [AgentStatistics] = []
    for (index, value) in (reader.array("perAgentStats") ?? []).enumerated() {
      let place = "\(reader.path(of: "perAgentStats"))[\(index)]"
      let agent = reader.attempt { () throws(UnexpectedShape) in
        try AgentStatistics(json: value, path: place, noting: oddities)
      }
      if let agent { agents.append(agent) }
    }
    self.init(
      totalConversations: reader.count("totalConversations") ?? 0,
      activeConversations: reader.count("activeConversations") ?? 0,
      statusBreakdown: Dictionary(
        uniqueKeysWithValues: breakdown.map { (ConversationStatus(rawValue: $0.key), $0.value) }),
      perAgent: agents,
      totalMessages: reader.count("totalMessages") ?? 0,
      generatedAt: reader.date("generatedAt"))
  }

  package var json: JSONValue {
    .object(ofKnown: [
      ("totalConversations", .integer(totalConversations)),
      ("activeConversations", .integer(activeConversations)),
      (
        "statusBreakdown",
        .object(
          Dictionary(
            uniqueKeysWithValues: statusBreakdown.map { ($0.key.rawValue, .integer($0.value)) }))
      ),
      ("perAgentStats", .array(perAgent.map(\.json))),
      ("totalMessages", .integer(totalMessages)),
      ("generatedAt", generatedAt.map { .string(Timestamp.format($0)) }),
    ])
  }
}

extension AgentStatistics {
  package init(
    json: JSONValue, path: String, noting oddities: Oddities? = nil
  ) throws(UnexpectedShape) {
    let reader = try JSONReader(json, path: path, noting: oddities)
    self.init(
      id: try reader.id("agentId"),
      name: reader.string("agentName"),
      email: reader.string("agentEmail"),
      totalConversations: reader.count("totalConversations") ?? 0,
      activeConversations: reader.count("activeConversations") ?? 0)
  }

  package var json: JSONValue {
    .object(ofKnown: [
      ("agentId", .string(id.rawValue)),
      ("agentName", name.map(JSONValue.string)),
      ("agentEmail", email.map(JSONValue.string)),
      ("totalConversations", .integer(totalConversations)),
      ("activeConversations", .integer(activeConversations)),
    ])
  }
}
