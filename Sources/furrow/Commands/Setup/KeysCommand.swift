import ArgumentParser
import ChatModel
import Desk
import JSON
import TextGrid

struct KeysCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys",
    abstract: "Show the keys in force: the defaults and the changes of keys.toml.",
    discussion: """
      Without a part it lists the tables of keys.toml; with one, every key that acts there, those \
      shared with other parts too. The parts, keys and actions are named as keys.toml names them:

        preset = "emacs"
        [keys.list]
        "g g" = "top"
        "Ctrl+R" = ""
      """)

  @Argument(help: "A part of the desk, such as list, messages or composer.")
  var part: KeymapPart?
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func run(in context: Context) async throws {
    let file = try KeysFile(contentsOf: context.settings.paths.keysFile)
    for warning in file.warnings { context.output.warn(warning) }
    if let part {
      show(file.keymap.bindings(in: part.value), of: part.value, context.output)
    } else {
      for part in Keymap.Context.allCases {
        show(file.keymap.ownBindings(of: part), of: part, context.output)
      }
    }
  }

  private func show(_ bindings: [Keymap.Binding], of part: Keymap.Context, _ output: Output) {
    guard !bindings.isEmpty else { return }
    output.say("[keys.\(part.rawValue)]")
    for binding in bindings {
      output.result(
        [
          "part": .string(part.rawValue), "keys": .string("\(binding)"),
          "action": .string(binding.command.rawValue),
          "does": .string(binding.command.sentence),
        ],
        "  " + Listing.pad("\(binding)", 15) + Listing.pad(binding.command.rawValue, 23)
          + binding.command.sentence)
    }
  }
}

/// A part of the desk, by the name of its table.
struct KeymapPart: ExpressibleByArgument, Sendable {
  let value: Keymap.Context

  init?(argument: String) {
    guard let value = Keymap.Context(rawValue: argument) else { return nil }
    self.value = value
  }

  static var allValueStrings: [String] { Keymap.Context.allCases.map(\.rawValue) }
}
