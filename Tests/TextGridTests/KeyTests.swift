import Testing

@testable import TextGrid

struct KeyTests {
  @Test(arguments: [
    "Ctrl+K", "Alt+Enter", "Shift+Tab", "F3", "PgUp", "Space", "Ctrl+Space", "j", "G", "?", ":",
    "+", "Ctrl++", "Alt+x", "Alt+X", "Ctrl+_", "Ctrl+]", "Esc", "Delete", "Shift+Up", "Ctrl+Left",
    "Backspace", "F12", "ख", "Ctrl+Alt+A",
  ])
  func aNameIsPrintedAsItIsRead(name: String) {
    #expect(Key(name)?.description == name)
  }

  @Test func controlWithJIsNotEnterButControlWithMIs() {
    #expect(Key("Ctrl+J") != Key.enter)
    #expect(Key("Ctrl+M") == Key.enter)
    #expect(Key("Ctrl+I") == Key.tab)
    #expect(Key("Ctrl+[") == Key.escape)
    #expect(Key("Alt+Ctrl+M")?.description == "Alt+Enter")
  }

  @Test func aLetterCarriesItsCaseInsteadOfShift() {
    #expect(Key("Shift+g") == Key.character("G"))
    #expect(Key("ctrl+k") == Key("Ctrl+K"))
    #expect(Key("g") != Key("G"))
  }

  @Test(arguments: ["", "Foo", "Ctrl+", "F0", "F99", "Hyper+x", "++", "\u{1B}", "Ctrl+Foo"])
  func anUnknownNameIsNoKey(name: String) {
    #expect(Key(name) == nil)
  }

  @Test func aSequenceIsReadAndDescribed() {
    #expect(Key.sequence("g g") == [.character("g"), .character("g")])
    #expect(Key.sequence("Ctrl+X Ctrl+E") == [.control("x"), .control("e")])
    #expect(Key.sequence("g Foo") == nil)
    #expect(Key.sequence("") == nil)
    #expect(Key.describe([.control("x"), .character(":")]) == "Ctrl+X :")
  }

  @Test func onlyPlainCharactersAreTyped() {
    #expect(Key.character("é").typed == "é")
    #expect(Key.space.typed == " ")
    #expect(Key.control("a").typed == nil)
    #expect(Key.enter.typed == nil)
  }
}
