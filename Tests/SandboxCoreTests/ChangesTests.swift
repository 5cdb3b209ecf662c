import ChatModel
import Foundation
import Testing

@testable import SandboxCore

/// What a data file must learn is neither forgotten nor told twice.
@Suite struct ChangesTests {
  private let now = Millis(1_763_454_600_000)

  private func message(_ world: inout World, in chat: ConversationRecord) -> MessageID {
    let id = MessageID(world.newID(at: now))
    world.add(
      MessageRecord(
        id: id, conversation: chat.id, sender: chat.farmer, kind: .text, content: "a",
        createdAt: now))
    return id
  }

  @Test func changesAreTakenOnce() throws {
    var world = World(seed: .demo, ids: .seeded(IDSequence(seed: 1)), at: now)
    #expect(world.takeChanges().messages.count == world.messages.count)
    #expect(world.takeChanges().isEmpty)
  }

  @Test func whatCouldNotBeWrittenGoesWithTheNext() throws {
    var world = World(seed: .demo, ids: .seeded(IDSequence(seed: 1)), at: now)
    _ = world.takeChanges()
    let chat = try #require(world.conversations.values.first)
    let first = message(&world, in: chat)
    let second = message(&world, in: chat)
    let lost = world.takeChanges()
    world.delete(second)
    let third = message(&world, in: chat)
    world.putBack(lost)
    let all = world.takeChanges()
    #expect(all.messageOrder == [first, second, third])
    #expect(all.deletedMessages == [second])
    #expect(all.conversations[chat.id] == world.conversations[chat.id])
  }

  @Test func aDeletedMessageIsNotWrittenAfterAll() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".sqlite")
    defer { try? FileManager.default.removeItem(at: path) }
    let store = try WorldStore(path: path.path)
    var world = World(seed: .demo, ids: .seeded(IDSequence(seed: 1)), at: now)
    try store.save(world.takeChanges())
    let chat = try #require(world.conversations.values.first)
    let kept = message(&world, in: chat)
    let deleted = message(&world, in: chat)
    let lost = world.takeChanges()
    world.delete(deleted)
    world.putBack(lost)
    try store.save(world.takeChanges())
    let loaded = try #require(try store.load()).world
    #expect(loaded.messages[kept] == world.messages[kept])
    #expect(loaded.messages[deleted] == nil)
    #expect(loaded.histories[chat.id] == world.histories[chat.id])
    #expect(loaded.conversations == world.conversations)
  }
}
