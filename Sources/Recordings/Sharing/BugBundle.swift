import ChatModel
import Foundation
import JSON

/// Files for a bug report, without anything private.
package struct BugBundle: Sendable {
  package private(set) var words = PrivateWords()
  private var files: [(name: String, text: String, isHidden: Bool)] = []

  package init() {}

  /// Words that are private wherever they stand, such as a home directory.
  package mutating func hide(_ words: [String], as kind: PrivateWords.Kind) {
    for word in words { self.words.hide(word, kind) }
  }

  /// - Parameter text: in which private words are replaced wherever they stand.
  package mutating func add(_ name: String, text: String) {
    words.hideContacts(in: text)
    files.append((name, text, false))
  }

  /// Words that are the program's own, should somebody be called so.
  package mutating func keep(_ words: [String]) { for word in words { self.words.keep(word) } }

  /// A recording, line by line; its uploads stay behind.
  package mutating func add(_ name: String, recording: Recording) {
    let writer = WireWriter(masking: nil)
    var header = recording.header
    header.identities = header.identities.map { identity in
      WireIdentity(
        name: words.hide(identity.name, .name), user: identity.user, role: identity.role)
    }
    var lines = [writer.line(header)]
    for key in ["user", "role"] + header.identities.flatMap({ [$0.user, $0.role] }) {
      if let key { words.keep(key) }
    }
    for record in recording.records {
      var record = record
      record.identity = words.hide(record.identity, .name)
      record.data = hidden(dataOf: record)
      record.name = hidden(nameOf: record)
      record.headers = record.headers.map { field in
        Self.openHeaders.contains(field.name.lowercased())
          || field.value.contains(TokenMask.mask)
          ? field : WireHeaderField(field.name, words.hide(field.value, .text))
      }
      record.attachments = record.attachments.map { Array(repeating: 0, count: $0.count) }
      record.raw = record.raw.map { words.hide($0, .text) }
      for word in [record.name, record.namespace, record.session] {
        if let word { words.keep(word) }
      }
      for field in record.headers { words.keep(field.name) }
      lines.append(writer.line(record))
    }
    for line in lines.prefix(1000) { for key in Self.keys(of: line) { words.keep(key) } }
    files.append((name, lines.joined(separator: "\n") + "\n", true))
  }

  /// The names of a line's own members.
  private static func keys(of line: String) -> [String] {
    (try? JSONValue(parsing: line))?.objectValue?.keys ?? []
  }

  private static let openHeaders: Set = [
    "accept", "connection", "content-length", "content-type", "date", "retry-after", "upgrade",
  ]

  /// Paths keep their words and ids; what is asked for in a query, pages and limits apart, goes.
  private mutating func hidden(nameOf record: WireRecord) -> String {
    guard let method = record.method, let target = record.target else { return record.name }
    return "\(method) \(hidden(target: target))"
  }

  /// A WebSocket is opened at a path, which is no document.
  private mutating func hidden(dataOf record: WireRecord) -> JSONValue {
    guard record.layer == .ws, record.name == "open", case .string(let target) = record.data
    else { return words.hidden(record.data) }
    let open = hidden(target: target)
    words.keep(open)
    return .string(open)
  }

  private mutating func hidden(target: String) -> String {
    let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
    let path = parts[0].split(separator: "/", omittingEmptySubsequences: false).map { step in
      self.step(String(step))
    }
    let query = parts.dropFirst().first.map { query in
      "?"
        + query.split(separator: "&").map { pair -> String in
          let name = pair.prefix { $0 != "=" }
          let isOpen = Self.openParameters.contains(String(name))
          return isOpen || pair.hasSuffix("=" + TokenMask.mask)
            ? String(pair) : "\(name)=(hidden)"
        }.joined(separator: "&")
    }
    return path.joined(separator: "/") + (query ?? "")
  }

  private static let openParameters: Set = [
    "page", "limit", "status", "EIO", "transport", "sid", "t",
  ]

  /// Names of files may be private.
  private mutating func step(_ text: String) -> String {
    text.contains(".") && !text.hasSuffix(".io") || text.contains("%")
      ? words.hide(text, .place) : text
  }

  /// The files as they are to be packed.
  package var members: [TarFile.Member] {
    files.map { name, text, isHidden in
      TarFile.Member(name: name, content: Array((isHidden ? text : words.hidden(in: text)).utf8))
    }
  }

  /// The private words that still stand in a file, by its name: there should be none.
  package var left: [(file: String, words: [String])] {
    members.compactMap { member in
      let found = words.left(in: String(decoding: member.content, as: UTF8.self))
      return found.isEmpty ? nil : (member.name, found)
    }
  }
}
