import ChatModel
import Foundation
import JSON
import TextGrid

/// Where a command prints: results on stdout, diagnostics on stderr, nothing raw from the network.
struct Output: Sendable {
  /// One JSON object a line on stdout, and errors as JSON on stderr.
  let isJSON: Bool

  /// A result as its JSON object, or as the line a person reads.
  func result(_ json: @autoclosure () -> JSONValue, _ text: @autoclosure () -> String) {
    line(isJSON ? Self.printable(json().encoded) : Sanitizer.displayable(text()))
  }

  /// A line for people alone.
  func say(_ text: String) {
    if !isJSON { line(Sanitizer.displayable(text)) }
  }

  /// A line about the work, which is not its result.
  func note(_ text: String) {
    Self.write(Sanitizer.displayable(text) + "\n", to: .standardError)
  }

  func failure(_ failure: Failure) {
    if isJSON {
      let error: JSONValue = [
        "error": [
          "code": .integer(Int(failure.status.rawValue)), "message": .string(failure.message),
        ]
      ]
      Self.write(Self.printable(error.encoded) + "\n", to: .standardError)
    } else {
      note("furrow: \(failure.message)")
    }
  }

  private func line(_ text: String) { Self.write(text + "\n", to: .standardOutput) }

  private static func write(_ text: String, to handle: FileHandle) {
    // A reader that went away is no error of ours: SIGPIPE ends the process as it does for any tool.
    try? handle.write(contentsOf: Data(text.utf8))
  }

  /// JSON text with the characters that a terminal might obey, or hide, written as escapes. They
  /// can stand inside strings only, where `\u` escapes mean the same.
  static func printable(_ json: String) -> String {
    guard !json.utf8.allSatisfy({ $0 < 0x7F }) else { return json }
    var text = ""
    text.reserveCapacity(json.utf8.count)
    for scalar in json.unicodeScalars {
      switch scalar.value {
      case 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069:
        text += "\\u" + String(repeating: "0", count: scalar.value > 0xFF ? 0 : 2)
        text += String(scalar.value, radix: 16)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
