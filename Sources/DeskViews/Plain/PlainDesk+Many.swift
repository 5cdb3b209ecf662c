// Several conversations at once: picked by their numbers, changed together after a question.

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

extension PlainDesk {
  /// What may be done to all that are picked.
  private static let manyUsage =
    """
    many status closed, many give NAME, many snooze TIME, many unread, many read, many \
    export PATH
    """

  /// Numbers of the last list, `all` of them, `none`; alone it says what is picked.
  mutating func pick(_ rest: String, _ state: DeskState) -> PlainTurn {
    switch rest.lowercased() {
    case "": return PlainTurn(lines: tellPicked(state))
    case "none":
      guard !state.picked.isEmpty else { return PlainTurn(lines: [said("Nothing is picked.")]) }
      return PlainTurn(actions: [.request(.pick([]))], lines: [said("Nothing is picked any more.")])
    case "all":
      let ids = choices.compactMap(\.conversation)
      guard !ids.isEmpty else { return Self.nothingToPick }
      return picking(ids, state)
    default: break
    }
    guard let numbers = Self.numbers(rest) else {
      return PlainTurn(lines: [said("pick takes numbers, such as pick 1 3-5; or all, or none.")])
    }
    var ids: [ConversationID] = []
    for number in numbers {
      guard choices.indices.contains(number - 1), let id = choices[number - 1].conversation else {
        return choices.contains(where: { $0.conversation != nil })
          ? PlainTurn(lines: [said("There is no conversation \(number) in the last list.")])
          : Self.nothingToPick
      }
      ids.append(id)
    }
    return picking(ids, state)
  }

  private static var nothingToPick: PlainTurn {
    PlainTurn(lines: [
      said("No conversations were listed; mine, waiting or find lists some.")
    ])
  }

  private func picking(_ ids: [ConversationID], _ state: DeskState) -> PlainTurn {
    let all = state.picked + ids.filter { !state.picked.contains($0) }
    return PlainTurn(
      actions: [.request(.pick(all))],
      lines: [said("\(all.count) picked: \(state.names(of: all)). many says what may be done.")])
  }

  private mutating func tellPicked(_ state: DeskState) -> [String] {
    let ids = state.picked
    guard !ids.isEmpty else {
      return [said("Nothing is picked; pick 1 3-5 picks from the last list.")]
    }
    return [said("\(ids.count) picked:")] + ids.map { state.name(of: $0) } + [Self.manyUsage.ended]
  }

  /// `1 3-5,7`; nil where that is no list of numbers.
  static func numbers(_ text: String) -> [Int]? {
    var numbers: [Int] = []
    for part in text.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      switch ends.count {
      case 1:
        guard let number = ends[0], number > 0 else { return nil }
        numbers.append(number)
      case 2:
        guard let first = ends[0], let last = ends[1], first > 0, first <= last,
          last - first < mostPicked
        else { return nil }
        numbers += Array(first...last)
      default: return nil
      }
    }
    return numbers.isEmpty ? nil : numbers
  }

  /// In one line.
  private static let mostPicked = 1000

  // MARK: What is done to them

  mutating func many(_ rest: String, _ state: DeskState, _ speech: PlainSpeech) -> PlainTurn {
    let ids = state.picked
    guard !ids.isEmpty else {
      return PlainTurn(lines: [said("Nothing is picked; pick 1 3-5 picks from the last list.")])
    }
    let verb = rest.prefix { !$0.isWhitespace }
    let words = rest.dropFirst(verb.count).trimmingCharacters(in: .whitespaces)
    switch verb.lowercased() {
    case "status": return setStatus(words, of: ids, speech)
    case "give": return give(ids, to: words, state, speech)
    case "snooze": return snooze(ids, words)
    case "unread" where words.isEmpty: return PlainTurn(actions: [.request(.markManyUnread(ids))])
    case "read" where words.isEmpty:
      return PlainTurn(actions: [.request(.changeMany(ids, .read))])
    case "export": return export(ids, to: words)
    case "": return PlainTurn(lines: tellPicked(state))
    default:
      return PlainTurn(lines: [said("“\(speech.clean(rest))” is not it: \(Self.manyUsage).")])
    }
  }

  private func setStatus(
    _ words: String, of ids: [ConversationID], _ speech: PlainSpeech
  ) -> PlainTurn {
    guard let status = ConversationStatus(named: words) else {
      return PlainTurn(lines: [said("many status takes open, waiting, resolved or closed.")])
    }
    return PlainTurn(actions: [.request(.changeMany(ids, .status(status)))])
  }

  private func give(
    _ ids: [ConversationID], to words: String, _ state: DeskState, _ speech: PlainSpeech
  ) -> PlainTurn {
    guard state.isAdmin else {
      return PlainTurn(lines: [state.onlyAdminsGive])
    }
    let agents = agents(named: words, state)
    guard agents.count == 1 else {
      let why =
        agents.isEmpty ? said("No agent begins with that") : said("\(agents.count) agents begin so")
      return PlainTurn(lines: [said("\(why); give lists them, many give takes a name.")])
    }
    return PlainTurn(actions: [.request(.changeMany(ids, .agent(agents[0].id)))])
  }

  private func snooze(_ ids: [ConversationID], _ words: String) -> PlainTurn {
    switch words.lowercased() {
    case "":
      return PlainTurn(lines: [
        said(
          """
          many snooze takes a time, such as 2h or tomorrow 9:00; or until they write; or off.
          """)
      ])
    case let words: return PlainTurn(actions: [.request(.snooze(ids, Self.snoozeChoice(words)))])
    }
  }

  private func export(_ ids: [ConversationID], to path: String) -> PlainTurn {
    guard !path.isEmpty else {
      return PlainTurn(lines: [
        said("many export takes a path: chats.html for one file, chats/*.html for a file each.")
      ])
    }
    return PlainTurn(actions: [.request(.exportMany(ids, path: path))])
  }

  // MARK: The question before it

  static func askingForNumber(_ count: Int) -> String {
    said("Type \(count) to go on; a word or an empty line leaves all as they are.")
  }

  func question(of prompt: BulkPrompt) -> [String] {
    let names = prompt.names.prefix(Self.rowsAtOnce).joined(separator: ", ")
    let rest = prompt.names.count - Self.rowsAtOnce
    let more = rest > 0 ? said(" and \(rest) more") : ""
    let count = prompt.ids.count
    return [
      "\(prompt.title), \(PlainSpeech.conversations(count))\(prompt.remark): \(names)\(more)".ended,
      prompt.asksForNumber
        ? Self.askingForNumber(count)
        : said("Is that meant? yes or no?"),
    ]
  }
}

extension PlainDesk.Choice {
  var conversation: ConversationID? { if case .conversation(let id) = self { id } else { nil } }
}

extension ConversationStatus {
  /// One of the four, by its word.
  init?(named text: String) {
    guard let status = Self.defined.first(where: { $0.rawValue == text.lowercased() }) else {
      return nil
    }
    self = status
  }
}
