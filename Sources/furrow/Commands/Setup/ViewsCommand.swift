import ArgumentParser
import ChatModel
import Desk
import JSON
import Sentences

struct ViewsCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "views", abstract: "Show the saved views of views.toml.",
    discussion: """
      A view is a table of views.toml; all that it says has to hold. The first two have the keys 8 and 9.

        version = 1

        [[view]]
        name = "stale"
        status = ["open", "waiting"]
        assignee = "me"
        older_than = "2d"
        newer_than = "30d"
        waits = "30m"
        words = "tractor"
        sort = "oldest"

      assignee is "me", "nobody", a name or an id; sort is "waiting", "newest" or "oldest".
      """)

  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func run(in context: Context) async throws {
    let file = ViewsFile(contentsOf: context.settings.paths.viewsFile)
    for warning in file.warnings { context.output.warn(warning) }
    for (place, view) in file.views.enumerated() {
      let number = NumberedView.saved(place).number
      context.output.result(
        .object(ofKnown: [
          ("name", .string(view.name)), ("key", number > 0 ? .integer(number) : nil),
          ("what", .string(view.sentence)),
        ]),
        Listing.pad(number > 0 ? "\(number)" : "", 3) + Listing.pad(view.name, 20) + view.sentence)
    }
    if file.views.isEmpty {
      context.output.note(
        said("There are no saved views; `furrow views --help` says how to write one."))
    }
  }
}

extension SavedView {
  /// What it chooses, in a line.
  fileprivate var sentence: String {
    var parts: [String] = []
    if !statuses.isEmpty { parts.append(statuses.map(\.words).joined(separator: said(" or "))) }
    switch assignee {
    case .me?: parts.append(said("mine"))
    case .nobody?: parts.append(said("nobody's"))
    case .named(let name)?: parts.append(said("of \(Listing.word(name))"))
    case nil: break
    }
    if let olderThan { parts.append(said("quiet for \(Self.words(olderThan))")) }
    if let newerThan { parts.append(said("active within \(Self.words(newerThan))")) }
    if let waits { parts.append(said("waiting for \(Self.words(waits))")) }
    parts += words.map { said("with “\(Listing.word($0))”") }
    return (parts.isEmpty ? said("all") : parts.joined(separator: ", "))
      + "; " + order
  }

  private var order: String {
    switch sort {
    case .waiting: said("waiting first")
    case .newest: said("newest first")
    case .oldest: said("oldest first")
    }
  }

  private static func words(_ seconds: Double) -> String {
    let minutes = Int(seconds / 60)
    if minutes % 1440 == 0 { return said("\(minutes / 1440) d") }
    return minutes % 60 == 0 ? said("\(minutes / 60) h") : said("\(minutes) min")
  }
}
