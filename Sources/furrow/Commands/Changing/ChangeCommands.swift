import ArgumentParser
import ChatClient
import ChatModel
import Foundation
import JSON
import Sentences

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
      ["conversationId": .string(id), "read": true],
      said("All messages of \(id) are marked as read."))
  }
}

struct DeleteCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Delete a message or a conversation, where the server can.")

  enum Kind: String, ExpressibleByArgument, CaseIterable, Sendable { case message, conversation }

  @Argument(help: "message or conversation.") var kind: Kind
  @Argument(help: "Its id.", transform: Checked.filled) var id: String
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  var subject: String? {
    switch kind {
    case .message: said("message \(id)")
    case .conversation: said("conversation \(id)")
    }
  }
  static var changesServer: Bool { true }

  func run(in context: Context) async throws {
    let account = try context.account()
    let api = try Connections.api(of: account, settings: context.settings)
    let log = await AuditLog(context, account)
    let (place, change): (ConversationID?, AuditEntry.Change) =
      switch kind {
      case .message: (nil, .deletedMessage(MessageID(id)))
      case .conversation: (ConversationID(id), .deletedConversation)
      }
    do throws(APIError) {
      switch kind {
      case .message: try await api.deleteMessage(MessageID(id))
      case .conversation: try await api.deleteConversation(ConversationID(id))
      }
      await log.note(place, change, .done)
    } catch {
      if let answer = AuditEntry.Answer(error) { await log.note(place, change, answer) }
      throw error
    }
    context.output.result(
      ["_id": .string(id), "deleted": true],
      kind == .message
        ? said("The message \(id) is deleted.") : said("The conversation \(id) is deleted."))
  }
}
