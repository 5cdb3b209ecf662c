// The states that are drawn again and again.

import ChatModel
import Foundation
import TextGrid

@testable import Desk

extension World {
  static let lakshmi = farmer("lakshmi", "Lakshmi", "R.", phone: "+919876598210", isOnline: true)
  static let ramesh = farmer("ramesh", "Ramesh", "Kumar", isOnline: true)

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

  /// The list with Lakshmi's conversation open and a reply begun.
  static var conversation: World {
    var world = list
    world.open(
      "lakshmi",
      [
        text("m1", lakshmi, "Namaste, my wheat leaf is turning yellow from the tips.", ago: 1470),
        media("m2", lakshmi, .image, "leaf.jpg", 1_200_000, ago: 1469),
        text("m3", agent, "Please send a photo of the whole plant.", ago: 1467, isRead: true),
        text("m4", agent, "And how old is the crop?", ago: 1460),
        text("m5", lakshmi, "पत्ते नीचे से पीले हो रहे हैं। फसल चालीस दिन की है।", ago: 47),
        media("m6", lakshmi, .audio, "note-0042.ogg", 84_000, ago: 46),
      ])
    world.state.timeline?.newSince = "m5"
    var composer = Composer()
    composer.editor = TextEditor(
      "Please hold the leaf against the light, so that I can see the veins, and send one more "
        + "photo of", isMultiline: true)
    world.state.composers["c-lakshmi"] = composer
    world.state.focus = .composer
    return world
  }
}
