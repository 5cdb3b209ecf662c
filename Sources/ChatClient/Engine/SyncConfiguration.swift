/// What one engine is given from outside.
package struct SyncConfiguration: Hashable, Sendable {
  /// Begins the ids of this engine's outbox entries: random, never used by another engine.
  package var idPrefix: String
  /// Names the start of this computer from which `Moment.uptime` counts; nil where it counts from
  /// something else, and means nothing to the next process.
  package var boot: String?
  package var timing: SyncTiming
  /// Whether unread messages are fetched before their conversation is opened.
  package var catchesUp: Bool
  /// So many messages of each open conversation are held; the rest is on the disk.
  package var window: Int

  package static let usualWindow = OpenConversation.usualSize

  package init(
    idPrefix: String, boot: String? = nil, timing: SyncTiming = SyncTiming(),
    catchesUp: Bool = true, window: Int = Self.usualWindow
  ) {
    self.idPrefix = idPrefix
    self.boot = boot
    self.timing = timing
    self.catchesUp = catchesUp
    self.window = window
  }
}
