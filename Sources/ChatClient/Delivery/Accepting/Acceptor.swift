import ChatModel
import Foundation
import Sentences

/// From the person's key to the disk: a message is accepted when it is durable, and not before.
///
/// ```
/// waiting ─▶ inspecting its files ─▶ on its way to the disk ─▶ accepted
///    │                 └─▶ rejected              └─▶ rejected
///    └─▶ on its way to the disk: nothing to inspect
/// ```
/// Sends wait for one another: the next is looked at when the one before it was accepted or rejected,
/// so that their order is kept.
struct Acceptor: Sendable {
  enum Fact: Hashable, Sendable {
    /// These files are to be looked at.
    case inspects([String])
    /// These are to be on the disk.
    case keeps([OutboxEntry])
    case accepted(request: Int, [OutboxEntry])
    /// With the reason in a sentence.
    case rejected(request: Int, reason: String)
  }

  private enum Stage { case waiting, inspecting, storing }

  private struct Send {
    var request: Int
    var conversationID: ConversationID
    var text: String
    var files: [String]
    var stage = Stage.waiting
  }

  private let idPrefix: String
  /// In seconds.
  private let hold: TimeInterval
  private var lastEntry = 0
  /// The first is at work.
  private var sends: [Send] = []

  /// - Parameter idPrefix: begins the ids of the entries: random, never used by another acceptor.
  /// - Parameter hold: what is accepted stays here so long, in seconds, so that it can be taken back.
  init(idPrefix: String, hold: TimeInterval = 0) {
    self.idPrefix = idPrefix
    self.hold = min(max(0, hold), OutboxEntry.longestHold)
  }

  mutating func send(
    _ id: ConversationID, text: String, files: [String], request: Int, at date: Date
  ) -> [Fact] {
    let isEmpty = text.allSatisfy(\.isWhitespace)
    if isEmpty, files.isEmpty {
      return [.rejected(request: request, reason: said("There is nothing to send."))]
    }
    sends.append(
      Send(request: request, conversationID: id, text: isEmpty ? "" : text, files: files))
    return next(at: date)
  }

  mutating func handleInspection(_ files: [FileInspection], at date: Date) -> [Fact] {
    guard sends.first?.stage == .inspecting else { return [] }
    var found: [OutboxFile] = []
    for file in files {
      do throws(UnsendableFile) {
        found.append(try OutboxFile(file))
      } catch {
        return reject(error.reason, at: date)
      }
    }
    for kind in MediaKind.allCases {
      let count = found.count { $0.kind == kind }
      guard count > MediaSniffer.mostFiles else { continue }
      return reject(
        said(
          """
          At most \(MediaSniffer.mostFiles) files of a kind can be sent at once; \
          \(kind.words): \(count).
          """), at: date)
    }
    return keep(found, at: date)
  }

  /// What the disk says of the entries that were to be kept.
  mutating func handleStoreResult(
    _ answer: StoreAnswer, of entries: [OutboxEntry], at date: Date
  ) -> [Fact] {
    guard sends.first?.stage == .storing else { return [] }
    if case .failed(let error) = answer {
      return reject(said("The message was not kept: \(error.reason.clause)."), at: date)
    }
    let request = sends.removeFirst().request
    return [.accepted(request: request, entries)] + next(at: date)
  }

  /// The program ends: what is not on its way to the disk is not kept.
  mutating func end() -> [Fact] {
    let left = sends.filter { $0.stage != .storing }
    sends.removeAll { $0.stage != .storing }
    return left.map { send in
      .rejected(
        request: send.request, reason: said("It was not kept before the end: send it again."))
    }
  }

  private mutating func next(at date: Date) -> [Fact] {
    guard let next = sends.first, next.stage == .waiting else { return [] }
    if next.files.isEmpty { return keep([], at: date) }
    sends[0].stage = .inspecting
    return [.inspects(next.files)]
  }

  private mutating func keep(_ files: [OutboxFile], at date: Date) -> [Fact] {
    guard let next = sends.first else { return [] }
    sends[0].stage = .storing
    var bodies = files.map(OutboxEntry.Body.file)
    if !next.text.isEmpty { bodies.append(.text(next.text)) }
    let entries = bodies.map { body in
      var entry = OutboxEntry(
        id: nextEntryID(), conversationID: next.conversationID, body: body, createdAt: date)
      if hold > 0 { entry.heldUntil = date.addingTimeInterval(hold) }
      return entry
    }
    return [.keeps(entries)]
  }

  private mutating func reject(_ reason: String, at date: Date) -> [Fact] {
    let request = sends.removeFirst().request
    return [.rejected(request: request, reason: reason)] + next(at: date)
  }

  private mutating func nextEntryID() -> OutboxID {
    lastEntry += 1
    return OutboxID("\(idPrefix)-\(lastEntry)")
  }
}
