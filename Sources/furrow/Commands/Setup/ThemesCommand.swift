import ArgumentParser
import ChatModel
import DeskViews
import JSON

struct ThemesCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes",
    abstract: "List the themes: those of the program and those in the folder themes.",
    discussion: "A star marks the one in force. Exit status 1 when one of them is broken.")

  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func run(in context: Context) async throws {
    let files = ThemeFiles(directory: context.settings.paths.themes)
    let chosen = context.settings.theme ?? ThemeLibrary.defaultName
    for theme in files.entries {
      let isChosen = theme.name == chosen
      let remark = theme.problem.map { "broken: \($0)" } ?? theme.path ?? theme.remark
      context.output.result(
        .object(ofKnown: [
          ("name", .string(theme.name)), ("inForce", .bool(isChosen)),
          ("path", theme.path.map(JSONValue.string)),
          ("problem", theme.problem.map(JSONValue.string)),
        ]),
        "\(isChosen ? "*" : " ") \(Listing.pad(theme.name, 20))  \(remark)")
    }
    if !files.entries.contains(where: { $0.name == chosen }) {
      throw Failure(.badConfiguration, "The theme \"\(chosen)\" that is set does not exist.")
    }
    if !files.warnings.isEmpty { throw ExitStatus.checkFailed.code }
  }
}
