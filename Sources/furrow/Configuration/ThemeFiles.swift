import DeskViews
import Foundation
import TextGrid

/// The themes that can be chosen: those inside the program, and the user's own in
/// `…/themes/NAME.toml`.
struct ThemeFiles: Sendable {
  let library: ThemeLibrary
  /// Every theme, the default first, broken ones too.
  let entries: [Entry]

  struct Entry: Hashable, Sendable {
    var name: String
    /// The user's own file; nil for a theme inside the program.
    var path: String?
    /// Why the theme cannot be used, with file and line.
    var problem: String?

    /// What is worth saying of a theme that works.
    var remark: String {
      if path != nil { return "your own" }
      return switch name {
      case "auto": "dark or light, as the terminal is"
      case "neutral": "hardly a colour; auto until it knows"
      default: "of the program"
      }
    }
  }

  /// Reads every file of `directory`; one that does not exist holds none.
  init(directory: URL) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
    var sources: [ThemeSource] = []
    var unreadable: [Entry] = []
    for file in names.sorted() where file.hasSuffix(".toml") && !file.hasPrefix(".") {
      let url = directory.appending(path: file)
      let name = String(file.dropLast(".toml".count))
      if let text = try? String(contentsOf: url, encoding: .utf8) {
        sources.append(ThemeSource(name: name, path: url.path, text: text))
      } else {
        unreadable.append(
          Entry(name: name, path: url.path, problem: "\(url.path): cannot be read as UTF-8 text"))
      }
    }
    let library = ThemeLibrary(userThemes: sources)
    let readable = library.names.map { name in
      let path = sources.first { $0.name == name }?.path
      // The program's own themes are whole, unless one of theirs is replaced: only then, and for
      // files of the user, is it worth the time to make them all.
      let problem = sources.isEmpty ? nil : Self.problem(of: name, in: library)
      return Entry(name: name, path: path, problem: problem)
    }
    self.library = library
    entries = readable + unreadable
  }

  /// Why theme files cannot be used, one sentence each.
  var warnings: [String] { entries.compactMap(\.problem) }

  private static func problem(of name: String, in library: ThemeLibrary) -> String? {
    do {
      _ = try library.theme(named: name, depth: .trueColor)
      return nil
    } catch {
      return "\(error)"
    }
  }
}
