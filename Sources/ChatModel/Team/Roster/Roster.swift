package import Foundation
import Sentences

/// Who answers farmers, and when, as a person has written it down (roster.toml); the server says
/// nothing of it.
package struct Roster: Hashable, Sendable {
  /// None: everybody who is known as an agent.
  package var agents: [RosterAgent] = []
  /// How many active conversations an agent has at most, where their entry says nothing else.
  package var capacity: Int?
  /// When is worked, where an agent's entry says nothing else; nil: always.
  package var hours: WorkingHours?
  /// Days on which nobody works.
  package var holidays: Set<CalendarDay> = []
  /// How soon a farmer is to be answered, in seconds of working hours.
  package var answerWithin: TimeInterval?
  /// In which hours and days are meant; nil: this computer's.
  package var timeZone: TimeZone?
  /// Something that was written down was not understood: what is here is not all that was meant.
  package var isIncomplete = false

  /// More agents than this are not taken.
  package static let most = 500
  /// More than this is no capacity.
  package static let mostCapacity = 10_000

  package init() {}

  /// Why no plan is carried out while it is incomplete, in a sentence.
  package static var incompleteWords: String {
    said(
      """
      Nothing is moved while roster.toml says something that is not understood: who is away may \
      be given conversations.
      """)
  }

  /// The entry of a person: by id, else by e-mail, else by name where one entry alone has it.
  package func entry(of person: Participant) -> RosterAgent? {
    if let entry = agents.first(where: { $0.id == person.id }) { return entry }
    let open = agents.filter { $0.id == nil }
    if let email = person.email.map(Self.folded),
      let entry = open.first(where: { $0.email.map(Self.folded) == email })
    {
      return entry
    }
    guard let name = person.fullName.map(Self.folded) else { return nil }
    let named = open.filter { $0.email == nil && $0.name.map(Self.folded) == name }
    return named.count == 1 ? named[0] : nil
  }

  /// The times in which an agent works; without an entry those of all.
  package func calendar(of agent: RosterAgent?, in zone: TimeZone) -> WorkCalendar {
    WorkCalendar(
      agent?.hours ?? hours, holidays: holidays, in: agent?.timeZone ?? timeZone ?? zone)
  }

  /// As names and addresses are compared.
  static func folded(_ text: String) -> String {
    text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

/// One agent of the roster. At least one of id, e-mail and name is there.
package struct RosterAgent: Hashable, Sendable {
  package var id: UserID?
  package var email: String?
  package var name: String?
  /// Codes such as `hi`; none: nothing is known of them.
  package var languages: [String] = []
  package var capacity: Int?
  package var hours: WorkingHours?
  package var timeZone: TimeZone?
  package var absences: [Absence] = []

  package init(id: UserID? = nil, email: String? = nil, name: String? = nil) {
    self.id = id
    self.email = email
    self.name = name
  }

  /// The absence in which a time lies; of several the one that ends last.
  package func absence(at date: Date) -> Absence? {
    absences.filter { $0.contains(date) }.max {
      ($0.until ?? .distantFuture) < ($1.until ?? .distantFuture)
    }
  }

  /// How it is called in sentences; unsanitized.
  package var title: String { name ?? email ?? id?.rawValue ?? "" }
}

/// A time in which an agent is not there.
package struct Absence: Hashable, Sendable {
  package var from: Date
  /// nil: until somebody says otherwise.
  package var until: Date?

  package init(from: Date, until: Date?) {
    self.from = from
    self.until = until
  }

  /// - Parameter text: `2026-12-24`, `2026-12-24 to 2026-12-31`, `2026-12-24 12:00 to 15:00`,
  ///   `2026-12-24 12:00 to 2026-12-25 09:00`; days are whole where no time is said. nil for anything
  ///   else, and where the end is not the later one.
  package init?(_ text: String, in zone: TimeZone) {
    let sides = text.replacing(" to ", with: "..").split(
      separator: "..", omittingEmptySubsequences: false
    )
    .map { $0.split(whereSeparator: \.isWhitespace) }
    guard 1...2 ~= sides.count, let day = sides[0].first.flatMap({ CalendarDay($0) }),
      sides[0].count <= 2
    else { return nil }
    var lastDay = day
    var end: Int?
    if sides.count == 2 {
      var words = sides[1]
      if let named = words.first.flatMap({ CalendarDay($0) }) {
        lastDay = named
        words.removeFirst()
      } else if words.isEmpty || sides[0].count == 1 {
        return nil
      }
      if let word = words.first {
        guard words.count == 1, let minutes = ClockWords.minutes(word, endsDay: true) else {
          return nil
        }
        end = minutes
      }
    }
    var start = 0
    if sides[0].count == 2 {
      guard let minutes = ClockWords.minutes(sides[0][1]) else { return nil }
      start = minutes
    }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    func date(_ day: CalendarDay, _ minutes: Int) -> Date? {
      var parts = day.components
      parts.day = day.day + minutes / ClockWords.minutesOfDay
      (parts.hour, parts.minute) = (minutes % ClockWords.minutesOfDay / 60, minutes % 60)
      return calendar.date(from: parts)
    }
    guard let from = date(day, start),
      let until = date(lastDay, end ?? ClockWords.minutesOfDay), from < until
    else { return nil }
    self.init(from: from, until: until)
  }

  package func contains(_ date: Date) -> Bool {
    from <= date && until.map { date < $0 } ?? true
  }
}
