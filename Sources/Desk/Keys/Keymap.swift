package import TextGrid

/// Which keys mean what, where: a tree of keys for each part of the desk.
///
/// A part looks in its own tree first, then in those it shares with others. A sequence is a path:
/// `g g` is two steps, and the first has no meaning of its own.
package struct Keymap: Hashable, Sendable {
  /// A part of the desk with keys of its own; the raw values are the tables of keys.toml.
  package enum Context: String, Hashable, Sendable, CaseIterable {
    case list, messages, details, composer
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
    /// A picture that fills the screen.
    case picture

    /// The trees in which keys are looked for, in this order.
    var chain: [Context] {
      switch self {
      case .list, .messages, .details: [self, .panes, .desk]
      case .composer: [self, .text, .desk]
      case .filter, .picker, .prompt, .note: [self, .text]
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
    case .leaf: return nil
    case .blocked: return .blocked
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
  private mutating func bind(_ keys: [Key], to command: Command?, in context: Context) {
    bindings[context, default: []].removeAll { old in
      old.keys.starts(with: keys) || keys.starts(with: old.keys)
    }
    put(command.map(Node.leaf) ?? .blocked, at: keys[...], in: &trees[context, default: [:]])
    if let command { bindings[context, default: []].append(Binding(keys: keys, command: command)) }
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
  }

  package static let standard = Keymap(preset: .standard)
  package static let emacs = Keymap(preset: .emacs)

  private init(preset: Preset) {
    self.init()
    for (context, bindings) in KeymapDefaults.standard { add(bindings, in: context) }
    if preset == .emacs {
      for (context, bindings) in KeymapDefaults.emacs { add(bindings, in: context) }
    }
    nameKeys()
  }

  private mutating func add(_ bindings: [(String, Command)], in context: Context) {
    for (names, command) in bindings {
      guard let keys = Key.sequence(names) else {
        preconditionFailure("a default binds \(names), which is no key")
      }
      bind(keys, to: command, in: context)
    }
  }

  /// The defaults with a person's changes: for each context, names of key sequences and names of
  /// commands. An empty command unbinds. Whatever nobody knows is named and left out.
  package static func customized(
    preset: String? = nil, changes: [String: [String: String]]
  ) -> (keymap: Keymap, problems: [String]) {
    var problems: [String] = []
    var keymap = standard
    if let preset {
      if let known = Preset(rawValue: preset) {
        keymap = known == .emacs ? emacs : standard
      } else {
        let known = Preset.allCases.map(\.rawValue).joined(separator: ", ")
        problems.append("no preset is called “\(preset)”; there are \(known)")
      }
    }
    for (table, bindings) in changes.sorted(by: { $0.key < $1.key }) {
      guard let context = Context(rawValue: table) else {
        problems.append("[keys.\(table)]: no part of the desk is called “\(table)”")
        continue
      }
      for (names, name) in bindings.sorted(by: { $0.key < $1.key }) {
        guard let keys = Key.sequence(names) else {
          problems.append("[keys.\(table)] “\(names)”: no such key")
          continue
        }
        if name.isEmpty {
          keymap.bind(keys, to: nil, in: context)
        } else if let command = Command(rawValue: name) {
          keymap.bind(keys, to: command, in: context)
        } else {
          problems.append("[keys.\(table)] “\(names)”: no action is called “\(name)”")
        }
      }
    }
    keymap.nameKeys()
    return (keymap, problems)
  }
}

extension Keymap.Binding: CustomStringConvertible {
  /// `g g`, `Ctrl+X a`.
  package var description: String { Key.describe(keys) }
}
