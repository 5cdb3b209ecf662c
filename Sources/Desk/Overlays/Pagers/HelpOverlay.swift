import Foundation
import Sentences
package import TextGrid

/// The keys in force where it was asked, grouped: made from the keymap and the table of commands.
package struct HelpOverlay: Pager {
  let context: Keymap.Context
  /// "the list", "the composer" …
  package let title: String
  package internal(set) var lines: [HelpLine] = []
  package internal(set) var top = 0

  init(of context: Keymap.Context) {
    self.context = context
    title = context.title
  }

  /// The columns of its text on a screen.
  package static func columns(_ size: Size) -> Int {
    max(12, min(size.columns - 6, HelpLine.mostColumns))
  }

  func lineCount(on desk: DeskState) -> Int { lines.count }

  /// Breaks the lines for the size of the screen.
  mutating func fit(to desk: DeskState) {
    let columns = Self.columns(desk.size)
    lines =
      desk.configuration.keymap.help(
        for: context, own: context == .list ? desk.main.sentences : [:], columns: columns,
        widths: desk.metrics.widths)
      + HelpLine.legend(columns: columns, widths: desk.metrics.widths)
  }
}

/// A row of the help.
package enum HelpLine: Hashable, Sendable {
  case heading(String)
  case key(keys: String, does: String)
  /// nil on the rows that go on below it.
  case sign(Sign?, means: String)
}

extension DeskState {
  mutating func openHelp() {
    var help = HelpOverlay(of: keyContext)
    help.fit(to: self)
    open(help)
  }
}

extension Keymap {
  /// All keys of a part of the desk, grouped, each command once with every key it has, broken so
  /// that a row fits into so many columns.
  ///
  /// - Parameter own: what commands do in the pane that is shown, where that is not as usual.
  package func help(
    for context: Context, own: [Command: String] = [:], columns: Int = HelpLine.mostColumns,
    widths: TextWidth = .standard
  ) -> [HelpLine] {
    var keys: [Command: [String]] = [:]
    var order: [Command] = []
    for binding in bindings(in: context) {
      if keys[binding.command] == nil { order.append(binding.command) }
      keys[binding.command, default: []].append(binding.description)
    }
    let isAnyIdentity = identityKeys(keys) != nil
    if let all = identityKeys(keys) {
      keys[.identity1] = [all]
      order.removeAll { $0.identityNumber ?? 1 > 1 }
    }
    var lines: [HelpLine] = []
    // Where one writes, that is what the help is asked about first.
    let first: [Command.Section] = context.isText ? [.writing] : []
    for section in first + Command.Section.allCases.filter({ !first.contains($0) }) {
      let commands = order.filter { $0.section == section }
      guard !commands.isEmpty else { continue }
      lines.append(.heading(section.title))
      for command in commands {
        let isOneForAll = isAnyIdentity && command.identityNumber != nil
        lines += HelpLine.rows(
          keys: keys[command] ?? [],
          does: isOneForAll
            ? Command.sentenceOfIdentities : own[command] ?? command.sentence(in: context),
          columns: columns, widths: widths)
      }
    }
    return lines
  }

  /// `Ctrl+X 1–9`, where the nine keys of the identities differ in their last digit only.
  private func identityKeys(_ keys: [Command: [String]]) -> String? {
    let all = keys.filter { $0.key.identityNumber != nil }
      .compactMapValues { $0.count == 1 ? $0[0] : nil }
    guard all.count == 9, let first = all[.identity1] else { return nil }
    let lead = first.dropLast()
    return all.allSatisfy { $0.value == lead + "\($0.key.identityNumber ?? 0)" }
      ? lead + "1–9" : nil
  }
}

extension HelpLine {
  /// The text columns of a help that has all the room it wants, and at most of its keys.
  package static let mostColumns = 72
  package static func keyColumns(of columns: Int) -> Int { min(20, max(6, columns / 3)) }

  /// Every sign on the screen, and what it stands for.
  package static func legend(columns: Int, widths: TextWidth = .standard) -> [HelpLine] {
    Sign.Section.allCases.flatMap { section in
      [.heading(section.title)]
        + Sign.allCases.filter { $0.section == section }.flatMap { sign in
          widths.wrap(sign.meaning, columns: max(8, columns - signColumns)).enumerated().map {
            .sign($0 == 0 ? sign : nil, means: String(sign.meaning[$1.shown]))
          }
        }
    }
  }

  /// Columns before what a sign means.
  package static let signColumns = 5

  /// One command's rows: what has no room beside it goes below.
  fileprivate static func rows(
    keys: [String], does sentence: String, columns: Int, widths: TextWidth
  ) -> [HelpLine] {
    let room = keyColumns(of: columns)
    var left: [String] = []
    for key in keys {
      if let last = left.last, widths.width(of: last + "  " + key) <= room {
        left[left.count - 1] = last + "  " + key
      } else {
        left.append(key)
      }
    }
    let right = widths.wrap(sentence, columns: max(8, columns - room - 3)).map {
      String(sentence[$0.shown])
    }
    return (0..<max(left.count, right.count)).map { row in
      .key(
        keys: left.indices.contains(row) ? left[row] : "",
        does: right.indices.contains(row) ? right[row] : "")
    }
  }
}

extension Keymap.Context {
  /// How the part is called in the help.
  package var title: String {
    switch self {
    case .list: said("the list")
    case .messages: said("the messages")
    case .details: said("the details")
    case .composer: said("the composer")
    case .panes: said("every pane")
    case .text: said("every text")
    case .desk: said("the whole desk")
    case .filter: said("the filter")
    case .picker: said("a picker")
    case .replies: said("the canned replies")
    case .prompt: said("a prompt")
    case .note: said("a note")
    case .menu: said("a menu")
    case .pager: said("a longer text")
    case .confirm: said("a question")
    case .outbox: said("the outbox")
    case .facts: said("a message's details")
    case .picture: said("a picture")
    case .team: said("the team")
    case .plan: said("proposed moves")
    case .wire: said("the wire")
    case .event: said("an event by hand")
    }
  }
}
