import ChatModel
import Foundation
import JSON
import Testing

@testable import furrow

/// The next token when one is refused: from where it came, else from the person (row 14).
@Suite struct TokenKeeperTests {
  private let folder: TemporaryFolder
  private let settings: Settings
  private let address: ServerAddress

  init() throws {
    folder = try TemporaryFolder()
    settings = try Settings.made(in: folder)
    address = try ServerAddress("http://chat.example:5000")
  }

  /// One of meera's tokens; `number` tells them apart.
  private func token(_ number: Int, of user: String = "meera", expires: Int = 4_102_444_800)
    -> String
  {
    Tokens.make([
      "id": .string(user), "role": "Support", "exp": .integer(expires), "n": .integer(number),
    ])
  }

  private func keeper(_ source: TokenSource?, settings: Settings? = nil) throws -> TokenKeeper {
    let settings = settings ?? self.settings
    let account = try Account(address: address, token: token(1), settings: settings)
    return TokenKeeper(account, settings: settings, source: source)
  }

  private var signIn: SignIn {
    SignIn(profile: settings.profile, address: address, paths: settings.paths)
  }

  @Test func anotherTokenOfTheFileIsUsed() async throws {
    let file = folder.file("token")
    try Paths.writePrivate(token(1), to: file)
    let keeper = try keeper(.file(file.path))
    #expect(await keeper.renewed() == nil, "the file still holds the refused one")
    try Paths.writePrivate(token(2), to: file)
    #expect(await keeper.renewed() == token(2))
    #expect(keeper.token == token(2))
  }

  @Test func aCommandIsRunAnew() async throws {
    let file = try folder.write(token(2), to: "token")
    let keeper = try keeper(.command("cat '\(file.path)'"))
    #expect(await keeper.renewed() == token(2))
    #expect(await keeper.renewed() == nil, "a token that was refused is not tried again")
  }

  @Test func aRefusedTokenIsNeverTakenAgain() async throws {
    let keeper = try keeper(.file(try folder.write(token(1), to: "token").path))
    keeper.use(token(2))
    #expect(await keeper.renewed() == nil)
  }

  @Test func aTokenOfSomebodyElseOrOfYesterdayIsNotUsed() async throws {
    let keeper = try keeper(.file(folder.file("token").path))
    for wrong in [token(2, of: "ravi"), token(2, expires: 1), "nonsense"] {
      try folder.write(wrong, to: "token")
      #expect(await keeper.renewed() == nil)
    }
    #expect(keeper.token == token(1))
  }

  @Test func aCommandThatHangsIsEnded() async throws {
    let keeper = try keeper(.command("exec sleep 600"))
    #expect(await keeper.renewed(within: 0.1) == nil)
  }

  @Test func aTypedTokenReplacesTheStoredSignInOnceTheServerTookIt() async throws {
    try signIn.store(token(1), of: "meera")
    let keeper = try keeper(.storedSignIn)
    keeper.use(token(2))
    #expect(try signIn.token == token(1), "the server has not said yet that it is good")
    #expect(keeper.proven() != nil)
    #expect(try signIn.token == token(2))
    #expect(keeper.proven() == nil, "said once")
  }

  @Test func aTypedTokenThatIsRefusedIsNotKept() async throws {
    try signIn.store(token(1), of: "meera")
    let keeper = try keeper(.storedSignIn)
    keeper.use(token(2))
    _ = await keeper.renewed()
    #expect(keeper.proven() == nil)
    #expect(try signIn.token == token(1))
  }

  @Test func aTypedTokenOfSomebodyElseIsNotKept() throws {
    try signIn.store(token(1), of: "meera")
    let keeper = try keeper(.storedSignIn)
    keeper.use(token(2, of: "ravi"))
    #expect(keeper.proven() == nil)
    #expect(keeper.token == token(1))
    #expect(try signIn.token == token(1))
  }

  @Test func otherSourcesAreLeftAloneAndSaidToBeOld() throws {
    let file = try folder.write(token(1), to: "token")
    let keeper = try keeper(.file(file.path))
    keeper.use(token(2))
    #expect(keeper.proven()?.text.contains(file.path) == true)
    #expect(try String(contentsOf: file, encoding: .utf8) == token(1))
    #expect(try signIn.token == nil)
  }

  @Test func withoutACacheNothingIsWritten() throws {
    let keeper = try keeper(
      .storedSignIn, settings: Settings.made(in: folder, ["--no-cache"]))
    keeper.use(token(2))
    #expect(keeper.proven() == nil)
    #expect(!FileManager.default.fileExists(atPath: settings.paths.data.path))
  }
}
