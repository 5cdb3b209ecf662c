import ChatModel
import Desk
import Foundation
import Sentences
import TOMLKit
import TextGrid

/// `views.toml`: choices of conversations, a table `[[view]]` each.
///
/// What is wrong in it is named with its file and line and left out; everything else goes on.
struct ViewsFile: TeamFileContents {
  private(set) var views: [SavedView] = []
  var warnings: [String] = []
  private(set) var isReadable = true

  init(contentsOf url: URL) { self.init(TeamFile(contentsOf: url)) }

  init(text: String, path: String) { self.init(TeamFile(text: text, path: path)) }

  private init(_ source: TeamFile) {
    var file = source
    defer { warnings = file.warnings }
    guard let document = file.table else {
      isReadable = false
      return
    }
    for key in document.keys where !["version", "view"].contains(key) {
      file.warn(said("unknown key \"\(key)\" is ignored"), at: [key])
    }
    for (number, table) in file.tables("view").enumerated() {
      let place = ["view", "\(number)"]
      do throws(Problem) {
        let view = try Self.view(table) { file.warn($0, at: place + [$1]) }
        if views.contains(where: { $0.name == view.name }) {
          throw Problem(key: "name", words: said("there is a view \"\(view.name)\" already"))
        }
        guard views.count < SavedView.most else {
          throw Problem(key: nil, words: said("more than \(SavedView.most) views are not taken"))
        }
        views.append(view)
      } catch {
        let key = error.key.flatMap { table.contains(key: $0) ? $0 : nil }
        file.warn(error.words + said("; the view is left out"), at: place + [key].compactMap { $0 })
      }
    }
  }

  mutating func keep(_ old: ViewsFile) { views = old.views }

  private struct Problem: Error {
    var key: String?
    var words: String
  }

  private static func view(
    _ table: TOMLTable, warn: (String, String) -> Void
  ) throws(Problem) -> SavedView {
    guard let name = table["name"]?.string.map(Sanitizer.oneLine), !name.isEmpty else {
      throw Problem(key: "name", words: said("name is missing, or no text in quotes"))
    }
    guard name.count <= 30, name.utf8.count <= 200 else {
      throw Problem(key: "name", words: said("name has more than 30 characters"))
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
          throw Problem(key: key, words: said("assignee is \"me\", \"nobody\", a name or an id"))
        }
      case "older_than": view.olderThan = try duration(value, key)
      case "newer_than": view.newerThan = try duration(value, key)
      case "waits": view.waits = try duration(value, key)
      case "words":
        guard let words = TeamFile.texts(value) else {
          throw Problem(key: key, words: said("words is a text, or a list of texts"))
        }
        view.words = words
      case "sort":
        guard let sort = value.string.flatMap(SavedView.Sort.init(rawValue:)) else {
          let known = SavedView.Sort.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
          throw Problem(key: key, words: said("sort is one of \(known)"))
        }
        view.sort = sort
      default: warn(said("unknown key \"\(key)\" is ignored"), key)
      }
    }
    return view
  }

  private static func statuses(
    _ value: any TOMLValueConvertible
  ) throws(Problem) -> [ConversationStatus] {
    let known = ConversationStatus.defined.map(\.rawValue)
    guard let names = TeamFile.texts(value) else {
      throw Problem(key: "status", words: said("status is a text, or a list of texts"))
    }
    for name in names where !known.contains(name) {
      throw Problem(
        key: "status",
        words: said("there is no status \"\(name)\"; there are \(known.joined(separator: ", "))"))
    }
    return names.map { ConversationStatus(rawValue: $0) }
  }

  private static func duration(
    _ value: any TOMLValueConvertible, _ key: String
  ) throws(Problem) -> TimeInterval {
    guard let seconds = TeamFile.duration(value) else {
      throw Problem(key: key, words: said("\(key) is a time such as \"30m\", \"2h\", \"3d\""))
    }
    return seconds
  }
}
