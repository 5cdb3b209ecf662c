import CPosix
import Foundation
import Sentences
import TerminalIO
import TextGrid

/// Asks the terminal itself how many columns it moves on for texts about which terminals disagree.
enum TerminalProbe {
  /// The columns of each sample of `WidthProbe`; nil when the terminal does not say. The line the cursor is on is
  /// used for it and left empty.
  static func widths(_ rules: TextWidth) -> [Int]? {
    withoutEcho {
      var widths: [Int] = []
      for probe in WidthProbe.allCases {
        write("\r\(probe.text(rules))\u{1B}[6n")
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

  /// In what the terminal shows pixels; nil where it does not say that it does.
  static func pixels() -> PixelGround? {
    withoutEcho {
      write(String(decoding: GraphicsProbe.question, as: UTF8.self))
      return answer(until: /\u{1B}\[\?[\d;]{0,64}c/).flatMap {
        GraphicsProbe.ground(from: Array($0.text.utf8))
      }
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

  /// - Parameter base: the rules before the terminal was asked.
  static func finding(_ measured: [Int]?, over base: TextWidth) -> Finding {
    guard let measured else {
      return Finding(
        "drawn widths", .warn, said("the terminal does not report its cursor"),
        mend: said("Nothing is lost: rows stay aligned whatever it draws."))
    }
    guard let rules = WidthProbe.rules(from: measured, over: base) else {
      return Finding(
        "drawn widths", .warn,
        said(
          """
          what the terminal reports cannot be: \
          \(measured.map(String.init).joined(separator: ", "))
          """),
        mend: said(
          """
          It is not believed, and nothing is learned from it. Rows stay aligned all the same.
          """))
    }
    let probes = zip(WidthProbe.allCases, measured)
    let differing = probes.filter { rules.width(of: $0.text(rules)) != $1 }
    if !differing.isEmpty {
      let words = differing.map { said("\($0.name) in \($1)") }
      return Finding(
        "drawn widths", .warn, said("the terminal draws \(words.joined(separator: ", "))"),
        mend: said("No rule is known for that. Rows stay aligned all the same."))
    }
    let learned = probes.filter { base.width(of: $0.text(base)) != $1 }
    guard !learned.isEmpty else {
      return Finding("drawn widths", .ok, said("as reckoned, Hindi and joined emoji too"))
    }
    let words = learned.map { said("\($0.name) in \($1)") }
    return Finding(
      "drawn widths", .ok, said("learned from the terminal: \(words.joined(separator: ", "))")
    )
  }
}
