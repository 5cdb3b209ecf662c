package import JSON

/// One thing that a recording is to show.
package struct Assertion: Hashable, Sendable {
  /// What it is about.
  package enum Subject: Hashable, Sendable {
    /// An event that came from the server, or with `isOurs` one that went to it.
    case event(String, isOurs: Bool)
    /// The answer to a request, by method and path below the base; `*` is any step of the path.
    case request(String)
    /// Events and requests come in this order.
    case order([String])
    /// A place in the state, by JSON Pointer.
    case state(JSONPointer)
  }

  package var name: String
  /// Where it stands in its file: `bug.toml:12:1`.
  package var place: String
  /// Where each of its members stands, by name.
  package var places: [String: String] = [:]
  package var subject: Subject
  /// The identity that it is about; nil: any.
  package var identity: String?
  /// What each of its kind is to be followed by the subject, as in ``Subject``.
  package var after: String?
  /// How long that may take, or the answer to a request.
  package var within: Duration?
  /// What stands at a place of the subject.
  package var at: JSONPointer?
  package var equals: JSONValue?
  package var shape: JSONSchema?
  package var status: Int?
  package var atLeast: Int?
  package var atMost: Int?

  package init(_ name: String, _ subject: Subject, at place: String) {
    self.name = name
    self.subject = subject
    self.place = place
  }
}

extension Assertion {
  /// The events and requests that it names, with the members that name them.
  package var names: [(member: String, name: String)] {
    let names =
      switch subject {
      case .event(let name, let isOurs): [(isOurs ? "sent" : "event", name)]
      case .order(let names): names.map { ("order", $0) }
      case .request(let words): [("request", words)]
      case .state: [(String, String)]()
      }
    return names + (after.map { [("after", $0)] } ?? [])
  }

  /// Where a member stands, or the assertion that has none of that name.
  package func place(of member: String) -> String { places[member] ?? place }

  /// Who is named in it that is nobody of those, in a clause.
  package func stranger(among names: [String]) -> String? {
    guard let identity, !names.contains(identity) else { return nil }
    return "nobody of the recording is called \"\(identity)\": there is "
      + names.joined(separator: ", ")
  }
}

/// What became of one.
package struct AssertionVerdict: Hashable, Sendable {
  package let assertion: Assertion
  /// nil: it holds.
  package let failure: Failure?

  package struct Failure: Hashable, Sendable {
    /// The line of the recording that shows it.
    package let line: Int
    /// A clause: "message:sent came 812 ms after it, not within 500 ms".
    package let words: String
  }
}
