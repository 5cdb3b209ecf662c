import Glibc
import TerminalIO
import TextGrid

/// The program's state: a list of what has happened.
final class Probe {
  private let terminal: TerminalSession
  private let inbox = Inbox<String>()
  private var lines: [String] = []

  init() throws(TerminalError) { terminal = try TerminalSession() }

  func run() {
    terminal.setTitle("terminal-probe")
    EventLoop(terminal: terminal, inbox: inbox).run(
      nextDeadline: { nil },
      handle: { batch in
        for text in batch.posted { self.lines.append("posted \(text)") }
        return batch.terminal.contains { !self.handle($0) } ? .stop : .proceed
      },
      show: { self.terminal.present(self.frame()) })
    terminal.close()
    print("closed after \(lines.last ?? "nothing")")
  }

  /// Whether to go on.
  private func handle(_ event: TerminalEvent) -> Bool {
    switch event {
    case .key(let key): lines.append("key \(key)")
    case .typed(let text): lines.append("typed \(text)")
    case .doubtfulEnter: lines.append("an Enter in doubt")
    case .paste(let text): lines.append("paste \(Sanitizer.oneLine(text))")
    case .mouse(let mouse):
      lines.append("mouse \(mouse.action) \(mouse.point.column),\(mouse.point.row)")
    case .resize(let size): lines.append("size \(size.columns)x\(size.rows)")
    case .focusGained: lines.append("focus gained")
    case .focusLost: lines.append("focus lost")
    case .resumed: lines.append("resumed")
    case .reply(let reply): lines.append("reply \(reply)")
    case .interruption(let reason): lines.append("asked to leave: \(reason)")
    }
    return obey(event)
  }

  private func obey(_ event: TerminalEvent) -> Bool {
    switch event {
    case .key(.character("q")), .interruption: return false
    case .key(.character("e")): exit(3)
    case .key(.character("c")): fatalError("told to crash")
    case .key(.character("o")): lines.append("\(Self.depth(of: lines.count))")
    case .key(.character("b")):
      terminal.setTitle("busy")
      while true {}
    case .key(.control("z")), .key(.character("z")): terminal.suspend()
    case .key(.character("h")):
      terminal.whileAway {
        print("away")
        fflush(nil)
      }
    case .key(.character("p")):
      let inbox = inbox
      Task.detached { inbox.post("by another thread") }
    default: break
    }
    return true
  }

  /// Never comes to an end.
  private static func depth(of number: Int) -> Int {
    number < 0 ? 0 : 1 + depth(of: number &* 3 & 0xFFFF)
  }

  private func frame() -> Frame {
    var frame = Frame(size: terminal.size, widths: terminal.widths)
    let accent = Style(foreground: .rgb(255, 135, 0), attributes: .bold)
    frame.write(
      "probe \(terminal.size.columns)x\(terminal.size.rows)", at: Point(column: 0, row: 0),
      style: accent)
    frame.horizontalRule(row: 1, columns: 0..<frame.size.columns, style: .plain)
    let samples = ["नमस्ते दुनिया", "வணக்கம்", "ਸਤ ਸ੍ਰੀ ਅਕਾਲ", "👩‍👩‍👧‍👦 👍🏽 🇮🇳 ❤️", "作物の葉"]
    for (index, sample) in samples.enumerated() {
      let row = 2 + index
      frame.write(sample, at: Point(column: 2, row: row), style: .plain)
      frame.write("│ follows", at: Point(column: 24, row: row), style: accent)
    }
    let first = 3 + samples.count
    for (index, line) in lines.suffix(max(0, frame.size.rows - first)).enumerated() {
      frame.write(Sanitizer.oneLine(line), at: Point(column: 0, row: first + index), style: .plain)
    }
    frame.cursor = Point(column: 0, row: frame.size.rows - 1)
    return frame
  }
}
