import ChatModel
import Desk
import Foundation
import TOMLKit
import TOMLText
import TextGrid

/// `views.toml`: choices of conversations, a table `[[view]]` each.
///
/// What is wrong in it is named with its file and line and left out; everything else goes on.
struct ViewsFile: Hashable, Sendable {
  private(set) var views: [SavedView] = []
  private(set) var warnings: [String] = []
  /// It is TOML, or not there at all.
  private(set) var isReadable = true

  /// Longer ones are no list of views, in bytes.
  private static let largest = 1 << 20

  init(contentsOf url: URL) {
    do throws(Failure) {
      self.init(text: try ConfigFile.text(of: url) ?? "", path: url.path)
    } catch {
      self.init(text: "", path: url.path)
      (warnings, isReadable) = ([error.message], false)
    }
  }

  init(text: String, path: String) {
    let document: TOMLTable
    do throws(Failure) {
      guard text.utf8.count <= Self.largest else {
        throw Failure(.badConfiguration, "\(path) is larger than a megabyte")
      }
      document = try ConfigFile.table(text, path: path)
    } catch {
      (warnings, isReadable) = ([error.message], false)
      return
    }
    let places = TOMLPlaces(text)
    func warn(_ words: String, at place: [String]) {
      let line = places.place(of: place).map { ":\($0.line)" } ?? ""
      warnings.append("\(path)\(line): \(words)")
    }
    for key in document.keys where key != "view" {
      warn("unknown key \"\(key)\" is ignored", at: [key])
    }
    guard let entry = document["view"] else { return }
    guard let tables = entry.array, tables.allSatisfy({ $0.table != nil }) else {
      warn("a view stands below a line [[view]]", at: ["view"])
      return
    }
    for (number, value) in tables.enumerated() {
      guard let table = value.table else { continue }
      let place = ["view", "\(number)"]
      do throws(Problem) {
        let view = try Self.view(table) { warn($0, at: place + [$1]) }
        if views.contains(where: { $0.name == view.name }) {
          throw Problem(key: "name", words: "there is a view \"\(view.name)\" already")
        }
        guard views.count < SavedView.most else {
          throw Problem(key: nil, words: "more than \(SavedView.most) views are not taken")
        }
        views.append(view)
      } catch {
        let key = error.key.flatMap { table.contains(key: $0) ? $0 : nil }
        warn(error.words + "; the view is left out", at: place + [key].compactMap { $0 })
      }
    }
  }

  /// The same, with the views of before where nothing of this can be read.
  func following(_ old: ViewsFile) -> ViewsFile {
    guard !isReadable else { return self }
    var file = self
    file.views = old.views
    file.warnings = warnings.map { "\($0). What the file said before stays." }
    return file
  }

  private struct Problem: Error {
    var key: String?
    var words: String
  }

  private static func view(
    _ table: TOMLTable, warn: (String, String) -> Void
  ) throws(Problem) -> SavedView {
    guard let name = table["name"]?.string.map(Sanitizer.oneLine), !name.isEmpty else {
      throw Problem(key: "name", words: "name is missing, or no text in quotes")
    }
    guard name.count <= 30, name.utf8.count <= 200 else {
      throw Problem(key: "name", words: "name has more than 30 characters")
    }
    var view = SavedView(name: name)
    for key in table.keys {
      guard let value = table[key] else { continue }
      switch key {
      case "name": break
      case "status": view.statuses = try statuses(value)
      case "assignee":
        switch value.string {
        case "me"?: view.assignee = .me
        case "nobody"?: view.assignee = .nobody
        case let other? where !other.isEmpty: view.assignee = .named(other)
        default:
          throw Problem(key: key, words: "assignee is \"me\", \"nobody\", a name or an id")
        }
      case "older_than": view.olderThan = try duration(value, key)
      case "newer_than": view.newerThan = try duration(value, key)
      case "waits": view.waits = try duration(value, key)
      case "words":
        guard let words = value.string.map({ [$0] }) ?? strings(value) else {
          throw Problem(key: key, words: "words is a text, or a list of texts")
        }
        view.words = words
      case "sort":
        guard let sort = value.string.flatMap(SavedView.Sort.init(rawValue:)) else {
          let known = SavedView.Sort.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
          throw Problem(key: key, words: "sort is one of \(known)")
        }
        view.sort = sort
      default: warn("unknown key \"\(key)\" is ignored", key)
      }
    }
    return view
  }

  private static func strings(_ value: any TOMLValueConvertible) -> [String]? {
    guard let array = value.array else { return nil }
    let strings = array.compactMap { $0.string }
    return strings.count == array.count ? strings : nil
  }

  private static func statuses(
    _ value: any TOMLValueConvertible
  ) throws(Problem) -> [ConversationStatus] {
    let known = ConversationStatus.defined.map(\.rawValue)
    guard let names = value.string.map({ [$0] }) ?? strings(value) else {
      throw Problem(key: "status", words: "status is a text, or a list of texts")
    }
    for name in names where !known.contains(name) {
      throw Problem(
        key: "status",
        words: "there is no status \"\(name)\"; there are \(known.joined(separator: ", "))")
    }
    return names.map { ConversationStatus(rawValue: $0) }
  }

  /// `30m`, `2h`, `3d`, `1w`, in seconds.
  private static func duration(
    _ value: any TOMLValueConvertible, _ key: String
  ) throws(Problem) -> TimeInterval {
    let units: [Character: Double] = ["m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    let text = value.string ?? ""
    guard let unit = text.last.flatMap({ units[$0] }), let number = Int(text.dropLast()),
      (1...100_000).contains(number)
    else { throw Problem(key: key, words: "\(key) is a time such as \"30m\", \"2h\", \"3d\"") }
    return Double(number) * unit
  }
}
