import JSON
import Sentences

/// An event that is written by hand: its name, and its arguments as JSON with a comma between two.
package struct EventTemplate: Hashable, Sendable {
  /// What it is called in a list.
  package var label: String
  package var event: String
  /// Over several lines.
  package var arguments: String

  package init(label: String, event: String, arguments: String) {
    self.label = label
    self.event = event
    self.arguments = arguments
  }

  /// An event of a wire, to be sent once more.
  package init?(again record: WireRecord) {
    guard let event = record.event else { return nil }
    self.init(
      label: event, event: event,
      arguments: (record.data.arrayValue ?? []).map(\.pretty).joined(separator: ",\n"))
  }

  /// The seven events of a client.
  ///
  /// - Parameters:
  ///   - conversation: what they are about; nil leaves a hole
  ///   - message: what is read
  package static func all(conversation: ConversationID?, message: MessageID?) -> [EventTemplate] {
    let conversation = conversation ?? "CONVERSATION"
    let emissions: [ClientEmission] = [
      .send(OutgoingMessage(conversationID: conversation, content: .text("hello"))),
      .join(conversation), .leave(conversation), .typingStart(conversation),
      .typingStop(conversation), .read(message ?? "MESSAGE", in: conversation),
      .markAllRead(conversation),
    ]
    return emissions.map { emission in
      EventTemplate(
        label: emission.name, event: emission.name,
        arguments: emission.arguments.map(\.pretty).joined(separator: ",\n"))
    }
  }

  /// The event as it is sent.
  ///
  /// - Throws: what is wrong with the arguments, in a clause with line and column
  package var emission: ClientEmission {
    get throws(WrittenJSONFault) {
      let emission = ClientEmission.raw(event, try WrittenJSON.documents(Array(arguments.utf8)))
      if let number = emission.emptyPlaceholder {
        throw WrittenJSONFault(
          clause: said("has a place for attachment \(number), and there is no such attachment"))
      }
      return emission
    }
  }
}

extension EventTemplate {
  /// A file of saved events: one, `{"version":1,"event":…,"arguments":[…]}`, with `"label"` if it is
  /// called otherwise, and `"data"` for a single argument; or several, `{"version":1,"events":[…]}`.
  /// Before versions were named several stood in a bare array.
  ///
  /// - Throws: what is wrong, in a clause
  package static func read(_ bytes: [UInt8], label: String) throws(WrittenJSONFault)
    -> [EventTemplate]
  {
    let document = try WrittenJSON.document(bytes)
    if let problem = FileVersion.problem(
      document["version"]?.integerValue, isNamed: document["version"] != nil)
    {
      throw WrittenJSONFault(clause: said("is not read: \(problem)"))
    }
    let items = try list(document)
    var templates: [EventTemplate] = []
    for (place, item) in items.enumerated() {
      let which = items.count == 1 ? "" : said(" in its place \(place + 1)")
      guard item.objectValue != nil else {
        throw WrittenJSONFault(clause: said("holds \(item.typeName)\(which), not an object"))
      }
      guard let event = item["event"]?.stringValue, !event.isEmpty else {
        throw WrittenJSONFault(clause: said("has no \"event\"\(which)"))
      }
      let arguments: [JSONValue]
      switch (item["arguments"], item["data"]) {
      case (.array(let list)?, _): arguments = list
      case (.some(let other), _):
        throw WrittenJSONFault(
          clause: said("has \"arguments\"\(which) that are \(other.typeName), not an array"))
      case (nil, let data?): arguments = [data]
      case (nil, nil): arguments = []
      }
      let name = item["label"]?.stringValue
      templates.append(
        EventTemplate(
          label: name ?? (items.count == 1 ? label : "\(label) \(place + 1)"), event: event,
          arguments: arguments.map(\.pretty).joined(separator: ",\n")))
    }
    return templates
  }

  /// The members of such a file that are ignored, each in a clause with its place.
  package static func unknownMembers(in bytes: [UInt8]) -> [String] {
    guard let document = try? WrittenJSON.document(bytes), let items = try? list(document) else {
      return []
    }
    let isSeveral = document["events"] != nil
    let outer = isSeveral ? unknown(in: document, besides: ["version", "events"]) : []
    let inner = items.flatMap {
      unknown(in: $0, besides: ["version", "label", "event", "arguments", "data"])
    }
    let depth = isSeveral ? 3 : document.arrayValue == nil ? 1 : 2
    return outer.map { clause($0, depth: 1, in: bytes) }
      + Set(inner).sorted().map { clause($0, depth: depth, in: bytes) }
  }

  private static func unknown(in object: JSONValue, besides known: Set<String>) -> [String] {
    (object.objectValue?.keys ?? []).filter { !known.contains($0) }
  }

  /// - Parameter depth: of how many brackets the object is the innermost.
  private static func clause(_ name: String, depth: Int, in bytes: [UInt8]) -> String {
    WrittenJSON.place(ofMember: name, depth: depth, in: bytes).map {
      said("has an unknown member \"\(name)\" at \($0), which is ignored")
    } ?? said("has an unknown member \"\(name)\", which is ignored")
  }

  private static func list(_ document: JSONValue) throws(WrittenJSONFault) -> [JSONValue] {
    guard let events = document["events"] else { return document.arrayValue ?? [document] }
    guard let items = events.arrayValue else {
      throw WrittenJSONFault(
        clause: said("has \"events\" that are \(events.typeName), not an array"))
    }
    return items
  }

  /// The text of a file that ``read(_:label:)`` takes.
  ///
  /// - Throws: what is wrong with the arguments
  package var file: String {
    get throws(WrittenJSONFault) {
      let documents = try WrittenJSON.documents(Array(arguments.utf8))
      return JSONValue.object([
        "version": .integer(FileVersion.latest),
        "label": .string(label), "event": .string(event), "arguments": .array(documents),
      ]).pretty + "\n"
    }
  }
}
