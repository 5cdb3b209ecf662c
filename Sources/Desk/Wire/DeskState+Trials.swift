// Trying a server from the desk: a check of its contract, a recording that is done again, assertions
// about what came on the wire. Each is told in a report; one is under way at a time.

package import ChatModel
import Foundation
import Sentences
import TextGrid

/// What is to be tried.
package enum WireTrial: Hashable, Sendable {
  /// Reads and joins only, as the identities of this desk.
  case check
  /// Does a recording again, as those identities that it names.
  case replay(path: String)
  /// Holds records against a file of assertions. A file that is not there is begun with an assertion
  /// of the chosen record.
  case assert(path: String, [WireEntry], WireHeader, chosen: WireEntry)
}

/// What is being tried, and what was named for it last.
struct WireTrials: Hashable, Sendable {
  /// nil: nothing is under way.
  var running: WireReport?
  /// The file into which this desk recorded last.
  var recorded: String?
  /// The file of assertions that was named last.
  var assertions: String?
}

extension DeskState {
  /// Says so and shows it, where something is under way already.
  private mutating func isBusyTrying(now: Date) -> Bool {
    guard let report = trials.running else { return false }
    open(ReportOverlay(report))
    refuse(said("\(report.title) is under way; \(key(.cancel, in: .pager)) ends it."), now: now)
    return true
  }

  mutating func startCheck(now: Date) {
    guard !isBusyTrying(now: now) else { return }
    guard signInNeeded == nil else {
      return refuse(said("Not signed in: nothing can be tried."), now: now)
    }
    open(
      Question(
        question: said("Check \(configuration.origin)?"),
        detail: said(
          """
          It reads, connects and joins as the identities of this desk, and changes nothing.
          """),
        yes: said("y checks it"), no: said("n leaves it"), purpose: .check))
  }

  mutating func check() {
    run(
      .check,
      WireReport(
        title: said("CHECK"), subject: configuration.origin,
        progress: said("It reads, connects and joins, and changes nothing.")))
  }

  mutating func startReplay(now: Date) {
    guard !isBusyTrying(now: now) else { return }
    if let production = configuration.production {
      return refuse(said("\(production): nothing is replayed there."), now: now)
    }
    open(PathPrompt(.replay, path: trials.recorded ?? ""))
    emit(.completePath(trials.recorded ?? ""))
  }

  /// A replay writes at the server: that is asked first.
  mutating func askToReplay(_ path: String) {
    let names = identities.isEmpty ? [configuration.profile] : identities.map(\.name)
    open(
      Question(
        question: said("Do \(Sanitizer.oneLine(path)) again?"),
        detail:
          said(
            """
            What it shows of \(names.map(Sanitizer.oneLine).joined(separator: ", ")) is sent \
            to \(configuration.origin) as them, once more; what others did is not.
            """),
        yes: said("y does it"), no: said("n leaves it"), purpose: .replay(path)))
    emit(.lookAtRecording(path))
  }

  mutating func replay(_ path: String) {
    run(
      .replay(path: path),
      WireReport(
        title: said("REPLAY"), subject: path,
        progress: said("A line waits until what it names is known here."))
    )
  }

  mutating func startAsserting(now: Date) {
    guard !isBusyTrying(now: now) else { return }
    guard wire.shownCount > 0 else { return refuse(nothingShown, now: now) }
    open(PathPrompt(.assertions, path: trials.assertions ?? ""))
    emit(.completePath(trials.assertions ?? ""))
  }

  /// Holds what the filter lets through against a file.
  mutating func holdWire(against path: String, now: Date) {
    guard let header = wire.header, let chosen = wire.chosen else {
      return refuse(nothingShown, now: now)
    }
    trials.assertions = path
    run(
      .assert(path: path, wire.shownEntries, header, chosen: chosen),
      WireReport(title: said("ASSERT"), subject: path, progress: said("Reading.")))
  }

  private mutating func run(_ trial: WireTrial, _ report: WireReport) {
    trials.running = report
    open(ReportOverlay(report))
    emit(.runTrial(trial))
  }

  /// How a trial stands, or what it came to.
  mutating func note(_ report: WireReport, now: Date) {
    guard trials.running != nil else { return }
    trials.running = report.progress == nil ? nil : report
    if overlay is ReportOverlay {
      changeOverlay(ReportOverlay.self) { $0.show(report) }
    } else if report.progress == nil {
      say(
        report.hasFindings ? .warning : .info,
        "\(report.title): \(Sanitizer.oneLine(report.summary))",
        now: now)
    }
  }
}
