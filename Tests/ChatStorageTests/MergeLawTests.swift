import ChatClient
import ChatModel
import Foundation
import SplitMix
import Testing

@testable import ChatStorage

/// One law of merging, in Swift and in SQL: what a store gives back of a message is what
/// `Message.merging` makes of its copies, whatever they say and in whatever order they came.
@Suite struct MergeLawTests {
  /// Copies of a few messages, each with anything left out.
  private final class Copies {
    var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    func maybe<Value>(_ value: @autoclosure () -> Value) -> Value? {
      Bool.random(using: &random) ? value() : nil
    }

    func word() -> String { "w\(Int.random(in: 0..<1000, using: &random))" }

    func date() -> Date {
      Date(timeIntervalSinceReferenceDate: Double(Int.random(in: 0..<100, using: &random)))
    }

    func sender(of id: Int) -> Referenced<Participant> {
      guard Bool.random(using: &random) else { return .absent }
      return .known(
        Participant(
          id: UserID("u\(id)"), name: maybe(word()), firstName: maybe(word()),
          lastName: maybe(word()), phone: maybe(word()), email: maybe(word()),
          image: maybe(word()), role: maybe(.support)))
    }

    func media(of id: Int) -> Referenced<Media> {
      guard Bool.random(using: &random) else { return .absent }
      return .known(
        Media(
          id: MediaID("f\(id)"), name: maybe(word()), kind: maybe(.image), url: maybe(word()),
          format: maybe(word()), size: maybe(Int.random(in: 0..<9, using: &random)),
          createdAt: maybe(date())))
    }

    func copy() -> (Message, ConversationID) {
      let id = Int.random(in: 0..<3, using: &random)
      let place: ConversationID = Bool.random(using: &random) ? "c1" : "c2"
      let kinds: [MessageKind] = [.text, .media(.image), .other("note"), .other("")]
      let message = Message(
        id: MessageID("m\(id)"), conversationID: place, sender: sender(of: id),
        kind: kinds.randomElement(using: &random) ?? .text, content: maybe(word()),
        media: media(of: id), isRead: Bool.random(using: &random), readAt: maybe(date()),
        deliveredAt: maybe(date()), createdAt: maybe(date()), tempID: maybe(word()))
      return (message, place)
    }
  }

  @Test(arguments: StoreKind.allCases, [UInt64](1...20))
  func aStoreMergesCopiesAsSwiftDoes(_ kind: StoreKind, seed: UInt64) async throws {
    let copies = Copies(seed: seed)
    let all = (0..<12).map { _ in copies.copy() }
    var orders = [all, all.reversed()]
    for _ in 0..<3 { orders.append(all.shuffled(using: &copies.random)) }
    for order in orders {
      try await kind.with { store in
        var expected: [MessageID: Message] = [:]
        for (message, place) in order {
          try await store.apply([.message(message, in: place)])
          expected[message.id] = expected[message.id]?.merging(message) ?? message
          let kept = try await store.message(message.id, in: place)
          #expect(kept == expected[message.id])
        }
        let kept =
          try await store.newestMessages("c1", limit: 99)
          + store.newestMessages("c2", limit: 99)
        #expect(Set(kept) == Set(expected.values), "each is in one place")
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func copiesInOneBatchMergeAsOneByOne(_ kind: StoreKind) async throws {
    let copies = Copies(seed: 99)
    let all = (0..<40).map { _ in copies.copy() }
    var expected: [MessageID: Message] = [:]
    for (message, _) in all {
      expected[message.id] = expected[message.id]?.merging(message) ?? message
    }
    try await kind.with { store in
      try await store.apply(all.map { .message($0, in: $1) })
      for (id, message) in expected {
        #expect(try await store.message(id, in: message.conversationID ?? "") == message)
      }
    }
  }

  /// `notification:new-message` names its sender in one piece, and nothing else may ever do.
  @Test(arguments: StoreKind.allCases)
  func aNameInOnePieceIsKept(_ kind: StoreKind) async throws {
    let sender = Participant(id: "u1", name: "Lakshmi R.")
    try await kind.with { store in
      try await store.apply([
        .message(Message(id: "m1", sender: .known(sender), content: "a"), in: "c1")
      ])
      let kept = try await store.message("m1", in: "c1")
      #expect(kept?.sender.value?.fullName == "Lakshmi R.")
    }
  }
}
