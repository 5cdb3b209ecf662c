import ChatModel
import Foundation
import JSON
import SplitMix
import Testing

@testable import ChatClient

/// Live events and answers of the server, in any order, doubled, late or missing, end in one state.
@Suite struct AnyOrderTests {
  private let id = OpeningTests.mine

  /// The ways in which one message comes: whole, with its sender as an id, unread and read.
  private func copies(_ number: Int, _ random: inout SplitMix64) -> [Message] {
    let whole = Message(
      id: MessageID("m\(100 + number)"), conversationID: id,
      sender: .known(Participant(id: "farmer", firstName: "Sita")), content: "word \(number)",
      createdAt: Bench.start.addingTimeInterval(Double(number / 2)))
    var listed = whole
    listed.sender = .known(Participant(bareID: "farmer"))
    listed.conversationID = nil
    var read = whole
    read.isRead = true
    read.readAt = Bench.start.addingTimeInterval(100)
    return [whole, listed, read].filter { $0 == whole || Bool.random(using: &random) }
  }

  @Test func aTimelineIsTheSameForCopiesInAnyOrderAndNumber() {
    var random = SplitMix64(seed: 11)
    for _ in 0..<200 {
      let all = (0..<20).map { copies($0, &random) }
      // Each is whole, and read where one of its copies was.
      let expected = all.map { copies in
        var message = copies[0]
        message.isRead = copies.contains { $0.isRead == true } ? true : message.isRead
        message.readAt = copies.lazy.compactMap(\.readAt).first
        return message
      }
      let flat = all.flatMap(\.self)
      var timeline = Timeline()
      var rest = (flat + flat.filter { _ in Bool.random(using: &random) }).shuffled(using: &random)
      while !rest.isEmpty {
        let count = Int.random(in: 1...rest.count, using: &random)
        _ = timeline.merge(rest.prefix(count))
        rest.removeFirst(count)
      }
      #expect(timeline.messages == expected)
      #expect(timeline.merge(flat.shuffled(using: &random)).isEmpty)
    }
  }

  @Test(arguments: [PageOrder.newestFirst, .oldestFirst])
  func eventsAndAnswersInAnyOrderShowTheSameHistory(_ order: PageOrder) {
    for seed in 1...60 {
      var random = SplitMix64(seed: UInt64(seed))
      var bench = OpeningTests.bench(messages: 5) {
        $0.server.order = order
        $0.server.pageLimit = 7
      }
      bench.perform(.open(id))
      var waiting: [LiveEvent] = []
      for number in 5..<30 {
        let message = bench.server.write(
          "word \(number)", by: number % 3 == 0 ? "meera" : "farmer", in: id, at: bench.now.date)
        let copies = [
          ScriptedServer.new(message, in: id), ScriptedServer.notification(message, in: id),
          ScriptedServer.new(message, in: id),
        ]
        waiting += copies.filter { _ in Bool.random(using: &random) }
        waiting.shuffle(using: &random)
        for _ in 0..<Int.random(in: 0...3, using: &random) {
          if let event = waiting.popLast() { bench.hear(event) }
        }
        if Int.random(in: 0..<8, using: &random) == 0 { bench.perform(.refresh) }
        bench.advance(Double.random(in: 0...4, using: &random))
      }
      while let event = waiting.popLast() { bench.hear(event) }
      bench.advance(120)
      let truth = bench.server.histories[id] ?? []
      #expect(bench.timeline(id).map(\.id) == truth.map(\.id), "seed \(seed)")
      #expect(bench.shown[id]?.conversation.lastMessage.id == truth.last?.id, "seed \(seed)")
    }
  }

  /// Messages of mine and the farmer's readings of them, by receipt or all at once, come as they like.
  @Test func readingsAndMessagesInAnyOrderShowTheSameMarks() {
    for seed in 1...200 {
      var random = SplitMix64(seed: UInt64(seed))
      var bench = OpeningTests.bench()
      bench.perform(.open(id))
      bench.holdsCalls = { _ in true }
      var events: [LiveEvent] = []
      var isRead: [MessageID: Bool] = [:]
      for number in 0..<8 {
        bench.now.date.addTimeInterval(1)
        let message = bench.server.write("word \(number)", by: "meera", in: id, at: bench.now.date)
        isRead[message.id] = false
        events.append(ScriptedServer.new(message, in: id))
        bench.now.date.addTimeInterval(1)
        let readAt = JSONValue.string(Timestamp.format(bench.now.date))
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
          for known in isRead.keys { isRead[known] = true }
          events.append(
            .event(
              name: "conversation:all-read",
              arguments: [
                ["conversationId": .string(id.rawValue), "readBy": "farmer", "readAt": readAt]
              ]))
        case 1:
          isRead[message.id] = true
          events.append(
            .event(
              name: "message:read-receipt",
              arguments: [
                [
                  "messageId": .string(message.id.rawValue), "readBy": "farmer", "readAt": readAt,
                  "conversationId": .string(id.rawValue),
                ]
              ]))
        default: break
        }
      }
      events += events.filter { _ in Bool.random(using: &random) }
      for event in events.shuffled(using: &random) { bench.hear(event) }
      let shown = bench.timeline(id).filter { isRead[$0.id] != nil }
      #expect(shown.count == 8, "seed \(seed)")
      for message in shown {
        #expect(message.isRead == isRead[message.id], "seed \(seed): \(message.id)")
      }
    }
  }
}
