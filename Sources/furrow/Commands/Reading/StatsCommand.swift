import ArgumentParser
import ChatClient
import ChatModel
import Foundation
import JSON

struct StatsCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Show the server's statistics (support and admin).",
    discussion: """
      With --watch they are drawn anew in their place on a terminal, and added below elsewhere. While \
      nothing changes the server is asked less often, once a minute at last.
      """)

  @Flag(help: "Show them again every five seconds, until interrupted.")
  var watch = false
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func run(in context: Context) async throws {
    let account = try context.account()
    let api = try Connections.api(of: account, settings: context.settings)
    let first = try await api.statistics()
    guard watch else {
      return context.output.result(first.json, lines: Self.lines(first))
    }
    let log = await AuditLog(context, account)
    let place = RedrawnLines(context.output)
    var pace = StatsPace()
    var last = first
    show(first, on: place)
    await log.sample(first)
    while true {
      try await Task.sleep(for: .seconds(pace.seconds))
      do throws(APIError) {
        let next = try await api.statistics()
        pace.note(isNews: !next.saysTheSame(as: last))
        last = next
        show(next, on: place)
        await log.sample(next)
      } catch {
        switch error {
        case .heldBack(let until, _): pace.hold(until.timeIntervalSinceNow)
        case .unreachable, .serverFailed: pace.note(isNews: false)
        default: throw error
        }
        place.leave()
        context.output.note("\(Failure.sentence(error.reason)) It is asked again.")
      }
    }
  }

  private func show(_ statistics: Statistics, on place: RedrawnLines) {
    place.show(statistics.json, lines: Self.lines(statistics))
  }

  private static func lines(_ statistics: Statistics) -> [String] {
    var lines = [
      "conversations  \(number(statistics.totalConversations)), "
        + "\(number(statistics.activeConversations)) active",
      "messages       \(number(statistics.totalMessages))",
    ]
    for status in ConversationStatus.defined {
      lines.append(Listing.pad(status.rawValue, 15) + number(statistics.statusBreakdown?[status]))
    }
    let agents = statistics.perAgent.sorted {
      $0.activeConversations ?? 0 > $1.activeConversations ?? 0
    }
    for agent in agents {
      let name = Listing.word(agent.name ?? agent.id.rawValue)
      lines.append(
        "\(number(agent.activeConversations)) active of \(number(agent.totalConversations))  "
          + "\(name)  \(Listing.word(agent.id.rawValue))")
    }
    return lines
  }

  /// A number, or what stands where the server gave none.
  private static func number(_ value: Int?) -> String { value.map(String.init) ?? "-" }
}

/// How long to wait before the server is asked for its statistics again.
struct StatsPace: Hashable, Sendable {
  private(set) var seconds = Self.least
  static let least = 5.0
  static let most = 60.0

  mutating func note(isNews: Bool) {
    seconds = isNews ? Self.least : min(max(seconds, Self.least) * 2, Self.most)
  }

  /// The server wants to be left alone for so long.
  mutating func hold(_ wanted: TimeInterval) { seconds = max(Self.least, wanted) }
}

extension Statistics {
  /// But for the time at which they were made.
  func saysTheSame(as other: Statistics) -> Bool {
    var same = other
    same.generatedAt = generatedAt
    return self == same
  }
}
