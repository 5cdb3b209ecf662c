import Glibc
import TerminalIO
import TextGrid

/// Lets the terminal tell how it counts columns, then asks it about texts of many scripts.
final class WidthReport {
  private let terminal: TerminalSession
  private let inbox = Inbox<String>()
  private let path: String
  private let clock = ContinuousClock()

  private static let texts = [
    "abc", "é", "e\u{301}", "नमस्ते", "क्षि", "श्री", "ज्ञान", "हूँ", "गेहूँ की पत्ती", "வணக்கம்", "க்ஷே", "நெல் பயிர்",
    "কৃষক", "ক্ষেত", "কি খবর", "ਸਤ ਸ੍ਰੀ ਅਕਾਲ", "ધઉંનો પાક", "తెలుగు", "ಕನ್ನಡ", "മലയാളം", "表示", "한국어",
    "ｱｲｳ", "اردو", "میری گندم", "السلام عليكم", "שלום", "🌾", "👩‍🌾", "👨‍👩‍👧‍👦", "👍🏽", "❤️", "1️⃣", "🇮🇳", "🇮🇳🇵🇰",
    "☎️", "☔", "✓✓", "…", "·", "•", "≥", "│", "▌", "Ω", "→", "½",
  ]

  init(path: String) throws(TerminalError) {
    self.path = path
    var options = TerminalSession.Options()
    // Arranged or not, text is as wide; what is asked is the width.
    options.bidi = BidiTreatment.none
    terminal = try TerminalSession(options)
  }

  func run() {
    let before = terminal.widths
    let end = clock.now + .milliseconds(900)
    EventLoop(terminal: terminal, inbox: inbox).run(
      nextDeadline: { end },
      handle: { _ in self.clock.now >= end ? .stop : .proceed },
      show: { self.terminal.present(Frame(size: self.terminal.size, widths: self.terminal.widths)) }
    )
    let rules = terminal.widths
    var lines: [String] = []
    for text in Self.texts {
      var frame = Frame(size: Size(columns: 60, rows: 1), widths: rules)
      frame.write(text, at: Point(column: 0, row: 0), style: .plain)
      let drawn = (0..<60).map { frame.cluster(at: Point(column: $0, row: 0)) }.joined()
      let sent = drawn.reversed().drop { $0 == " " }.reversed().map(String.init).joined()
      let told = column(after: sent).map { "\($0)" } ?? "null"
      lines.append(
        "{\"text\": \"\(text)\", \"rules\": \(rules.width(of: text)), \"terminal\": \(told)}")
    }
    terminal.close()
    let believed = lines.allSatisfy { !$0.contains("null") }
    let learned = rules != before
    let json =
      "{\"believed\": \(believed), \"learned\": \(learned), \"texts\": [\(lines.joined(separator: ", "))]}\n"
    guard let file = fopen(path, "w") else { return }
    fputs(json, file)
    fclose(file)
  }

  /// The columns that the terminal's cursor has moved on.
  private func column(after text: String) -> Int? {
    let question = "\u{1B}[3;1H\u{1B}[2K\(text)\u{1B}[6n"
    _ = question.withCString { Glibc.write(STDOUT_FILENO, $0, strlen($0)) }
    var answer: [UInt8] = []
    while answer.last != UInt8(ascii: "R") {
      var ready = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      var byte: UInt8 = 0
      guard poll(&ready, 1, 2000) > 0, read(STDIN_FILENO, &byte, 1) == 1, answer.count < 64 else {
        return nil
      }
      answer.append(byte)
    }
    let number = String(decoding: answer.dropLast(), as: UTF8.self).split(separator: ";").last
    return number.flatMap { Int($0) }.map { $0 - 1 }
  }
}
