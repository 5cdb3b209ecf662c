// The states in which something lies over the panes.

import ChatModel
import Faults
import Foundation
import TextGrid

@testable import Desk

extension World {
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

  /// A desk at a server that people rely on.
  static var production: World {
    var world = conversation
    world.state.configuration.production = "Profile live is marked production"
    return world
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
}
