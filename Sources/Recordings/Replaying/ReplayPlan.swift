import ChatModel
import Foundation
package import JSON

/// What of a recording is done again, in its order.
package struct ReplayPlan: Sendable {
  package struct Step: Sendable {
    package enum Work: Sendable {
      case emit(event: String, arguments: [JSONValue], wantsAcknowledgement: Bool)
      /// - Parameters:
      ///   - path: below the API's base, with its query: `chat/messages/ID?page=1`.
      case request(method: String, path: String, body: JSONValue?)
      case upload(kind: String, files: [UploadFile])
    }

    package struct UploadFile: Hashable, Sendable {
      package let name: String
      package let format: String
      /// The name of the file beside the recording.
      package let file: String
    }

    /// The number of the record, and its line.
    package let number: Int
    package let line: Int
    package let identity: String
    /// In µs since the recording began.
    package let at: Int64
    package let work: Work
    /// The ids of the server that have to be known before.
    package let ids: Set<String>
    /// The numbers of the steps that the recording shows answered before this one.
    package let answered: Set<Int>

    /// No line of the recording: what had been done when it began.
    package var isImplied: Bool { number < 0 }
  }

  package let steps: [Step]
  package let ids: RecordedIDs
  /// The conversations that those who are played did something in, or looked at.
  package let conversations: Set<String>
  /// What was recorded and is not done again, each kind once, in a clause.
  package let passedOver: [String]

  /// - Parameter identities: those that are played.
  package init(_ recording: Recording, playing identities: Set<String>) throws(RecordingFault) {
    let ids = RecordedIDs(of: recording.records)
    var steps: [Step] = []
    var passedOver: [String] = []
    func pass(_ words: String) { if !passedOver.contains(words) { passedOver.append(words) } }
    var answered: [String: Set<Int>] = [:]
    // Of a connection's own packets the replay has others.
    var done: Set<Int> = []
    var rooms = Self.roomsFromBefore(recording, identities)
    for (place, record) in recording.records.enumerated() {
      if let conversation = record.conversation,
        (ids.told[conversation] ?? .max) < record.number,
        let people = rooms.removeValue(forKey: conversation)
      {
        let join = Step.Work.emit(
          event: "conversation:join", arguments: [["conversationId": .string(conversation)]],
          wantsAcknowledgement: false)
        for name in people.sorted() {
          steps.append(
            Step(
              number: -1 - steps.count, line: recording.line(at: place), identity: name,
              at: record.at, work: join, ids: [conversation], answered: []))
        }
      }
      guard identities.contains(record.identity) else {
        if record.direction == .outgoing, record.isEvent || record.layer == .http {
          pass("what \(record.identity) did: --as does not name it")
        }
        continue
      }
      guard record.direction == .outgoing else {
        if let number = recording.relations[place].answers, done.contains(number) {
          answered[record.identity, default: []].insert(number)
        }
        continue
      }
      let line = recording.line(at: place)
      guard let work = try Self.work(of: record, in: recording.name, line: line, passing: pass)
      else { continue }
      done.insert(record.number)
      let named = ids.named(by: record).filter { (ids.told[$0] ?? .max) < record.number }
      steps.append(
        Step(
          number: record.number, line: line, identity: record.identity, at: record.at, work: work,
          ids: named, answered: answered.values.reduce(into: []) { $0.formUnion($1) }))
    }
    self.ids = ids
    conversations = Set(
      recording.records.filter { done.contains($0.number) }.compactMap(\.conversation))
    self.steps = steps
    self.passedOver = passedOver
  }

  /// Who was in which conversation's room before the recording began: they are told of what only that
  /// room is told, and did not join within it.
  private static func roomsFromBefore(
    _ recording: Recording, _ identities: Set<String>
  ) -> [String: Set<String>] {
    var joined: [String: Set<String>] = [:]
    var rooms: [String: Set<String>] = [:]
    for record in recording.records where identities.contains(record.identity) && record.isEvent {
      guard let conversation = record.conversation else { continue }
      switch (record.direction, record.name) {
      case (.outgoing, "conversation:join"):
        joined[conversation, default: []].insert(record.identity)
      case (.incoming, "message:new"), (.incoming, "typing:user-typing"):
        guard joined[conversation]?.contains(record.identity) != true else { continue }
        rooms[conversation, default: []].insert(record.identity)
      default: break
      }
    }
    return rooms
  }

  private static func work(
    of record: WireRecord, in file: String, line: Int, passing pass: (String) -> Void
  ) throws(RecordingFault) -> Step.Work? {
    switch record.layer {
    case .sio where record.isEvent:
      guard record.namespace == nil, record.attachments.isEmpty else {
        pass("events of other namespaces and with attachments")
        return nil
      }
      return .emit(
        event: record.name, arguments: record.data.arrayValue ?? [record.data],
        wantsAcknowledgement: record.packetID != nil)
    case .http where !record.isPolling:
      guard let method = record.method, let path = record.target.flatMap(below) else {
        pass("requests outside of the API")
        return nil
      }
      guard !path.hasPrefix("users/") else {
        pass("signing in: --as does that")
        return nil
      }
      guard path != "chat/media" else { return try upload(record, in: file, line: line) }
      return .request(
        method: method, path: path, body: record.data == .null ? Optional.none : record.data)
    default: return nil
    }
  }

  /// What of a path stands below the API's base, which ends before `chat` or `users`.
  private static func below(_ target: String) -> String? {
    ["/chat/", "/users/"].lazy.compactMap { start in
      target.range(of: start, options: .backwards).map {
        String(target[target.index(after: $0.lowerBound)...])
      }
    }.first
  }

  private static func upload(
    _ record: WireRecord, in file: String, line: Int
  ) throws(RecordingFault) -> Step.Work? {
    var files: [Step.UploadFile] = []
    for value in record.data["files"]?.arrayValue ?? [] {
      guard let name = value["name"]?.stringValue, let stored = value["file"]?.stringValue,
        // It lies beside the recording, and nowhere else.
        !stored.contains("/"), !stored.hasPrefix(".")
      else {
        throw RecordingFault(
          file: file, line: line, reason: "a file of this upload was not kept beside the recording")
      }
      files.append(
        Step.UploadFile(name: name, format: value["format"]?.stringValue ?? "", file: stored))
    }
    return .upload(kind: record.data["fields"]?["type"]?.stringValue ?? "image", files: files)
  }
}
