// The states of statistics, team and plans.

import ChatModel
import Foundation
import TextGrid

@testable import Desk

extension World {
  static var statistics: World {
    var world = list
    world.state.main = .statistics
    world.state.samples = (0..<40).map { place in
      StatisticsSample(
        at: ago(Double(200 - place * 5)), total: 42, active: 8 + place / 4, waiting: place % 7,
        messages: 1000 + place * 5)
    }
    world.state.statistics.numbers = Statistics(
      totalConversations: 42, activeConversations: 17,
      statusBreakdown: [
        .open: 12, .waiting: 5, .resolved: 20, .closed: 4, .other("parked"): 1,
      ],
      perAgent: [
        AgentStatistics(
          id: "ravi", name: "ravi", totalConversations: 30, activeConversations: 12),
        AgentStatistics(
          id: World.me, name: "मीरा", totalConversations: 10, activeConversations: 5),
      ], totalMessages: 1204, generatedAt: ago(1))
    return world
  }

  /// A team of an admin: Ravi has too much, Farhan nothing, and one chat has nobody.
  static var crew: World {
    var world = World(role: .admin)
    let asha = Participant(id: "asha", firstName: "Asha", lastName: "Verma", role: .support)
    let ravi = Participant(id: "ravi", firstName: "Ravi", lastName: "Kumar", role: .support)
    let names = [
      "Sushila More", "Grace Marak", "Kamla Yadav", "Venkat Rao", "Meena Bai", "गीता देवी", "Simran K.",
    ]
    for (place, name) in names.enumerated() {
      world.add(
        farmer(UserID("f\(place)"), name), wait: place < 5 ? Double(130 / (place + 1)) : nil,
        isExact: place != 0, unread: place % 3, status: place < 3 ? .waiting : .open, agent: ravi,
        isMine: false, last: "नमस्कार, सोलर पंपासाठी अर्ज कुठे करायचा?")
    }
    world.add(
      farmer("v", "Vijay", "Tiwari"), wait: 62, agent: nil, isMine: false, last: "Hello?")
    world.add(farmer("h", "Harpreet"), wait: 6, agent: asha, isMine: false, last: "ok ji")
    world.state.agents = [
      Agent(participant: Participant(id: me, firstName: "meera")), Agent(participant: asha),
      Agent(participant: ravi),
      Agent(participant: Participant(id: "farhan", firstName: "Farhan", lastName: "Ali")),
    ]
    world.state.presence = [
      "ravi": DeskState.Presence(isOnline: true),
      "asha": DeskState.Presence(isOnline: true),
      "farhan": DeskState.Presence(isOnline: false, lastSeen: ago(40), since: ago(40)),
    ]
    world.state.list.view = .all
    world.state.audited = [
      AuditEntry(
        at: ago(2), who: me, conversationID: "c-f1", farmer: "Grace Marak",
        change: .agent(
          from: AuditEntry.Person(id: "ravi", name: "Ravi Kumar"),
          to: AuditEntry.Person(id: "asha", name: "Asha Verma")), answer: .done, origin: .desk),
      AuditEntry(
        at: ago(1), who: me, conversationID: "c-v", farmer: "Vijay Tiwari",
        change: .agent(from: nil, to: AuditEntry.Person(id: "x", name: nil)),
        answer: .refused("Support user not found or invalid."), origin: .desk),
    ]
    return world
  }

  static var team: World {
    var world = crew
    world.state.show(.pane(.team), now: now)
    return world
  }

  /// The chats of one of them, two of which are marked.
  static var agentsChats: World {
    var world = crew
    world.state.showChats(of: .agent("ravi"), now: now)
    world.state.list.marks = Set(world.state.list.order.prefix(2))
    world.open(
      "f0", [text("m1", farmer("f0", "Sushila More"), "नमस्कार.", ago: 131)],
      extent: {
        var extent = TimelineExtent(reachesStart: true, freshness: .polled)
        extent.pace = 12
        return extent
      }())
    world.state.messages.leavesNoTrace = true
    return world
  }

  static var balance: World {
    var world = crew
    world.state.list.comparedAt = now
    world.state.openBalance(now: now)
    return world
  }

  /// What a farmer sees before they ever asked.
  static var newFarmer: World {
    var world = World(role: .user)
    world.state.focus = .messages
    return world
  }
}
