import ChatModel
import JSON

/// A line of a recording as it is compared.
struct Fact: Sendable {
  /// By which it is paired.
  let mark: LinePairs.Line
  /// The steps of a call's path, which may name ids; null for an event.
  let path: JSONValue
  /// A number; null where there is none.
  let status: JSONValue
  let data: JSONValue
  let line: Int
  let words: String

  init(_ record: WireRecord, line: Int, _ ids: RecordedIDs) {
    let texts = ComparedTexts(ids)
    let steps = record.name.split(omittingEmptySubsequences: false) { "/?&= ".contains($0) }
      .map(String.init)
    path = record.layer == .http ? .array(steps.map(JSONValue.string)) : .null
    status = record.status.map(JSONValue.integer) ?? .null
    data = record.data
    self.line = line
    let end = record.status.map { " \($0)" } ?? ""
    words = "\(record.identity) \(record.direction.rawValue) \(record.name)\(end)"
    var hasher = Hasher()
    hasher.combine(status)
    texts.hash(data, into: &hasher)
    mark = LinePairs.Line(
      key: steps.map { texts.text($0, under: "").shape }.joined(separator: "/"),
      shape: hasher.finalize())
  }
}

extension NameVotes {
  mutating func take(_ mine: Fact, _ theirs: Fact) {
    take(mine.path, theirs.path)
    take(mine.data, theirs.data)
  }
}

extension NamePairs {
  func differences(_ mine: Fact, _ theirs: Fact) -> [String] {
    let path = differences(mine.path, theirs.path).map { "path\($0)" }
    let status =
      mine.status == theirs.status
      ? [] : ["status: \(mine.status.short), then \(theirs.status.short)"]
    return path + status + differences(mine.data, theirs.data)
  }
}
