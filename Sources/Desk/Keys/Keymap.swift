import Sentences
package import TextGrid

/// Which keys mean what, where: a tree of keys for each part of the desk.
///
/// A part looks in its own tree first, then in those it shares with others. A sequence is a path:
/// `g g` is two steps, and the first has no meaning of its own.
package struct Keymap: Hashable, Sendable {
  /// A part of the desk with keys of its own; the raw values are the tables of keys.toml.
  package enum Context: String, Hashable, Sendable, CaseIterable {
    case list, messages, details, composer
    /// The team, where its pane has the keys.
    case team
    /// The wire of all identities.
    case wire
    /// Shared by the panes where single letters act.
    case panes
    /// Shared by everything that is typed into.
    case text
    /// Shared by the panes and the composer.
    case desk
    /// The filter of the list while it is typed.
    case filter
    /// Palette and pickers.
    case picker
    /// The menu of canned replies.
    case replies
    /// The path of an attachment, a token.
    case prompt
    /// The status menu; its letters are the menu's own.
    case menu
    /// Help, log and previews.
    case pager
    /// Yes or no.
    case confirm
    /// A note that is being written.
    case note
    /// What has not reached the server.
    case outbox
    /// All that is known of a message.
    case facts
    /// A picture that fills the screen.
    case picture
    /// Moves that are proposed.
    case plan
    /// An event that is written by hand.
    case event

    /// The trees in which keys are looked for, in this order.
    package var chain: [Context] {
      switch self {
      case .list, .messages, .details, .team: [self, .panes, .desk]
      case .wire: [self, .desk]
      case .composer: [self, .text, .desk]
      case .filter, .picker, .prompt, .note, .event: [self, .text]
      case .replies: [self, .picker, .text]
      default: [self]
      }
    }
  }

  /// What the keys pressed so far mean.
  package enum Match: Hashable, Sendable {
    case none
    /// More keys are needed.
    case prefix
    case command(Command)
  }

  /// One sequence of keys and its meaning.
  package struct Binding: Hashable, Sendable {
    package let keys: [Key]
    package let command: Command
    package let origin: Origin
  }

  /// Where a binding comes from.
  package enum Origin: Hashable, Sendable {
    case standard
    case preset(Preset)
    /// Of the person's own, at this place.
    case file(String)
  }

  /// A sequence that was bound and is not any more.
  package struct Unbinding: Hashable, Sendable {
    package let keys: [Key]
    package let origin: Origin
  }

  private indirect enum Node: Hashable, Sendable {
    case branch([Key: Node])
    case leaf(Command)
    /// Unbound here, and in the shared trees as seen from here.
    case blocked
  }

  private var trees: [Context: [Key: Node]] = [:]
  /// In the order in which they were bound, for the help.
  private var bindings: [Context: [Binding]] = [:]
  private var unbindings: [Context: [Unbinding]] = [:]
  /// The first sequence of each command, as it is written: hints ask for many with every paint.
  private var names: [Context: [Command: String]] = [:]

  private init() {}

  /// Looks keys up in a part of the desk, its own tree before the shared ones.
  package func match(_ keys: [Key], in context: Context) -> Match {
    for tree in context.chain {
      switch find(keys[...], in: trees[tree] ?? [:]) {
      case .leaf(let command)?: return .command(command)
      case .branch?: return .prefix
      case .blocked?: return .none
      case nil: continue
      }
    }
    return .none
  }

  private func find(_ keys: ArraySlice<Key>, in tree: [Key: Node]) -> Node? {
    guard let first = keys.first, let node = tree[first] else { return nil }
    let rest = keys.dropFirst()
    if rest.isEmpty { return node }
    switch node {
    case .branch(let branch): return find(rest, in: branch)
    // What begins with a command never gets further, whatever a shared tree has.
    case .leaf, .blocked: return .blocked
    }
  }

  /// The sequences in force in a part of the desk, its own before the shared ones.
  package func bindings(in context: Context) -> [Binding] {
    var seen: Set<[Key]> = []
    return context.chain.flatMap { tree in
      (bindings[tree] ?? []).filter { binding in
        match(binding.keys, in: context) == .command(binding.command)
          && seen.insert(binding.keys).inserted
      }
    }
  }

  /// The sequences bound in one table of keys.toml itself.
  package func ownBindings(of context: Context) -> [Binding] { bindings[context] ?? [] }

  /// What a person has unbound in one table of keys.toml.
  package func unbindings(of context: Context) -> [Unbinding] { unbindings[context] ?? [] }

  /// How a command is reached from a part of the desk, the first binding; nil when it has no key.
  package func keys(for command: Command, in context: Context) -> String? {
    names[context]?[command]
  }

  private mutating func nameKeys() {
    for context in Context.allCases {
      names[context] = Dictionary(
        bindings(in: context).map { ($0.command, $0.description) }
      ) { first, _ in first }
    }
  }

  /// Binds a sequence. What was bound to it, to its beginnings or to its continuations goes.
  private mutating func bind(
    _ keys: [Key], to command: Command?, in context: Context, _ origin: Origin
  ) {
    bindings[context, default: []].removeAll { old in
      old.keys.starts(with: keys) || keys.starts(with: old.keys)
    }
    unbindings[context]?.removeAll { $0.keys == keys }
    put(command.map(Node.leaf) ?? .blocked, at: keys[...], in: &trees[context, default: [:]])
    if let command {
      bindings[context, default: []].append(
        Binding(keys: keys, command: command, origin: origin))
    } else {
      unbindings[context, default: []].append(Unbinding(keys: keys, origin: origin))
    }
  }

  private func put(_ node: Node, at keys: ArraySlice<Key>, in tree: inout [Key: Node]) {
    guard let first = keys.first else { return }
    let rest = keys.dropFirst()
    guard !rest.isEmpty else {
      tree[first] = node
      return
    }
    var branch: [Key: Node] = [:]
    if case .branch(let old)? = tree[first] { branch = old }
    put(node, at: rest, in: &branch)
    tree[first] = .branch(branch)
  }
}

extension Keymap {
  /// A set of defaults.
  package enum Preset: String, Hashable, Sendable, CaseIterable {
    case standard
    /// Emacs' motions in the panes as well, and `Ctrl+N` `Ctrl+P` for lines in the composer.
    case emacs
    /// Vim's way between panes and out.
    case vim
  }

  package static let standard = Keymap(preset: .standard)
  package static let emacs = Keymap(preset: .emacs)
  package static let vim = Keymap(preset: .vim)

  /// The keys of a preset, without a person's changes.
  package static func of(_ preset: Preset) -> Keymap {
    switch preset {
    case .standard: standard
    case .emacs: emacs
    case .vim: vim
    }
  }

  private init(preset: Preset) {
    self.init()
    for (context, bindings) in KeymapDefaults.standard { add(bindings, in: context, .standard) }
    let more: KeymapDefaults.Bindings =
      switch preset {
      case .standard: []
      case .emacs: KeymapDefaults.emacs
      case .vim: KeymapDefaults.vim
      }
    for (context, bindings) in more { add(bindings, in: context, .preset(preset)) }
    nameKeys()
  }

  private mutating func add(
    _ bindings: [(String, Command)], in context: Context, _ origin: Origin
  ) {
    for (names, command) in bindings {
      guard let keys = Key.sequence(names) else {
        preconditionFailure("a default binds \(names), which is no key")
      }
      bind(keys, to: command, in: context, origin)
    }
  }

  /// A line of keys.toml.
  package struct Change: Hashable, Sendable {
    /// The name of a part of the desk, of a sequence of keys, and of a command; an empty one unbinds.
    package let part: String
    package let keys: String
    package let command: String
    /// Where it stands.
    package let place: String

    package init(_ part: String, _ keys: String, _ command: String, place: String) {
      self.part = part
      self.keys = keys
      self.command = command
      self.place = place
    }
  }

  /// What is wrong with a person's keys, in a clause.
  package struct Problem: Hashable, Sendable {
    package let place: String
    package let words: String
  }

  /// A preset with a person's changes, of which the later ones count. Whatever nobody knows is named
  /// and left out; what gets into the way of others is named.
  package static func customized(
    _ preset: Preset = .standard, changes: [Change]
  ) -> (keymap: Keymap, problems: [Problem]) {
    var problems: [Problem] = []
    var keymap = of(preset)
    var known: [KnownChange] = []
    for change in changes {
      func refuse(_ words: String) { problems.append(Problem(place: change.place, words: words)) }
      guard let context = Context(rawValue: change.part) else {
        let names = Context.allCases.map(\.rawValue).joined(separator: ", ")
        refuse(said("no part of the desk is called “\(change.part)”; there are \(names)"))
        continue
      }
      guard let keys = Key.sequence(change.keys) else {
        refuse(said("“\(change.keys)”: no such key"))
        continue
      }
      let command = Command(rawValue: change.command)
      guard !context.types(keys, as: command) else {
        refuse(said("“\(change.keys)” is typed there; bind it with Ctrl or Alt, or an F key"))
        continue
      }
      guard command != nil || change.command.isEmpty else {
        refuse(said("“\(change.keys)”: no action is called “\(change.command)”"))
        continue
      }
      keymap.bind(keys, to: command, in: context, .file(change.place))
      known.append(KnownChange(context: context, keys: keys, command: command, change: change))
    }
    keymap.nameKeys()
    return (keymap, problems + keymap.conflicts(of: known, with: of(preset)))
  }
}

extension Keymap.Binding: CustomStringConvertible {
  /// `g g`, `Ctrl+X a`.
  package var description: String { Key.describe(keys) }
}
