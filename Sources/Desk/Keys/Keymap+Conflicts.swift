// What a person's keys take from one another, and from the defaults, without saying so.

import Sentences
import TextGrid

extension Keymap {
  /// A change that means something.
  struct KnownChange {
    let context: Context
    let keys: [Key]
    /// nil unbinds.
    let command: Command?
    let change: Change
  }

  /// - Parameter base: the keys before the changes.
  func conflicts(of changes: [KnownChange], with base: Keymap) -> [Problem] {
    changes.indices.flatMap { index in
      let change = changes[index]
      let others = changes[..<index].filter { $0.context == change.context }
      let words =
        others.compactMap { Self.conflict(change, with: $0) }
        + [
          loss(by: change, of: base, changes), shadow(of: change), hiding(of: change),
        ].compactMap { $0 }
      return words.map { Problem(place: change.change.place, words: $0) }
    }
  }

  /// Two lines of the file for one key, or for the beginning of the other.
  private static func conflict(_ new: KnownChange, with old: KnownChange) -> String? {
    let (name, other) = (new.change.keys, old.change.keys)
    if new.keys == old.keys {
      return said("“\(name)” is bound at \(old.change.place) already, and this one counts")
    }
    guard new.command != nil, old.command != nil,
      new.keys.starts(with: old.keys) || old.keys.starts(with: new.keys)
    else { return nil }
    return said("“\(name)” and “\(other)” at \(old.change.place) begin alike, and this one counts")
  }

  /// Sequences of the defaults that go because this one is their beginning, or the reverse.
  private func loss(by new: KnownChange, of base: Keymap, _ all: [KnownChange]) -> String? {
    guard new.command != nil else { return nil }
    let mentioned = all.filter { $0.context == new.context }.map(\.keys)
    let lost = base.ownBindings(of: new.context).filter { old in
      old.keys != new.keys && !mentioned.contains(old.keys)
        && (old.keys.starts(with: new.keys) || new.keys.starts(with: old.keys))
    }
    guard !lost.isEmpty else { return nil }
    let names = lost.map { "\($0) (\($0.command.rawValue))" }.joined(separator: ", ")
    return said("“\(new.change.keys)” takes away \(names)")
  }

  /// Longer or shorter sequences of shared parts that are out of reach behind this one.
  private func shadow(of new: KnownChange) -> String? {
    guard new.command != nil else { return nil }
    let users = Context.allCases.filter { $0.getsKeys && $0.chain.contains(new.context) }
    var lost: [Binding] = []
    for user in users {
      let behind = user.chain.drop { $0 != new.context }.dropFirst()
      lost += behind.flatMap { ownBindings(of: $0) }.filter { old in
        old.keys != new.keys && !lost.contains(old)
          && (old.keys.starts(with: new.keys) || new.keys.starts(with: old.keys))
          && match(old.keys, in: user) != .command(old.command)
      }
    }
    guard !lost.isEmpty else { return nil }
    let names = lost.map { "\($0) (\($0.command.rawValue))" }.joined(separator: ", ")
    let parts = users.map(\.rawValue).joined(separator: ", ")
    return said("“\(new.change.keys)” hides \(names) in \(parts)")
  }

  /// Bound where several parts look, and all of them have it otherwise.
  private func hiding(of new: KnownChange) -> String? {
    guard let command = new.command, match(new.keys, in: new.context) == .command(command) else {
      return nil
    }
    let users = Context.allCases.filter { $0.getsKeys && $0.chain.contains(new.context) }
    let hides = users.allSatisfy { match(new.keys, in: $0) != .command(command) }
    guard !users.isEmpty, hides else { return nil }
    let names = users.map(\.rawValue).joined(separator: ", ")
    return said("“\(new.change.keys)” has no effect: \(names) have that key for themselves")
  }
}

extension Keymap.Context {
  /// A letter, and whatever begins with one, is text where one writes. The slash that opens a menu at
  /// the beginning of a line is a slash elsewhere.
  func types(_ keys: [Key], as command: Command?) -> Bool {
    guard let command, keys.first?.typed != nil else { return false }
    let isWritten = isText || self == .text || self == .desk
    return isWritten && !(keys.count == 1 && command == .slash)
  }

  /// Keys go there themselves; the others are only looked into.
  fileprivate var getsKeys: Bool { self != .panes && self != .text && self != .desk }
}
