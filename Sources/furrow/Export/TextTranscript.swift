import ChatModel
import TextGrid

/// For reading and printing. A message goes on in lines that are indented, so that only lines of ours
/// begin at the margin.
struct TextTranscript: TranscriptForm {
  func opening(_ facts: TranscriptFacts) -> String { facts.remark + "\n" }

  func heading(_ conversation: Conversation, isFirst: Bool) -> String {
    let name = Listing.name(conversation.farmer)
    let facts = TranscriptWords.facts(of: conversation).joined(separator: " · ")
    return "\n=== \(name) ===\n\(facts)\n\n"
  }

  func message(_ message: Message, gap: String?, isFirst: Bool) -> String {
    let head = "\(TranscriptWords.time(of: message))  \(Listing.name(message.sender)): "
    let texts = [
      message.content.map { Sanitizer.displayable($0) }, TranscriptWords.file(of: message),
    ]
    let body = texts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "\n")
    return (gap.map { "--- \($0) ---\n" } ?? "") + head
      + body.replacing("\n", with: "\n    ") + "\n"
  }

  func note(_ note: ConversationNote) -> String {
    "\(Listing.local(note.writtenAt))  (\(TranscriptWords.title(of: note))): "
      + Sanitizer.displayable(note.text).replacing("\n", with: "\n    ") + "\n"
  }

  func foot(_ remarks: [String], notes: [ConversationNote]) -> String {
    "\n" + remarks.map { "--- \($0)\n" }.joined()
  }

  var closing: String { "" }
}
