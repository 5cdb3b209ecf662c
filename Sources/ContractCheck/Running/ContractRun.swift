// One run over the contract: stages that ask the server and write into the ledger what came.

import ChatModel

/// What a check may do and how long it waits.
package struct CheckOptions: Sendable {
  /// Whether it writes in the farmer's conversation.
  package var writes = false
  package var only = CheckNames()
  /// For an event that has to come.
  package var patience: Duration = .seconds(5)
  /// By how much what has to come soon may come later than the opening of a link takes.
  package var late: Duration = .milliseconds(800)
  /// A token whose time is over.
  package var expiredToken: String?

  package init() {}
}

/// What was left behind, for the one who ran it.
package struct CheckRemains: Sendable {
  /// What could not be taken away or put back, a line each.
  package var lines: [String] = []
}

/// One check of one server.
package actor ContractRun {
  let people: [CheckRole: CheckPerson]
  let options: CheckOptions
  var ledger = Ledger()
  var known = Known()
  /// What was made, to be taken away.
  var sentMessages: [String] = []
  var uploaded: [String] = []
  /// Messages whose confirmation did not come in time: at which link, from where in its log, since
  /// when, and what was asked.
  var unconfirmed: [(Ear, Int, ContinuousClock.Instant, String)] = []
  /// Numbers the texts that are sent.
  var lastText = 0
  package private(set) var remains = CheckRemains()
  private let stop: @Sendable () -> Bool

  /// What the stages learn of the server for those behind them.
  struct Known {
    /// The first conversation of each person's own list.
    var own: [CheckRole: String] = [:]
    /// The farmer's own one.
    var farmers: String?
    /// One of another farmer.
    var foreign: String?
    var agents: [String] = []
    var ids: Set<String> = []
    /// What carries a session here; nil before it was tried.
    var usual: LinkTransport?
    /// The server writes no references, or null for all of them (row 10).
    var hidesReferences = false
    /// How long it takes to open a link, against which all its answers are held.
    var answerTime = Duration.zero
  }

  /// - Parameter stop: asked between two stages; true ends the run after putting back what was changed.
  package init(
    people: [CheckPerson], options: CheckOptions, stop: @escaping @Sendable () -> Bool = { false }
  ) {
    self.people = Dictionary(people.map { ($0.role, $0) }) { first, _ in first }
    self.options = options
    self.stop = stop
  }

  /// Tries everything that was asked for.
  ///
  /// - Parameters:
  ///   - announce: told before anything is written what will be.
  ///   - progress: told how far it is, from 0 to 1, and at what.
  package func run(
    announce: @Sendable (String) -> Void, progress: @Sendable (Double, String) -> Void
  ) async throws(CheckObstacle) -> [CheckResult] {
    progress(0, "looking at the server")
    try await probe()
    func isDue(_ place: Double, _ name: String, _ checks: [String]) -> Bool {
      guard wants(checks), !stop() else { return false }
      progress(place, name)
      return true
    }
    let lists = ["rest.mine*", "rest.one*", "rest.messages*", "rest.all*", "row.*"]
    if isDue(0.05, "lists", lists + [Catalogue.times]) { await reading() }
    if isDue(0.15, "statistics", ["rest.stats*", "row.24"]) { await statistics() }
    if isDue(0.2, "tokens", ["token.*", "row.14", "row.15", "row.23"]) { await tokens() }
    if isDue(0.3, "pages", ["paging.*", "row.11", "row.12"]) { await pages() }
    if isDue(0.4, "links", ["link.*", "live.join*", "row.*"]) { await links() }
    if options.writes { await write(announce, progress) }
    progress(1, "done")
    ledger.settleReferences()
    return Catalogue.all.filter { options.only.holds($0.name) }.map { check in
      let verdict = ledger.verdict(of: check)
      if case .failed = verdict { return CheckResult(check, verdict) }
      return CheckResult(check, obstacle(to: check).map(Verdict.notTried) ?? verdict)
    }
  }

  private func write(
    _ announce: @Sendable (String) -> Void, _ progress: @Sendable (Double, String) -> Void
  ) async {
    guard let user = people[.user], let support = people[.support], let admin = people[.admin]
    else { return }
    let names = Catalogue.all.filter { $0.needs.contains(.write) }.map(\.name)
    guard wants(names + ["row.*"]), !stop() else { return }
    guard let trial = await Trial.begin(self, user, support, admin, announce) else { return }
    func isDue(_ place: Double, _ name: String, _ checks: [String]) -> Bool {
      guard wants(checks), !stop() else { return false }
      progress(place, name)
      return true
    }
    if isDue(0.5, "contact", ["rest.create*"]) { await create(trial) }
    if isDue(0.55, "reassigning", ["rest.reassign*"]) { await reassign(trial) }
    if isDue(0.6, "statuses", ["rest.status*"]) { await setStatuses(trial) }
    let rules = ["rules.*", "row.5", "row.8", "row.13", "row.26"]
    if isDue(0.65, "messages", ["rest.send*", "rest.read*"] + rules) { await send(trial) }
    if isDue(0.7, "files", ["media.*", "row.9", "row.21", "row.22"]) { await upload(trial) }
    if isDue(0.8, "live", ["live.*", "link.reconnect", "rules.*", "media.send", "row.*"]) {
      await converse(trial)
    }
    progress(0.95, "putting back")
    remains.lines = await trial.putBack(self)
  }

  /// Whether one of these was asked for; `*` at the end of a name stands for all that begin so.
  func wants(_ names: [String]) -> Bool {
    Catalogue.all.contains { check in
      options.only.holds(check.name) && CheckNames(names).holds(check.name)
    }
  }

  func wants(_ name: String) -> Bool { wants([name]) }

  /// Why a check could not be tried whatever the server does.
  private func obstacle(to check: CheckCase) -> String? {
    let missing = CheckRole.allCases.filter {
      check.needs.contains($0.need) && people[$0] == nil
    }
    if !missing.isEmpty {
      let options = missing.map { "--\($0.rawValue.lowercased())" }.joined(separator: " and ")
      return "It needs \(options)."
    }
    if check.needs.contains(.staff), people[.support] == nil, people[.admin] == nil {
      return "It needs --support or --admin."
    }
    if check.needs.contains(.write), !options.writes { return "It writes: --write." }
    if check.needs.contains(.expired), options.expiredToken == nil {
      return "It needs a token whose time is over: --expired FILE."
    }
    return nil
  }

  /// The people there are, farmer first.
  var everyone: [CheckPerson] { CheckRole.allCases.compactMap { people[$0] } }
  var staff: [CheckPerson] { [CheckRole.support, .admin].compactMap { people[$0] } }

  /// A link over a WebSocket where the server has that, else over long-polling: what is told of events
  /// does not hang on the transport.
  func link(_ person: CheckPerson, preferring transport: LinkTransport? = nil, token: String? = nil)
    async -> Ear
  {
    let usual = await usualTransport(person)
    // Of two that work the one that is wanted; of one that one.
    return Ear(person, over: usual == .websocket ? transport ?? usual : usual, token: token)
  }

  private func usualTransport(_ person: CheckPerson) async -> LinkTransport {
    if let usual = known.usual { return usual }
    let ear = Ear(person, over: .websocket)
    let state = await ear.connected(within: options.patience)
    await ear.close()
    var usual = LinkTransport.polling
    if case .connected = state { usual = .websocket }
    known.usual = usual
    return usual
  }

  /// An id like those of this server that names nothing.
  var absent: String {
    let like = known.ids.first ?? "000000000000000000000000"
    let isHex = like.allSatisfy(\.isHexDigit)
    while true {
      let digits = (0..<max(like.count, 8)).map { _ in "0123456789abcdef".randomElement() ?? "0" }
      let id = isHex ? String(digits) : like + "-" + String(digits.prefix(8))
      if !known.ids.contains(id) { return id }
    }
  }
}
