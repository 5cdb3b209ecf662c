package import Foundation

/// One question to the history on this computer.
package struct SearchRequest: Hashable, Sendable {
  package var query: SearchQuery
  /// Who `from:me` is.
  package var me: UserID?
  /// By the local clock: newer hits count for more.
  package var now: Date
  /// Behind the last hit of the page before.
  package var after: SearchCursor?
  /// At least 1.
  package var limit: Int

  package init(
    _ query: SearchQuery, me: UserID? = nil, now: Date, after: SearchCursor? = nil, limit: Int = 50
  ) {
    self.query = query
    self.me = me
    self.now = after?.now ?? now
    self.after = after
    self.limit = max(1, limit)
  }
}

/// A message in which all words occur.
package struct SearchHit: Hashable, Sendable {
  /// Names its conversation.
  package var message: Message
  /// What is known of that; at least its id.
  package var conversation: Conversation
  package var score: Double
  /// Where the words stand in `message.content`, in its clusters.
  package var marks: [Range<Int>]
  /// The same in the name of its file.
  package var fileMarks: [Range<Int>]

  package init(
    message: Message, conversation: Conversation, score: Double = 0, marks: [Range<Int>] = [],
    fileMarks: [Range<Int>] = []
  ) {
    self.message = message
    self.conversation = conversation
    self.score = score
    self.marks = marks
    self.fileMarks = fileMarks
  }
}

/// Some of the hits, the best first.
package struct SearchPage: Hashable, Sendable {
  package var hits: [SearchHit]
  /// Where the next page begins; nil when there is none.
  package var next: SearchCursor?
  /// How much of the messages on this disk was looked at, from 0 to below 1; nil: all.
  package var indexedShare: Double?
  /// What a person should know of the question itself: a name that nobody has.
  package var remarks: [String]

  package init(
    hits: [SearchHit] = [], next: SearchCursor? = nil, indexedShare: Double? = nil,
    remarks: [String] = []
  ) {
    self.hits = hits
    self.next = next
    self.indexedShare = indexedShare
    self.remarks = remarks
  }
}

/// A place among hits. They come in blocks from the newest to the oldest, in each block the best first.
package struct SearchCursor: Hashable, Sendable {
  /// The block: what is below this; nil: the newest.
  package var top: Int64?
  /// What of the block was shown; nil: nothing.
  package var shown: Shown?
  /// When the first page was asked for, so that ages stay what they were.
  package var now: Date

  package struct Shown: Hashable, Sendable {
    /// The block reaches down to this.
    package var bottom: Int64
    package var score: Double
    package var place: MessagePlace

    package init(bottom: Int64, score: Double, place: MessagePlace) {
      self.bottom = bottom
      self.score = score
      self.place = place
    }

    /// Whether a hit of the block comes behind this one.
    package func isBefore(score: Double, place: MessagePlace) -> Bool {
      score == self.score ? place < self.place : score < self.score
    }
  }

  package init(top: Int64? = nil, shown: Shown? = nil, now: Date) {
    self.top = top
    self.shown = shown
    self.now = now
  }

  /// As one word, for a command line.
  package var text: String {
    var parts = [
      top.map { String($0, radix: 36) } ?? "",
      String(now.timeIntervalSinceReferenceDate.bitPattern, radix: 36),
    ]
    if let shown {
      parts += [
        String(shown.bottom, radix: 36), String(shown.score.bitPattern, radix: 36),
        String(shown.place.time.timeIntervalSinceReferenceDate.bitPattern, radix: 36),
        shown.place.id.rawValue.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(),
      ]
    }
    return "p" + parts.joined(separator: ".")
  }

  /// nil when it is none that `text` gave.
  package init?(text: String) {
    let parts = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
    func real(_ part: Substring) -> Double? {
      UInt64(part, radix: 36).map(Double.init(bitPattern:)).flatMap { $0.isFinite ? $0 : nil }
    }
    guard text.first == "p", parts.count == 2 || parts.count == 6, let now = real(parts[1]),
      parts[0].isEmpty || Int64(parts[0], radix: 36) != nil
    else { return nil }
    self.init(
      top: Int64(parts[0], radix: 36), now: Date(timeIntervalSinceReferenceDate: now))
    guard parts.count == 6 else { return }
    let digits = Array(parts[5])
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(digits[$0...($0 + 1)]), radix: 16)
    }
    guard let bottom = Int64(parts[2], radix: 36), let score = real(parts[3]),
      let time = real(parts[4]), bytes.count * 2 == digits.count
    else { return nil }
    let id = MessageID(String(decoding: bytes, as: UTF8.self))
    shown = Shown(
      bottom: bottom, score: score,
      place: MessagePlace(time: Date(timeIntervalSinceReferenceDate: time), id: id))
  }
}

/// How much of a conversation's history is on this computer.
package enum HistoryReach: Hashable, Sendable {
  /// Every message from the first one on, up to when the server was last asked.
  case whole
  /// Every message from that time on.
  case since(Date)
  /// From that time on, and older pieces with gaps between them.
  case pieces(since: Date)
  case nothing
}

extension Message {
  /// The texts in which a search looks: what it says, and its file's name.
  package var searchedTexts: [String] {
    [content, media.value?.name].compactMap { $0 }
  }

  /// What `has:` finds in it.
  package var searchedContents: Set<SearchQuery.Content> {
    var found: Set<SearchQuery.Content> = []
    var kind = media.value?.kind
    if case .media(let known) = kind == nil ? self.kind : .text { kind = known }
    switch kind {
    case .image: found = [.image, .file]
    case .audio: found = [.audio, .file]
    case .video: found = [.video, .file]
    case nil: if media.value != nil { found = [.file] }
    }
    return found.union(content.map(SearchQuery.Content.inText) ?? [])
  }

  /// Whether the farmer wrote it, as far as role or conversation tell.
  package func isFarmers(in farmer: UserID?) -> Bool {
    sender.value?.role == .user || (farmer != nil && sender.id == farmer)
  }
}

extension SearchQuery.Content {
  /// What `has:` finds in words.
  static func inText(_ text: String) -> Set<Self> {
    var found: Set<Self> = []
    if !Links.addresses(in: text).isEmpty { found.insert(.link) }
    if PhoneNumbers.isIn(text) { found.insert(.phone) }
    return found
  }
}
