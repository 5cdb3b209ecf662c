// A frame as text, for golden files and for people who read a failure.

package import TextGrid

extension Frame {
  /// The text of the frame, one line a row, without spaces at the ends of rows.
  package var plainText: String {
    dump { row in
      var bytes: [UInt8] = []
      for cell in self.row(row) { self[row: row].append(cell, to: &bytes) }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// The styles of the frame: a letter a column, `.` for the plain style, then what each letter
  /// means. `names` gives the styles their letters; others get letters in the order in which they
  /// appear.
  package func styleText(names: [Style: Character] = [:]) -> String {
    var letters = names
    letters[.plain] = letters[.plain] ?? "."
    var free = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
      .filter { !letters.values.contains($0) }[...]
    var legend: [String] = []
    for cell in (0..<size.rows).flatMap({ self.row($0) }) where letters[cell.style] == nil {
      let letter = free.popFirst() ?? "?"
      letters[cell.style] = letter
      legend.append("\(letter) \(cell.style)\n")
    }
    let rows = dump { row in String(self.row(row).map { letters[$0.style] ?? "?" }) }
    return rows + legend.joined()
  }

  private func dump(_ row: (Int) -> String) -> String {
    var text = ""
    for index in 0..<size.rows {
      let line = row(index)
      let end = line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex
      text += line[..<end] + "\n"
    }
    return text
  }
}

extension Style: CustomStringConvertible {
  /// `bold underline #ff8800 on 4`.
  package var description: String {
    var words: [String] = []
    let names: [(Attributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"),
      (.reverse, "reverse"), (.strikethrough, "strikethrough"),
    ]
    words += names.filter { attributes.contains($0.0) }.map(\.1)
    if foreground != .default { words.append("\(foreground)") }
    if background != .default { words.append("on \(background)") }
    return words.isEmpty ? "plain" : words.joined(separator: " ")
  }
}

extension Color: CustomStringConvertible {
  /// `default`, `12`, `#ff8800`.
  package var description: String {
    switch value {
    case .default: "default"
    case .indexed(let index): "\(index)"
    case .rgb(let red, let green, let blue):
      "#"
        + [red, green, blue].map { byte in
          (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
  }
}
