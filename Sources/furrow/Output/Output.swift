import ChatModel
import Foundation
import JSON
import Sentences
import TextGrid

/// Where a command prints: results on stdout, diagnostics on stderr, nothing raw from the network.
///
/// A line end inside a text that is given as one line is foreign: what follows it is indented, so
/// that nobody's words can pass for a line of ours.
struct Output: Sendable {
  /// One JSON object a line on stdout, and errors as JSON on stderr.
  let isJSON: Bool
  let secrets: Secrets
  /// What is printed tells of something done, which stays done where it cannot be printed.
  private let tellsOfChanges: Bool

  init(isJSON: Bool, secrets: Secrets = Secrets(), tellsOfChanges: Bool = false) {
    self.isJSON = isJSON
    self.secrets = secrets
    self.tellsOfChanges = tellsOfChanges
  }

  /// A result as its JSON object, or as the line a person reads.
  func result(_ json: @autoclosure () -> JSONValue, _ text: @autoclosure () -> String) {
    line(rendered(json(), text()))
  }

  /// The line that `result` would print.
  func rendered(_ json: @autoclosure () -> JSONValue, _ text: @autoclosure () -> String) -> String {
    isJSON ? Self.printable(json().encoded) : Self.line(text())
  }

  /// Prints rendered lines in one go.
  func print(lines: [String]) {
    if !lines.isEmpty { line(lines.joined(separator: "\n")) }
  }

  /// A result as its JSON object, or as the lines a person reads.
  func result(_ json: @autoclosure () -> JSONValue, lines: @autoclosure () -> [String]) {
    line(isJSON ? Self.printable(json().encoded) : lines().map(Self.line).joined(separator: "\n"))
  }

  /// Prints a table as comma-separated values, whatever else is asked for.
  func rows(_ rows: [[String]]) {
    let lines = rows.map { row in CSV.row(row.map { Sanitizer.displayable($0) }) }
    StandardStreams.print(secrets.masked(lines.joined(separator: "\r\n") + "\r\n")) { failure($0) }
  }

  /// The same with results as JSON.
  var asJSON: Output {
    Output(isJSON: true, secrets: secrets, tellsOfChanges: tellsOfChanges)
  }

  /// A line for people alone.
  func say(_ text: String) {
    if !isJSON { line(Self.line(text)) }
  }

  /// A sentence about the work, which is not its result.
  func note(_ text: String) { diagnose("notice", ["message": .string(masked(text))], else: text) }

  /// Something is amiss, and the work goes on.
  func warn(_ text: String) {
    diagnose("warning", ["message": .string(masked(text))], else: "furrow: \(text)")
  }

  func failure(_ failure: Failure) {
    diagnose(
      "error",
      [
        "code": .integer(Int(failure.status.rawValue)), "message": .string(masked(failure.message)),
      ],
      else: "furrow: \(failure.message)")
  }

  private func diagnose(_ kind: String, _ object: JSONValue, else text: String) {
    guard isJSON else { return StandardStreams.printError(Self.line(masked(text)) + "\n") }
    StandardStreams.printError(Self.printable(JSONValue.object([kind: object]).encoded) + "\n")
  }

  private func masked(_ text: String) -> String { TokenMask.masked(secrets.masked(text)) }

  private func line(_ text: String) {
    StandardStreams.print(secrets.masked(text) + "\n") { error in
      guard tellsOfChanges else { return failure(error) }
      failure(
        Failure(
          error.status,
          said("\(error.message) What was asked for is done all the same; do not repeat it.")))
    }
  }

  /// `text` fit for a terminal; what follows a line end in it is indented.
  static func line(_ text: String) -> String {
    let shown = Sanitizer.displayable(text)
    return shown.utf8.contains(0x0A) ? shown.replacing("\n", with: "\n    ") : shown
  }

  /// JSON text with the characters that a terminal might obey, or hide, written as escapes. They
  /// can stand inside strings only, where `\u` escapes mean the same.
  static func printable(_ json: String) -> String {
    guard !json.utf8.allSatisfy({ $0 < 0x7F }) else { return json }
    var text = ""
    text.reserveCapacity(json.utf8.count)
    let scalars = json.unicodeScalars
    var plain = scalars.startIndex
    while let next = scalars[plain...].firstIndex(where: isEscaped) {
      let scalar = scalars[next]
      text += json[plain..<next]
      plain = scalars.index(after: next)
      for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
        let digits = String(unit, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    text += json[plain...]
    return text
  }

  /// Controls, bidi controls, and what is not seen: joiners, separators, fillers, tags.
  private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x7F...0x9F, 0xAD, 0x34F, 0x61C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F,
      0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB,
      0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF:
      true
    default: false
    }
  }
}
