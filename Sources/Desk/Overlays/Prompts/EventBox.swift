import ChatModel
import Foundation
import Sentences
package import TextGrid

/// Where an event or a request is written by hand: its name, and its JSON below.
package struct EventBox: OverlayComponent {
  package let isRequest: Bool
  /// The event's name; of a request method and path.
  package internal(set) var name: TextEditor
  package internal(set) var arguments: TextEditor
  /// The JSON has the keys.
  package internal(set) var isInArguments: Bool
  /// Why it was not sent, in a sentence.
  package internal(set) var problem: String?

  init(_ template: EventTemplate) {
    isRequest = false
    name = TextEditor(template.event)
    arguments = TextEditor(template.arguments, isMultiline: true)
    isInArguments = !template.event.isEmpty
  }

  init(_ request: WrittenRequest) {
    isRequest = true
    name = TextEditor("\(request.method) \(request.target)")
    arguments = TextEditor(request.body, isMultiline: true)
    isInArguments = !request.body.isEmpty
  }

  var keyContext: Keymap.Context { .event }
  var takesWheel: Bool { false }

  func hints(on desk: DeskState) -> [(Command, String)] {
    [
      (.accept, said("send")), (.newLine, said("new line")), (.complete, said("other field")),
      (.wireKeepEvent, said("keep it")), (.cancel, said("close")),
    ]
  }

  mutating func handle(_ command: Command, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    switch command {
    case .accept:
      // What began with the letter that opened the box may be a word that was meant for elsewhere.
      if desk.input.typing.isInOpenedField, desk.isTooSoon(for: said("this event"), now: now) {
        return .stays
      }
      problem = desk.act(self, now: now)
      guard problem == nil else { return .stays }
      desk.dropOverlay()
      return .settled
    case .complete: isInArguments.toggle()
    case .newLine where isInArguments: edit(on: &desk) { $0.insert("\n", as: .typing) }
    case .newLine: break
    case .wireKeepEvent: keep(on: &desk, now: now)
    case .cancel, .interrupt, .close: return .left
    default:
      let columns = isInArguments ? Self.columns(desk.size) : 1000
      let widths = desk.metrics.widths
      var ring = desk.killRing
      edit(on: &desk) { _ = $0.perform(command, columns: columns, widths: widths, ring: &ring) }
      desk.killRing = ring
    }
    return .stays
  }

  /// In columns, on a screen of that size.
  package static func columns(_ size: Size) -> Int { max(8, min(size.columns - 8, 100)) }

  /// The most that is written by hand, in bytes: more than any server takes.
  private static let longest = 1 << 20

  mutating func edit(on desk: inout DeskState, _ change: (inout TextEditor) -> Void) {
    let before = self
    if isInArguments { change(&arguments) } else { change(&name) }
    guard arguments.text.utf8.count + name.text.utf8.count <= Self.longest else {
      self = before
      problem = said("That is longer than 1 MB.")
      return
    }
    if arguments.text != before.arguments.text || name.text != before.name.text { problem = nil }
  }

  private mutating func keep(on desk: inout DeskState, now: Date) {
    guard !isRequest else {
      problem = said("Only events are kept as files; a request is saved with the wire.")
      return
    }
    let event = name.text.trimmingCharacters(in: .whitespaces)
    let template = EventTemplate(label: event, event: event, arguments: arguments.text)
    do throws(WrittenJSONFault) {
      guard !event.isEmpty else {
        problem = said("The event has no name.")
        return
      }
      desk.emit(.keepEvent(named: event, try template.file))
      problem = nil
    } catch {
      problem = said("The JSON \(Sanitizer.oneLine(error.clause)).")
    }
  }
}
