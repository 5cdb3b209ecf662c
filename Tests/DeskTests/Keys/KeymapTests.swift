import Testing
import TextGrid

@testable import Desk

@Suite struct KeymapTests {
  private func match(_ names: String, _ context: Keymap.Context, _ map: Keymap = .standard)
    -> Keymap.Match
  {
    map.match(Key.sequence(names) ?? [], in: context)
  }

  @Test func aSequenceIsAPathAndItsBeginningHasNoMeaning() {
    #expect(match("g", .list) == .prefix)
    #expect(match("g g", .list) == .command(.top))
    #expect(match("g d", .messages) == .command(.details))
    #expect(match("g x", .list) == .none)
  }

  @Test func everyPartLooksInItsOwnTreeAndThenInTheSharedOnes() {
    #expect(match("Enter", .list) == .command(.open))
    #expect(match("Enter", .composer) == .command(.send))
    #expect(match("j", .composer) == .none)
    #expect(match("Ctrl+X n", .composer) == .command(.newLine))
    #expect(match("Ctrl+X a", .composer) == .command(.attach))
    #expect(match("Ctrl+N", .picker) == .command(.down))
    #expect(match("Ctrl+N", .composer) == .command(.nextConversation))
  }

  @Test func controlJIsANewLineAndEnterIsNot() {
    #expect(match("Ctrl+J", .composer) == .command(.newLine))
    #expect(match("Alt+Enter", .composer) == .command(.newLine))
  }

  @Test func eachSequenceIsListedOnceWithWhatItDoesThere() {
    for context in Keymap.Context.allCases {
      let keys = Keymap.standard.bindings(in: context).map(\.description)
      #expect(Set(keys).count == keys.count, "\(context)")
    }
    let (map, _) = Keymap.customized(changes: ["list": ["w": "refresh", "Tab": "next-pane"]])
    let list = map.bindings(in: .list)
    #expect(list.filter { $0.description == "w" }.map(\.command) == [.refresh])
    #expect(list.filter { $0.description == "Tab" }.count == 1)
  }

  @Test func aPersonsChangesAreAddedAndAnEmptyActionUnbinds() {
    let (map, problems) = Keymap.customized(changes: [
      "list": ["x": "refresh", "w": ""], "composer": ["Ctrl+J": "send"],
    ])
    #expect(problems.isEmpty)
    #expect(match("x", .list, map) == .command(.refresh))
    #expect(match("w", .list, map) == .none)
    #expect(match("w", .messages, map) == .command(.longestWaiting))
    #expect(match("Ctrl+J", .composer, map) == .command(.send))
    #expect(map.keys(for: .longestWaiting, in: .list) == "F3")
  }

  @Test func bindingABeginningTakesTheSequencesAway() {
    let (map, _) = Keymap.customized(changes: ["panes": ["g": "top"]])
    #expect(match("g", .list, map) == .command(.top))
    #expect(match("g d", .list, map) == .none)
    let (other, _) = Keymap.customized(changes: ["panes": ["w w": "refresh"]])
    #expect(match("w", .list, other) == .prefix)
    #expect(match("w w", .list, other) == .command(.refresh))
  }

  @Test func whatNobodyKnowsIsNamed() {
    let (_, problems) = Keymap.customized(
      preset: "vim",
      changes: [
        "list": ["Ctrl+Shift+Foo": "refresh", "x": "explode"], "lisst": ["x": "refresh"],
      ])
    #expect(problems.count == 4)
    #expect(problems[0].contains("“vim”"))
    #expect(problems[1].contains("[keys.lisst]"))
    #expect(problems[2].contains("[keys.list]") && problems[2].contains("“Ctrl+Shift+Foo”"))
    #expect(problems[3].contains("“x”") && problems[3].contains("“explode”"))
  }

  @Test func theEmacsPresetMovesByLinesInTheComposer() {
    #expect(match("Ctrl+N", .composer, .emacs) == .command(.down))
    #expect(match("Alt+x", .list, .emacs) == .command(.palette))
    #expect(match("j", .list, .emacs) == .command(.down))
  }

  @Test func noActionHangsOnAltOrAFunctionKeyAlone() {
    let palette = Set(Command.named.map(\.1)).union([.status])
    // Words have a plain way as well: cut back to a space, and walk by characters.
    let words: Set<Command> = [.killWordBack, .killWordForward, .wordBack, .wordForward]
    let contexts: [Keymap.Context] = [
      .list, .messages, .details, .composer, .filter, .picker, .prompt, .menu, .pager, .confirm,
    ]
    for context in contexts {
      let bindings = Keymap.standard.bindings(in: context)
      for (command, all) in Dictionary(grouping: bindings, by: \.command) {
        let isPlain = all.contains { binding in
          binding.keys.allSatisfy { key in
            if case .function = key.code { return false }
            return !key.modifiers.contains(.alt)
          }
        }
        let isInPalette =
          palette.contains(command) && Keymap.standard.keys(for: .palette, in: context) != nil
        #expect(
          isPlain || isInPalette || words.contains(command), "\(command) in \(context)")
      }
    }
  }

  @Test func everyCommandHasItsSentenceAndTheHelpNamesOnlyKeysInForce() {
    for command in Command.allCases { #expect(!command.sentence.isEmpty) }
    let help = Keymap.standard.help(for: .composer)
    #expect(help.contains(.key(keys: "Enter", does: Command.send.sentence)))
    #expect(help.contains(.heading("Writing")))
    #expect(
      !help.contains { line in
        if case .key(_, let does) = line { does == Command.foldIn.sentence } else { false }
      })
  }

  @Test func theHelpOfAChangedKeymapShowsTheChange() {
    let (map, _) = Keymap.customized(changes: ["list": ["x": "refresh"]])
    #expect(
      map.help(for: .list).contains(
        .key(keys: "x  Ctrl+R  F5", does: "bring everything up to date")))
  }
}
