import ChatModel
import Foundation
import Sentences
import TOMLKit
import TextGrid

/// `roster.toml`: who answers farmers and when, a table `[[agent]]` each.
///
/// What is wrong in it is named with its file, line and column and left out; everything else goes on.
struct RosterFile: TeamFileContents {
  private(set) var roster = Roster()
  var warnings: [String] = []
  private(set) var isReadable = true

  init(contentsOf url: URL) { self.init(TeamFile(contentsOf: url, namesColumns: true)) }

  init(text: String, path: String) {
    self.init(TeamFile(text: text, path: path, namesColumns: true))
  }

  private init(_ source: TeamFile) {
    var file = source
    defer {
      warnings = file.warnings
      roster.isIncomplete = !warnings.isEmpty
    }
    guard let document = file.table else {
      isReadable = false
      return
    }
    // Times of day mean a zone, wherever that stands.
    for key in ["time_zone"] + document.keys.filter({ $0 != "time_zone" }) {
      guard let value = document[key] else { continue }
      do throws(Problem) {
        try read(key, value, &file)
      } catch {
        file.warn(error.words + said("; it is left out"), at: [key])
      }
    }
    for (number, table) in file.tables("agent").enumerated() {
      readAgent(table, at: ["agent", "\(number)"], &file)
    }
  }

  mutating func keep(_ old: RosterFile) {
    roster = old.roster
    roster.isIncomplete = true
  }

  private struct Problem: Error {
    var words: String
  }

  private mutating func read(
    _ key: String, _ value: any TOMLValueConvertible, _ file: inout TeamFile
  ) throws(Problem) {
    switch key {
    case "agent", "version": break
    case "time_zone": roster.timeZone = try Self.timeZone(value)
    case "capacity": roster.capacity = try Self.capacity(value)
    case "hours": roster.hours = try Self.hours(value)
    case "answer_within":
      guard let seconds = TeamFile.duration(value) else {
        throw Problem(words: said("answer_within is a time such as \"30m\", \"2h\", \"1d\""))
      }
      roster.answerWithin = seconds
    case "holidays":
      let texts = try Self.texts(value, key)
      let days = try Self.read(texts, by: CalendarDay.init) { bad in
        said("\(bad) is no day such as \"2026-12-25\"")
      }
      roster.holidays.formUnion(days)
    default: file.warn(said("unknown key \"\(key)\" is ignored"), at: [key])
    }
  }

  // MARK: Agents

  /// What is wrong with one of their keys takes that key away: with its hours gone an agent has those
  /// of all, and is still there.
  private mutating func readAgent(_ table: TOMLTable, at place: [String], _ file: inout TeamFile) {
    var agent = RosterAgent()
    for key in ["time_zone"] + table.keys.filter({ $0 != "time_zone" }) {
      guard let value = table[key] else { continue }
      do throws(Problem) {
        guard try read(key, value, &agent) else {
          file.warn(said("unknown key \"\(key)\" is ignored"), at: place + [key])
          continue
        }
      } catch {
        file.warn(error.words + said("; it is left out"), at: place + [key])
      }
    }
    guard agent.id != nil || agent.email != nil || agent.name != nil else {
      return file.warn(
        said("an agent has an id, an email or a name; this one is left out"), at: place)
    }
    if roster.agents.contains(where: { Self.isSame($0, agent) }) {
      return file.warn(
        said(
          """
          \(Sanitizer.oneLine(agent.title)) stands here already; the second one is left out
          """),
        at: place)
    }
    guard roster.agents.count < Roster.most else {
      return file.warn(said("more than \(Roster.most) agents are not taken"), at: place)
    }
    roster.agents.append(agent)
  }

  private static func isSame(_ a: RosterAgent, _ b: RosterAgent) -> Bool {
    if a.id != nil || b.id != nil { return a.id == b.id }
    if a.email != nil || b.email != nil { return a.email?.lowercased() == b.email?.lowercased() }
    return a.name?.lowercased() == b.name?.lowercased()
  }

  /// False for a key that nobody knows.
  private func read(
    _ key: String, _ value: any TOMLValueConvertible, _ agent: inout RosterAgent
  ) throws(Problem) -> Bool {
    switch key {
    case "id": agent.id = UserID(try Self.text(value, key))
    case "email": agent.email = try Self.text(value, key)
    case "name": agent.name = try Self.text(value, key)
    case "capacity": agent.capacity = try Self.capacity(value)
    case "hours": agent.hours = try Self.hours(value)
    case "time_zone": agent.timeZone = try Self.timeZone(value)
    case "languages":
      agent.languages += try Self.read(try Self.texts(value, key), by: WrittenLanguage.code) {
        said("\($0) is no language such as \"hi\" or \"Hindi\"")
      }
    case "away":
      if let isAway = value.bool {
        if isAway { agent.absences.append(Absence(from: .distantPast, until: nil)) }
        break
      }
      let zone = agent.timeZone ?? roster.timeZone ?? .current
      agent.absences += try Self.read(try Self.texts(value, key), by: { Absence($0, in: zone) }) {
        said(
          """
          \($0) is no time such as "2026-12-24", "2026-12-24 to 2026-12-31" or \
          "2026-12-24 12:00 to 15:00"
          """)
      }
    default: return false
    }
    return true
  }

  // MARK: Values

  private static func text(
    _ value: any TOMLValueConvertible, _ key: String
  ) throws(Problem) -> String {
    guard let text = value.string?.trimmingCharacters(in: .whitespacesAndNewlines), !text.isEmpty,
      text.utf8.count <= 200
    else { throw Problem(words: said("\(key) is a text in quotes, of at most 200 bytes")) }
    return text
  }

  private static func texts(
    _ value: any TOMLValueConvertible, _ key: String
  ) throws(Problem) -> [String] {
    guard let texts = TeamFile.texts(value), texts.count <= 366 else {
      throw Problem(words: said("\(key) is a text in quotes, or a list of texts"))
    }
    return texts
  }

  /// The values of all texts, or what is wrong with each that has none.
  private static func read<Value>(
    _ texts: [String], by reading: (String) -> Value?, problem: (String) -> String
  ) throws(Problem) -> [Value] {
    let values = texts.map(reading)
    let bad = zip(texts, values).filter { $1 == nil }.map { "\"\($0.0.prefix(40))\"" }
    guard bad.isEmpty else { throw Problem(words: bad.map(problem).joined(separator: "; ")) }
    return values.compactMap { $0 }
  }

  private static func capacity(_ value: any TOMLValueConvertible) throws(Problem) -> Int {
    guard let number = value.int, 0...Roster.mostCapacity ~= number else {
      throw Problem(words: said("capacity is a number from 0 to \(Roster.mostCapacity)"))
    }
    return number
  }

  private static func hours(_ value: any TOMLValueConvertible) throws(Problem) -> WorkingHours {
    let example = said("hours are such as \"Mon-Fri 09:00-18:00, Sat 10:00-14:00\"")
    guard let text = value.string else { throw Problem(words: example) }
    do {
      return try WorkingHours(text)
    } catch {
      throw Problem(words: "\(error.words); \(example)")
    }
  }

  private static func timeZone(_ value: any TOMLValueConvertible) throws(Problem) -> TimeZone {
    guard let name = value.string, let zone = TimeZone(identifier: name) else {
      throw Problem(words: said("time_zone is a name such as \"Asia/Kolkata\""))
    }
    return zone
  }
}
