/// Finds whom somebody means by a name, the beginnings of one, an address or an id.
package enum AgentFinder {
  package enum Found: Hashable, Sendable {
    case nobody
    case one(Participant)
    /// By name, then by id.
    case several([Participant])
  }

  /// The strictest way in which anybody is meant decides: the id or address, the whole name, the
  /// beginnings of its words. Letters from its midst mean nobody, nor do single letters alone: what is
  /// moved hangs on it.
  package static func find(_ text: String, among people: [Participant]) -> Found {
    let people = people.sorted {
      (Roster.folded($0.title), $0.id) < (Roster.folded($1.title), $1.id)
    }
    if let one = people.first(where: { $0.id.rawValue == text }) { return .one(one) }
    let wanted = Roster.folded(text)
    guard !wanted.isEmpty else { return .nobody }
    for isMeant in [isAddress, isName, beginsWords] {
      let found = people.filter { isMeant(wanted, $0) }
      if found.count == 1 { return .one(found[0]) }
      if !found.isEmpty { return .several(found) }
    }
    return .nobody
  }

  private static func isAddress(_ wanted: String, _ person: Participant) -> Bool {
    person.email.map(Roster.folded) == wanted
  }

  private static func name(_ person: Participant) -> String {
    Roster.folded(person.fullName ?? "")
  }

  private static func isName(_ wanted: String, _ person: Participant) -> Bool {
    name(person) == wanted
  }

  /// `as ve` means Asha Verma.
  private static func beginsWords(_ wanted: String, _ person: Participant) -> Bool {
    var words = name(person).split(separator: " ")[...]
    let parts = wanted.split(separator: " ")
    guard parts.contains(where: { $0.count > 1 }) else { return false }
    for part in parts {
      guard let place = words.firstIndex(where: { $0.hasPrefix(part) }) else { return false }
      words = words[(place + 1)...]
    }
    return true
  }
}
