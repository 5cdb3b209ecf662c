// The states that are drawn again and again.

import ChatModel
import Faults
import Foundation
import TextGrid

@testable import Desk

extension World {
  static let lakshmi = farmer("lakshmi", "Lakshmi", "R.", phone: "+919876598210", isOnline: true)
  static let ramesh = farmer("ramesh", "Ramesh", "Kumar", isOnline: true)
  static let ravi = Participant(id: "ravi", firstName: "ravi", role: .support)

  /// The seven of the sketch.
  static var list: World {
    var world = World()
    world.add(
      lakshmi, wait: 47, unread: 1, status: .waiting, last: "leaf yellow from the tips")
    world.add(ramesh, wait: 12, unread: 2, last: "voice note")
    world.add(farmer("sita", "Sita", "Devi"), wait: 6, unread: 1, last: "When will it rain?")
    world.add(
      farmer("harpreet", "Harpreet", "Singh", isOnline: true), wait: 2, unread: 1, last: "ok ji")
    world.add(farmer("abdul", "Abdul", "Wahid"), status: .resolved, last: "Thank you")
    world.add(farmer("gurpreet", "Gurpreet", "K."), last: "The pump is running again.")
    world.add(farmer("meena", "Meena", "Bai"), last: "नमस्ते")
    world.state.composers["c-abdul"] = Composer(Draft(text: "one more", editedAt: now))
    return world
  }

  static let history = [
    text("m1", lakshmi, "Namaste, my wheat leaf is turning yellow from the tips.", ago: 1470),
    media("m2", lakshmi, .image, "leaf.jpg", 1_200_000, ago: 1469),
    text("m3", agent, "Please send a photo of the whole plant.", ago: 1467, isRead: true),
    text("m4", agent, "And how old is the crop?", ago: 1460),
    text("m5", lakshmi, "पत्ते नीचे से पीले हो रहे हैं। फसल चालीस दिन की है।", ago: 47),
    media("m6", lakshmi, .audio, "note-0042.ogg", 84_000, ago: 46),
  ]

  /// The list with Lakshmi's conversation open and a reply begun.
  static var conversation: World {
    var world = list
    world.open("lakshmi", history)
    world.state.timeline?.newSince = "m5"
    world.write(
      "lakshmi",
      "Please hold the leaf against the light, so that I can see the veins, and send one more "
        + "photo of")
    world.state.focus = .composer
    return world
  }

  mutating func write(_ farmer: UserID, _ text: String) {
    var composer = Composer()
    composer.editor = TextEditor(text, isMultiline: true)
    state.composers[ConversationID("c-\(farmer)")] = composer
  }

  mutating func say(_ severity: Notice.Severity, _ text: String, ago minutes: Double = 0) {
    let entry = LogEntry(
      at: Self.ago(minutes), severity: severity, text: text, conversationID: nil)
    state.log.append(entry)
    state.statusLine = entry
  }

  static func entry(
    _ id: OutboxID, _ body: OutboxEntry.Body, _ delivery: OutboxEntry.State, ago minutes: Double
  ) -> OutboxEntry {
    OutboxEntry(
      id: id, conversationID: "c-lakshmi", body: body, state: delivery, createdAt: ago(minutes))
  }

  // MARK: The panes in their states

  static var empty: World { World() }

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
    world.state.openBalance(now: now)
    return world
  }

  /// What a farmer sees before they ever asked.
  static var newFarmer: World {
    var world = World(role: .user)
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

  /// A choice of the same conversations, some of them a colleague's or nobody's.
  static func view(_ view: NumberedView) -> World {
    var world = list
    world.add(
      farmer("kamla", "Kamla", "Yadav"), wait: 3, agent: ravi, isMine: false,
      last: "Blue, not yellow?")
    world.add(
      farmer("vijay", "Vijay", "Tiwari"), wait: 8, agent: nil, isMine: false, last: "Hello?")
    world.state.show(view, now: now)
    world.state.settleList(now: now)
    return world
  }

  // MARK: Overlays

  static var note: World {
    var world = conversation
    world.state.focus = .messages
    world.state.perform(.note, now: now)
    world.state.editOverlay { $0.insert("ask her about the north field", as: .typing) }
    return world
  }

  /// One is snoozed, one marked unread, two are marked, and a time is typed.
  static var snooze: World {
    var world = triage
    world.state.perform(.snooze, now: now)
    world.state.editOverlay { $0.insert("fri 9", as: .typing) }
    return world
  }

  static var jump: World {
    var world = list
    world.state.perform(.jump, now: now)
    world.state.editOverlay { $0.insert("ra", as: .typing) }
    return world
  }

  static var bulk: World {
    var world = triage
    world.state.askForMany(world.state.marked, .status(.resolved), now: now)
    return world
  }

  static var triage: World {
    var world = list
    world.state.focus = .list
    let rows = world.state.list.order
    guard rows.count > 4 else { return world }
    world.state.note([
      LocalChange(.snooze(rows[4]), .snooze(Snooze(until: now + 7200, since: now))),
      LocalChange(.unread(rows[3]), .unread(now)),
    ])
    world.state.list.marks = [rows[0], rows[2]]
    world.state.settleList(now: now)
    return world
  }

  static var themes: World {
    var world = conversation
    world.state.open(
      ThemePicker(
        picker: Picker(
          title: "THEME",
          items: ["auto", "dark", "light"].map {
            Picker.Item(ThemeChoice($0), label: $0, detail: "of the program")
          }), before: "auto"))
    return world
  }

  static var faults: World {
    var world = conversation
    world.state.faults.delay = .milliseconds(300)...(.milliseconds(300))
    world.state.faults.seed = 7
    return world.with(FaultPicker(world.state.faults))
  }

  func with(_ overlay: some OverlayComponent) -> World {
    var world = self
    world.state.open(overlay)
    return world
  }

  static var help: World {
    var world = conversation
    world.state.openHelp()
    return world
  }

  static var log: World {
    var world = conversation
    world.say(.info, "Abdul Wahid is now resolved.  u takes it back", ago: 12)
    world.say(.warning, "The link is down: connection reset.", ago: 5)
    world.say(.failure, "Lakshmi R.: not sent: 403 access denied", ago: 4)
    return world.with(LogOverlay(top: 0))
  }

  static var statusMenu: World {
    var world = conversation
    world.state.openStatusMenu(now: now)
    return world
  }

  static var reassign: World {
    var world = watching
    world.state.openAgentPicker(now: now)
    world.state.editOverlay { $0.insert("k", as: .typing) }
    return world
  }

  static var palette: World {
    var world = conversation
    world.state.perform(.palette, now: now)
    return world
  }

  static var replies: World {
    var world = conversation
    let all = [
      try? CannedReply(
        name: "Photo of the whole plant", text: "Please send one photo, {farmer.first}.",
        tags: ["picture"], language: "en", attachments: ["/r/guide.jpg"], shortcut: "ph"),
      try? CannedReply(name: "हम फ़ोन करेंगे", text: "हम आज {phone} पर फ़ोन करेंगे।", language: "hi"),
    ]
    world.state.note(CannedReplies(all.compactMap { $0 }), now: now)
    world.state.perform(.replies, now: now)
    return world
  }

  static var emoji: World {
    var world = conversation
    world.state.perform(.emoji, now: now)
    return world
  }

  /// A name is being typed after a colon, and the second is chosen.
  static var emojiOffer: World {
    var world = conversation
    world.write("lakshmi", "Thank you :ri")
    world.state.composers["c-lakshmi"]?.offerEmoji(lastUsed: [])
    world.state.composers["c-lakshmi"]?.offer?.selection = 1
    return world
  }

  /// Two words of the reply are not in the dictionary, one of them over the edge of a row.
  static var misspelt: World {
    var world = conversation
    world.write("lakshmi", "Pleese hold the leaf against the light and send one more pictuer ok")
    world.state.note(.found(["en_US"]), now: now)
    world.state.noteSpelled(
      [
        "Pleese": false, "hold": true, "the": true, "leaf": true, "against": true,
        "pictuer": false, "more": true,
      ], in: "en_US")
    return world
  }

  static var suggestions: World {
    var world = misspelt
    world.state.composers["c-lakshmi"]?.editor.moveCursor(to: 3)
    world.state.perform(.correct, now: now)
    world.state.noteSuggestions(["Please", "Pleas"], isRight: false, for: 1)
    return world
  }

  static var language: World {
    var world = misspelt
    world.state.perform(.spelling, now: now)
    return world
  }

  static var confirmation: World {
    var world = deliveries
    world.state.perform(.dropFailed, now: now)
    return world
  }

  static var attach: World {
    var world = conversation
    world.state.perform(.attach, now: now)
    world.state.changeOverlay(PathPrompt.self) { prompt in
      prompt.path = TextEditor("/home/meera/leaf")
      prompt.completions = ["/home/meera/leaf-guide.jpg", "/home/meera/leaf-notes/"]
      prompt.selection = 0
    }
    return world
  }

  /// Where a picture goes, and a message with several things to open.
  static var saveAs: World {
    var world = conversation
    world.state.dropOverlay()
    world.state.focus = .messages
    world.state.messages.selection = .message("m2")
    world.state.perform(.saveMedia, now: now)
    world.state.changeOverlay(PathPrompt.self) { prompt in
      prompt.path = TextEditor("/home/meera/Downloads/leaf.jpg")
    }
    return world
  }

  static var openChoice: World {
    var world = list
    world.open(
      "lakshmi",
      [
        text(
          "m1", lakshmi,
          "Two shops: https://example.org/seeds. And (https://example.net/a_(b)), which is nearer?",
          ago: 47)
      ])
    world.state.focus = .messages
    world.state.messages.selection = .message("m1")
    world.state.perform(.openMedia, now: now)
    return world
  }

  /// All that is known of a message with a picture.
  static var messageDetails: World {
    var world = list
    world.open("lakshmi", [media("m1", lakshmi, .image, "leaf.jpg", 84_000, ago: 47)])
    world.state.focus = .messages
    world.state.messages.selection = .message("m1")
    world.state.perform(.messageDetails, now: now)
    return world
  }

  /// Which part of a message is copied.
  static var copyChoice: World {
    var world = list
    world.open(
      "lakshmi",
      [text("m1", lakshmi, "See https://example.org/seeds or ring 98765 98210.", ago: 47)])
    world.state.focus = .messages
    world.state.messages.selection = .message("m1")
    world.state.perform(.copy, now: now)
    return world
  }

  /// What has not reached the server, and a draft whose conversation is gone.
  static var outbox: World {
    var world = deliveries
    let lost = OutboxEntry(
      id: "o6", conversationID: "123", body: .text("The spray is safe after sunset."),
      state: .failed("Conversation not found"), createdAt: ago(1500))
    let left = OutboxEntry(
      id: "o7", conversationID: "c-ramesh", body: .text("गेहूँ को आज पानी न दें।"), state: .queued,
      createdAt: ago(3))
    for entry in [lost, left] { world.state.outbox[entry.id] = entry }
    world.state.composers["c-gone"] = Composer(
      Draft(text: "Please call me when you are back", editedAt: ago(90)))
    world.state.departed["c-gone"] = "Harbans Kaur"
    world.state.perform(.outbox, now: now)
    return world
  }

  /// What a search of everything found, in two scripts, one of them in a chat that is read in part.
  static var search: World {
    var world = conversation
    world.state.dropOverlay()
    world.state.focus = .messages
    world.state.perform(.findEverywhere, now: now)
    _ = update(&world.state, .typed("yellow leaf"), now: now)
    func hit(
      _ id: MessageID, _ person: Participant, _ said: String, ago minutes: Double,
      in place: ConversationID, _ query: SearchQuery
    ) -> SearchHit {
      let message = text(id, person, said, ago: minutes)
      return SearchHit(
        message: message, conversation: Conversation(id: place), marks: query.marks(in: said))
    }
    let query = SearchQuery(
      terms: ["yellow", "leaf", "पत्ते"].map { SearchQuery.Term(words: [$0], isPrefix: true) })
    let page = SearchPage(
      hits: [
        hit(
          "h1", lakshmi, "The whole leaf is yellow, from the tips on.", ago: 47, in: "c-lakshmi",
          query),
        hit("h2", lakshmi, "नीचे के पत्ते पीले हो गए, yellow leaf बोलते हैं", ago: 4000, in: "c-lakshmi", query),
      ], next: SearchCursor(now: now))
    let findings = SearchFindings(page: page, reach: ["c-lakshmi": .since(ago(90_000))])
    _ = update(&world.state, .found(request: world.state.searches, findings), now: now)
    return world
  }

  static var find: World {
    var world = conversation
    world.state.dropOverlay()
    world.state.focus = .messages
    world.state.perform(.find, now: now)
    _ = update(&world.state, .typed("before:2026-02-30"), now: now)
    _ = update(&world.state, .key(.enter), now: now)
    return world
  }

  /// The hits of a conversation, marked.
  static var found: World {
    var world = conversation
    world.state.dropOverlay()
    world.state.focus = .messages
    let words = ["whole", "plant"].map { SearchQuery.Term(words: [$0]) }
    world.state.look(
      for: SearchQuery(terms: words), text: "whole plant", in: world.state.openID ?? "", now: now)
    return world
  }

  static var signIn: World {
    var world = conversation
    world.state.signInNeeded = "the token has expired"
    var prompt = SignInPrompt(reason: "the token has expired")
    prompt.token = TextEditor("eyJhbGciOi")
    prompt.problem = "This token belongs to somebody else."
    return world.with(prompt)
  }

  static var pastePreview: World {
    conversation.with(
      PastePreview(
        title: "SEND 3 LINES TO Lakshmi R.?  Enter sends, Esc goes back",
        text: "one\ntwo \u{1B}[31m\n/three", conversationID: "c-lakshmi"))
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

  /// Everything above, by name.
  static let all: [(name: String, world: World)] = [
    ("empty", empty), ("loading", loading), ("list", list), ("scripts", scripts),
    ("conversation", conversation), ("typing", typing), ("deliveries", deliveries),
    ("marked", marked), ("held", held),
    ("watching", watching), ("offline", offline), ("hostile", hostile), ("help", help),
    ("status-menu", statusMenu), ("reassign", reassign), ("log", log), ("sign-in", signIn),
    ("team", team), ("agents-chats", agentsChats), ("balance", balance),
    ("reading-back", readingBack), ("broken", broken), ("statistics", statistics),
    ("new-farmer", newFarmer), ("palette", palette), ("replies", replies),
    ("confirmation", confirmation), ("emoji", emoji), ("emoji-offer", emojiOffer),
    ("misspelt", misspelt), ("suggestions", suggestions), ("spelling", language),
    ("attach", attach), ("search", search), ("find", find), ("found", found),
    ("save-as", saveAs), ("open-choice", openChoice),
    ("message-details", messageDetails), ("copy-choice", copyChoice),
    ("paste-preview", pastePreview), ("picture", picture), ("filtered-away", filteredAway),
    ("outbox", outbox), ("themes", themes), ("faults", faults), ("note", note), ("snooze", snooze),
    ("jump", jump),
    ("bulk", bulk), ("triage", triage), ("gap", gap), ("view-mine", view(.list(.mine))),
    ("view-waiting", view(.list(.waiting))), ("view-unread", view(.list(.unread))),
    ("view-all", view(.list(.all))), ("view-no-agent", view(.list(.unassigned))),
    ("wire", wire), ("wire-empty", wireEmpty), ("wire-filter", wireFilter), ("event", event),
    ("event-picker", eventPicker), ("wire-copy", wireCopy),
    ("wire-hidden", wireHidden), ("checking", checking), ("check", check),
    ("assertions", assertions),
  ]
}
