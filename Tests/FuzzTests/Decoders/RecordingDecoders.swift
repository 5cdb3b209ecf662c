import ChatModel
import Foundation
import JSON
import Recordings

/// Recordings that others made, and what is done with them.
extension FuzzDecoder {
  static let recordings = [recording, wireFilter]

  /// A talk of two identities, as it stands in a file.
  private static let lines: [String] = {
    var records: [WireRecord] = []
    func add(
      _ direction: WireRecord.Direction, _ layer: WireRecord.Layer, _ name: String,
      _ data: JSONValue,
      status: Int? = nil, answers: Int? = nil
    ) {
      records.append(
        WireRecord(
          number: records.count + 1, at: Int64(records.count) * 10_000, identity: "meera",
          session: "s1", direction: direction, layer: layer, name: name, bytes: 10,
          answers: answers, data: data, status: status))
    }
    add(.outgoing, .http, "GET /api/v1/chat/conversations?page=1", .null)
    add(
      .incoming, .http, "GET /api/v1/chat/conversations?page=1",
      [
        "data": [["_id": "c1", "status": "open", "userId": ["_id": "u1", "first_name": "Ramesh"]]]
      ],
      status: 200, answers: 1)
    add(.outgoing, .sio, "conversation:join", [["conversationId": "c1"]])
    add(
      .outgoing, .sio, "message:send",
      [["conversationId": "c1", "content": "Namaste", "tempId": "t1"]])
    add(.incoming, .sio, "message:sent", [["messageId": "m1", "tempId": "t1"]])
    add(
      .incoming, .sio, "message:new",
      [["conversationId": "c1", "message": ["_id": "m1", "content": "Namaste", "senderId": "a1"]]])
    let writer = WireWriter(masking: nil)
    let header = WireHeader(
      wall: Date(timeIntervalSince1970: 1_763_476_320), program: "furrow/test",
      identities: [WireIdentity(name: "meera", user: "a1", role: "Support")])
    return [writer.line(header)] + records.map { writer.line($0) }
  }()

  static let sample: Recording = {
    let read = WireReader.recording(Array(lines.joined(separator: "\n").utf8))
    let header = read.header ?? WireHeader(wall: .distantPast, program: nil, identities: [])
    return Recording(header: header, records: read.records, named: "sample")
  }()

  private static let recording = FuzzDecoder(
    "recordings",
    words: jsonWords + [
      "\"n\":", "\"at\":", "\"as\":", "\"dir\":", "\"in\"", "\"out\"", "\"layer\":", "\"sio\"",
      "\"http\"",
      "\"ws\"", "\"name\":", "\"data\":", "\"status\":", "\"answers\":", "\"bytes\":",
      "\"furrow\":1", "\n",
      "\"headers\":", "\"attachments\":", "\"raw\":", "\"upload\":",
    ], seeds: [lines.joined(separator: "\n"), lines[0], lines[0] + "\n" + lines[4]], longest: 3000,
    shortCount: 30
  ) { input in
    let read = WireReader.recording(input)
    let writer = WireWriter(masking: nil)
    for record in read.records {
      let again = try WireReader.line(writer.line(record), number: 1)
      try law(again == .record(record), "\(record) is \(again) when it is written")
    }
    guard let recording = try? Recording(input, named: "r") else {
      return kind(1, few(read.faults.count), few(read.records.count))
    }
    try law(RecordingDiff(recording, recording).changes.isEmpty, "it differs from itself")
    var hash = kind(2, few(recording.records.count))
    do {
      let plan = try ReplayPlan(recording, playing: Set(recording.header.identities.map(\.name)))
      hash = kind(hash, few(plan.steps.count), few(plan.passedOver.count))
    } catch {
      hash = kind(hash, 9)
    }
    let archive = HARArchive.document(of: recording, origin: "https://chat.example")
    let state = RecordedState(of: recording)
    try law(state.differences(from: state).isEmpty, "its state differs from itself")
    var bundle = BugBundle()
    bundle.add("r", recording: recording)
    for record in recording.records.prefix(20) {
      for copy in WireCopy.allCases {
        _ = copy.text(of: record, origin: "https://chat.example", masking: WireMask(seed: 1))
      }
      _ = record.frameLines(masking: nil, atMost: 50)
    }
    return kind(hash, few(archive.encodedBytes.count))
  }

  private static let wireFilter = FuzzDecoder(
    "wire-filter",
    words: WireFilter.fields + [
      "and", "or", "not", "(", ")", "=", "!=", "<=", ">", "*", "\"", " ", "message:*",
    ],
    seeds: [
      "name = message:* and as = meera", "bytes > 1000 or took >= 100", "not (dir = in) hello",
      "of = 3",
    ]
  ) { input in
    do {
      let filter = try WireFilter(text(input))
      var correlation = WireCorrelation()
      let found = sample.records.count { filter.matches($0, correlation.relate($0)) }
      return kind(1, found)
    } catch {
      return kind(refused: error)
    }
  }
}
