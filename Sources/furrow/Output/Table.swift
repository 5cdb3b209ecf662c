import ArgumentParser
import ChatModel
import Foundation

/// How a table is written down.
enum TableFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  case text
  case json
  case csv
}

/// Rows of comma-separated values (RFC 4180).
enum CSV {
  /// A row without its line end. What a spreadsheet would take for a formula begins with an apostrophe,
  /// so that a name cannot reckon.
  static func row(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") }

  static func cell(_ text: String) -> String {
    var text = text
    let first = text.unicodeScalars.first
    if let first, "=+-@＝＋－＠\t\r\n".unicodeScalars.contains(first) { text = "'" + text }
    guard text.unicodeScalars.contains(where: { "\",\n\r".unicodeScalars.contains($0) }) else {
      return text
    }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
