// The states that are drawn again and again.

import ChatModel
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
    ("outbox", outbox), ("themes", themes), ("faults", faults), ("production", production),
    ("note", note), ("snooze", snooze),
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
