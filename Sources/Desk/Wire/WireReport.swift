package import TextGrid

/// What a check, a replay or assertions came to, line by line.
package struct WireReport: Hashable, Sendable {
  package enum Tone: Hashable, Sendable { case good, bad, open, plain }

  package struct Line: Hashable, Sendable {
    package let tone: Tone
    /// A verdict and what it is about; empty where the line goes on with the one before.
    package let head: String
    /// Sanitized where it is shown.
    package let text: String

    package init(_ tone: Tone, _ head: String, _ text: String) {
      self.tone = tone
      self.head = head
      self.text = text
    }
  }

  /// A line as it has room; the head stands in the first row of its line alone.
  package struct Row: Hashable, Sendable {
    package let tone: Tone
    package let head: String
    /// The column in which the text begins.
    package let indent: Int
    package let text: String
  }

  /// In capitals: CHECK.
  package let title: String
  /// What was tried: a server, a file.
  package let subject: String
  /// How far it is; nil once it has ended.
  package var progress: String?
  /// What it came to, in a sentence; empty until it has ended.
  package var summary: String
  package var lines: [Line]
  /// Something is not as it must be.
  package var hasFindings: Bool

  /// More lines of one report are not kept.
  package static let mostLines = 2000
  /// The most of one line that is shown, in characters.
  private static let longest = 2000

  package init(
    title: String, subject: String, progress: String? = nil, summary: String = "",
    lines: [Line] = [], hasFindings: Bool = false
  ) {
    self.title = title
    self.subject = subject
    self.progress = progress
    self.summary = summary
    self.lines =
      lines.count <= Self.mostLines
      ? lines
      : lines.prefix(Self.mostLines) + [Line(.plain, "", "\(lines.count - Self.mostLines) more")]
    self.hasFindings = hasFindings
  }

  /// - Parameter columns: for head and text together.
  package func rows(columns: Int, widths: TextWidth) -> [Row] {
    let widest = lines.map { widths.width(of: $0.head) }.max() ?? 0
    // Where the heads leave little room, the texts stand below them.
    let isBeside = widest + 2 <= columns / 2
    let indent = widest == 0 ? 0 : isBeside ? widest + 2 : 2
    var rows: [Row] = []
    for line in lines {
      var head = line.head
      if !isBeside, !head.isEmpty {
        rows.append(Row(tone: line.tone, head: head, indent: indent, text: ""))
        head = ""
      }
      guard !line.text.isEmpty || !head.isEmpty else { continue }
      let text = Sanitizer.oneLine(String(line.text.prefix(Self.longest)))
      for piece in widths.wrap(text, columns: max(8, columns - indent)) {
        rows.append(
          Row(tone: line.tone, head: head, indent: indent, text: String(text[piece.shown])))
        head = ""
      }
    }
    return rows
  }
}
