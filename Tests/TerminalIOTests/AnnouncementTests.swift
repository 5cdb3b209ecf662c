import Foundation
import Testing

@testable import TerminalIO

/// What is said to the terminal beside the screen: its text ends no string early, and tmux passes it on.
@Suite struct AnnouncementTests {
  private func notification(
    _ form: NotificationForm, title: String = "Lakshmi R.", body: String = "new message",
    tmux: Bool = false
  ) -> String {
    String(
      readable: Announcement.notification(title: title, body: body, as: form, insideTmux: tmux))
  }

  @Test func eachFormIsTheOneThatItsTerminalsKnow() {
    #expect(notification(.osc9) == "^[]9;Lakshmi R.: new message^[\\")
    #expect(notification(.osc777) == "^[]777;notify;Lakshmi R.;new message^[\\")
    #expect(
      notification(.osc99)
        == "^[]99;i=furrow:d=0;Lakshmi R.^[\\^[]99;i=furrow:p=body;new message^[\\")
    #expect(
      notification(.osc9And777)
        == "^[]777;notify;Lakshmi R.;new message^[\\^[]9;Lakshmi R.: new message^[\\")
  }

  @Test(arguments: [NotificationForm.osc9, .osc777, .osc99, .osc9And777])
  func insideTmuxEveryStringIsWrappedWithItsEscapesDoubled(form: NotificationForm) {
    let plain = Announcement.notification(title: "a", body: "b", as: form)
    let wrapped = Announcement.notification(title: "a", body: "b", as: form, insideTmux: true)
    #expect(Self.unwrapped(wrapped) == plain)
  }

  /// What tmux gives to the terminal around it: what stands between `ESC P tmux;` and the first ST
  /// whose ESC is single, each pair of ESCs as one. Nil where anything stands outside.
  private static func unwrapped(_ bytes: [UInt8]) -> [UInt8]? {
    let head = Array("\u{1B}Ptmux;".utf8)
    var inner: [UInt8] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      guard rest.starts(with: head) else { return nil }
      rest = rest.dropFirst(head.count)
      while true {
        guard let byte = rest.popFirst() else { return nil }
        guard byte == 0x1B else {
          inner.append(byte)
          continue
        }
        guard let next = rest.popFirst() else { return nil }
        if next == UInt8(ascii: "\\") { break }
        guard next == 0x1B else { return nil }
        inner.append(0x1B)
      }
    }
    return inner
  }

  @Test(arguments: [
    "\u{1B}\\\u{1B}[2J", "\u{7}", "\u{9C}x", "a\u{1B}]52;c;eA==\u{7}", "\r\n\u{0}\u{7F}",
    "\u{202E}gpj.exe", String(repeating: "x", count: 5000),
  ])
  func noTextEndsItsStringOrIsLong(text: String) {
    for tmux in [false, true] {
      let bytes = Announcement.notification(
        title: text, body: text, as: .osc9And777, insideTmux: tmux)
      let strings = tmux ? Self.unwrapped(bytes) ?? [] : bytes
      #expect(strings.count { $0 == 0x1B } == 4, "two strings with a beginning and an end")
      let controls = strings.filter { $0 < 0x20 && $0 != 0x1B || $0 == 0x7F }
      #expect(controls.isEmpty)
      #expect(!String(decoding: strings, as: UTF8.self).unicodeScalars.contains("\u{9C}"))
      #expect(bytes.count < 2000)
    }
    let title = Announcement.title(text)
    #expect(title.count { $0 == 0x1B } == 2)
  }

  @Test func aSemicolonInATitleBeginsNoOtherPart() {
    #expect(
      notification(.osc777, title: "a;b", body: "c;d") == "^[]777;notify;a,b;c;d^[\\")
  }

  @Test func theClipboardGetsItsTextAsBase64() {
    let bytes = Announcement.clipboard("\u{1B}]x\u{7}नमस्ते")
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.hasPrefix("\u{1B}]52;c;") && text.hasSuffix("\u{1B}\\"))
    let data = Data(base64Encoded: String(text.dropFirst(7).dropLast(2)))
    #expect(data == Data("\u{1B}]x\u{7}नमस्ते".utf8))
  }
}
