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
    #expect(match("g z", .list) == .none)
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
      changes: [
        "list": ["Ctrl+Shift+Foo": "refresh", "x": "explode"], "lisst": ["x": "refresh"],
      ])
    #expect(
      problems.map(\.words) == [
        "no part of the desk is called “lisst”; there are "
          + Keymap.Context.allCases.map(\.rawValue).joined(separator: ", "),
        "“Ctrl+Shift+Foo”: no such key", "“x”: no action is called “explode”",
      ])
  }

  private func conflicts(_ lines: (String, String, String)...) -> [String] {
    let changes = lines.enumerated().map { index, line in
      Keymap.Change(line.0, line.1, line.2, place: "k:\(index + 1)")
    }
    return Keymap.customized(changes: changes).problems.map { "\($0.place): \($0.words)" }
  }

  @Test func oneKeyOnTwoLinesIsAConflictHoweverItIsSpelt() {
    #expect(
      conflicts(("list", "Escape", "help"), ("list", "Esc", "log"))
        == ["k:2: “Esc” is bound at k:1 already, and this one counts"])
    #expect(conflicts(("list", "x", "help"), ("messages", "x", "log")).isEmpty)
  }

  @Test func aKeyThatBeginsASequenceIsAConflict() {
    #expect(
      conflicts(("list", "x y", "help"), ("list", "x", "log"))
        == ["k:2: “x” and “x y” at k:1 begin alike, and this one counts"])
    let words = conflicts(("panes", "g", "top"))
    #expect(words.count == 1)
    #expect(words.first?.hasPrefix("k:1: “g” takes away g g (top)") == true)
    #expect(
      conflicts(("panes", "w w", "help")) == [
        "k:1: “w w” takes away w (longest-waiting)"
      ])
    // Whoever unbinds what is in the way knows of it.
    #expect(conflicts(("panes", "w", ""), ("panes", "w w", "help")).isEmpty)
  }

  @Test func whatIsTypedIsBoundToNothingWhereOneWrites() {
    for part in ["composer", "text", "desk", "prompt", "filter", "picker", "note", "event"] {
      let (map, problems) = Keymap.customized(
        changes: [Keymap.Change(part, "j", "send", place: "k:1")])
      #expect(
        problems.map(\.words) == ["“j” is typed there; bind it with Ctrl or Alt, or an F key"],
        "\(part)")
      #expect(map.match([.character("j")], in: .composer) == .none)
    }
    #expect(conflicts(("composer", "x y", "send")).count == 1)
    #expect(conflicts(("composer", "/", "")).isEmpty)
    #expect(conflicts(("composer", "Ctrl+S", "send"), ("composer", "Alt+s", "send")).isEmpty)
  }

  @Test func aKeyThatHidesSequencesOfEveryPaneNamesThem() {
    let words = conflicts(("list", "g", "open"))
    #expect(words.count == 1)
    #expect(words.first?.hasPrefix("k:1: “g” hides g g (top), ") == true)
    #expect(words.first?.contains("g e (export)") == true)
    #expect(words.first?.hasSuffix(" in list") == true)
    let (map, _) = Keymap.customized(changes: [Keymap.Change("list", "g", "open", place: "k:1")])
    #expect(!map.bindings(in: .list).contains { $0.description == "g e" })
    #expect(map.bindings(in: .messages).contains { $0.description == "g e" })
    #expect(conflicts(("list", "w", "help")).isEmpty, "whoever binds a key anew knows of it")
  }

  @Test func aBindingThatIsInForceNowhereIsAConflict() {
    #expect(
      conflicts(("text", "Enter", "new-line")).first?.hasPrefix("k:1: “Enter” has no effect")
        == true)
    #expect(conflicts(("panes", "Enter", "help")).count == 1)
    #expect(conflicts(("desk", "F8", "help")).isEmpty)
  }

  @Test func eachBindingSaysWhereItComesFrom() {
    let (map, _) = Keymap.customized(
      .vim, changes: [Keymap.Change("panes", "x", "help", place: "k:1")])
    let origins = Dictionary(
      map.ownBindings(of: .panes).map { ("\($0)", $0.origin) }, uniquingKeysWith: { $1 })
    #expect(origins["j"] == .standard)
    #expect(origins["Z Z"] == .preset(.vim))
    #expect(origins["x"] == .file("k:1"))
    let (other, _) = Keymap.customized(
      changes: [Keymap.Change("panes", "w", "", place: "k:2")])
    #expect(other.unbindings(of: .panes).map(\.origin) == [.file("k:2")])
  }

  @Test func noPresetHidesAKeyOfItsOwnOrLosesACommand() {
    for preset in Keymap.Preset.allCases {
      let map = Keymap.of(preset)
      for context in Keymap.Context.allCases {
        for binding in map.ownBindings(of: context) where binding.origin == .preset(preset) {
          #expect(map.match(binding.keys, in: context) == .command(binding.command), "\(binding)")
        }
      }
      let commands = { (map: Keymap, context: Keymap.Context) in
        Set(map.bindings(in: context).map(\.command))
      }
      // Emacs walks by lines where the others walk by conversations.
      guard preset != .emacs else { continue }
      for context: Keymap.Context in [.list, .messages, .details, .menu, .pager, .outbox, .confirm]
      {
        #expect(
          commands(map, context).isSuperset(of: commands(.standard, context)),
          "\(preset) \(context)")
      }
    }
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

  @Test func theHelpSaysWhatAKeyDoesWhereItIsPressed() {
    let wire = Keymap.standard.help(for: .wire)
    for (keys, does) in [
      ("n", "to the next hit, newer"), ("N", "to the hit before, older"),
      ("f", "find words on the wire, or what a filter says"),
      ("/", "filter the wire, as in: name = message:* and"),
      ("y", "copy the chosen record: as JSON, for a shell, as"),
      ("Enter", "to what the chosen record answers, or what caused"),
    ] {
      #expect(
        wire.contains { line in
          if case .key(keys, let words) = line { words.hasPrefix(does) } else { false }
        }, "\(keys)")
    }
    #expect(
      Keymap.standard.help(for: .team).contains(
        .key(keys: "Enter", does: "show the chats of whom the cursor is on")))
    #expect(
      Keymap.standard.help(for: .messages).contains(
        .key(keys: "n", does: "to the next hit, further back")))
    var bench = Bench()
    bench.seed()
    bench.press("5 ?")
    #expect(
      (bench.state.overlay as? HelpOverlay)?.lines.contains(
        .key(keys: "Enter", does: "show the chats of the agent under the cursor")) == true)
  }

  @Test func theHelpOfAChangedKeymapShowsTheChange() {
    let (map, _) = Keymap.customized(changes: ["list": ["x": "refresh"]])
    #expect(
      map.help(for: .list).contains(
        .key(keys: "x  Ctrl+R  F5", does: "bring everything up to date")))
  }
}
