import ChatModel
import Foundation

/// Who is online, as far as hints go: `user:offline` also comes when one of several sessions ends,
/// so that anything heard from a user shows them online again (row 18).
struct PresenceTracker: Sendable {
  private struct Presence: Hashable, Sendable {
    var isOnline: Bool
    var lastSeen: Date?
  }

  /// A server may name anybody: of more people than this nothing is told.
  static let most = 50_000

  private var known: [UserID: Presence] = [:]

  mutating func online(_ user: UserID, at date: Date?) -> [ClientEvent] {
    set(user, Presence(isOnline: true, lastSeen: date ?? known[user]?.lastSeen))
  }

  mutating func offline(_ user: UserID, lastSeen: Date?) -> [ClientEvent] {
    set(user, Presence(isOnline: false, lastSeen: lastSeen ?? known[user]?.lastSeen))
  }

  /// They wrote or type, so they are there.
  mutating func active(_ user: UserID) -> [ClientEvent] {
    if known[user]?.isOnline == true { return [] }
    return online(user, at: nil)
  }

  /// What a record of this person says; silent when it says nothing.
  mutating func listed(_ person: Participant) -> [ClientEvent] {
    guard let isOnline = person.isOnline else { return [] }
    let lastSeen = person.lastSeen ?? known[person.id]?.lastSeen
    return set(person.id, Presence(isOnline: isOnline, lastSeen: lastSeen))
  }

  private mutating func set(_ user: UserID, _ presence: Presence) -> [ClientEvent] {
    guard known[user] != nil || known.count < Self.most else { return [] }
    let old = known.updateValue(presence, forKey: user)
    guard old != presence else { return [] }
    if let old, old.isOnline == presence.isOnline, presence.isOnline { return [] }
    return [.presence(user, isOnline: presence.isOnline, lastSeen: presence.lastSeen)]
  }
}
