// A seeded conversation as it is written down: one line a message.
//
//   > words of the farmer          < words of the agent
//   > @leaf.jpg                    a carried file
//   -   a day passes               --  some days pass
//
// A message that has several lines writes them with ⏎ between.

import ChatModel

/// The language a farmer writes.
enum Language: String, Sendable, CaseIterable {
  case hindi, marathi, tamil, punjabi, english
}

/// One farmer, their agent and what they said to each other.
struct Story: Sendable {
  let firstName: String
  let lastName: String
  /// Before the @ of their e-mail address.
  let account: String
  let language: Language
  /// The agent's account; nil when nobody has taken the conversation.
  let agent: String?
  let status: ConversationStatus
  /// How many minutes ago the last message was written.
  let ago: Int
  let script: String

  init(
    _ firstName: String, _ lastName: String, _ account: String, _ language: Language,
    agent: String?, _ status: ConversationStatus, ago: Int, _ script: String
  ) {
    self.firstName = firstName
    self.lastName = lastName
    self.account = account
    self.language = language
    self.agent = agent
    self.status = status
    self.ago = ago
    self.script = script
  }

  /// One message, or a pause before the next.
  enum Line: Hashable, Sendable {
    case said(byFarmer: Bool, String)
    case sent(byFarmer: Bool, SeedMedia)
    case pause(days: ClosedRange<Int>)
  }

  var lines: [Line] {
    let written: [Substring] = script.split(separator: "\n")
    return written.compactMap { line -> Line? in
      if line == "-" { return .pause(days: 1...1) }
      if line == "--" { return .pause(days: 2...6) }
      let byFarmer = line.hasPrefix("> ")
      guard byFarmer || line.hasPrefix("< ") else { return nil }
      let words = line.dropFirst(2)
      if words.hasPrefix("@"), let file = SeedMedia(rawValue: String(words.dropFirst())) {
        return .sent(byFarmer: byFarmer, file)
      }
      return .said(byFarmer: byFarmer, String(words).replacing("⏎", with: "\n"))
    }
  }

  /// All stories of the demo; the first six are meera's.
  static let all: [Story] =
    hers + hindi + marathi + tamil + punjabi + english + [priceWatch]

  /// The language of the farmer with this e-mail address.
  static func language(ofEmail email: String) -> Language {
    let account = email.prefix { $0 != "@" }
    return all.first { $0.account == account }?.language ?? .english
  }
}
