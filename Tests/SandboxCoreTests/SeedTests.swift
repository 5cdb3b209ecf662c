import ChatModel
import Foundation
import Testing

@testable import SandboxCore

@Suite struct SeedTests {
  private func world(_ seed: UInt64 = 1) -> World {
    World(seed: .demo, ids: .seeded(IDSequence(seed: seed)), at: Millis(1_763_454_600_000))
  }

  @Test func theDemoHasABusyDesk() {
    let world = world()
    let all = Array(world.conversations.values)
    #expect(all.count >= 40)
    for status in ConversationStatus.defined { #expect(all.contains { $0.status == status }) }
    #expect(all.contains { $0.agent == nil })
    #expect(world.histories.values.contains { $0.count > 300 })
    #expect(Set(all.compactMap(\.agent)).count == 3)
  }

  @Test func sixConversationsAreMeeras() throws {
    let world = world()
    let meera = try #require(world.person(withEmail: DemoCast.email("meera")))
    #expect(world.conversations.values.count { $0.agent == meera.id } == 6)
  }

  @Test func lakshmiHasWaitedFortySevenMinutes() throws {
    let world = world()
    let lakshmi = try #require(world.person(withEmail: DemoCast.email("lakshmi")))
    let conversation = try #require(world.activeConversation(of: lakshmi.id))
    let history = try #require(world.histories[conversation.id]).compactMap { world.messages[$0] }
    let unanswered = history.reversed().prefix { $0.sender == lakshmi.id }
    let since = try #require(unanswered.last)
    #expect(Millis(1_763_454_600_000).value - since.createdAt.value == 47 * 60_000)
    #expect(conversation.unread[try #require(conversation.agent)] == 2)
    #expect(history.last?.kind == .media(.image))
  }

  @Test func oneSeedGivesOneWorld() {
    #expect(world().conversations == world().conversations)
    #expect(world().messages == world().messages)
    #expect(Set(world(2).conversations.keys).isDisjoint(with: world().conversations.keys))
  }

  @Test func idsAre24HexDigitsThatGrow() {
    var ids = IDSequence(seed: 7)
    let given = (0..<1000).map { _ in ids.next() }
    #expect(given == given.sorted())
    #expect(Set(given).count == given.count)
    #expect(given.allSatisfy { $0.count == 24 && $0.allSatisfy("0123456789abcdef".contains) })
  }

  @Test func historiesRunForwardsAndEndBeforeNow() {
    let world = world()
    for history in world.histories.values {
      let times = history.compactMap { world.messages[$0]?.createdAt }
      #expect(times == times.sorted())
      #expect(times.last ?? Millis(0) < Millis(1_763_454_600_000))
    }
  }

  @Test func whatIsUnreadIsWhatTheCountsSay() {
    let world = world()
    for conversation in world.conversations.values {
      for (person, count) in conversation.unread {
        let unread = (world.histories[conversation.id] ?? []).compactMap { world.messages[$0] }
          .count { $0.sender != person && $0.readAt == nil }
        #expect(unread == count)
      }
    }
  }

  @Test func noTelephoneNumberIsSomebodys() {
    // No Indian mobile number begins with 5.
    let phones = world().people.values.map(\.phone)
    #expect(phones.allSatisfy { $0.hasPrefix("+9155555") && $0.count == 13 })
    #expect(Set(phones).count == phones.count)
  }

  @Test func everyCarriedFileIsThereAndSmall() {
    for file in SeedMedia.allCases {
      #expect(!file.bytes.isEmpty && file.bytes.count < 60_000)
    }
    #expect(SeedMedia.wheatLeaf.bytes.starts(with: [0xFF, 0xD8]))
    #expect(SeedMedia.tomatoLeaf.bytes.starts(with: [0x89, 0x50]))
    #expect(SeedMedia.voiceHindi.bytes.starts(with: Array("OggS".utf8)))
  }

  @Test func everyStoryReadsBackAsItWasWritten() {
    for story in Story.all {
      let written = story.script.split(separator: "\n").count
      #expect(story.lines.count == written, "\(story.account)")
      #expect(!story.lines.contains { $0.text?.hasPrefix("@") == true }, "\(story.account)")
    }
    #expect(Set(Story.all.map(\.account)).count == Story.all.count)
  }

  @Test func whoeverWaitsIsMarkedWaiting() {
    for story in Story.all where story.status != .closed {
      let farmerSpokeLast = story.lines.last?.isFarmers == true
      #expect(farmerSpokeLast == (story.status == .waiting), "\(story.account)")
    }
  }

  @Test(arguments: [0, 1, 122, 123, 999]) func timesKeepTheirMilliseconds(_ fraction: Int64) {
    let time = Millis(1_763_454_600_000 + fraction)
    let digits = String(fraction + 1000).dropFirst()
    #expect(time.text == "2025-11-18T08:30:00.\(digits)Z")
    #expect(Timestamp.parse(time.text).map { Millis($0) } == time)
  }
}
