import ChatModel
import Synchronization

/// What was last written of each person and file, so that a burst of messages by one person writes
/// that person once.
final class KnownRecords: Sendable {
  private struct Known {
    var people: [UserID: Participant] = [:]
    var media: [MediaID: Media] = [:]
  }

  private let known = Mutex(Known())
  private static let most = 4096

  /// Answers whether this is something new about the person.
  func isNews(_ person: Participant) -> Bool {
    known.withLock { known in
      if known.people.count > Self.most { known.people = [:] }
      return known.people.updateValue(person, forKey: person.id) != person
    }
  }

  func isNews(_ media: Media) -> Bool {
    known.withLock { known in
      if known.media.count > Self.most { known.media = [:] }
      return known.media.updateValue(media, forKey: media.id) != media
    }
  }

  /// A transaction failed: what it wrote is not there.
  func forget() { known.withLock { $0 = Known() } }
}
