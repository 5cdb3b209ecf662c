import ArgumentParser
import ChatClient
import ChatModel
import Foundation
import JSON
import Sentences

struct StatsCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Show the server's statistics (support and admin).",
    discussion: """
      With --watch they are drawn anew in their place on a terminal, and added below elsewhere, until \
      Ctrl+C. While nothing changes, or the server does not answer, it is asked less often, once a \
      minute at last.
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
    let watched = Watched(
      api: api, log: await AuditLog(context, account), place: RedrawnLines(context.output),
      output: context.output)
    let interruption = Interruption()
    let asking = Task { try await watched.place.watched { try await watched.run(first) } }
    let ending = Task {
      await interruption.wait()
      asking.cancel()
    }
    defer { ending.cancel() }
    do {
      try await asking.value
    } catch is CancellationError, APIError.cancelled {
      return
    }
  }

  /// Statistics that are asked for again and again.
  private struct Watched {
    let api: any ChatAPI
    let log: AuditLog
    let place: RedrawnLines
    let output: Output

    func run(_ first: Statistics) async throws {
      var pace = StatsPace()
      var last = (statistics: first, at: Date())
      var isCutOff = false
      await show(first)
      while true {
        try await Task.sleep(for: .seconds(pace.seconds))
        do throws(APIError) {
          let next = try await api.statistics()
          pace.note(isNews: !next.saysTheSame(as: last.statistics))
          last = (next, Date())
          isCutOff = false
          await show(next)
        } catch {
          switch error {
          case .heldBack(let until, _): pace.hold(until.timeIntervalSinceNow)
          case .unreachable, .serverFailed: pace.note(isNews: false)
          default: throw error
          }
          let why = Failure.sentence(error.reason)
          let again = said("It is asked again in \(Int(pace.seconds.rounded())) s.")
          if place.isRedrawn {
            // The last line is the one that always has room.
            place.show(
              last.statistics.json, lines: lines(last.statistics, at: last.at) + [why, again])
          } else if !isCutOff {
            output.note("\(why) \(again)")
          }
          isCutOff = true
        }
      }
    }

    private func show(_ statistics: Statistics) async {
      place.show(statistics.json, lines: lines(statistics, at: Date()))
      await log.sample(statistics)
    }

    private func lines(_ statistics: Statistics, at date: Date) -> [String] {
      StatsCommand.lines(statistics) + [said("as of \(Timestamp.timeOfDay(date))")]
    }
  }

  private static func lines(_ statistics: Statistics) -> [String] {
    var lines = [
      Listing.pad(said("conversations"), 15)
        + said(
          """
          \(number(statistics.totalConversations)), \
          \(number(statistics.activeConversations)) active
          """),
      Listing.pad(said("messages"), 15) + number(statistics.totalMessages),
    ]
    for status in ConversationStatus.defined {
      lines.append(Listing.pad(status.words, 15) + number(statistics.statusBreakdown?[status]))
    }
    let agents = statistics.perAgent.sorted {
      $0.activeConversations ?? 0 > $1.activeConversations ?? 0
    }
    func right(_ value: Int?, _ all: [Int?]) -> String {
      let columns = all.map { number($0).count }.max() ?? 0
      return String(repeating: " ", count: max(0, columns - number(value).count)) + number(value)
    }
    for agent in agents {
      let name = Listing.word(agent.name ?? agent.id.rawValue)
      lines.append(
        said(
          """
          \(right(agent.activeConversations, agents.map(\.activeConversations))) active of \
          \(right(agent.totalConversations, agents.map(\.totalConversations)))  \(name)  \
          \(Listing.word(agent.id.rawValue))
          """))
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
