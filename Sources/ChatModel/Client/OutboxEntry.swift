package import Foundation

/// A message accepted from the user's keyboard and not yet known to be at the server.
package struct OutboxEntry: Hashable, Sendable, Identifiable {
  /// Made here, never reused; sent along as `tempId`.
  package let id: OutboxID
  package let conversationID: ConversationID
  package var body: Body
  package var state: State
  /// By the local clock.
  package let createdAt: Date
  /// By the local clock: it stays here until then, so that the person can take it back; nil: it goes
  /// at once.
  package var heldUntil: Date?
  /// By the local clock; when the message was last given to a transport.
  package var handedOverAt: Date?
  /// By the server's clock, set when the message was last given to a transport: a message of the
  /// server that is older is not this one. nil while the clocks' difference is not known.
  package var earliestServerDate: Date?
  /// My messages that the server had already when this one was last given to a transport, as far
  /// as `earliestServerDate` alone would not exclude them.
  package var excludedIDs: [MessageID]
  /// Since when, at the latest, no connection holds it any more: how long the server may still take it
  /// counts from then, in whichever process. nil while one may hold it, and while none was given it.
  package var releasedAt: BootTime?
  /// The history cannot tell whether it arrived, and the person must: true only while `unsure`, and
  /// only in the process that found it so.
  package var needsManualResolution = false

  package enum Body: Hashable, Sendable {
    case text(String)
    case file(OutboxFile)
  }

  /// What is known about the delivery; each case has its own glyph on the screen.
  package enum State: Hashable, Sendable {
    /// `…`: safe on this disk, not given to any transport.
    case queued
    /// Its file is on the way up; 0 to 1.
    case uploading(Double)
    /// `↑`: given to a transport, not confirmed.
    case handedOver
    /// `✓`: the server has it.
    case sent(MessageID)
    /// `?`: handed over, and the link or the program died before a confirmation; not sent again
    /// until the server's history has been compared.
    case unsure
    /// `✗`: the server refused it, for this reason in its own words.
    case failed(String)
  }

  package init(
    id: OutboxID, conversationID: ConversationID, body: Body, state: State = .queued,
    createdAt: Date, handedOverAt: Date? = nil, earliestServerDate: Date? = nil,
    excludedIDs: [MessageID] = []
  ) {
    self.id = id
    self.conversationID = conversationID
    self.body = body
    self.state = state
    self.createdAt = createdAt
    self.handedOverAt = handedOverAt
    self.earliestServerDate = earliestServerDate
    self.excludedIDs = excludedIDs
  }

  /// No message is held longer, in seconds: one that seems to be was accepted before the clock was set
  /// back.
  package static let longestHold: TimeInterval = 60

  /// Whether it still waits so that it can be taken back.
  package func isHeld(at date: Date) -> Bool {
    guard state == .queued, let heldUntil else { return false }
    let left = heldUntil.timeIntervalSince(date)
    return left > 0 && left <= Self.longestHold
  }

  /// Whether the entry still stands between the user and a delivered message.
  package var isPending: Bool {
    if case .sent = state { false } else { true }
  }
}

/// A moment by a clock that every process of this computer reads alike, that nobody can set, and
/// that begins anew with each start of the computer.
package struct BootTime: Hashable, Sendable {
  /// Names the start from which it counts.
  package var boot: String
  /// Since that start.
  package var seconds: TimeInterval

  package init(boot: String, seconds: TimeInterval) {
    self.boot = boot
    self.seconds = seconds
  }
}

/// A file that waits to be sent.
package struct OutboxFile: Hashable, Sendable {
  /// So many of a kind go in one upload.
  package static let mostOfAKind = 5

  /// Absolute, on this computer.
  package var path: String
  package var name: String
  package var kind: MediaKind
  /// The MIME type found by content.
  package var format: String
  /// In bytes.
  package var size: Int
  /// When its content was last changed before it was accepted; nil where the disk did not say.
  package var changedAt: Date?
  /// Known once the upload ended; the upload is then never repeated.
  package var mediaID: MediaID?

  package init(
    path: String, name: String, kind: MediaKind, format: String, size: Int,
    changedAt: Date? = nil, mediaID: MediaID? = nil
  ) {
    self.path = path
    self.name = name
    self.kind = kind
    self.format = format
    self.size = size
    self.changedAt = changedAt
    self.mediaID = mediaID
  }
}
