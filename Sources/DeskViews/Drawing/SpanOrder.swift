// A line of several looks that is read from the right.

import TextGrid

extension TextWidth {
  /// The spans of one line as they are seen, each from the left, where the desk arranges such text; else
  /// they stay as they are.
  func arranged(_ spans: [Span], _ order: TextOrder) -> [Span] {
    guard bidi == .arranged, spans.contains(where: { $0.text.hasRightToLeft }) else { return spans }
    if spans.count == 1 { return [Span(spans[0].text, spans[0].role, order: order)] }
    let roles = spans.flatMap { span in span.text.map { _ in span.role } }
    let text = spans.map(\.text).joined()
    // Where two spans meet in one cluster, the counts differ: then each stands for itself.
    guard roles.count == text.count else { return spans }
    let line = BidiLine(text, order: order)
    var seen: [Span] = []
    for (cluster, place) in zip(line.clusters, line.places) {
      if seen.last?.role == roles[place] {
        seen[seen.count - 1].text.append(cluster)
      } else {
        seen.append(Span(String(cluster), roles[place], order: .asItStands))
      }
    }
    return seen
  }
}
