import ChatModel
import Foundation
import Sentences
import Synchronization
import TerminalIO
import TextGrid

/// The person at a terminal of any kind: lines, and no cursor movement.
final class FirstStartTerminal: FirstStartPerson {
  private let terminal: LineTerminal
  private let inbox = Inbox<Never>()

  /// - Throws: `TerminalError` as a `Failure`.
  init() throws(Failure) {
    do {
      terminal = try LineTerminal(wake: inbox.descriptor)
    } catch {
      throw Failure(.usage, Failure.sentence(error.message))
    }
  }

  /// Gives the terminal back.
  func close() { terminal.close() }

  func say(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Sanitizer.oneLine(TokenMask.masked(String($0))) }
    guard terminal.isInteractive, let columns = Terminal.columnsOfOutput else {
      return terminal.write(lines.map { $0 + "\n" }.joined())
    }
    terminal.write(lines.map { Self.wrapped($0, columns: columns) + "\n" }.joined())
  }

  /// A terminal breaks lines inside words. Only what is longer than a line, as a path may be, is left to it: so
  /// it can be copied whole.
  static func wrapped(_ line: String, columns: Int) -> String {
    let widths = TextWidth.standard
    var lines: [String] = []
    for word in line.split(separator: " ", omittingEmptySubsequences: false) {
      let longer = lines.last.map { "\($0) \(word)" }
      if let longer, widths.width(of: longer) <= max(20, columns) {
        lines[lines.count - 1] = longer
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n")
  }

  func ask(_ prompt: String, isSecret: Bool) throws -> String {
    // What was typed while nothing was asked answers no question.
    terminal.forgetLine()
    terminal.isSecret = isSecret
    terminal.write(Sanitizer.oneLine(prompt) + " ")
    while true {
      for event in try events() {
        switch event {
        case .lines(let lines):
          if lines.count > 1 { say(said("Only the first line was taken.")) }
          return lines[0].trimmingCharacters(in: .whitespacesAndNewlines)
        case .suspend:
          terminal.suspend()
          terminal.write(Sanitizer.oneLine(prompt) + " ")
        case .interrupt, .end: break
        }
      }
    }
  }

  func waiting<Value: Sendable>(
    for work: @escaping @Sendable () async throws -> Value
  ) throws -> Value {
    let outcome = Outcome<Value>()
    let task = Task.detached { [inbox] in
      do {
        let value = try await work()
        outcome.result.withLock { $0 = .success(value) }
      } catch {
        outcome.result.withLock { $0 = .failure(error) }
      }
      inbox.wake()
    }
    defer { task.cancel() }
    terminal.isSecret = true
    while true {
      if let result = outcome.result.withLock({ $0 }) { return try result.get() }
      _ = try events()
    }
  }

  /// Waits for what happens next.
  private func events() throws -> [LineEditor.Event] {
    terminal.wait(for: inbox.descriptor, milliseconds: -1)
    _ = inbox.drain()
    let events = terminal.takeEvents()
    for event in events {
      switch event {
      case .interrupt: throw PersonLeft()
      case .end:
        terminal.write("\n")
        throw PersonLeft()
      case .lines, .suspend: continue
      }
    }
    return events
  }

  private final class Outcome<Value: Sendable>: Sendable {
    let result = Mutex<Result<Value, any Error>?>(nil)
  }
}
