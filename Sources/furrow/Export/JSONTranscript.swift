import ChatModel
import Foundation
import JSON

/// One JSON document with a message on each line: texts as they came, in their own words.
struct JSONTranscript: TranscriptForm {
  func opening(_ facts: TranscriptFacts) -> String {
    let time = Output.printable(JSONValue.string(Timestamp.format(facts.now)).encoded)
    return "{\"version\":\(FileVersion.latest),\"exportedAt\":\(time),\"conversations\":["
  }

  func heading(_ conversation: Conversation, isFirst: Bool) -> String {
    (isFirst ? "\n" : ",\n") + "{\"conversation\":\(Output.printable(conversation.json.encoded)),"
      + "\"messages\":["
  }

  func message(_ message: Message, gap: String?, isFirst: Bool) -> String {
    var json = message.json
    // Not of the server's: whether something may be missing before it.
    if gap != nil, case .object(var object) = json {
      object["followsGap"] = true
      json = .object(object)
    }
    return (isFirst ? "\n" : ",\n") + Output.printable(json.encoded)
  }

  /// They are no messages, and stand apart.
  func note(_ note: ConversationNote) -> String { "" }

  func foot(_ remarks: [String], notes: [ConversationNote]) -> String {
    let remarks = JSONValue.array(remarks.map(JSONValue.string)).encoded
    let notes = notes.isEmpty ? "" : JSONValue.array(notes.map(\.json)).encoded
    return "\n]," + (notes.isEmpty ? "" : "\"notes\":\(Output.printable(notes)),")
      + "\"remarks\":\(Output.printable(remarks))}"
  }

  var closing: String { "\n]}\n" }
}
