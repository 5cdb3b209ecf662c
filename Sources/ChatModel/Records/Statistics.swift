package import Foundation
package import JSON

/// The dashboard numbers of `GET /support/stats`; nil for what the server did not say (row 28).
package struct Statistics: Hashable, Sendable {
  package var totalConversations: Int?
  package var activeConversations: Int?
  package var statusBreakdown: [ConversationStatus: Int]?
  package var perAgent: [AgentStatistics]
  package var totalMessages: Int?
  package var generatedAt: Date?

  package init(
    totalConversations: Int? = nil, activeConversations: Int? = nil,
    statusBreakdown: [ConversationStatus: Int]? = nil, perAgent: [AgentStatistics] = [],
    totalMessages: Int? = nil, generatedAt: Date? = nil
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
  package var totalConversations: Int?
  package var activeConversations: Int?

  package init(
    id: UserID, name: String? = nil, email: String? = nil, totalConversations: Int? = nil,
    activeConversations: Int? = nil
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
    var agents: [AgentStatistics] = []
    for (index, value) in (reader.array("perAgentStats") ?? []).enumerated() {
      let place = "\(reader.path(of: "perAgentStats"))[\(index)]"
      let agent = reader.attempt { () throws(UnexpectedShape) in
        try AgentStatistics(json: value, path: place, noting: oddities)
      }
      if let agent { agents.append(agent) }
    }
    self.init(
      totalConversations: reader.count("totalConversations"),
      activeConversations: reader.count("activeConversations"),
      statusBreakdown: reader.counts("statusBreakdown").map { counts in
        Dictionary(
          uniqueKeysWithValues: counts.map { (ConversationStatus(rawValue: $0.key), $0.value) })
      },
      perAgent: agents,
      totalMessages: reader.count("totalMessages"),
      generatedAt: reader.date("generatedAt"))
  }

  package var json: JSONValue {
    .object(ofKnown: [
      ("totalConversations", totalConversations.map(JSONValue.integer)),
      ("activeConversations", activeConversations.map(JSONValue.integer)),
      (
        "statusBreakdown",
        statusBreakdown.map { counts in
          .object(JSONObject(counts.map { ($0.key.rawValue, .integer($0.value)) }))
        }
      ),
      ("perAgentStats", .array(perAgent.map(\.json))),
      ("totalMessages", totalMessages.map(JSONValue.integer)),
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
      totalConversations: reader.count("totalConversations"),
      activeConversations: reader.count("activeConversations"))
  }

  package var json: JSONValue {
    .object(ofKnown: [
      ("agentId", .string(id.rawValue)),
      ("agentName", name.map(JSONValue.string)),
      ("agentEmail", email.map(JSONValue.string)),
      ("totalConversations", totalConversations.map(JSONValue.integer)),
      ("activeConversations", activeConversations.map(JSONValue.integer)),
    ])
  }
}
