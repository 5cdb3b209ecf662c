import ChatModel
import JSON
import Recordings
import Testing

@Suite struct AssertionDraftTests {
  private func drafts(_ place: Int, _ tape: Taping = .talk()) -> [String] {
    let recording = tape.recording
    let relation = recording.relations[place]
    let number = relation.answers ?? relation.cause
    return AssertionDraft.texts(
      of: recording.records[place], relation,
      cause: recording.records.first { $0.number == number })
  }

  @Test func anEventThatHasACauseFollowsItInTwiceTheTimeThatItTook() {
    #expect(
      drafts(6).first == """
        version = 1

        [[assert]]
        name = "message:sent follows message:send"
        event = "message:sent"
        as = "meera"
        after = "message:send"
        within = "500ms"

        """)
    #expect(drafts(6, .talk(sentAfter: 812)).first?.contains(#"within = "1700ms""#) == true)
    #expect(drafts(6).count == 2)
  }

  @Test func whatHasNoCauseComesOrGoesOut() {
    #expect(
      drafts(7) == [
        """
        version = 1

        [[assert]]
        name = "message:read goes out"
        sent = "message:read"
        as = "ramesh"

        """
      ])
  }

  @Test func anAnswerHasItsStatusAndTheIDsInItsPathAreAny() {
    #expect(
      drafts(9).first == """
        version = 1

        [[assert]]
        name = "PATCH chat/conversations/*/status is answered"
        request = "PATCH chat/conversations/*/status"
        as = "meera"
        status = 200
        within = "500ms"

        """)
  }

  @Test func whatIsNoEventAndNoRequestIsNone() {
    var tape = Taping()
    tape.add(.incoming, .eio, "ping")
    tape.add(.outgoing, .http, "GET /socket.io/?EIO=4&transport=polling")
    tape.add(.incoming, .sio, "connect", isPacket: true)
    #expect((0..<3).allSatisfy { drafts($0, tape).isEmpty })
  }

  @Test func aNameThatIsNoWordIsQuoted() {
    var tape = Taping()
    tape.into("a\"b\n\\c", 1)
    #expect(drafts(0, tape).first?.contains(#"event = "a\"b\n\\c""#) == true)
  }
}
