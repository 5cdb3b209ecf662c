import ArgumentParser
import ChatClient
import ChatModel
import Foundation
import Testing

@testable import furrow

@Suite struct FailureTests {
  @Test(
    arguments: [(APIError, Int32)]([
      (.notSignedIn("no"), 67), (.notAllowed("no"), 77), (.notFound("no"), 66),
      (.rejected(status: 400, "no"), 65), (.rejected(status: 413, "no"), 65),
      (.noSuchCall("no"), 69), (.serverFailed(status: 500, "no"), 69), (.notThisAPI("no"), 69),
      (.unreachable("no", mayHaveArrived: false), 69),
      (.unreachable("no", mayHaveArrived: true), 69),
      (.heldBack(until: .distantFuture, mayHaveArrived: false), 69),
      (.localFile("no"), 65), (.cancelled, 75),
    ]))
  func everyAnswerOfAServerHasItsExit(_ error: APIError, _ status: Int32) {
    #expect(Failure(error as any Error).status.rawValue == status)
  }

  @Test(arguments: [StoreError.full, .readOnly, .damaged(movedTo: "/x"), .failed("it broke")])
  func whateverTheDiskSaysIsOneExit(_ error: StoreError) {
    #expect(Failure(error as any Error).status == .cannotStore)
  }

  @Test(arguments: [MalformedToken.notOneWord, .notAJSONWebToken, .unreadableClaims, .namesNobody])
  func aMalformedTokenIsNoSignIn(_ error: MalformedToken) {
    let failure = Failure(error as any Error)
    #expect(failure.status == .notSignedIn)
    #expect(failure.message.contains("furrow login"))
  }

  @Test func otherErrorsAreMappedToo() {
    struct Strange: Error {}
    #expect(Failure(UnexpectedShape(path: "data", problem: "is null")).status == .unavailable)
    #expect(Failure(CancellationError()).status == .keptForLater)
    #expect(Failure(Strange()).status == .internalError)
    let own = Failure(.notFound, "x")
    #expect(Failure(own as any Error) == own)
  }

  @Test func theNumbersAreThoseOfTheManual() {
    let numbers: [(furrow.ExitStatus, Int32)] = [
      (.done, 0), (.checkFailed, 1), (.usage, 64), (.rejected, 65), (.notFound, 66),
      (.notSignedIn, 67), (.unavailable, 69), (.internalError, 70), (.cannotStore, 74),
      (.keptForLater, 75), (.notAllowed, 77), (.badConfiguration, 78),
    ]
    for (status, number) in numbers { #expect(status.code.rawValue == number) }
  }

  @Test(arguments: [
    ("access denied", "Access denied."), ("Access denied.", "Access denied."), (" why? ", "Why?"),
    ("", "It failed."), ("\n", "It failed."), ("é", "É."),
    ("leaf.png is empty", "leaf.png is empty."), ("no.", "No."),
    ("http://h is down", "http://h is down."),
    ("messageType is required", "messageType is required."),
    ("new_id is wrong", "new_id is wrong."), ("data.id is wrong", "data.id is wrong."),
  ])
  func reasonsBecomeSentences(_ text: String, _ sentence: String) {
    #expect(Failure.sentence(text) == sentence)
  }
}
