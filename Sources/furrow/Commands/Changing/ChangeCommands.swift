import ArgumentParser
import ChatClient
import ChatModel
import Foundation
import JSON

struct ReadCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "read", abstract: "Mark all messages of a conversation as read.")

  @Argument(help: "The conversation's id.", transform: Checked.filled) var id: String
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  var subject: String? { id }
  static var changesServer: Bool { true }

  func run(in context: Context) async throws {
    try await context.api().markAllRead(ConversationID(id))
    context.output.result(
      ["conversationId": .string(id), "read": true], "All messages of \(id) are marked as read.")
  }
}

struct StatusCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Set a conversation's status.")

  @Argument(help: "The conversation's id.", transform: Checked.filled) var id: String
  @Argument(help: "open, waiting, resolved or closed.") var status: StatusArgument
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  var subject: String? { id }
  static var changesServer: Bool { true }

  func run(in context: Context) async throws {
    let conversation = try await context.api().setStatus(ConversationID(id), to: status.value)
    let set = conversation?.status ?? status.value
    context.output.result(
      conversation?.json ?? ["_id": .string(id), "status": .string(status.value.rawValue)],
      "\(id) is now \(Listing.word(set.rawValue)).")
  }
}

struct ReassignCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "reassign", abstract: "Give a conversation to another agent (admin).")

  @Argument(help: "The conversation's id.", transform: Checked.filled) var id: String
  @Argument(help: "The agent's id.", transform: Checked.filled) var agent: String
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  var subject: String? { "\(id) to \(agent)" }
  static var changesServer: Bool { true }

  func run(in context: Context) async throws {
    let conversation = try await context.api().reassign(ConversationID(id), to: UserID(agent))
    let name = conversation?.agent.value.map { Listing.name(.known($0)) } ?? agent
    context.output.result(
      conversation?.json ?? ["_id": .string(id), "assignedSupportId": ["_id": .string(agent)]],
      "\(id) is now \(name)'s.")
  }
}

struct DeleteCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Delete a message or a conversation, where the server can.")

  enum Kind: String, ExpressibleByArgument, CaseIterable, Sendable { case message, conversation }

  @Argument(help: "message or conversation.") var kind: Kind
  @Argument(help: "Its id.", transform: Checked.filled) var id: String
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  var subject: String? { "\(kind.rawValue) \(id)" }
  static var changesServer: Bool { true }

  func run(in context: Context) async throws {
    let api = try context.api()
    switch kind {
    case .message: try await api.deleteMessage(MessageID(id))
    case .conversation: try await api.deleteConversation(ConversationID(id))
    }
    context.output.result(
      ["_id": .string(id), "deleted": true], "The \(kind.rawValue) \(id) is deleted.")
  }
}

struct StatsCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Show the server's statistics (support and admin).")

  @Flag(help: "Show them again every five seconds, until interrupted.")
  var watch = false
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func run(in context: Context) async throws {
    let api = try context.api()
    repeat {
      let statistics = try await api.statistics()
      context.output.result(statistics.json, lines: Self.lines(statistics))
      if watch { try await Task.sleep(for: .seconds(5)) }
    } while watch
  }

  private static func lines(_ statistics: Statistics) -> [String] {
    var lines = [
      "conversations  \(number(statistics.totalConversations)), "
        + "\(number(statistics.activeConversations)) active",
      "messages       \(number(statistics.totalMessages))",
    ]
    for status in ConversationStatus.defined {
      lines.append(Listing.pad(status.rawValue, 15) + number(statistics.statusBreakdown?[status]))
    }
    let agents = statistics.perAgent.sorted {
      $0.activeConversations ?? 0 > $1.activeConversations ?? 0
    }
    for agent in agents {
      let name = Listing.word(agent.name ?? agent.id.rawValue)
      lines.append(
        "\(number(agent.activeConversations)) active of \(number(agent.totalConversations))  "
          + "\(name)  \(Listing.word(agent.id.rawValue))")
    }
    return lines
  }

  /// A number, or what stands where the server gave none.
  private static func number(_ value: Int?) -> String { value.map(String.init) ?? "-" }
}
