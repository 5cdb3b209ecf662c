import ArgumentParser
import ChatModel
import Foundation
import JSON
import Testing

@testable import furrow

@Suite struct TokenSourceTests {
  private func source(
    _ words: [String], _ environment: [String: String] = [:],
    _ settings: [String: String] = [:]
  ) throws -> TokenSource {
    TokenSource(
      options: try GlobalOptions.parse(words), environment: environment, settings: settings)
  }

  @Test func theFirstOfManySourcesIsTaken() throws {
    let environment = ["FURROW_TOKEN": "e", "FURROW_TOKEN_FILE": "ef"]
    let settings = ["token_command": "c", "token_file": "sf"]
    #expect(
      try source(["--token", "t", "--token-file", "f"], environment, settings) == .flag("t"))
    #expect(try source(["--token-file", "f"], environment, settings) == .file("f"))
    #expect(try source([], environment, settings) == .environment("e"))
    #expect(try source([], ["FURROW_TOKEN_FILE": "ef"], settings) == .file("ef"))
    #expect(try source([], [:], settings) == .command("c"))
    #expect(try source([], [:], ["token_file": "sf"]) == .file("sf"))
    #expect(try source([]) == .storedSignIn)
    #expect(try source([], ["FURROW_TOKEN": ""]) == .storedSignIn)
  }

  @Test func noSourceTellsTheTokenItself() throws {
    let all: [TokenSource] = [.flag("eyJsecret"), .environment("eyJsecret"), .storedSignIn]
    #expect(all.allSatisfy { !$0.origin.contains("secret") })
  }

  private func token(_ source: TokenSource, _ folder: TemporaryFolder) throws -> String {
    let paths = try Settings.made(in: folder).paths
    return try source.token(for: "default", at: ServerAddress("http://h"), in: paths)
  }

  @Test func filesAndCommandsGiveTheTokenWithoutBlanks() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("  a.b.c \n", to: "token")
    chmod(file.path, 0o600)
    #expect(try token(.file(file.path), folder) == "a.b.c")
    #expect(try token(.command("printf ' a.b.c\\n'"), folder) == "a.b.c")
    #expect(try token(.flag(" a.b.c "), folder) == "a.b.c")
  }

  @Test func aTokenThatOthersCanReadIsRefusedWithTheMend() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("a.b.c", to: "it's a token")
    for rights in [0o604, 0o640, 0o602, 0o666] {
      chmod(file.path, mode_t(rights))
      let failure = failure { _ = try token(.file(file.path), folder) }
      #expect(failure?.status == .notSignedIn)
      #expect(failure?.message.contains("chmod 600 '\(folder.url.path)/it'\\''s a token'") == true)
      #expect(failure?.message.contains("a.b.c") == false)
    }
    chmod(file.path, 0o400)
    #expect(try token(.file(file.path), folder) == "a.b.c")
  }

  @Test(arguments: [
    TokenSource.command("yes"), .file("/dev/null"), .command("exit 3"), .command("true"),
    .command("/nowhere/at/all"), .storedSignIn,
  ])
  func aSourceThatGivesNothingIsNoSignIn(_ source: TokenSource) throws {
    let folder = try TemporaryFolder()
    let failure = failure { _ = try token(source, folder) }
    #expect(failure?.status == .notSignedIn)
  }

  @Test(arguments: ["/dev/zero", "/", "/nowhere/at/all"])
  func aFileThatCannotBeReadIsNotFound(_ path: String) throws {
    let folder = try TemporaryFolder()
    #expect(failure { _ = try token(.file(path), folder) }?.status == .notFound)
  }
}

@Suite struct SignInTests {
  private let folder: TemporaryFolder
  private let paths: Paths
  private let address: ServerAddress

  init() throws {
    folder = try TemporaryFolder()
    paths = try Settings.made(in: folder).paths
    address = try ServerAddress("http://chat.example:5000")
  }

  private func signIn(_ profile: String = "default") -> SignIn {
    SignIn(profile: profile, address: address, paths: paths)
  }

  @Test func aStoredTokenIsFoundAgainAndIsItsOwnersAlone() throws {
    try signIn().store("a.b.c", of: "meera")
    #expect(try signIn().token == "a.b.c")
    let account = SignIn.account(of: "meera", at: address, below: paths.data)
    #expect(try TemporaryFolder.rights(of: account.appending(path: "token")) == 0o600)
    for directory in [account, account.deletingLastPathComponent(), paths.data] {
      #expect(try TemporaryFolder.rights(of: directory) == 0o700)
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: account.path)
    #expect(left == ["token"], "nothing unfinished stays behind")
  }

  @Test func aStoredTokenThatOthersCanReadIsRefusedAndCanBeForgotten() throws {
    try signIn().store("a.b.c", of: "meera")
    let file = SignIn.account(of: "meera", at: address, below: paths.data).appending(path: "token")
    chmod(file.path, 0o644)
    let refusal = failure { _ = try signIn().token }
    #expect(refusal?.status == .notSignedIn)
    #expect(refusal?.message.contains("chmod 600 \(file.path)") == true)
    #expect(signIn().isStored)
    try signIn().remove(purge: false)
    #expect(!signIn().isStored)
  }

  @Test func eachProfileHasItsOwnAndTwoOfOneUserShareTheAccount() throws {
    try signIn("a").store("1.1.1", of: "meera")
    try signIn("b").store("2.2.2", of: "ravi")
    #expect(try signIn("a").token == "1.1.1")
    #expect(try signIn("b").token == "2.2.2")
    try signIn("c").store("3.3.3", of: "meera")
    #expect(try signIn("a").token == "3.3.3")
    #expect(try signIn("d").token == nil)
  }

  @Test func signingOutForgetsTheTokenAndKeepsTheHistory() throws {
    try signIn().store("a.b.c", of: "meera")
    let account = SignIn.account(of: "meera", at: address, below: paths.data)
    let history = account.appending(path: "history.sqlite")
    try Data("x".utf8).write(to: history)
    try signIn().remove(purge: false)
    #expect(try signIn().token == nil)
    #expect(FileManager.default.fileExists(atPath: history.path))
    try signIn().remove(purge: false)
  }

  @Test func purgingRemovesAllOfTheAccountAndNothingElse() throws {
    try signIn().store("a.b.c", of: "meera")
    try signIn("b").store("d.e.f", of: "ravi")
    try signIn("c").store("a.b.c", of: "meera")
    let media = SignIn.account(of: "meera", at: address, below: paths.cache)
    try Paths.writePrivate("leaf", to: media.appending(path: "f1/leaf.jpg"))
    try signIn().remove(purge: true)
    let account = SignIn.account(of: "meera", at: address, below: paths.data)
    for gone in [account, media] { #expect(!FileManager.default.fileExists(atPath: gone.path)) }
    let left = try FileManager.default.contentsOfDirectory(
      atPath: account.deletingLastPathComponent().path)
    #expect(left.sorted() == ["b.user", "ravi"], "no profile points to what is gone")
    #expect(try signIn("b").token == "d.e.f")
  }

  @Test func whoSignedOutBeforeOrNeverSignedInHereCanPurgeAllTheSame() throws {
    try signIn().store("a.b.c", of: "meera")
    try signIn().remove(purge: false)
    try signIn().remove(purge: true)
    let account = SignIn.account(of: "meera", at: address, below: paths.data)
    #expect(!FileManager.default.fileExists(atPath: account.path))
    // With --token-file nothing points to the account.
    let ravis = SignIn.account(of: "ravi", at: address, below: paths.data)
    try Paths.writePrivate("x", to: ravis.appending(path: "history.sqlite"))
    do {
      try signIn().remove(purge: true)
      Issue.record("it is not known whose data are meant")
    } catch {
      #expect(error.status == .notSignedIn)
      #expect(error.message.contains("ravi"))
    }
    try signIn().remove(purge: true, of: "ravi")
    #expect(!FileManager.default.fileExists(atPath: ravis.path))
    try signIn().remove(purge: true)
  }

  @Test(arguments: ["../../../etc", "..", "a/b", ".hidden", ""])
  func aHostileUserIDStaysBelowTheServersFolder(_ id: String) throws {
    let server = paths.data.appending(path: address.folder).path
    let account = SignIn.account(of: .init(id), at: address, below: paths.data).standardizedFileURL
      .path
    #expect(account == server || account.hasPrefix(server + "/"))
    #expect(account.split(separator: "/").count <= server.split(separator: "/").count + 1)
  }

  @Test(arguments: ["../other", "/etc", ".", ""])
  func aPointerThatLeadsElsewhereIsNotFollowed(_ pointer: String) throws {
    try folder.write(pointer, to: "data/chat.example_5000/default.user")
    #expect(signIn().account == nil)
  }

  @Test func aMalformedOrExpiredTokenIsNoSignIn() throws {
    let settings = try Settings.made(in: folder)
    func status(_ token: String) -> furrow.ExitStatus? {
      failure { _ = try Account(address: address, token: token, settings: settings) }?.status
    }
    #expect(status("nonsense") == .notSignedIn)
    #expect(status("a.b.c") == .notSignedIn)
    #expect(status(Tokens.make(["role": "Support"])) == .notSignedIn)
    #expect(status(Tokens.make(["id": "m", "role": "Support", "exp": 1])) == .notSignedIn)
    #expect(status(Tokens.good) == nil)
  }
}
