import ChatModel
import FrameText
import Testing

@testable import Desk
@testable import DeskViews

@Suite struct LatinTests {
  private func world(isLatin: Bool) -> World {
    var world = World.list
    world.open(
      "lakshmi", [World.text("m1", World.lakshmi, "நன்றி मेरी फसल", ago: 5)])
    if isLatin { world.state.local.set(.latin(world.state.openID ?? ""), .latin) }
    return world
  }

  @Test func theOpenConversationIsShownInLatinLettersAndSaysSo() {
    let plain = world(isLatin: false).render(120, 40).frame.plainText
    #expect(plain.contains("நன்றி") && !plain.contains("in Latin"))
    let latin = world(isLatin: true).render(120, 40).frame.plainText
    #expect(!latin.contains("நன்றி") && latin.contains("nanri meri phasala"))
    #expect(latin.contains("in Latin"))
  }

  @Test func anAddressIsNotSpelt() {
    let address = "https://hi.wikipedia.org/wiki/गेहूँ"
    let text = LatinText.text("देखिए \(address) धन्यवाद")
    #expect(text.contains(" \(address) ") && !text.contains("देखिए") && !text.contains("धन्यवाद"))
  }

  @Test func whatIsLatinAlreadyStaysAsItIs() {
    #expect(LatinText.text("hello, 12 kg") == "hello, 12 kg")
    #expect(LatinText.text("नमस्ते 😀").hasSuffix("😀"))
  }
}
