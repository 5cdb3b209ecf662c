// Acting by hand: an event or a request is written, or one of the wire is changed and sent again. What
// the server says to it is told when it comes.

package import ChatModel
import Foundation
import Sentences
import TextGrid

/// Something for the server, written by hand.
package enum WireOrder: Hashable, Sendable {
  /// Asks for an acknowledgement, which stands on the wire when it comes.
  case event(ClientEmission, within: Duration)
  case request(WrittenRequest)
}

extension DeskState {
  /// Why nothing is sent by hand here, in a sentence; nil when it may be.
  private var actingProblem: String? {
    if let production = configuration.production {
      return said("\(production): nothing is sent by hand there.")
    }
    guard case .online = link, signInNeeded == nil else {
      return said("There is no link: nothing can be sent now.")
    }
    return nil
  }

  /// Opens the chosen record, to be changed and sent again.
  mutating func resend(now: Date) {
    guard let record = wire.chosen?.record else {
      return refuse(nothingShown, now: now)
    }
    if let problem = actingProblem { return refuse(problem, now: now) }
    if let template = EventTemplate(again: record) {
      open(EventBox(template))
    } else if let request = WrittenRequest(again: record) {
      open(EventBox(request))
    } else {
      refuse(said("#\(record.number) is no event or request that can be sent again."), now: now)
    }
  }

  mutating func openEventPicker(now: Date) {
    if let problem = actingProblem { return refuse(problem, now: now) }
    emit(.readEvents)
    open(EventPicker(on: self))
  }

  /// The answer to ``Effect/readEvents``.
  mutating func note(events: [EventTemplate], problems: [String], now: Date) {
    wire.library = events
    for problem in problems { say(.warning, Sanitizer.oneLine(problem), now: now) }
    if let picker = overlay as? EventPicker { open(picker.renewed(on: self)) }
  }

  // MARK: Sending

  /// - Returns: what is wrong, in a sentence
  mutating func act(_ box: EventBox, now: Date) -> String? {
    if let problem = actingProblem { return problem }
    let name: String
    let order: WireOrder
    do throws(WrittenJSONFault) {
      if box.isRequest {
        guard let (method, target) = WrittenRequest.line(box.name.text) else {
          return said("Write a method and a path, as GET /api/v1/chat/conversations.")
        }
        let request = WrittenRequest(method: method, target: target, body: box.arguments.text)
        _ = try request.document
        (name, order) = ("\(method) \(target)", .request(request))
      } else {
        name = box.name.text.trimmingCharacters(in: .whitespaces)
        guard !name.isEmpty else { return said("The event has no name.") }
        let template = EventTemplate(label: name, event: name, arguments: box.arguments.text)
        order = .event(try template.emission, within: .seconds(WireAct.patience))
      }
    } catch {
      return said("The JSON \(Sanitizer.oneLine(error.clause)).")
    }
    emit(.act(order))
    if wire.acts.count >= WireAct.most { wire.acts.removeFirst() }
    wire.acts.append(
      WireAct(
        name: name, identity: configuration.profile, isEvent: !box.isRequest,
        until: now.addingTimeInterval(WireAct.patience)))
    hint(
      said("Sent by hand: \(Sanitizer.oneLine(name))")
        + (configuration.profile.isEmpty
          ? "." : said(" as \(Sanitizer.oneLine(configuration.profile)).")),
      now: now)
    return nil
  }

  // MARK: What comes of it

  mutating func noteActs(_ entry: WireEntry, now: Date) {
    let record = entry.record
    if record.direction == .outgoing {
      if let place = wire.acts.firstIndex(where: { act in
        act.number == nil && act.identity == record.identity && act.name == record.name
          && act.isEvent == record.isEvent && (!act.isEvent || record.packetID != nil)
      }) {
        wire.acts[place].number = record.number
      }
      return
    }
    guard let answers = entry.relation.answers,
      let place = wire.acts.firstIndex(where: { $0.number == answers })
    else { return }
    // What else the server says to an event is told beside its acknowledgement.
    let isEnd = !wire.acts[place].isEvent || record.name == "ack"
    let act = wire.acts[place]
    if isEnd { wire.acts.remove(at: place) }
    guard isEnd || record.name == "error" else {
      wire.acts[place].answer = record.name
      return
    }
    let took = entry.relation.took.map { said(" after \($0 / 1000) ms") } ?? ""
    let words = record.saidInShort(masking: wire.masking)
    let answer =
      record.name == "ack" && act.isEvent
      ? said("acknowledged")
      : record.status.map { said("answered \($0)") }
        ?? (act.isEvent ? said("refused") : said("not answered"))
    say(
      record.name == "error" || (record.status ?? 200) >= 400 ? .warning : .info,
      Sanitizer.oneLine(said("\(act.name) was \(answer)\(took): \(words.prefix(200))")), now: now)
  }

  /// What was not answered in time is said.
  mutating func expireActs(now: Date) {
    for act in wire.acts where act.until <= now {
      let name = Sanitizer.oneLine(act.name)
      if act.number == nil {
        say(.warning, said("\(name) was not sent: it did not come to the wire."), now: now)
      } else if act.isEvent, let answer = act.answer {
        say(
          .info, said("\(name) was answered by the event \(Sanitizer.oneLine(answer))."), now: now)
      } else if act.isEvent {
        say(
          .warning,
          said("\(name) was not acknowledged within \(Int(WireAct.patience)) s."), now: now)
      }
    }
    // A request has a time limit of its own, and its end is on the wire.
    wire.acts.removeAll { $0.until <= now && ($0.isEvent || $0.number == nil) }
  }

  var actDeadline: Date? {
    wire.acts.lazy.filter { $0.isEvent || $0.number == nil }.map(\.until).min()
  }
}
