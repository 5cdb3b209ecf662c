import ChatModel
import TextGrid

/// CommonMark. What people wrote stands in quotes, each mark of it escaped.
struct MarkdownTranscript: TranscriptForm {
  func opening(_ facts: TranscriptFacts) -> String { Self.escaped(facts.remark) + "\n" }

  func heading(_ conversation: Conversation, isFirst: Bool) -> String {
    let facts = TranscriptWords.facts(of: conversation).map(Self.escaped).joined(separator: " · ")
    return "\n# \(Self.escaped(Listing.name(conversation.farmer)))\n\n\(facts)\n"
  }

  func message(_ message: Message, gap: String?, isFirst: Bool) -> String {
    var text = gap.map { "\n*\(Self.escaped($0))*\n" } ?? ""
    text += "\n**\(Self.escaped(Listing.name(message.sender)))** · "
    text += Self.escaped(TranscriptWords.time(of: message)) + "\n\n"
    let bodies = [
      message.content.map { Sanitizer.displayable($0) }, TranscriptWords.file(of: message),
    ]
    .compactMap { $0 }.filter { !$0.isEmpty }
    return text + Self.quoted(bodies.joined(separator: "\n"))
  }

  func note(_ note: ConversationNote) -> String {
    "\n***\(Self.escaped(TranscriptWords.title(of: note)))*** · "
      + Self.escaped(Listing.local(note.writtenAt)) + "\n\n"
      + Self.quoted(Sanitizer.displayable(note.text))
  }

  private static func quoted(_ body: String) -> String {
    var text = ""
    let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let escaped = escapedLine(line)
      // A line that goes on is broken where it was; an empty one parts paragraphs.
      let goesOn = index + 1 < lines.count && !escaped.isEmpty && !lines[index + 1].isBlank
      text += escaped.isEmpty ? ">\n" : "> \(escaped)\(goesOn ? "\\" : "")\n"
    }
    return text
  }

  func foot(_ remarks: [String], notes: [ConversationNote]) -> String {
    "\n---\n" + remarks.map { "\n\(Self.escaped($0))\n" }.joined()
  }

  var closing: String { "" }

  // MARK: Escaping

  /// On one line, whatever it begins with.
  static func escaped(_ text: String) -> String { escapedLine(text[...]) }

  private static func escapedLine(_ line: Substring) -> String {
    // Four spaces would make code of it.
    let indent = line.prefix { $0 == " " }.count
    var text = String(repeating: "\u{A0}", count: min(indent, 40))
    var isNumbered = true
    for (index, character) in line.dropFirst(indent).enumerated() {
      let isEscaped =
        switch character {
        case "\\", "`", "*", "_", "[", "]", "<", ">", "#", "|", "~", "&", "!", "=", "^", "$": true
        case "+", "-": index == 0
        case ".", ")": isNumbered && index > 0
        // What a list's number ends with comes at the beginning alone.
        default: false
        }
      if !("0"..."9").contains(character) { isNumbered = false }
      if isEscaped { text += "\\" }
      text.append(character)
    }
    return text
  }
}

extension Substring {
  fileprivate var isBlank: Bool { allSatisfy { $0 == " " } }
}
