import Desk
import DeskViews
import Foundation
import Sentences
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
      if path != nil { return said("your own") }
      return switch name {
      case "auto": said("dark or light, as the terminal is")
      case "neutral": said("hardly a colour; auto until it knows")
      case "contrast", "contrast-light": said("for weak eyes and glare")
      case "colorblind-dark", "colorblind-light": said("for the colour-blind")
      default: said("of the program")
      }
    }
  }

  /// More of the user's own are not read.
  private static let mostFiles = 200

  /// The user's own files.
  private let sources: [ThemeSource]

  /// What a folder of themes holds.
  struct Folder {
    var sources: [ThemeSource] = []
    var unreadable: [Entry] = []
  }

  /// Reads every file of `directory`; one that does not exist holds none.
  init(directory: URL) { self.init(Self.sources(in: directory)) }

  private init(_ folder: Folder) {
    sources = folder.sources
    let library = ThemeLibrary(userThemes: folder.sources)
    let readable = library.names.map { name in
      let path = folder.sources.first { $0.name == name }?.path
      // The program's own themes are whole, unless one of theirs is replaced: only then, and for
      // files of the user, is it worth the time to make them all.
      let problem = folder.sources.isEmpty ? nil : Self.problem(of: name, in: library)?.description
      return Entry(name: name, path: path, problem: problem)
    }
    self.library = library
    entries = readable + folder.unreadable
  }

  static func sources(in directory: URL) -> Folder {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
    var folder = Folder()
    let files = names.filter { $0.hasSuffix(".toml") && !$0.hasPrefix(".") }.sorted()
    for file in files.prefix(mostFiles) {
      let url = directory.appending(path: file)
      let name = String(file.dropLast(".toml".count))
      if let text = try? ConfigFile.text(of: url) {
        folder.sources.append(ThemeSource(name: name, path: url.path, text: text))
      } else {
        folder.unreadable.append(
          Entry(
            name: name, path: url.path,
            problem: said("\(url.path): cannot be read as UTF-8 text of at most a megabyte")))
      }
    }
    return folder
  }

  /// What holds when the folder has changed: of a file that has become broken, what it said before.
  ///
  /// - Returns: also what is wrong with the files as they are now, one clause each.
  func followed(by folder: Folder) -> (files: ThemeFiles, problems: [String]) {
    var folder = folder
    var problems = folder.unreadable.compactMap(\.problem)
    for broken in folder.unreadable {
      guard let before = source(broken.name) else { continue }
      folder.unreadable.removeAll { $0 == broken }
      folder.sources.append(before)
    }
    let library = ThemeLibrary(userThemes: folder.sources)
    for (place, source) in folder.sources.enumerated() {
      guard let error = Self.problem(of: source.name, in: library) else { continue }
      // What is wrong with the theme that it inherits from is said of that one.
      if error.file == source.path { problems.append(error.description) }
      let before = self.source(source.name)
      if error.file == source.path, let before { folder.sources[place] = before }
    }
    return (ThemeFiles(folder), problems)
  }

  /// The names of the user's themes that say something else than before, or have come or gone.
  func names(changedSince old: ThemeFiles) -> [String] {
    Set(sources).symmetricDifference(old.sources).map(\.name)
      .reduce(into: Set()) { $0.insert($1) }.sorted()
  }

  private func source(_ name: String) -> ThemeSource? { sources.first { $0.name == name } }

  /// For the theme picker.
  var choices: [ThemeChoice] {
    entries.map { ThemeChoice($0.name, detail: $0.problem == nil ? $0.remark : said("broken")) }
  }

  /// Why theme files cannot be used, one sentence each.
  var warnings: [String] { entries.compactMap(\.problem) }

  private static func problem(of name: String, in library: ThemeLibrary) -> ThemeError? {
    do {
      _ = try library.theme(named: name, depth: .trueColor)
      return nil
    } catch {
      return error
    }
  }
}
