import ArgumentParser
import ChatModel
import Foundation
import JSON
import Sentences

struct AgentsCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "agents", abstract: "List who answers farmers, with what each has to do.",
    discussion: """
      Nothing lists agents at the server: they are those of its conversations and statistics, those \
      whom this computer has seen, and those of roster.toml. Who has the longest wait stands first.

      roster.toml says what the server does not. Of the keys at the top, capacity, hours and time_zone \
      are for all agents whose table says nothing else; without any [[agent]] everybody who is known is \
      one.

        version = 1
        time_zone = "Asia/Kolkata"
        hours = "Mon-Fri 09:00-18:00, Sat 10:00-14:00"
        holidays = ["2026-12-25"]
        capacity = 12
        answer_within = "30m"

        [[agent]]
        id = "6712f0a1b2c3d4e5f6a7b8c9"
        name = "Asha Verma"
        email = "asha@example.org"
        languages = ["hi", "mr", "English"]
        capacity = 8
        hours = "Mon-Fri 22:00-06:00"
        time_zone = "Europe/London"
        away = ["2026-12-24", "2026-12-28 to 2027-01-02", "2026-12-30 12:00 to 15:00"]

      An agent has an id, an email or a name; away may be true. capacity is the number of active \
      conversations; answer_within is the target of `furrow report`.
      """)

  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func run(in context: Context) async throws {
    let account = try context.account()
    let api = try Connections.api(of: account, settings: context.settings)
    let log = await AuditLog(context, account)
    let now = Date()
    let team = try await TeamReading.all(context, api, log).team(now: now, in: .current)
    for member in team.members {
      context.output.result(member.json(team), member.line(team))
    }
    for name in team.unknown {
      context.output.warn(
        said(
          """
          roster.toml names \(Listing.word(name)), whom this computer does not know; give \
          their id.
          """))
    }
    let nobody = team.nobody
    if nobody.active > 0 {
      context.output.note(
        said(
          nobody.active, one: "1 active conversation has no agent.",
          more: "\(nobody.active) active conversations have no agent."))
    }
  }
}

extension TeamMember {
  fileprivate func line(_ team: Team) -> String {
    let wait = load.oldest.map { wait in
      let length = ClockWords.length(team.now.timeIntervalSince(wait.since))
      return said("oldest \(wait.isExact ? "" : "≥")\(length)")
    }
    let work =
      if let capacity, load.active > capacity {
        said("\(load.active) active, \(capacity) at most")
      } else {
        capacity.map { said("\(load.active) active of \($0)") } ?? said("\(load.active) active")
      }
    let columns = [
      Listing.pad(Listing.word(name), 20), Listing.word(id.rawValue),
      Listing.pad(work, 21), said("\(load.waiting) waiting"),
    ]
    let state =
      availability.words(now: team.now, timeZone: team.timeZone)
      ?? (isOnline == true ? said("online") : nil)
    let languages = self.languages.isEmpty ? nil : self.languages.joined(separator: " ")
    return (columns + [wait, state, languages].compactMap { $0 }).joined(separator: "  ")
  }

  fileprivate func json(_ team: Team) -> JSONValue {
    .object(ofKnown: [
      ("_id", .string(id.rawValue)), ("name", .string(name)),
      ("activeConversations", .integer(load.active)), ("waiting", .integer(load.waiting)),
      ("oldestWait", load.oldest.map { .string(Timestamp.format($0.since)) }),
      ("lastReply", lastReply.map { .string(Timestamp.format($0)) }),
      ("isOnline", isOnline.map(JSONValue.bool)),
      ("isAvailable", .bool(availability.isAvailable)),
      (
        "why",
        availability.words(now: team.now, timeZone: team.timeZone).map(JSONValue.string)
      ),
      ("capacity", capacity.map(JSONValue.integer)),
      ("languages", languages.isEmpty ? nil : .array(languages.map(JSONValue.string))),
    ])
  }
}
