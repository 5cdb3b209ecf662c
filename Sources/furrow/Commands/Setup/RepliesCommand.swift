import ArgumentParser
import ChatModel
import Desk
import Foundation
import JSON
import Sentences

struct RepliesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replies",
    abstract: "The canned replies: list them, show one, check their files.",
    discussion: """
      They stand in replies/*.toml of the configuration's folder, and of the team's where team_dir \
      names one:

        version = 1

        [[reply]]
        name = "Photo of the whole plant"
        text = "Please send a photo of {cursor}, {farmer.first}."
        tags = ["picture"]
        language = "en"
        attachments = ["guide.jpg"]
        shortcut = "ph"

      In a text stand {farmer.first} {farmer} {agent} {agent.first} {status} {date} {time} {wait} \
      {phone} {conversation}, and {cursor}; {{ and }} are braces.
      """,
    subcommands: [List.self, Show.self, Check.self], defaultSubcommand: List.self)

  struct List: HeadlessCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the canned replies.")

    @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

    func run(in context: Context) async throws {
      let replies = ReplyFiles(context.settings).read()
      for problem in replies.problems { context.output.warn(problem) }
      if replies.all.isEmpty, !context.output.isJSON {
        context.output.say(
          said("There are no canned replies yet; they stand in \(replies.folder)."))
      }
      for reply in replies.all {
        let words = reply.text.split(whereSeparator: \.isNewline).joined(separator: " ")
        context.output.result(
          RepliesCommand.json(reply),
          [
            Listing.pad(Listing.word(reply.shortcut ?? "-"), 10),
            Listing.pad(Listing.word(reply.language ?? "-"), 4),
            Listing.pad(Listing.word(reply.name), 28), Listing.word(words),
          ].joined(separator: "  "))
      }
    }
  }

  struct Show: HeadlessCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show one as its file has it.")

    @Argument(
      help: "Its name or its shortcut.", completion: Completions.replies,
      transform: Checked.filled)
    var name: String
    @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

    func run(in context: Context) async throws {
      let reply = try ReplyFiles(context.settings).reply(named: name)
      var lines = [said("name         \(Listing.word(reply.name))")]
      if let shortcut = reply.shortcut {
        lines.append(said("shortcut     \(Listing.word(shortcut))"))
      }
      if let language = reply.language {
        lines.append(said("language     \(Listing.word(language))"))
      }
      if !reply.tags.isEmpty {
        lines.append(said("tags         \(Listing.word(reply.tags.joined(separator: ", ")))"))
      }
      for file in reply.attachments { lines.append(said("attachment   \(Listing.word(file))")) }
      lines.append(said("file         \(Listing.word(reply.place))"))
      lines.append(said("text         \(reply.text)"))
      context.output.result(RepliesCommand.json(reply), lines: lines)
    }
  }

  struct Check: HeadlessCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Check the files; name all that is wrong.",
      discussion: "Each fault is a line with its file and line. Exit status 1 when there is one.")

    @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

    func run(in context: Context) async throws {
      let replies = ReplyFiles(context.settings).read()
      for problem in replies.problems { context.output.warn(problem) }
      let count = replies.all.count
      context.output.result(
        ["replies": .integer(count), "problems": .integer(replies.problems.count)],
        said("\(count) canned \(count == 1 ? said("reply is") : said("replies are")) good."))
      if !replies.problems.isEmpty { throw ExitStatus.checkFailed.code }
    }
  }

  private static func json(_ reply: CannedReply) -> JSONValue {
    .object(ofKnown: [
      ("name", .string(reply.name)), ("text", .string(reply.text)),
      ("tags", .array(reply.tags.map(JSONValue.string))),
      ("language", reply.language.map(JSONValue.string)),
      ("attachments", .array(reply.attachments.map(JSONValue.string))),
      ("shortcut", reply.shortcut.map(JSONValue.string)), ("place", .string(reply.place)),
    ])
  }
}

extension ReplyFiles {
  /// The one that is called so now.
  func reply(named name: String) throws(Failure) -> CannedReply {
    let replies = read()
    guard let reply = replies.find(name) else {
      throw Failure(
        .notFound,
        replies.problems.isEmpty
          ? said("No canned reply is called \"\(name)\"; `furrow replies` lists them.")
          : said(
            """
            No canned reply is called \"\(name)\"; `furrow replies check` names those that are left \
            out.
            """))
    }
    return reply
  }
}
