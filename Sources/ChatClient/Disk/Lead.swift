import Foundation

/// Which process of an account sends: one of them all.
///
/// ```
/// unasked ─▶ follows ─▶ granted ─▶ leads
///              ▲ │         │ ▲
///              └─┘ refused └─┘ what the last holder wrote cannot be read: asked again after a while
/// ```
/// A process that was granted the lead waits for the outbox as its last holder left it, and sends
/// only then. The lead ends with the process.
struct Lead: Sendable {
  private enum Standing { case unasked, follows, granted, leads }

  private let retry: TimeInterval
  private var standing = Standing.unasked
  /// When the lead is asked for again, by `Moment.uptime`.
  private(set) var retryAt: TimeInterval?

  /// - Parameter retry: between two attempts, in seconds.
  init(retry: TimeInterval) { self.retry = retry }

  /// This process alone may send.
  var leads: Bool { standing == .leads }

  /// Another process sends.
  var follows: Bool { standing == .follows }

  /// Whether nobody has asked for it lately, nor will.
  var isUnasked: Bool { !leads && retryAt == nil }

  /// The answer to asking. Answers whether the outbox is to be read before anything is sent.
  mutating func handleAnswer(isGranted: Bool, at now: TimeInterval) -> Bool {
    retryAt = isGranted ? nil : now + retry
    if !isGranted, standing == .unasked { standing = .follows }
    guard isGranted, !leads else { return false }
    standing = .granted
    return true
  }

  /// What the last holder wrote is known.
  mutating func outboxWasRead() { if standing == .granted { standing = .leads } }

  mutating func outboxWasUnreadable(at now: TimeInterval) {
    if standing == .granted { retryAt = now + retry }
  }

  /// Answers whether it is to be asked for now.
  mutating func expire(at now: TimeInterval) -> Bool {
    guard let retryAt, retryAt <= now else { return false }
    self.retryAt = nil
    return !leads
  }
}
