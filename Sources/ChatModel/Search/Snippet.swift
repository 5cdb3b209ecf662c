/// A piece of a text on one line, around the first place of what was looked for.
package struct Snippet: Hashable, Sendable {
  /// With a blank for each white space, and `…` where something was left out.
  package var text: String
  /// Where the words stand in `text`, in its clusters, ascending.
  package var marks: [Range<Int>]

  /// - Parameters:
  ///   - marks: in the clusters of `text`, ascending and apart
  ///   - length: in clusters, more or less
  package init(of text: String, marks: [Range<Int>], length: Int) {
    let clusters = Array(text)
    let first = marks.first?.lowerBound ?? 0
    var start = max(0, min(first - length / 3, clusters.count - length))
    if start > 0, let blank = clusters[start..<max(start, first)].firstIndex(where: \.isWhitespace)
    {
      // Words are left whole where that is near.
      start = blank + 1
    }
    let end = min(clusters.count, start + max(1, length))
    let kept = clusters[start..<end].map { $0.isWhitespace ? " " : $0 }
    let lead = start > 0 ? 1 : 0
    self.text = (lead > 0 ? "…" : "") + String(kept) + (end < clusters.count ? "…" : "")
    self.marks = marks.compactMap { mark in
      let (low, high) = (max(mark.lowerBound, start), min(mark.upperBound, end))
      return low < high ? (low - start + lead)..<(high - start + lead) : nil
    }
    // A blank may have joined with the mark behind it: then the places are not known.
    let count = lead + kept.count + (end < clusters.count ? 1 : 0)
    if self.text.count != count { self.marks = [] }
  }
}

extension SearchHit {
  /// The piece to show: of what the message says, else of its file's name.
  package func snippet(length: Int) -> Snippet {
    let name = message.media.value?.name
    if let content = message.content, !content.isEmpty, !marks.isEmpty || fileMarks.isEmpty {
      return Snippet(of: content, marks: marks, length: length)
    }
    guard let name else {
      return Snippet(of: "[\(message.kind.words)]", marks: [], length: length)
    }
    return Snippet(of: name, marks: fileMarks, length: length)
  }
}
