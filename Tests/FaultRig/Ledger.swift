import ChatModel

/// What was promised to the person, and every promise that was not kept.
package struct Ledger {
  package enum Fault: String, CaseIterable, Hashable, Sendable {
    /// Accepted, not dropped, not failed before the person's eyes, and not at the server.
    case lost
    /// Twice at the server, and nobody had sent it again while it was in doubt.
    case doubled
    /// At the server in another order than that of acceptance.
    case misordered
    /// The screen said what was not so.
    case falselyShown
    /// Still on its way though nothing stands in its way.
    case stuck
    /// What the screen says about conversations and histories is not what the server has.
    case outOfStep
    /// The client works without end.
    case runaway
  }

  package struct Finding: Hashable, Sendable {
    package var fault: Fault
    package var words: String
    package var time: Double
  }

  private(set) var findings: [Finding] = []
  /// Told to be accepted, in this order.
  var accepted: [OutboxID] = []
  /// Dropped by the person, and told so; with the number of copies then at the server and whether
  /// the screen said that it was given to nobody.
  var dropped: [OutboxID: (copies: Int, wasQueued: Bool)] = [:]
  /// Dropped by the person, whether the client came to say so or not.
  var wantedDropped: Set<OutboxID> = []
  /// How often the person sent an entry again whose end was not known.
  var retriedUnsure: [OutboxID: Int] = [:]
  /// Entries that failed or were left to the person: what follows may overtake them.
  var outOfOrder: Set<OutboxID> = []
  /// Left to the person as undecidable.
  var asked: Set<OutboxID> = []
  /// Taken for another device's twin, which nobody can tell from it.
  var mistaken: Set<OutboxID> = []
  /// Of those, how many the server has not got.
  var lostToTwins = 0
  /// Equal messages of this client, one of which was taken for the other.
  var twins: Set<OutboxID> = []
  /// Requests of the person that the client has not answered.
  var openRequests: Set<Int> = []
  var lastRequest = 0
  /// How many texts were thought of.
  var texts = 0
  /// How many messages were given to the client.
  var sends = 0

  mutating func note(_ fault: Fault, _ words: String, at time: Double) {
    guard !findings.contains(where: { $0.fault == fault && $0.words == words }) else { return }
    findings.append(Finding(fault: fault, words: words, time: time))
  }
}
