import SeededText
import Testing

@testable import TextGrid

struct SanitizerTests {
  @Test(arguments: [
    ("plain\ntext", "plain\ntext"),
    ("\u{1B}[31mred\u{7}", "␛[31mred␇"),
    ("\u{9B}31m", "‹U+009B›31m"),
    ("del\u{7F}", "del␡"),
    ("\u{202E}gpj.exe\u{202C}", "‹U+202E›gpj.exe‹U+202C›"),
    ("a\u{200B}b\u{FEFF}", "a‹U+200B›b‹U+FEFF›"),
    ("a\u{2028}b", "a‹U+2028›b"),
    ("one\r\ntwo\rthree", "one\ntwo␍three"),
    ("a\tb", "a   b"),
    ("é\tb", "é   b"),
    ("\u{FFFF}", "\u{FFFD}"),
    ("a\u{1D173}b\u{1BCA0}", "a‹U+1D173›b‹U+1BCA0›"),
    ("😀\u{E0100}\u{E01EF}", "😀‹U+E0100›‹U+E01EF›"),
    ("pay\u{E0068}\u{E0069} me", "pay‹hi› me"),
  ])
  func whatATerminalObeysOrAnEyeMissesBecomesVisible(text: String, shown: String) {
    #expect(Sanitizer.displayable(text) == shown)
  }

  @Test(arguments: [
    "नमस्ते, क्‍ष", "வணக்கம்", "ਸਤ ਸ੍ਰੀ ਅਕਾਲ", "👩‍👩‍👧‍👦 👍🏽 🇮🇳 ❤️ 1️⃣", "Zoë", "میخواهم", "می‌خواهم",
  ])
  func whatPeopleWriteStaysAsItIs(text: String) {
    #expect(Sanitizer.displayable(text) == text)
  }

  @Test func aJoinerOutsideAWordIsVisible() {
    #expect(Sanitizer.displayable("a\u{200D}b") == "a‹U+200D›b")
    #expect(Sanitizer.displayable("\u{200C}") == "‹U+200C›")
  }

  @Test func marksBeyondTheEighthAreCounted() {
    let zalgo = "e" + String(repeating: "\u{301}", count: 5000) + "x"
    let shown = Sanitizer.displayable(zalgo)
    #expect(shown == "e" + String(repeating: "\u{301}", count: 8) + "‹+4992 marks›x")
  }

  @Test func hiddenLettersAreBounded() {
    let text = "a" + String(repeating: "\u{E0041}", count: 10_000)
    #expect(Sanitizer.displayable(text) == "a‹" + String(repeating: "A", count: 64) + "…›")
  }

  @Test func oneLineHasNoLineEnd() {
    #expect(Sanitizer.oneLine("first\n\n  second\nthird\n") == "first second third")
    #expect(Sanitizer.oneLine("plain") == "plain")
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func randomBytesNeverTrapAndHoldNothingHidden(seed: UInt64) {
    let shown = Sanitizer.displayable(HardText.random(seed: seed, count: 300))
    for scalar in shown.unicodeScalars where scalar != "\n" && !scalar.isJoiner {
      #expect(ScalarWidth.columns(of: scalar) != nil, "\(scalar.value)")
      #expect(!scalar.isInvisible, "\(scalar.value)")
    }
  }

  @Test(arguments: HardText.samples)
  func sanitizingTwiceChangesNothingMore(text: String) {
    let once = Sanitizer.displayable(text)
    #expect(Sanitizer.displayable(once) == once)
  }
}
