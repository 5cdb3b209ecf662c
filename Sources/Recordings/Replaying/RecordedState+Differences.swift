// Two states beside each other.

import JSON

extension RecordedState {
  /// The part of it that a replay brings about: what was sent within the recording, and the conversations
  /// that it does something in.
  ///
  /// - Parameter named: these conversations.
  package func touched(naming named: Set<String>) -> RecordedState {
    var state = self
    state.threads = threads.mapValues { thread in
      var thread = thread
      thread.messages.removeAll { !sentHere.contains($0.id) }
      return thread
    }
    state.threads = state.threads.filter { named.contains($0.key) || !$0.value.messages.isEmpty }
    return state
  }

  /// Where another state is not this one, in sentences; `other` is about the same ids.
  ///
  /// - Parameter unread: why nothing is known of a conversation there, in clauses.
  package func differences(
    from other: RecordedState, unread: [String: String] = [:]
  ) -> [Difference] {
    threads.sorted { $0.key < $1.key }.flatMap { id, thread in
      guard let theirs = other.threads[id] else {
        return [
          Difference(
            line: line(at: ["", id]) ?? 0,
            words: unread[id] ?? "the conversation \(id) is not there")
        ]
      }
      return Self.differences(thread, theirs, in: id)
    }
  }

  package struct Difference: Hashable, Sendable {
    /// The line of the recording that told it otherwise.
    package let line: Int
    /// A clause.
    package let words: String
  }

  private static func differences(_ a: Thread, _ b: Thread, in id: String) -> [Difference] {
    var found: [Difference] = []
    if let was = a.status, let now = b.status, was.value != now.value {
      found.append(
        Difference(
          line: was.line, words: "the status of \(id) is \(now.value), and was \(was.value)"))
    }
    if let was = a.agent, let now = b.agent, was.value != now.value {
      let words = [now.value, was.value].map { $0.isEmpty ? "nobody" : $0 }
      found.append(
        Difference(line: was.line, words: "the agent of \(id) is \(words[0]), and was \(words[1])"))
    }
    for (place, message) in a.messages.enumerated() {
      guard b.messages.indices.contains(place) else {
        found.append(
          Difference(
            line: message.line,
            words: "in \(id) \(a.messages.count) were written, and here \(b.messages.count)"))
        break
      }
      let theirs = b.messages[place]
      let isSame =
        message.kind == theirs.kind && message.content == theirs.content
        && (message.sender == nil || theirs.sender == nil || message.sender == theirs.sender)
      if !isSame {
        found.append(
          Difference(
            line: message.line,
            words: "message \(place + 1) of \(id) is \(theirs.words), and was \(message.words)"))
        break
      }
    }
    if b.messages.count > a.messages.count {
      found.append(
        Difference(
          line: a.messages.last?.line ?? 0,
          words: "in \(id) \(a.messages.count) were written, and here \(b.messages.count)"))
    }
    return found
  }
}

extension RecordedState.Written {
  fileprivate var words: String {
    let what = content.map { JSONValue.string($0).short } ?? kind
    return what + (sender.map { " of \($0)" } ?? "")
  }
}
