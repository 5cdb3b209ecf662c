import ChatModel
import JSON
import Testing

@testable import furrow

@Suite struct ExpectationTests {
  private let new: JSONValue = [
    "conversationId": "c1",
    "message": [
      "_id": "m1", "content": "a=b:c", "isRead": false, "count": 5, "mediaId": nil,
      "senderId": ["_id": "u1"], "tags": ["x", "y"],
    ],
  ]

  private func isMet(_ text: String, _ data: JSONValue, in conversation: String? = "c1") -> Bool? {
    Expectation(argument: text)?.isMet(by: "message:new", data, in: conversation)
  }

  @Test(arguments: [
    "message:new", "message:new:conversationId=c1", "message:new:message.content=a=b:c",
    "message:new:message.isRead=false", "message:new:message.count=5",
    "message:new:message.senderId=u1", "message:new:message.senderId._id=u1",
    "message:new:message.tags.1=y", "message:new:message._id=\"m1\"",
    "message:new:message.mediaId=null",
  ])
  func anEventWithThatNameAndValueMeetsIt(_ text: String) { #expect(isMet(text, new) == true) }

  @Test(arguments: [
    "message:sent", "message", "message:new:message.content=a", "message:new:message.nothing=",
    "message:new:message.tags.2=y", "message:new:message.tags.x=y", "message:new:message.count=6",
    "message:new:message.content.deeper=x",
  ])
  func anotherDoesNot(_ text: String) { #expect(isMet(text, new) == false) }

  @Test func anEventOfAnotherConversationCountsOnlyWhenItIsNamed() {
    #expect(isMet("message:new", new, in: "c2") == false)
    #expect(isMet("message:new", new, in: nil) == true)
    #expect(isMet("message:new:conversationId=c1", new, in: "c2") == true)
    #expect(isMet("message:new:message._id=m1", new, in: "c2") == false)
    let apart: JSONValue = ["message": ["conversationId": ["_id": "c1"]]]
    #expect(isMet("message:new", apart, in: "c2") == false)
    #expect(isMet("message:new", apart, in: "c1") == true)
    #expect(isMet("message:new", [1, nil], in: "c2") == true, "it is about none")
  }

  @Test(arguments: [
    ("message:new:message.count=6", "message:new, in which message.count is 5"),
    ("message:new:message.nothing=1", "message:new, in which message.nothing is missing"),
    ("message:new", "message:new about c1"), ("message:sent", nil),
  ])
  func whatCameInsteadIsToldFromIt(_ text: String, words: String?) {
    let misfit = Expectation(argument: text)?.misfit(of: "message:new", new, in: "c2")
    #expect(misfit == words)
    #expect(Expectation(argument: "message:new")?.misfit(of: "message:new", new, in: "c1") == nil)
  }

  @Test(arguments: ["", "message=x", ":a=b", "message:=x", "message:a..b=x"])
  func whatIsNoExpectationIsRefused(_ text: String) {
    #expect(Expectation(argument: text) == nil)
  }
}
