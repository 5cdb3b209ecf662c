package import ChatModel
package import Foundation
import TextGrid

/// A text that is sent often, as its file has it.
package struct CannedReply: Hashable, Sendable {
  package let name: String
  package let template: ReplyTemplate
  /// More words that it is found by.
  package let tags: [String]
  /// Of the text, such as `hi`; nil where the file does not say.
  package let language: String?
  /// Absolute paths.
  package let attachments: [String]
  /// Typed in the menu, it is found at once.
  package let shortcut: String?
  /// The text with its braces.
  package let text: String
  /// Where it is written: file and line.
  package let place: String

  package init(
    name: String, text: String, tags: [String] = [], language: String? = nil,
    attachments: [String] = [], shortcut: String? = nil, place: String = ""
  ) throws(ReplyTemplate.UnknownVariable) {
    self.name = name
    self.text = text
    self.tags = tags
    self.language = language
    self.attachments = attachments
    self.shortcut = shortcut
    self.place = place
    template = try ReplyTemplate(text)
  }
}

/// What is known where a reply is put in.
package struct ReplyFacts: Hashable, Sendable {
  package var farmer: Participant?
  /// My own name; nil where nobody has told it.
  package var agent: String?
  package var status: ConversationStatus?
  /// In seconds; nil where nobody waits, or it is not known exactly.
  package var wait: TimeInterval?
  package var conversation: ConversationID
  package var now: Date
  package var timeZone: TimeZone

  package init(
    farmer: Participant?, agent: String?, status: ConversationStatus?, wait: TimeInterval?,
    conversation: ConversationID, now: Date, timeZone: TimeZone
  ) {
    self.farmer = farmer
    self.agent = agent
    self.status = status
    self.wait = wait
    self.conversation = conversation
    self.now = now
    self.timeZone = timeZone
  }

  /// Foreign words are made fit for one line.
  package var values: [ReplyVariable: String] {
    var values: [ReplyVariable: String] = [:]
    func note(_ variable: ReplyVariable, _ text: String?) {
      let clean = text.map(Sanitizer.oneLine)?.trimmingCharacters(in: .whitespaces) ?? ""
      if !clean.isEmpty { values[variable] = clean }
    }
    note(.farmer, farmer?.fullName)
    note(.farmerFirst, farmer?.firstName ?? Self.first(farmer?.fullName))
    note(.phone, farmer?.phone)
    note(.agent, agent)
    note(.agentFirst, Self.first(agent))
    note(.status, status?.rawValue)
    note(.conversation, conversation.rawValue)
    note(.wait, wait.map(ClockWords.length))
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = timeZone
    let day = calendar.dateComponents([.day, .month, .year], from: now)
    if let number = day.day, let month = day.month, let year = day.year {
      note(.date, "\(Self.twoDigits(number))/\(Self.twoDigits(month))/\(year)")
    }
    note(.time, String(Timestamp.timeOfDay(now, in: timeZone).prefix(5)))
    return values
  }

  private static func first(_ name: String?) -> String? {
    name?.split(whereSeparator: \.isWhitespace).first.map(String.init)
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}

/// All canned replies that there are, and what is wrong with their files.
package struct CannedReplies: Hashable, Sendable {
  package let all: [CannedReply]
  /// Each with its file and line.
  package let problems: [String]
  /// Where one would put a file, for whoever has none yet.
  package let folder: String

  package init(_ all: [CannedReply] = [], problems: [String] = [], folder: String = "") {
    self.all = all
    self.problems = problems
    self.folder = folder
  }

  /// By its name, or by its shortcut.
  package func find(_ name: String) -> CannedReply? {
    let wanted = name.lowercased()
    return all.first { $0.name == name } ?? all.first { $0.name.lowercased() == wanted }
      ?? all.first { $0.shortcut == name }
  }
}
