package import ChatModel
import JSON

/// A first assertion, made of something that came: to be gone on with by hand.
package enum AssertionDraft {
  /// What is added to a time that was measured, so that the next run may be slower.
  private static let slack = 2
  /// No shorter time is asked for, in ms.
  private static let shortest: Int64 = 500

  /// The files for a record, the strictest first; they say less and less. None where it is neither an
  /// event nor of a request of the API.
  ///
  /// - Parameter cause: what it answers, or what made the server tell it.
  package static func texts(
    of record: WireRecord, _ relation: WireRelation, cause: WireRecord?
  ) -> [String] {
    if record.layer == .http {
      guard !record.isPolling, let request = request(record) else { return [] }
      var lines = [("request", quoted(request)), ("as", quoted(record.identity))]
      if let status = record.status { lines.append(("status", "\(status)")) }
      if record.direction == .incoming { lines += within(relation) }
      return [table("\(request) is answered", lines)]
    }
    guard let event = record.event else { return [] }
    let isOurs = record.direction == .outgoing
    let lines = [(isOurs ? "sent" : "event", quoted(event)), ("as", quoted(record.identity))]
    let alone = table("\(event) \(isOurs ? "goes out" : "comes")", lines)
    guard !isOurs, let cause, cause.direction == .outgoing,
      let after = cause.event ?? request(cause)
    else { return [alone] }
    return [
      table("\(event) follows \(after)", lines + [("after", quoted(after))] + within(relation)),
      alone,
    ]
  }

  private static func within(_ relation: WireRelation) -> [(String, String)] {
    guard let took = relation.took else { return [] }
    let most = max(shortest, (took / 1000 * Int64(slack) + 99) / 100 * 100)
    return [("within", quoted("\(most)ms"))]
  }

  private static func table(_ name: String, _ lines: [(String, String)]) -> String {
    let all = [("name", quoted(name))] + lines
    let head = ["version = 1", "", "[[assert]]"]
    return (head + all.map { "\($0) = \($1)" }).joined(separator: "\n") + "\n"
  }

  /// Of JSON's escapes all are TOML's, too.
  private static func quoted(_ text: String) -> String {
    JSONValue.string(text).encoded.replacing("\\/", with: "/")
  }

  /// Method and path below the API's base, with `*` in the place of ids.
  private static func request(_ record: WireRecord) -> String? {
    guard let method = record.method,
      let path = record.target?.prefix(while: { $0 != "?" }).split(separator: "/"),
      let start = path.lastIndex(where: { $0 == "chat" || $0 == "users" })
    else { return nil }
    let steps = path[start...].map { step in
      step.utf8.count >= 8 && step.contains(where: \.isNumber) ? "*" : String(step)
    }
    return "\(method) \(steps.joined(separator: "/"))"
  }
}
