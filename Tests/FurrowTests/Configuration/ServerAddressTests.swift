import Foundation
import Testing

@testable import furrow

@Suite struct ServerAddressTests {
  @Test(arguments: [
    ("http://h:5000", "http://h:5000", "http://h:5000/api/v1"),
    ("http://h:5000/", "http://h:5000", "http://h:5000/api/v1"),
    ("HTTPS://h/api/v1", "https://h", "https://h/api/v1"),
    ("https://h/api/v1/", "https://h", "https://h/api/v1"),
    ("https://h/api/v1/chat", "https://h", "https://h/api/v1"),
    ("https://h/team/api/v2", "https://h", "https://h/team/api/v2"),
    ("https://h//team//api/v1", "https://h", "https://h/team/api/v1"),
    ("https://h/a%20b/api/v1", "https://h", "https://h/a%20b/api/v1"),
    ("https://h/chat/api/v1/chat/", "https://h", "https://h/chat/api/v1"),
    ("http://[::1]:5000/api/v1", "http://[::1]:5000", "http://[::1]:5000/api/v1"),
  ])
  func originAndBaseComeFromEitherForm(_ text: String, _ origin: String, _ base: String) throws {
    let address = try ServerAddress(text)
    #expect(address.origin.absoluteString == origin)
    #expect(address.base.absoluteString == base)
  }

  @Test(arguments: [
    "", "h:5000", "localhost", "ftp://h", "http://", "http:///api", "http://me:pw@h",
    "http://h?a=1",
    "http://h#x", "http://h:99999999", "ht tp://h", "http://h h",
  ])
  func whatIsNoAddressOfAServerIsBadConfiguration(_ text: String) {
    let failure = failure { _ = try ServerAddress(text) }
    #expect(failure?.status == .badConfiguration)
    #expect(failure?.message.contains("--url") == true)
  }

  @Test(arguments: [
    ("http://h", "/socket.io/"), ("http://h/api/v1", "/socket.io/"),
    ("http://h/chatsvc/api/v1", "/chatsvc/socket.io/"), ("http://h//api/v1", "/socket.io/"),
    ("http://h/a%20b/c/api/v1/", "/a%20b/c/socket.io/"),
  ])
  func theLiveLinkStandsBelowThePrefixToo(_ text: String, _ path: String) throws {
    #expect(try ServerAddress(text).socketPath == path)
  }

  @Test(arguments: [
    "http://h/admin", "http://h/chat", "http://h/api", "http://h/api/v", "http://h/api/v1/x",
    "http://h/api/v1x", "http://h/../api/v1", "http://h/apis/v1", "http://h/socket.io/",
  ])
  func aPathThatIsNoBaseIsRefusedWithWhatWouldBeOne(_ text: String) {
    let failure = failure { _ = try ServerAddress(text) }
    #expect(failure?.status == .badConfiguration)
    #expect(failure?.message.contains("http://h/prefix/api/v1") == true)
  }

  @Test func whoeverHasToCorrectTheAddressIsToldWhere() throws {
    let folder = try TemporaryFolder()
    let settings = try Settings.made(in: folder, config: "\nurl = \"nowhere\"")
    let path = folder.file("config/config.toml").path
    #expect(
      failure { _ = try settings.address() }?.message.hasSuffix("Correct \(path):2:1.") == true)
  }

  @Test func aPasswordInTheAddressIsNotRepeated() {
    let failure = failure { _ = try ServerAddress("http://me:hunter2@h") }
    #expect(failure?.message.contains("hunter2") == false)
  }

  @Test(arguments: [
    ("http://Chat.Example", "chat.example_80"), ("https://chat.example", "chat.example_443"),
    ("http://h:5000/api/v1", "h_5000"),
    ("http://h/a/api/v1", "h_80%2Fa"), ("http://[::1]:5000", "%3A%3A1_5000"),
  ])
  func aServersFolderIsItsHostAndPort(_ text: String, _ folder: String) throws {
    #expect(try ServerAddress(text).folder == folder)
  }

  @Test(arguments: [
    ("abc_DEF-1.2", "abc_DEF-1.2"), ("..", "%2E."), (".", "%2E"), ("../../etc", "%2E.%2F..%2Fetc"),
    ("a/b\\c", "a%2Fb%5Cc"), ("a\u{0}b", "a%00b"), ("मीरा", "%E0%A4%AE%E0%A5%80%E0%A4%B0%E0%A4%BE"),
    ("a%2Fb", "a%252Fb"), ("", ""),
  ])
  func aHostileIdIsOnlyAName(_ id: String, _ name: String) {
    #expect(ServerAddress.fileName(id) == name)
    #expect(!ServerAddress.fileName(id).contains("/"))
  }
}
