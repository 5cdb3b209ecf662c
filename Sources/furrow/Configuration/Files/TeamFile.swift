import Desk
import Foundation
import Sentences
import TOMLKit
import TOMLText

/// One of the files that a team keeps beside config.toml, while it is read: what is wrong in it is
/// named with its place and left out, and everything else goes on.
struct TeamFile {
  /// nil where the file cannot be read.
  private(set) var table: TOMLTable?
  /// In the order of their lines.
  private(set) var warnings: [String] = []
  private var warnedLines: [Int] = []

  private let path: String
  private let places: TOMLPlaces
  /// Warnings name the column, too.
  private let namesColumns: Bool

  /// Longer ones are no such file, in bytes.
  private static let largest = 1 << 20

  init(contentsOf url: URL, namesColumns: Bool = false) {
    do throws(Failure) {
      self.init(
        text: try ConfigFile.text(of: url) ?? "", path: url.path, namesColumns: namesColumns)
    } catch {
      self.init(text: "", path: url.path, namesColumns: namesColumns)
      (table, warnings) = (nil, [error.message])
    }
  }

  init(text: String, path: String, namesColumns: Bool = false) {
    self.path = path
    self.namesColumns = namesColumns
    let isShort = text.utf8.count <= Self.largest
    places = TOMLPlaces(isShort ? text : "")
    do throws(Failure) {
      guard isShort else {
        throw Failure(.badConfiguration, said("\(path) is larger than a megabyte"))
      }
      table = try ConfigFile.versioned(text, path: path)
    } catch {
      warnings = [error.message]
    }
  }

  mutating func warn(_ words: String, at place: [String]) {
    let found = places.place(of: place)
    let name = found.map { namesColumns ? ":\($0)" : ":\($0.line)" } ?? ""
    let line = found?.line ?? 0
    let index = warnedLines.firstIndex { $0 > line } ?? warnedLines.count
    warnedLines.insert(line, at: index)
    warnings.insert("\(path)\(name): \(words)", at: index)
  }

  /// The tables below lines `[[name]]`; none, with a warning, where something else has that name.
  mutating func tables(_ name: String) -> [TOMLTable] {
    guard let entry = table?[name] else { return [] }
    let tables = entry.array?.compactMap { $0.table } ?? []
    guard let array = entry.array, tables.count == array.count else {
      warn(said("each \(name) stands below a line [[\(name)]]"), at: [name])
      return []
    }
    return tables
  }

  /// Texts of a list, or the one that stands in its place; nil for anything else.
  static func texts(_ value: any TOMLValueConvertible) -> [String]? {
    if let text = value.string { return [text] }
    guard let array = value.array else { return nil }
    let strings = array.compactMap { $0.string }
    return strings.count == array.count ? strings : nil
  }

  /// `30m`, `2h`, `3d`, `1w`, in seconds; nil for anything else.
  static func duration(_ value: any TOMLValueConvertible) -> TimeInterval? {
    value.string.flatMap(SavedView.length)
  }
}

/// What a file of the team says, as a value.
protocol TeamFileContents: Hashable, Sendable {
  init(contentsOf url: URL)
  var warnings: [String] { get set }
  /// It is TOML, or not there at all.
  var isReadable: Bool { get }
  /// Takes what the file said before, where nothing of this can be read.
  mutating func keep(_ old: Self)
}

extension TeamFileContents {
  /// The same, with what the file said before where nothing of this can be read.
  func following(_ old: Self) -> Self {
    guard !isReadable else { return self }
    var file = self
    file.keep(old)
    file.warnings = warnings.map { warning in
      warning.ended
        + said(" What the file said before stays.")
    }
    return file
  }
}
