import Desk
import Foundation
import Sentences
import TOMLKit
import TOMLText

/// A file of canned replies:
///
/// ```toml
/// version = 1
///
/// [[reply]]
/// name = "Photo of the whole plant"
/// text = "Dear {farmer.first}, please send a photo of {cursor}."
/// tags = ["photo"]              # more words that it is found by
/// language = "en"
/// attachments = ["guide.jpg"]   # beside this file, or from the root or home
/// shortcut = "ph"
/// ```
struct RepliesFile: Sendable {
  private(set) var replies: [CannedReply] = []
  /// Each with file and line; a reply that is wrong, or lacks a file, is left out.
  private(set) var problems: [String] = []

  /// - Parameters:
  ///   - path: named in the problems; the replies' files stand beside it.
  ///   - exists: whether there is a file at an absolute path.
  init(
    text: String, path: String,
    exists: (String) -> Bool = { FileManager.default.fileExists(atPath: $0) }
  ) {
    let reader = Reader(path: path, places: TOMLPlaces(text))
    do throws(Failure) {
      let table = try ConfigFile.versioned(text, path: path)
      for key in table.keys where !["reply", "version"].contains(key) {
        note(
          said("unknown key \"\(key)\" is ignored; replies stand below [[reply]]"), at: [key],
          reader)
      }
      let elements = table["reply"]?.array
      if elements == nil, table.contains(key: "reply") {
        note(said("a reply stands below [[reply]], with two brackets"), at: ["reply"], reader)
      }
      for (index, element) in (elements ?? []).enumerated() {
        let place = ["reply", "\(index)"]
        guard let entry = element.table else {
          note(said("this is no reply"), at: place, reader)
          continue
        }
        for key in entry.keys where !Reader.keys.contains(key) {
          note(said("unknown key \"\(key)\" is ignored"), at: place + [key], reader)
        }
        do throws(Fault) {
          let reply = try reader.reply(entry, at: place)
          let missing = reply.attachments.filter { !exists($0) }
          for file in missing {
            note(said("there is no file \(file)"), at: place + ["attachments"], reader)
          }
          if missing.isEmpty { replies.append(reply) }
        } catch {
          note(error.words, at: error.place, below: error.line, reader)
        }
      }
    } catch {
      problems.append(error.message)
    }
  }

  private mutating func note(
    _ words: String, at place: [String], below lines: Int = 0, _ reader: Reader
  ) {
    problems.append("\(reader.position(place, below: lines)): \(words)")
  }

  /// Why something is no reply.
  private struct Fault: Error {
    let place: [String]
    let words: String
    /// Lines below the key.
    var line = 0
  }

  private struct Reader {
    let path: String
    let places: TOMLPlaces

    static let keys = ["name", "text", "tags", "keywords", "language", "attachments", "shortcut"]

    func position(_ place: [String], below lines: Int) -> String {
      places.place(of: place).map { "\(path):\($0.line + lines)" } ?? path
    }

    func reply(_ table: TOMLTable, at place: [String]) throws(Fault) -> CannedReply {
      let name = try text("name", of: table, at: place)
      guard let name, !name.allSatisfy(\.isWhitespace), !name.contains(where: \.isNewline) else {
        throw Fault(place: place, words: said("a reply needs a name, in one line"))
      }
      guard let text = try text("text", of: table, at: place), !text.allSatisfy(\.isWhitespace)
      else { throw Fault(place: place, words: said("the reply \"\(name)\" has no text")) }
      let shortcut = try self.text("shortcut", of: table, at: place)
      if let shortcut, shortcut.isEmpty || shortcut.contains(where: \.isWhitespace) {
        throw Fault(place: place + ["shortcut"], words: said("a shortcut is one word"))
      }
      // A text that begins on the line below its quotes is counted from there.
      let isBelow = text.contains("\n")
      let tags =
        try words("tags", of: table, at: place) + words("keywords", of: table, at: place)
      let language = try self.text("language", of: table, at: place)
      let attachments = try files(of: table, at: place)
      do throws(ReplyTemplate.UnknownVariable) {
        return try CannedReply(
          name: name, text: text.hasSuffix("\n") ? String(text.dropLast()) : text, tags: tags,
          language: language, attachments: attachments, shortcut: shortcut,
          place: position(place + ["name"], below: 0))
      } catch {
        let known = ReplyVariable.allCases.map { "{\($0.rawValue)}" }.joined(separator: " ")
        throw Fault(
          place: place + ["text"],
          words: said("no variable is called {\(error.name)}; there are \(known) {cursor}"),
          line: isBelow ? error.line : 0)
      }
    }

    private func text(
      _ key: String, of table: TOMLTable, at place: [String]
    ) throws(Fault) -> String? {
      guard let value = table[key] else { return nil }
      guard let text = value.string else {
        throw Fault(place: place + [key], words: said("\(key) is not a text, in quotes"))
      }
      return text
    }

    private func words(
      _ key: String, of table: TOMLTable, at place: [String]
    ) throws(Fault) -> [String] {
      guard let value = table[key] else { return [] }
      let words = value.array.map { $0.compactMap(\.string) }
      guard let words, words.count == value.array?.count else {
        throw Fault(
          place: place + [key], words: said("\(key) is not a list of texts, such as [\"a\", \"b\"]")
        )
      }
      return words
    }

    private func files(of table: TOMLTable, at place: [String]) throws(Fault) -> [String] {
      try words("attachments", of: table, at: place).map { absolute($0) }
    }

    private func absolute(_ file: String) -> String {
      let whole = Paths.expandingTilde(file)
      return whole.hasPrefix("/")
        ? whole : URL(filePath: path).deletingLastPathComponent().appending(path: whole).path
    }
  }
}
