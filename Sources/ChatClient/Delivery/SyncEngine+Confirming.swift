import ChatModel
import Foundation
import JSON

/// How it becomes known that the server has a message, or has not.
extension SyncEngine {
  /// `message:sent`: by its `tempId`, or else the oldest unconfirmed send of this connection (row 4).
  mutating func confirmed(_ messageID: MessageID, tempID: String?, at date: Date?) {
    if let tempID {
      let id = OutboxID(tempID)
      guard outbox[id] != nil else { return }
      outbox.echoesTempIDs = true
      confirm(id, as: messageID, at: date, copy: nil)
      return
    }
    guard !outbox.claimed.contains(messageID), let id = outbox.oldestUnconfirmedOnLink else {
      return
    }
    guard outbox.strays + outbox.blamed == 0 else {
      // It may mean one that is none of ours any more: the history tells.
      if outbox.flights[id] != nil { becomeUnsure(id, onLink: true, settledAt: nil) }
      return
    }
    confirm(id, as: messageID, at: date, copy: nil)
  }

  /// Acknowledgements are asked for and never waited for (row 7).
  mutating func acknowledged(_ emission: EmissionID, _ arguments: [JSONValue]) {
    guard let id = emissions[emission], let entry = outbox[id], entry.isPending else { return }
    guard let answer = arguments.first(where: { $0 != .null }) else { return }
    switch Acknowledgement(answer) {
    case .refused(let reason):
      guard outbox.flights[id] != nil || outbox.doubts[id] != nil else { return }
      if Self.speaksOfSignIn(reason) {
        requeue(id)
        needSignIn(reason)
      } else {
        fail(id, reason, isAnswered: true)
      }
    case .accepted(let messageID, let date): confirm(id, as: messageID, at: date, copy: nil)
    case .silent: break
    }
  }

  /// The emission was never given to any transport; `settle` says what becomes of the send that it
  /// carried.
  mutating func dropped(_ emission: EmissionID, settle: (inout Self, OutboxID) -> Void) {
    if let id = emissions.removeValue(forKey: emission), outbox[id]?.isPending == true {
      outbox.forget(id, isAnswered: true)
      settle(&self, id)
    }
    for (id, join) in joins where join.emission == emission { joins[id] = nil }
  }

  /// Looks among messages of the server for those that entries have become.
  mutating func recognise(_ messages: [Message], in id: ConversationID) {
    guard let me = me?.userID else { return }
    for message in messages {
      // That the server keeps the id does not say that its `message:sent` carries it.
      if let tempID = message.tempID, outbox[OutboxID(tempID)]?.isPending == true {
        confirm(OutboxID(tempID), as: message.id, at: nil, copy: message)
      }
    }
    var waiting = outbox.unconfirmed(in: id)
    if waiting.isEmpty { waiting = outbox.refusedInPassing(in: id) }
    guard !waiting.isEmpty, messages.contains(where: { $0.sender.id == me }) else { return }
    var matcher = SendMatcher(me: me, claimed: outbox.claimed)
    let ascending = messages.sorted()
    for entry in waiting {
      // Seen alone, a message may be any of several equal ones: the whole history tells.
      guard waiting.filter({ SendMatcher.isSame($0.body, entry.body) }).count == 1 else { continue }
      guard case .found(let message) = matcher.find(entry, among: ascending) else { continue }
      matcher.claimed.insert(message.id)
      confirm(entry.id, as: message.id, at: nil, copy: message)
    }
  }

  /// The server has it.
  mutating func confirm(
    _ id: OutboxID, as messageID: MessageID, at date: Date?, copy: Message?
  ) {
    guard let entry = outbox[id], entry.state != .sent(messageID), let me else { return }
    let flight = outbox.flights[id]
    if let date, let givenAt = flight?.givenAt {
      learnTime(ofWriting: date, givenAt: givenAt)
    }
    // An earlier attempt may be what arrived, and an answer to this one still come.
    let isEarlier = copy?.createdAt.map { $0 < entry.notBefore ?? .distantPast } ?? false
    let isAnothers = copy != nil && copy?.tempID == nil && outbox.isLikeAbandoned(entry)
    outbox.forget(id, isAnswered: !isEarlier && !isAnothers && !outbox.retried.contains(id))
    probeForStrays(in: entry.conversationID)
    set(id) { $0.state = .sent(messageID) }
    forgetOldSent()
    guard copy == nil else { return }
    // Its own copy may never come: the sender is not in every room. Only that would be dated: this
    // one's place in the history is a guess.
    var message = Message(
      id: messageID, conversationID: entry.conversationID,
      sender: .known(Participant(bareID: me.userID)),
      deliveredAt: date ?? serverTimeNow(in: entry.conversationID))
    switch entry.body {
    case .text(let text): message.content = text.trimmingCharacters(in: .whitespacesAndNewlines)
    case .file(let file):
      message.kind = .media(file.kind)
      message.media =
        .known(
          Media(
            id: file.mediaID ?? "", name: file.name, kind: file.kind, format: file.format,
            size: file.size))
    }
    if open[entry.conversationID]?.timeline.contains(messageID) == true { return }
    hear(message, in: entry.conversationID, from: nil)
  }

  /// The server's clock as well as it is known; after everything known there, where it is not.
  private func serverTimeNow(in id: ConversationID) -> Date {
    if let difference = clocks.difference(at: now) {
      return now.date.addingTimeInterval(difference)
    }
    let newest = open[id]?.timeline.newest ?? records[id]?.conversation.lastMessage.value
    let after = newest.map { $0.time.addingTimeInterval(0.001) }
    return [after, clocks.earliestWriting(at: now.uptime)].compactMap { $0 }.max() ?? now.date
  }

  /// Entries that became messages are kept for a while: they tell other processes the outcome, and
  /// which messages are taken.
  private mutating func forgetOldSent() {
    let sent = outbox.entries.filter { !$0.isPending }
    guard sent.count > 100 else { return }
    let old = sent.prefix(sent.count - 50).map(\.id)
    for id in old { outbox.remove(id) }
    save(.drops(old))
  }

  /// An `error` event that can only have meant this send, among what is known here. The history is
  /// asked before that is believed, and once more when the server has settled: if the error meant
  /// something else, the message may still be on its way.
  mutating func refusedInPassing(_ id: OutboxID, _ reason: String) {
    becomeUnsure(id, onLink: false, settledAt: now.uptime + timing.settling)
    outbox.blame(id, reason)
    outbox.awaitReading(of: id)
    if let place = outbox[id]?.conversationID { probe(place) }
    // The conversation may be another's by now, or gone.
    listSchedule.hurry(at: now.uptime)
  }
}

/// What a server's acknowledgement of a send says (row 7).
enum Acknowledgement: Hashable, Sendable {
  case refused(String)
  /// With the server's time, where it says so.
  case accepted(MessageID, at: Date?)
  /// Nothing that names the message.
  case silent

  init(_ answer: JSONValue) {
    guard case .object(let members) = answer else {
      self = .silent
      return
    }
    if let error = members["error"], error != .null, error != .bool(false) {
      self = .refused(Self.words(error) ?? Self.words(answer) ?? "the server refused it")
      return
    }
    if members["success"] == .bool(false) || members["ok"] == .bool(false) {
      self = .refused(Self.words(answer) ?? "the server refused it")
      return
    }
    for candidate in [answer, members["message"], members["data"]] {
      guard case .object(let record)? = candidate else { continue }
      if let id = (record["_id"] ?? record["messageId"]).flatMap({ MessageID(json: $0) }) {
        self = .accepted(id, at: record["createdAt"]?.stringValue.flatMap(Timestamp.parse))
        return
      }
    }
    self = .silent
  }

  private static func words(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .object(let members): members["message"]?.stringValue
    default: nil
    }
  }
}
