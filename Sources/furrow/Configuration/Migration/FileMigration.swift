import ChatModel
import Foundation
import JSON
import Sentences
import TOMLKit

/// What becomes of the text of a file that is of an earlier version. Nothing that it means is lost, and
/// nothing that its owner wrote is laid out anew: lines are added or taken away.
enum FileMigration: Hashable {
  /// It is of the latest version already.
  case current
  /// - Parameters:
  ///   - text: what is to stand in its place
  ///   - version: what it was of; 0 where it named none
  ///   - changes: what was done, in clauses
  case rewritten(text: String, version: Int, changes: [String])

  /// - Parameters:
  ///   - kind: what the file is; nil: as its name and its text say
  /// - Throws: what is wrong with it, with the file's name and where that is known its line
  init(_ text: String, kind: KeptKind? = nil, path: String) throws(Failure) {
    switch kind ?? KeptKind(path) {
    case .recording?: self = try Self.recording(text, path)
    case .events?: self = try Self.events(text, path)
    case .toml?: self = try Self.toml(text, path)
    case nil:
      throw Failure(
        .usage, said("\(path) is no file of furrow's: those end in .toml, .json or .jsonl."))
    }
  }

  /// A kind of file, as far as its versions are written in different ways.
  enum KeptKind {
    case toml, events, recording

    init?(_ path: String) {
      switch (path as NSString).pathExtension {
      case "toml": self = .toml
      case "json": self = .events
      case "jsonl": self = .recording
      default: return nil
      }
    }
  }

  // MARK: TOML

  private static func toml(_ text: String, _ path: String) throws(Failure) -> FileMigration {
    let table = try ConfigFile.versioned(text, path: path)
    guard !table.contains(key: "version") else { return .current }
    // Both are one character.
    let lineEnd: Character = text.contains("\r\n") ? "\r\n" : "\n"
    var body = text[...]
    let mark = body.first == "\u{FEFF}" ? String(body.removeFirst()) : ""
    var changes = [said("it names its version")]
    let isTheme = table.contains(key: "palette") || table.contains(key: "roles")
    let dropped = isTheme && table.contains(key: obsolete) ? [obsolete] : []
    for key in dropped {
      let lines = body.split(separator: lineEnd, omittingEmptySubsequences: false)
      body = without(key, lines).joined(separator: String(lineEnd))[...]
      changes.append(said("\(key) is gone, which meant nothing any more"))
    }
    let new = "\(mark)version = \(FileVersion.latest)\(lineEnd)\(body)"
    let read = try? ConfigFile.table(new, path: path)
    guard let read, read["version"]?.int == FileVersion.latest,
      meaning(read, without: ["version"]) == meaning(table, without: dropped)
    else {
      throw Failure(
        .badConfiguration,
        said(
          """
          \(path) is not rewritten, for it would mean something else: write version = \
          \(FileVersion.latest) above its first line by hand.
          """))
    }
    return .rewritten(text: new, version: 0, changes: changes)
  }

  /// What themes once said of backgrounds.
  private static let obsolete = "assumes"

  /// The lines without a key of the top, or the table that is called so.
  private static func without(_ key: String, _ lines: [Substring]) -> [Substring] {
    var isInside = false
    return lines.filter { line in
      let words = line.drop(while: \.isWhitespace)
      let name = words.drop { $0 == "[" }
      let isOfKey =
        name.hasPrefix(key)
        && name.dropFirst(key.count).first.map { " \t=.]".contains($0) } ?? false
      if words.hasPrefix("[") { isInside = isOfKey }
      return !isInside && !isOfKey
    }
  }

  private static func meaning(_ table: TOMLTable, without keys: [String]) -> JSONValue? {
    guard let value = try? JSONValue(parsing: Array(table.convert(to: .json).utf8)),
      case .object(var members) = value
    else { return nil }
    for key in keys { members[key] = nil }
    return .object(members)
  }

  // MARK: JSON

  private static func events(_ text: String, _ path: String) throws(Failure) -> FileMigration {
    let document: JSONValue
    do throws(WrittenJSONFault) {
      _ = try EventTemplate.read(Array(text.utf8), label: "")
      document = try WrittenJSON.document(Array(text.utf8))
    } catch {
      throw Failure(.badConfiguration, "\(path) \(error.clause)".ended)
    }
    guard document["version"] == nil else { return .current }
    let version = "\"version\": \(FileVersion.latest)"
    guard document.objectValue != nil else {
      let new = "{\(version), \"events\":\n\(text.trimmingSuffix(while: \.isWhitespace))}\n"
      return .rewritten(
        text: new, version: 0,
        changes: [said("it names its version, and its list stands in \"events\"")])
    }
    guard let brace = text.firstIndex(of: "{") else { return .current }
    let rest = text[text.index(after: brace)...]
    // As the first member stands: on a line of its own, or beside the brace.
    let blanks = rest.prefix(while: \.isWhitespace)
    let new = "\(text[...brace])\(blanks)\(version),\(blanks.isEmpty ? " " : "")\(rest)"
    return .rewritten(text: new, version: 0, changes: [said("it names its version")])
  }

  /// A recording has named its version since there are any.
  private static func recording(_ text: String, _ path: String) throws(Failure) -> FileMigration {
    let line = text.prefix { !$0.isNewline }
    guard let head = try? JSONValue(parsing: Array(line.utf8)),
      let version = head["furrow"]?.integerValue
    else { throw Failure(.rejected, said("\(path) is no recording of furrow.")) }
    guard version <= WireHeader.version else {
      throw Failure(
        .rejected,
        said(
          """
          \(path):1: the recording is of version \(version), and this furrow knows versions up \
          to \(WireHeader.version).
          """))
    }
    return .current
  }
}

extension String {
  fileprivate func trimmingSuffix(while isBlank: (Character) -> Bool) -> Substring {
    self[...(lastIndex { !isBlank($0) } ?? startIndex)]
  }
}
