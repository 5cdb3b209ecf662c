// Canned replies: read, put in, and their gaps found before they go.

package import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  /// The files were read.
  mutating func note(_ new: CannedReplies, now: Date) {
    for problem in new.problems where !replies.problems.contains(problem) {
      say(.warning, problem, now: now)
    }
    repliesReadings += 1
    guard replies != new else { return }
    replies = new
    refreshReplyMenu()
  }

  // MARK: Putting one in

  func facts(of summary: ConversationSummary, now: Date) -> ReplyFacts {
    ReplyFacts(
      farmer: summary.conversation.farmer.value, agent: ownName,
      status: summary.conversation.status,
      wait: summary.wait?.isExact == true ? waited(summary, now: now) : nil,
      conversation: summary.id, now: now, timeZone: configuration.timeZone)
  }

  mutating func put(_ reply: CannedReply, into id: ConversationID, now: Date) {
    guard let summary = conversations[id] else {
      return hint(said("\(name(of: id)) is gone; nothing was put in."), now: now)
    }
    open(id, now: now)
    focus = .composer
    if let problem = writingProblem { return hint(problem.ended, about: id, now: now) }
    let filled = reply.template.filled(facts(of: summary, now: now).values)
    editComposer(now: now) { composer in
      composer.editor.put(filled)
      if filled.hasPlace, let cursor = filled.cursor { composer.leaveOpen(cursor, in: filled.text) }
    }
    if !reply.attachments.isEmpty { inspect([reply.attachments], for: .canned(id)) }
    let use = Used(.reply, reply.name, at: now)
    used.note(use)
    emit(.client(.noteUsed(use)))
    if let words = lack(of: filled.missing, in: id) { hint(words, about: id, now: now) }
  }

  // MARK: Gaps

  /// "Nobody has told the phone number of Lakshmi: fill in [phone?]."
  private func lack(of missing: [ReplyVariable], in id: ConversationID) -> String? {
    guard let first = missing.first else { return nil }
    let more = missing.count > 1 ? said(" and \(missing.count - 1) more") : ""
    return
      said(
        """
        \(name(of: id)): \(first.words) is not known; write it in the place of \
        \(first.gap)\(more).
        """)
  }

  /// What is asked before a text goes that lacks something of a canned reply; nil where it is whole.
  package func gapQuestion(in text: String, to id: ConversationID) -> String? {
    let again = key(.send, in: .composer)
    let missing = ReplyVariable.allCases.filter { text.contains($0.gap) }
    guard let first = missing.first else {
      if let place = composers[id]?.openPlaces.first(where: { $0.isEmpty(in: text) }) {
        return
          said(
            """
            Nothing is written in the place for your words, “\(place.words)”. \(again) again sends \
            it to \(name(of: id)) so.
            """)
      }
      return composers[id]?.lackingFiles.first.map { reason in
        said("\(reason) \(again) again sends it to \(name(of: id)) without.")
      }
    }
    let more = missing.count > 1 ? said(" and \(missing.count - 1) more") : ""
    return
      said(
        """
        It still has the gap \(first.gap)\(more). \(again) again sends it to \(name(of: id)) \
        so.
        """)
  }
}

extension TextEditor {
  /// Puts a canned reply in at the cursor, apart from what stands before it.
  fileprivate mutating func put(_ reply: FilledReply) {
    var lead = ""
    if let before = text[..<cursorIndex].last, !before.isWhitespace {
      lead = reply.text.contains("\n") ? "\n" : " "
    }
    let start = cursor + lead.utf8.count
    insert(lead + reply.text, as: .other)
    if let place = reply.cursor { moveCursor(to: start + place) }
  }
}
