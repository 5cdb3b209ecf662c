import CPosix
import Foundation
import TextGrid

/// Asks the terminal itself how many columns it moves on for texts about which terminals disagree.
enum TerminalProbe {
  static let samples = ["नि", "क्ष", "👩‍🌾", "字"]

  /// The columns of each sample; nil when the terminal does not say. The line the cursor is on is
  /// used for it and left empty.
  static func widths(_ rules: TextWidth) -> [Int]? {
    withoutEcho {
      var widths: [Int] = []
      for sample in samples {
        // As the desk would write it.
        let text = rules.stripsJoiners ? sample.replacing("\u{200D}", with: "") : sample
        write("\r\(text)\u{1B}[6n")
        guard let column = column() else { return nil }
        widths.append(column - 1)
      }
      return widths
    }
  }

  /// The colour on which the terminal writes; nil when it does not say.
  static func background() -> RGB? {
    withoutEcho {
      // Where it is silent on its colours it still tells its cursor.
      write("\u{1B}]11;?\u{1B}\\\u{1B}[6n")
      guard let answers = answer(until: /\u{1B}\[\d{1,5};(\d{1,5})R/)?.text,
        let color = answers.firstMatch(of: /\u{1B}\]11;([^\u{7}\u{1B}]{1,32})/)
      else { return nil }
      return RGB(terminalColor: color.1)
    }
  }

  private static func withoutEcho<Result>(_ ask: () -> Result?) -> Result? {
    var before = termios()
    guard tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
    var modes = before
    modes.c_lflag &= ~tcflag_t(ICANON | ECHO)
    guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &modes) == 0 else { return nil }
    defer {
      write("\r\u{1B}[K")
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
    }
    return ask()
  }

  private static func write(_ text: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }

  /// The column of the terminal's report, `ESC [ row ; column R`, which must come within half a
  /// second.
  private static func column() -> Int? {
    answer(until: /\u{1B}\[\d{1,5};(\d{1,5})R/).flatMap { Int($0.match.1) }
  }

  private static func answer<Output>(until pattern: Regex<Output>) -> (
    text: String, match: Regex<Output>.Match
  )? {
    let end = ContinuousClock.now + .milliseconds(500)
    var answer = ""
    while ContinuousClock.now < end, answer.utf8.count < 256 {
      var wanted = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      guard poll(&wanted, 1, 100) > 0 else { continue }
      var byte: UInt8 = 0
      guard read(STDIN_FILENO, &byte, 1) == 1 else { return nil }
      answer.unicodeScalars.append(Unicode.Scalar(byte))
      if let match = answer.firstMatch(of: pattern) { return (answer, match) }
    }
    return nil
  }

  static func finding(_ measured: [Int]?, expected: [Int]) -> Finding {
    guard let measured else {
      return Finding(
        "drawn widths", .warn, "the terminal does not report its cursor",
        mend: "Nothing is lost: rows stay aligned whatever it draws.")
    }
    let differing = samples.indices.filter { measured[$0] != expected[$0] }
    guard !differing.isEmpty else {
      return Finding("drawn widths", .ok, "as reckoned, Hindi and joined emoji too")
    }
    let words = differing.map { "\(samples[$0]) in \(measured[$0]), not \(expected[$0])" }
    return Finding(
      "drawn widths", .warn, "the terminal draws \(words.joined(separator: "; "))",
      mend: "Rows stay aligned all the same; a newer terminal may agree.")
  }
}
