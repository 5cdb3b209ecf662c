import Testing
import TextGrid

@testable import TerminalIO

struct CapabilitiesTests {
  @Test func theUsualFormsAreFilledInHere() {
    let move = Parameterized("\u{1B}[%i%p1%d;%p2%dH")
    #expect(String(readable: move.bytes(4, 119)) == "^[[5;120H")
    #expect(String(readable: Parameterized("\u{1B}[%p1%dC").bytes(0)) == "^[[0C")
    #expect(Parameterized().isMissing)
    #expect(!move.isMissing)
  }

  @Test func otherFormsGoThroughTerminfo() {
    let padded = Parameterized("\u{1B}[%i%p1%d;%p2%dH$<5>") { [UInt8($0), UInt8($1)] }
    #expect(padded.bytes(1, 2) == [1, 2])
    let conditional = Parameterized("%?%p1%{8}%<%t3%p1%d%e9%;m") { first, _ in [UInt8(first)] }
    #expect(conditional.bytes(7) == [7])
  }

  @Test func aLocaleSaysByItsNameWhetherItSpeaksUTF8() {
    for name in ["hi_IN.UTF-8", "en_IN.utf8", "C.UTF-8", "sr_RS.UTF-8@latin"] {
      #expect(Environment.saysUTF8(name), "\(name)")
    }
    for name in ["", "C", "POSIX", "hi_IN", "de_DE.ISO-8859-1", "nonesuch", "x.UTF-16"] {
      #expect(!Environment.saysUTF8(name), "\(name)")
    }
  }

  @Test func coloursFollowTheEntryTheEnvironmentAndTheWishForNone() {
    #expect(Environment().colorDepth(colors: 256, entryIsDirect: false) == .indexed256)
    #expect(Environment().colorDepth(colors: 8, entryIsDirect: false) == .ansi8)
    #expect(Environment().colorDepth(colors: 16, entryIsDirect: false) == .ansi16)
    #expect(Environment().colorDepth(colors: -1, entryIsDirect: false) == .monochrome)
    #expect(Environment().colorDepth(colors: 256, entryIsDirect: true) == .trueColor)
    let direct = Environment(colorTerm: "truecolor")
    #expect(direct.colorDepth(colors: 256, entryIsDirect: false) == .trueColor)
    let none = Environment(colorTerm: "truecolor", noColor: true)
    #expect(none.colorDepth(colors: 256, entryIsDirect: true) == .monochrome)
  }

  @Test func multiplexersAreKnownByNameOrVariable() {
    #expect(Environment(term: "tmux-256color").isMultiplexer)
    #expect(Environment(term: "screen").isMultiplexer)
    #expect(Environment(term: "xterm-256color", isInsideTmux: true).isMultiplexer)
    #expect(!Environment(term: "xterm-256color").isMultiplexer)
  }

  @Test func noTextEndsAStringForTheTerminal() {
    let hostile = "x\u{1B}\\\u{7}\u{9C}\n; y"
    for bytes in [
      Announcement.title(hostile),
      Announcement.notification(title: hostile, body: hostile, as: .osc9And777),
      Announcement.notification(title: hostile, body: hostile, as: .osc99),
      Announcement.clipboard(hostile),
    ] {
      let text = String(decoding: bytes, as: UTF8.self).unicodeScalars
      let strings = text.count { $0.value == 0x1B } / 2
      #expect(strings == 1 || strings == 2)
      #expect(
        !text.contains { $0.value < 0x20 && $0.value != 0x1B || (0x7F..<0xA0).contains($0.value) })
    }
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"),
    ("पत्ता", "4KSq4KSk4KWN4KSk4KS+"),
  ])
  func theClipboardIsEncoded(text: String, encoded: String) {
    #expect(Announcement.clipboard(text) == Array("\u{1B}]52;c;\(encoded)\u{1B}\\".utf8))
  }
}
