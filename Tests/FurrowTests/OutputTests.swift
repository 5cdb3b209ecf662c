import ChatModel
import Foundation
import JSON
import Testing

@testable import furrow

@Suite struct OutputTests {
  @Test(arguments: [
    ("\u{9B}31m", "\\u009b31m"), ("\u{85}", "\\u0085"), ("\u{7F}", "\\u007f"),
    ("\u{202E}abc", "\\u202eabc"), ("\u{2066}\u{2069}", "\\u2066\\u2069"),
    ("\u{200E}\u{200F}", "\\u200e\\u200f"), ("\u{2028}\u{2029}", "\\u2028\\u2029"),
    ("नमस्ते 🌾 👩‍🌾", "नमस्ते 🌾 👩‍🌾"), ("plain", "plain"),
  ])
  func whatATerminalMightObeyIsEscapedInJSON(_ text: String, _ printed: String) throws {
    let json = JSONValue.object(["content": .string(text)])
    let line = Output.printable(json.encoded)
    #expect(line == "{\"content\":\"\(printed)\"}")
    #expect(try JSONValue(parsing: line) == json, "it still says the same")
  }

  @Test func controlCharactersAndLineEndsAreEscapedByJSONItself() throws {
    let json = JSONValue.string("a\u{1B}[2Jb\nc\rd\u{0}")
    let line = Output.printable(json.encoded)
    #expect(line.utf8.allSatisfy { $0 >= 0x20 })
    #expect(try JSONValue(parsing: line) == json)
  }
}

@Suite struct ListingTests {
  @Test func aMessageIsOneLineWithItsMark() {
    var message = Message(id: "m1", content: "Namaste", createdAt: Date(timeIntervalSince1970: 0))
    #expect(Listing.line(message).contains("✓   m1  nobody: Namaste"))
    message.isRead = true
    #expect(Listing.line(message).contains("✓✓  m1"))
  }

  @Test(arguments: [
    (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1 kB"), (1500, "2 kB"),
    (999_499, "999 kB"), (999_500, "1 MB"), (1_200_000, "1.2 MB"), (9_949_999, "9.9 MB"),
    (9_950_000, "10 MB"), (12_582_912, "13 MB"), (79_010_000_000, "79 GB"),
    (Int.max, "9223372 TB"), (-1, "-1 bytes"),
  ])
  func amountsOfBytesAreShort(_ bytes: Int, _ text: String) {
    #expect(Listing.size(bytes) == text)
  }

  @Test func aFileWithoutWordsIsToldByItsKind() {
    var message = Message(id: "m1", kind: .media(.image), media: .known(Media(id: "f1")))
    #expect(Listing.body(message) == "[image] ")
    message.media = .known(Media(id: "f1", name: "leaf.jpg", size: 1_200_000))
    #expect(Listing.body(message) == "[image] leaf.jpg 1.2 MB")
  }
}
