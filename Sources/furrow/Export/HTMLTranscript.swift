import ChatModel
import Foundation
import TextGrid

/// One page that needs nothing beside it: no script, no address that is fetched, pictures inside.
struct HTMLTranscript: TranscriptForm {
  let me: UserID?
  let pictures: InlinePictures

  func opening(_ facts: TranscriptFacts) -> String {
    """
    <!DOCTYPE html>
    <html><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
    style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width"><title>furrow</title>
    <style>
    body{font:16px/1.45 sans-serif;max-width:46em;margin:2em auto;padding:0 1em;color:#1b1f23;\
    background:#fff}
    article{margin:.6em 0;padding:.4em .8em;border-left:3px solid #8a94a0}
    article.mine{border-color:#2b7a4b;margin-left:3em}
    article.note{border-left-style:dashed;border-color:#8a4b00;font-style:italic}
    header{color:#5a636d;font-size:.85em}
    p{margin:.2em 0;white-space:pre-wrap;overflow-wrap:anywhere}
    img{max-width:100%;height:auto}
    .gap,footer{color:#8a4b00;font-size:.9em}
    @media(prefers-color-scheme:dark){body{color:#e4e7ea;background:#16191c}\
    header{color:#a3adb7}.gap,footer{color:#e0b070}}
    </style></head><body>
    <p class="about">\(Self.escaped(facts.remark))</p>

    """
  }

  func heading(_ conversation: Conversation, isFirst: Bool) -> String {
    let facts = TranscriptWords.facts(of: conversation).joined(separator: " · ")
    return """
      <section><h1 dir="auto">\(Self.escaped(Listing.name(conversation.farmer)))</h1>
      <p class="about">\(Self.escaped(facts))</p>

      """
  }

  func message(_ message: Message, gap: String?, isFirst: Bool) -> String {
    let isMine = me != nil && message.sender.id == me
    var html = gap.map { "<p class=\"gap\">\(Self.escaped($0))</p>\n" } ?? ""
    html += "<article\(isMine ? " class=\"mine\"" : "")><header><b dir=\"auto\">"
    html += Self.escaped(Listing.name(message.sender))
    html += "</b> \(Self.escaped(TranscriptWords.time(of: message)))</header>"
    if let content = message.content, !content.isEmpty {
      html += "<p dir=\"auto\">\(Self.escaped(Sanitizer.displayable(content)))</p>"
    }
    if let file = TranscriptWords.file(of: message) {
      let name = Self.escaped(file)
      switch message.media.value.map(pictures.picture) ?? .isNone {
      case .data(let type, let bytes):
        html += "<p><img alt=\"\(name)\" src=\"data:\(type);base64,\(bytes)\"></p>"
      case .isNone: html += "<p>\(name)</p>"
      case .missing(let why): html += "<p>\(name) <i>(\(Self.escaped(why)))</i></p>"
      }
    }
    return html + "</article>\n"
  }

  func note(_ note: ConversationNote) -> String {
    "<article class=\"note\"><header><b dir=\"auto\">"
      + Self.escaped(TranscriptWords.title(of: note)) + "</b> "
      + Self.escaped(Listing.local(note.writtenAt)) + "</header><p dir=\"auto\">"
      + Self.escaped(Sanitizer.displayable(note.text)) + "</p></article>\n"
  }

  func foot(_ remarks: [String], notes: [ConversationNote]) -> String {
    "<footer>" + remarks.map { "<p>\(Self.escaped($0))</p>" }.joined(separator: "\n")
      + "</footer></section>\n"
  }

  var closing: String { "</body></html>\n" }

  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }
}
