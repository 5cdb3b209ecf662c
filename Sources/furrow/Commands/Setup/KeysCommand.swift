import ArgumentParser
import ChatModel
import Desk
import JSON
import Sentences
import TextGrid

struct KeysCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys",
    abstract: "Show the keys in force: the defaults and the changes of keys.toml.",
    discussion: """
      Without a part it lists the tables of keys.toml; with one, every key that acts there, those \
      shared with other parts too. The parts, keys and actions are named as keys.toml names them:

        version = 1
        preset = "emacs"           # or "vim"
        [keys.list]
        "g g" = "top"
        "Ctrl+R" = ""

      Behind what is not a default stands where it comes from.
      """)

  @Flag(help: "As a document in Markdown, as docs/keys.md is.")
  var markdown = false
  @Argument(help: "A part of the desk, such as list, messages or composer.")
  var part: KeymapPart?
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func run(in context: Context) async throws {
    let file = try KeysFile(contentsOf: context.settings.paths.keysFile)
    for warning in file.warnings { context.output.warn(warning) }
    if markdown {
      let text = KeysDocument.text(of: file.keymap)
      context.output.result(
        ["document": .string(text)],
        lines: text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
          .map(String.init))
    } else if let part {
      show(file.keymap.bindings(in: part.value), of: part.value, file.keymap, context.output)
    } else {
      for part in Keymap.Context.allCases {
        show(file.keymap.ownBindings(of: part), of: part, file.keymap, context.output)
      }
    }
  }

  private func show(
    _ bindings: [Keymap.Binding], of part: Keymap.Context, _ keymap: Keymap, _ output: Output
  ) {
    let unbound = keymap.unbindings(of: part)
    guard !bindings.isEmpty || !unbound.isEmpty else { return }
    output.say("[keys.\(part.rawValue)]")
    for binding in bindings {
      let origin = binding.origin.words
      output.result(
        .object(ofKnown: [
          ("part", .string(part.rawValue)), ("keys", .string("\(binding)")),
          ("action", .string(binding.command.rawValue)),
          ("does", .string(binding.command.sentence(in: part))),
          ("origin", .string(origin ?? "default")),
        ]),
        "  " + Listing.pad("\(binding)", 15) + Listing.pad(binding.command.rawValue, 23)
          + binding.command.sentence(in: part) + (origin.map { "  (\($0))" } ?? ""))
    }
    for unbinding in unbound {
      let (keys, origin) = (Key.describe(unbinding.keys), unbinding.origin.words ?? "default")
      output.result(
        .object(ofKnown: [
          ("part", .string(part.rawValue)), ("keys", .string(keys)), ("action", .string("")),
          ("origin", .string(origin)),
        ]),
        "  " + Listing.pad(keys, 15) + Listing.pad("", 23) + said("unbound  (\(origin))"))
    }
  }
}

extension Keymap.Origin {
  /// nil for a default.
  fileprivate var words: String? {
    switch self {
    case .standard: nil
    case .preset(let preset): "preset \(preset.rawValue)"
    case .file(let place): place
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
  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}
