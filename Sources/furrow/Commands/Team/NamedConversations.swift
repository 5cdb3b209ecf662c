import ArgumentParser
import ChatModel
import Foundation
import JSON
import Sentences

/// The words of a command line that names conversations and, last of all, what they are to become.
struct NamedConversations {
  let ids: [ConversationID]
  let last: String
  /// One conversation by its id, and nothing else: its call is made as it is asked for.
  let isSingle: Bool

  /// So many at once.
  static let most = 10_000

  /// - Throws: `Failure` where standard input names none, or cannot be read.
  init(_ words: [String], isDry: Bool) throws {
    last = words.last ?? ""
    let named = words.dropLast()
    guard named.contains("-") else {
      ids = Self.distinct(Array(named))
      isSingle = ids.count == 1 && !isDry
      return
    }
    guard let text = String(data: try StandardStreams.readAll(), encoding: .utf8) else {
      throw Failure(.usage, said("Standard input is not UTF-8 text: nothing was changed."))
    }
    let read = try Self.ids(in: text)
    guard !read.isEmpty else {
      throw Failure(.usage, said("No ids came on standard input: nothing was changed."))
    }
    ids = Self.distinct(named.flatMap { $0 == "-" ? read : [$0] })
    guard ids.count <= Self.most else {
      throw Failure(
        .usage, said("\(ids.count) conversations are too many at once; \(Self.most) may be named."))
    }
    isSingle = false
  }

  private static func distinct(_ words: [String]) -> [ConversationID] {
    var seen: Set<String> = []
    return words.filter { seen.insert($0).inserted }.map(ConversationID.init(rawValue:))
  }

  /// The first word of each line, so that a list of `furrow conversations` will do; of a JSON object
  /// its `_id`.
  static func ids(in text: String) throws(Failure) -> [String] {
    var ids: [String] = []
    for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      guard let word = line.split(whereSeparator: \.isWhitespace).first else { continue }
      guard word.hasPrefix("{") else {
        ids.append(String(word))
        continue
      }
      guard let id = (try? JSONValue(parsing: String(line)))?["_id"]?.stringValue, !id.isEmpty
      else {
        throw Failure(
          .usage,
          said(
            """
            Line \(number + 1) of standard input is no object with an _id: nothing was \
            changed.
            """))
      }
      ids.append(id)
    }
    return ids
  }

  /// The usage error of a command that got too few words.
  static func check(_ words: [String], last: String) throws {
    guard words.count < 2 else { return }
    throw ValidationError(
      words.isEmpty
        ? said("Missing expected argument '<id>'")
        : said("Two words are needed at least, an id and '<\(last)>'; here is one: '\(words[0])'."))
  }
}
