import ChatModel
import Testing

@Suite struct APIRequestTests {
  @Test(arguments: [
    "GET chat/conversations", "get chat/conversations", "POST messages", "GET chat/messages/*",
    "GET chat/messages/6712f0a1b2c3d4e5f6a7b8c9", "PATCH chat/conversations/*/status",
    "PATCH /api/v1/chat/conversations/6712f0a1b2c3d4e5f6a7b8c9/read", "GET support/stats",
    "POST users/login", "GET *",
  ])
  func theCallsOfTheAPIAreKnown(_ words: String) { #expect(APIRequest.isKnown(words)) }

  @Test(arguments: [
    "GTE chat/conversations", "GET chat/conversatoins", "GET chta/conversations",
    "PATCH chat/messages",
    "GET chat/conversations/*/status", "GET conversatoins", "GET", "", "GET /",
  ])
  func whatTheAPIHasNotIsUnknown(_ words: String) { #expect(!APIRequest.isKnown(words)) }
}
