import ArgumentParser
import Desk
import Foundation

/// What the shell's Tab offers of what stands in files of this computer.
enum Completions {
  static let profiles = CompletionKind.custom { _, _, _ in
    safe((try? ConfigFile(contentsOf: paths.configFile))?.profiles.keys.sorted() ?? [])
  }

  static let themes = CompletionKind.custom { _, _, _ in
    safe(ThemeFiles(directory: paths.themes).entries.filter { $0.problem == nil }.map(\.name))
  }

  /// By shortcut where there is one.
  static let replies = CompletionKind.custom { _, _, _ in
    guard let options = try? GlobalOptions.parse([]), let settings = try? Settings(options: options)
    else { return [] }
    return safe(ReplyFiles(settings).read().all.map { $0.shortcut ?? $0.name })
  }

  private static var paths: Paths { Paths(environment: ProcessInfo.processInfo.environment) }

  /// Those that no shell takes for anything but a word: it looks for commands and patterns in what it
  /// is offered, and a team's files may hold any.
  static func safe(_ words: [String]) -> [String] {
    words.filter { word in
      !word.isEmpty && !word.hasPrefix("-")
        && word.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
    }
  }
}
