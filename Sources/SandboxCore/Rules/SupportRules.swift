// Call 11 of the document and the sign-in of row 23.

import ChatModel
import JSON

extension ChatServer {
  func statistics(for user: Person) throws(SandboxError) -> SandboxResponse {
    try require(user, .support, .admin)
    let all = world.conversations.values.filter(\.isActive)
    var breakdown: JSONObject = [:]
    for status in ConversationStatus.defined {
      breakdown[status.rawValue] = .integer(all.count { $0.status == status })
    }
    // Row 24: agents with no conversation are not listed.
    let agents = Dictionary(grouping: all.filter { $0.agent != nil }, by: \.agent)
      .compactMap { id, conversations in
        id.flatMap { world.people[$0] }.map { ($0, conversations) }
      }
      .sorted { $0.0.id < $1.0.id }
    return .success(
      "Statistics fetched successfully",
      [
        "totalConversations": .integer(all.count),
        "activeConversations": .integer(all.count(where: \.isInWork)),
        "statusBreakdown": .object(breakdown),
        "perAgentStats": .array(
          agents.map { agent, conversations in
            [
              "agentId": .string(agent.id.rawValue),
              "agentName": .string(agent.name),
              "agentEmail": .string(agent.email),
              "totalConversations": .integer(conversations.count),
              "activeConversations": .integer(conversations.count(where: \.isInWork)),
            ]
          }),
        "totalMessages": .integer(world.messages.count),
        "generatedAt": now.json,
      ])
  }

  func signIn(_ body: JSONValue) throws(SandboxError) -> SandboxResponse {
    let reader = try RequestReader(body)
    let email = try reader.require("email")
    let password = try reader.require("password")
    guard let person = world.person(withEmail: email), person.password == password else {
      throw .unauthorized("Invalid email or password")
    }
    let token = mint.mint(for: person, at: now, lifetime: TokenMint.usualLifetime)
    return SandboxResponse(
      status: 200,
      body: [
        "message": "Login successful",
        "token": .string(token),
        "data": [
          "id": .string(person.id.rawValue),
          "role": .string(person.role.rawValue),
          "email": .string(person.email),
          "phone": .string(person.phone),
        ],
      ])
  }
}
