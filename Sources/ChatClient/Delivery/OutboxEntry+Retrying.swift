package import ChatModel

extension OutboxEntry {
  /// Failed by an `error` event, which may have meant something else: such an entry still has the
  /// time of its hand-over, and the history is compared before it is sent again.
  var wasRefusedInPassing: Bool {
    guard case .failed = state else { return false }
    return handedOverAt != nil
  }

  /// Back to the state before any attempt.
  var queuedAnew: OutboxEntry {
    var entry = self
    entry.state = .queued
    entry.handedOverAt = nil
    entry.earliestServerDate = nil
    entry.excludedIDs = []
    entry.releasedAt = nil
    entry.needsManualResolution = false
    return entry
  }

  /// The same after a refusal: the server may not have the uploaded file any more.
  var queuedWithoutUpload: OutboxEntry {
    var entry = queuedAnew
    if case .file(var file) = entry.body {
      file.mediaID = nil
      entry.body = .file(file)
    }
    return entry
  }

  /// What it becomes when the person wants it sent again; nil when it is on its way, or has arrived.
  package var retried: OutboxEntry? {
    switch state {
    case .failed where wasRefusedInPassing:
      var entry = self
      entry.state = .unsure
      return entry
    case .failed: return queuedWithoutUpload
    case .unsure: return queuedAnew
    case .queued, .uploading, .handedOver, .sent: return nil
    }
  }
}
