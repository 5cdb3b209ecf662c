// A screen as a file for people: its text, its styles letter by letter, what the letters mean.

import FrameText
import Foundation
import TextGrid
import Testing

@testable import DeskViews

enum GoldenScreen {
  /// The text plane, the style plane and the legend of a frame.
  static func describe(_ frame: Frame) -> String {
    var text = frame.plainText
    text += "--- styles\n"
    var letters: [Style: Character] = [GoldenTheme.theme.surface(.base): "."]
    var free = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[...]
    var legend: [String] = []
    for row in 0..<frame.size.rows {
      var line = ""
      for cell in frame.row(row) {
        if letters[cell.style] == nil {
          let letter = free.popFirst() ?? "?"
          letters[cell.style] = letter
          legend.append("\(letter) \(GoldenTheme.names[cell.style] ?? "\(cell.style)")")
        }
        line.append(letters[cell.style] ?? "?")
      }
      // The plain end of a row says nothing.
      let end = line.lastIndex { $0 != "." }.map { line.index(after: $0) } ?? line.startIndex
      text += line[..<end] + "\n"
    }
    text += "--- legend\n" + legend.map { $0 + "\n" }.joined()
    let cursor = frame.cursor.map { "column \($0.column) row \($0.row)" } ?? "hidden"
    return text + "--- cursor\n\(cursor)\n"
  }

  /// Compares a frame with its file; with `FURROW_RECORD_GOLDEN=1` writes the file.
  static func expect(
    _ frame: Frame, matches name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Golden/\(name).txt")
    let found = describe(frame)
    if ProcessInfo.processInfo.environment["FURROW_RECORD_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try found.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    guard let wanted = try? String(contentsOf: file, encoding: .utf8) else {
      Issue.record(
        "no golden screen \(name): record it with FURROW_RECORD_GOLDEN=1",
        sourceLocation: sourceLocation)
      return
    }
    let wantedLines = wanted.split(separator: "\n", omittingEmptySubsequences: false)
    let foundLines = found.split(separator: "\n", omittingEmptySubsequences: false)
    for index in 0..<max(wantedLines.count, foundLines.count) {
      let wantedLine = index < wantedLines.count ? wantedLines[index] : "(nothing)"
      let foundLine = index < foundLines.count ? foundLines[index] : "(nothing)"
      guard wantedLine != foundLine else { continue }
      Issue.record(
        "\(name), line \(index + 1)\n  expected: \(wantedLine)\n  found:    \(foundLine)",
        sourceLocation: sourceLocation)
      return
    }
  }
}
