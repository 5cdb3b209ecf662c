// The states of an open conversation, and of the list beside it.

import ChatModel
import Foundation
import TextGrid

@testable import Desk

extension World {
  static var loading: World {
    var world = World()
    world.state.link = .connecting
    world.state.list.isLoading = true
    world.state.list.isComplete = false
    return world
  }

  /// Names in scripts on whose widths terminals disagree.
  static var scripts: World {
    var world = World()
    world.add(
      farmer("h", "लक्ष्मी", "देवी क्षत्रिय", isOnline: true), wait: 47, unread: 12,
      last: "पत्ते पीले हो रहे हैं")
    world.add(
      farmer("t", "முருகன்", "சுப்பிரமணியன் ராமகிருஷ்ணன்"), wait: 200, isExact: false, unread: 1,
      last: "நெல் பயிரில் புழு")
    world.add(farmer("e", "🌾 Harpreet 👨‍🌾", "Singh 🇮🇳"), wait: 0.5, unread: 3, last: "👍🏽🙏")
    world.add(farmer("c", "王小明", "的農場主人先生"), wait: 7000, last: "謝謝")
    world.add(farmer("a", "عبد الواحد"), last: "شكرا")
    world.add(Participant(id: "5f1e2d3c4b5a69788796a5b4", phone: "+91 98765 43210"), wait: 3)
    world.open("h", [text("m1", farmer("h", "लक्ष्मी"), "क्षत्रिय ज्ञान श्रीमती द्वितीय 👨‍👩‍👧‍👦 और 🌾", ago: 47)])
    world.state.typists["c-t"] = ["t": DeskState.Typist(until: now.addingTimeInterval(3))]
    return world
  }

  static var typing: World {
    var world = conversation
    world.state.typists["c-lakshmi"] = [
      "lakshmi": DeskState.Typist(name: "Lakshmi", until: now.addingTimeInterval(3))
    ]
    world.state.typists["c-sita"] = ["sita": DeskState.Typist(until: now.addingTimeInterval(3))]
    world.say(.info, "Abdul Wahid is now resolved.  u takes it back")
    return world
  }

  /// My own messages in every state of delivery.
  static var deliveries: World {
    var world = list
    let file = OutboxFile(
      path: "/home/meera/guide.jpg", name: "guide.jpg", kind: .image, format: "image/jpeg",
      size: 800_000)
    world.open(
      "lakshmi", Array(history.prefix(4)),
      entries: [
        entry("o1", .text("Also the back of the leaf."), .failed("403 access denied"), ago: 9),
        entry("o2", .text("Did my last message reach you?"), .unsure, ago: 8),
        entry("o3", .file(file), .uploading(0.62), ago: 2),
        entry("o4", .text("Water only in the evening."), .handedOver, ago: 1),
        entry("o5", .text("And tell me tomorrow how it looks."), .queued, ago: 0),
      ])
    world.state.focus = .messages
    world.state.messages.selection = .entry("o1")
    return world
  }

  /// The last message waits for three more seconds.
  static var held: World {
    var world = list
    var waiting = entry("o1", .text("Water only in the evening."), .queued, ago: 0)
    waiting.heldUntil = now.addingTimeInterval(3)
    world.open("lakshmi", Array(history.prefix(4)), entries: [waiting])
    world.state.focus = .composer
    return world
  }

  /// Two messages are marked, one of them is chosen.
  static var marked: World {
    var world = conversation
    world.state.focus = .messages
    let ids = history.suffix(3).map { TimelineItem.ID.message($0.id) }
    world.state.messages.marks = Set(ids.prefix(2))
    world.state.messages.selection = ids[1]
    return world
  }

  /// Somebody else's conversation.
  static var watching: World {
    var world = World(role: .admin)
    world.state.list.view = .all
    world.add(lakshmi, wait: 47, agent: ravi, isMine: false, last: "leaf yellow")
    world.add(ramesh, wait: 3, agent: nil, isMine: false, last: "voice note")
    world.open(
      "lakshmi",
      [
        text("m1", lakshmi, "Namaste", ago: 60),
        text("m2", ravi, "I am looking into it.", ago: 58, isRead: true),
        text("m3", lakshmi, "It is getting worse.", ago: 47),
      ], extent: TimelineExtent(reachesStart: false, freshness: .polled))
    world.state.focus = .messages
    return world
  }

  /// The link is down, what is shown comes from the disk.
  static var offline: World {
    var world = conversation
    world.state.link = .offline(
      reason: "connection refused by chat.example.org", retryAt: now.addingTimeInterval(12))
    world.state.list.isComplete = false
    world.state.list.comparedAt = ago(31)
    world.state.timeline?.extent = TimelineExtent(freshness: .cached(ago(31)))
    let entry = entry("o9", .text("Keep it dry."), .queued, ago: 1)
    world.state.timeline?.entries = [entry]
    world.state.outbox[entry.id] = entry
    world.say(.warning, "The link is down: connection refused. What you write is kept.")
    return world
  }

  /// Names and texts that try to take the terminal over.
  static var hostile: World {
    var world = World()
    let evil = farmer("evil", "\u{1B}]0;owned\u{07}Eve\u{202E}nimda", "\u{9B}31m\r\nroot")
    world.add(
      evil, wait: 4, unread: 1, status: .other("\u{1B}[2Jwild"), last: "\u{1B}[?1049h\u{0}\u{7F}x")
    world.add(farmer("zero", "\u{200B}\u{200D}\u{FEFF}"), wait: 3, last: "\u{2066}a\u{2069}")
    world.add(
      farmer("zalgo", "Z" + String(repeating: "\u{0301}", count: 60)), wait: 2,
      last: String(repeating: "w", count: 5000))
    world.add(farmer("", ""), wait: 1)
    world.open(
      "evil",
      [
        text("m1", evil, "\u{1B}[31mred\u{1B}[0m\ttab\u{8}\u{8}\u{8}bell\u{07}", ago: 5),
        text("m2", evil, "user\u{202E}txt.exe\u{2028}next\u{0085}line\r\nreal line", ago: 5),
        media("m3", evil, .image, "../../\u{1B}[2J\u{202E}gpj.exe", -5, ago: 4),
        text("m4", evil, String(repeating: "\u{1F468}\u{200D}", count: 200), ago: 4),
        Message(id: "m5", kind: .other("\u{1B}c"), content: nil),
      ])
    world.state.typists["c-evil"] = [
      "evil": DeskState.Typist(name: "\u{1B}[5mEve", until: now.addingTimeInterval(3))
    ]
    world.write("evil", "pasted \u{1B}[31m raw \u{202E} and\ttab")
    world.state.focus = .composer
    return world
  }

  /// Scrolled back, with news below, a filter, and conversations held back.
  static var readingBack: World {
    var world = list
    world.open(
      "lakshmi",
      (0..<40).map {
        text(
          MessageID("m\($0 + 10)"), $0 % 3 == 0 ? agent : lakshmi, "Line \($0)",
          ago: 90 - Double($0))
      }, extent: TimelineExtent(isLoading: true, freshness: .live))
    world.state.focus = .messages
    world.state.messages.position = .anchored(.message("m20"), line: 0)
    world.state.messages.selection = .message("m22")
    world.state.messages.newBelow = 3
    world.state.list.filter = ListPane.Filter(editor: TextEditor("a"), isEditing: false)
    world.state.list.heldBack = ["c-x", "c-y", "c-z"]
    return world
  }

  /// A filter that finds nothing in this view and somebody in all.
  static var filteredAway: World {
    var world = list
    world.state.list.filter = ListPane.Filter(editor: TextEditor("ravi"), isEditing: true)
    world.state.list.order = []
    world.state.list.cursor = nil
    world.state.list.foundInAll = 1
    return world
  }

  static var broken: World {
    var world = list
    world.open(
      "lakshmi", [],
      extent: TimelineExtent(problem: "the server answered 500 Internal Server Error"))
    world.state.focus = .messages
    return world
  }

  /// Read back to a place where messages between two runs are not here.
  static var gap: World {
    var world = list
    var extent = TimelineExtent(freshness: .live)
    (extent.older, extent.newer) = (.gap, .gap)
    world.open(
      "lakshmi",
      (0..<4).map {
        text(MessageID("m\($0)"), $0 % 2 == 0 ? lakshmi : agent, "Line \($0)", ago: 90)
      },
      extent: extent)
    world.state.focus = .messages
    return world
  }

  /// A conversation with a picture of each fate, and one of mine on its way.
  static var pictures: World {
    var world = World(pictures: .halves)
    world.add(lakshmi, wait: 47, unread: 1, last: "leaf")
    world.open(
      "lakshmi",
      [
        media("m1", lakshmi, .image, "leaf.jpg", 1_200_000, ago: 50),
        media("m2", lakshmi, .image, "bomb.png", 900, ago: 40),
        text("m3", lakshmi, "Do you see it?", ago: 30),
        media("m4", lakshmi, .image, "field.jpg", 80_000, ago: 20),
      ],
      entries: [
        OutboxEntry(
          id: "o1", conversationID: "c-lakshmi",
          body: .file(
            OutboxFile(
              path: "/tmp/mine.png", name: "mine.png", kind: .image, format: "image/png", size: 9)),
          state: .queued, createdAt: ago(1))
      ])
    return world
  }

  /// The first of them, large.
  static var picture: World {
    var world = pictures
    world.state.perform(.viewPicture, now: now)
    world.state.performInOverlay(.previousPicture, now: now)
    world.state.performInOverlay(.previousPicture, now: now)
    return world
  }
}
