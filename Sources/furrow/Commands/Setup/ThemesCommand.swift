import ArgumentParser
import ChatModel
import DeskViews
import JSON
import Sentences

struct ThemesCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes",
    abstract: "List the themes: those of the program and those in the folder themes.",
    discussion: """
      A star marks the one in force. Exit status 1 when one of them is broken.

      A theme of your own is a file themes/NAME.toml in the configuration's folder. It inherits from \
      another one and replaces single entries of it; an open desk follows the file as it changes:

        version = 1
        inherits = "dark"

        [palette]
        leaf = { color = "#7fb069", ansi = "green", eight = "white" }
        panel = { color = "#262626", ansi = "black", through = true }

        [roles]
        presence = "leaf"
        status-line = { bg = "panel", ansi = { bg = "white" }, mono = ["reverse"] }

      A colour is a name such as bright-blue, an index from 0 to 255 or #rrggbb. Of a palette's entry \
      ansi is for terminals of sixteen colours, eight for those of eight; through = true lets the \
      terminal's own colour show where the theme is auto. Of a role fg and bg are colours of the \
      palette, attributes a list of bold, dim, italic, underline, reverse and strikethrough; ansi and \
      mono replace them where there are few colours or none. A colour alone is the foreground. The \
      roles:

      \(rolesInWords)
      """)

  /// Three a line.
  private static var rolesInWords: String {
    let names = ThemeRole.allCases.map(\.name)
    return stride(from: 0, to: names.count, by: 3).map { start in
      "  " + names[start..<min(start + 3, names.count)].joined(separator: ", ")
    }.joined(separator: ",\n")
  }

  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func run(in context: Context) async throws {
    let files = ThemeFiles(directory: context.settings.paths.themes)
    let chosen = context.settings.theme ?? ThemeLibrary.defaultName
    for theme in files.entries {
      let isChosen = theme.name == chosen
      let remark = theme.problem.map { said("broken: \($0)") } ?? theme.path ?? theme.remark
      context.output.result(
        .object(ofKnown: [
          ("name", .string(theme.name)), ("inForce", .bool(isChosen)),
          ("path", theme.path.map(JSONValue.string)),
          ("problem", theme.problem.map(JSONValue.string)),
        ]),
        "\(isChosen ? "*" : " ") \(Listing.pad(theme.name, 20))  \(remark)")
    }
    if !files.entries.contains(where: { $0.name == chosen }) {
      throw Failure(.badConfiguration, said("The theme \"\(chosen)\" that is set does not exist."))
    }
    if !files.warnings.isEmpty { throw ExitStatus.checkFailed.code }
  }
}
