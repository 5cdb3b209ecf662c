import ArgumentParser
import ChatConnection
import Faults

/// What goes wrong by intent on a link.
struct FaultOptions: ParsableArguments {
  static let title = "Faults"

  @Option(
    help: ArgumentHelp(
      "Let the own link go wrong, as in delay=300ms,drop=10%,seed=7; repeatable. "
        + "`furrow serve fault --help` lists them.",
      valueName: "faults"),
    transform: Self.checked)
  var fault: [String] = []

  var plan: FaultPlan {
    // Each part was read when it was typed.
    fault.reduce(into: FaultPlan()) { plan, text in try? plan.add(reading: text) }
  }

  /// - Throws: which part means nothing.
  static func checked(_ text: String) throws -> String {
    _ = try FaultPlan(reading: text)
    return text
  }
}

extension Context {
  /// Puts a command's faults in force on the own link, and warns of names that no event has.
  ///
  /// - Parameter events: that the command itself sends or waits for.
  func use(_ options: FaultOptions, events: Set<String> = []) throws(Failure) {
    try settings.use(options)
    for remark in options.plan.remarks(besides: events) { output.warn(remark) }
  }
}

extension Settings {
  /// Puts a command's faults in force on the own link.
  ///
  /// - Throws: a usage failure where the profile is marked `production`.
  func use(_ options: FaultOptions) throws(Failure) {
    let plan = options.plan
    guard !plan.isEmpty else { return }
    try refuseProduction("--fault")
    linkFaults.use(plan)
  }
}
