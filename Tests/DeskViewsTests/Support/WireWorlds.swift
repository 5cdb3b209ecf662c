// The wire, as it is drawn again and again.

import ChatModel
import Foundation
import JSON

@testable import Desk

extension World {
  /// A message on its way from a farmer to an agent, seen from both sides.
  static var wireEntries: [WireEntry] {
    var correlation = WireCorrelation()
    var number = 1200
    func entry(
      _ direction: WireRecord.Direction, _ layer: WireRecord.Layer, _ name: String, _ bytes: Int,
      as identity: String, at milliseconds: Int64, _ data: JSONValue = .null, status: Int? = nil,
      answers: Int? = nil
    ) -> WireEntry {
      number += 1
      let record = WireRecord(
        number: number, at: milliseconds * 1000, identity: identity, session: "s-" + identity,
        direction: direction, layer: layer, name: name, bytes: bytes, answers: answers,
        data: layer == .sio ? [data] : data, status: status)
      return WireEntry(record, correlation.relate(record))
    }
    let message: JSONValue = [
      "_id": "671234567890abcdef120001", "content": "hi, anyone? my number is 98210 12345",
      "senderId": ["_id": "u-ramesh", "first_name": "Ramesh", "role": "User"],
    ]
    let told: JSONValue = ["conversationId": "671234567890abcdef123456", "message": message]
    return [
      entry(
        .outgoing, .http, "GET /api/v1/chat/messages/671234567890abcdef123456?page=1&limit=50", 0,
        as: "meera", at: 2_000),
      entry(
        .incoming, .http, "GET /api/v1/chat/messages/671234567890abcdef123456?page=1&limit=50",
        18_412, as: "meera", at: 2_048, ["data": []], status: 200, answers: 1201),
      entry(.incoming, .eio, "ping", 1, as: "ramesh", at: 2_900),
      entry(.outgoing, .eio, "pong", 1, as: "ramesh", at: 2_900),
      entry(
        .outgoing, .sio, "message:send", 112, as: "ramesh", at: 3_117,
        [
          "conversationId": "671234567890abcdef123456",
          "content": "hi, anyone? my number is 98210 12345",
        ]),
      entry(
        .incoming, .sio, "message:sent", 96, as: "ramesh", at: 3_126,
        ["messageId": "671234567890abcdef120001"]),
      entry(.incoming, .sio, "message:new", 412, as: "meera", at: 3_128, told),
      entry(.incoming, .sio, "notification:new-message", 398, as: "meera", at: 3_129, told),
      entry(
        .outgoing, .sio, "conversation:join", 58, as: "asha", at: 3_500, ["conversationId": "c9"]),
      entry(.incoming, .sio, "error", 44, as: "asha", at: 3_512, ["message": "Access denied"]),
    ]
  }

  static let wireHeader = WireHeader(
    wall: now.addingTimeInterval(-3), offset: 300_000, within: 20_000)

  static var wireEmpty: World {
    var world = list
    world.state.wire.open(seed: 7)
    world.state.focus = .wire
    return world
  }

  static var wire: World {
    var world = wireEmpty
    world.state.identities = ["ramesh", "meera", "asha"].enumerated().map { place, name in
      var identity = Identity(name: name, isShown: place == 0)
      identity.who = ["Ramesh (User)", "Meera (Support)", "Asha (Admin)"][place]
      identity.link = ["live ws", "live polling", "offline"][place]
      identity.isCutOff = place == 2
      return identity
    }
    world.state.configuration.profile = "ramesh"
    world.state.wire.note(WireNews(entries: wireEntries, lost: 0, header: wireHeader))
    _ = world.state.wire.moveTo(numbered: 1207)
    return world
  }

  /// It is open on a screen that has no room for it: the messages stand there.
  static var wireHidden: World {
    var world = conversation
    world.state.wire.open(seed: 7)
    return world
  }

  static var checking: World {
    var world = wire
    world.state.configuration.origin = "https://chat.example"
    world.state.check()
    world.state.note(
      WireReport(
        title: "CHECK", subject: "https://chat.example",
        progress: "40 %, links. It changes nothing."), now: now)
    return world
  }

  static var check: World {
    var world = checking
    world.state.note(
      WireReport(
        title: "CHECK", subject: "https://chat.example",
        summary: "https://chat.example: 3 passed, 1 failed, 1 observed, 1 not tried.",
        lines: [
          .init(
            .bad, "FAILED     rest.one.shape", "a conversation has the members of the document"),
          .init(
            .bad, "",
            "GET /conversations/671234567890abcdef123456 at $.data.status: expected a text, came 7"),
          .init(
            .plain, "", "docs/protocol.md, Conversations; tried: the list, then each of its first"),
          .init(.open, "observed   row.4", "message:sent carries the tempId of message:send"),
          .init(.good, "passed     rest.mine", "the list holds the conversations of who asks"),
          .init(.good, "passed     link.polling", "long-polling carries a session"),
          .init(
            .good, "passed     token.expired", "a token whose time is over is refused with 401"),
          .init(.plain, "not tried  live.typing", "It writes: --write."),
        ], hasFindings: true), now: now)
    return world
  }

  static var assertions: World {
    var world = wire
    world.state.trials.running = WireReport(title: "ASSERT", subject: "~/bugs/tick.toml")
    world.state.open(
      ReportOverlay(WireReport(title: "ASSERT", subject: "~/bugs/tick.toml", progress: "Reading.")))
    world.state.note(
      WireReport(
        title: "ASSERT", subject: "~/bugs/tick.toml",
        summary: "2 assertions, 1 do not hold on the 10 records that are shown.",
        lines: [
          .init(.good, "ok", "the tick comes in time"),
          .init(
            .bad, "FAIL",
            "asha is let in: #1210: the recording ends here without conversation:joined "
              + "(tick.toml:7:1)"),
        ], hasFindings: true), now: now)
    return world
  }

  static var wireFilter: World {
    var world = wire
    _ = world.state.filterWire("name = message:*")
    world.state.wire.pause(true)
    var prompt = LinePrompt(.wireFilter, text: "name = message:* adn as = meera")
    prompt.problem = world.state.filterWire("adn = meera")
    world.state.open(prompt)
    return world
  }

  static var event: World {
    var world = wire
    if let record = world.state.wire.entry(numbered: 1205)?.record,
      let template = EventTemplate(again: record)
    {
      var box = EventBox(template)
      box.problem = "The JSON is not JSON: no comma or bracket at line 3, column 5."
      world.state.open(box)
    }
    return world
  }

  static var eventPicker: World {
    var world = wire
    world.state.wire.library = [
      EventTemplate(label: "greet", event: "message:send", arguments: "{}")
    ]
    world.state.open(EventPicker(on: world.state))
    return world
  }

  static var wireCopy: World {
    var world = wire
    world.state.copyRecord(now: now)
    return world
  }
}
