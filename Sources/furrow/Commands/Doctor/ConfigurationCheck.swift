import DeskViews
import Foundation
import Sentences

/// The files of the configuration.
enum ConfigurationCheck {
  static func findings(_ settings: Settings) -> [Finding] {
    let paths = settings.paths
    var findings = [
      file(
        paths.configFile, "config", settings.warnings, without: said("the defaults are in force"))
    ]
    do {
      let keys = try KeysFile(contentsOf: paths.keysFile)
      findings.append(
        file(paths.keysFile, "keys", keys.warnings, without: said("the default keys")))
    } catch {
      findings.append(Finding("keys", .fail, error.message, mend: said("Correct that line.")))
    }
    return findings
      + [themes(ThemeFiles(directory: paths.themes), settings), versions(of: paths)]
      .compactMap { $0 }
  }

  /// nil where there is nothing to say of them.
  private static func versions(of paths: Paths) -> Finding? {
    let count = KeptFiles.unversioned(of: paths)
    guard count > 0 else { return nil }
    let words =
      count == 1
      ? said("a file that names no version is read as the earliest")
      : said("\(count) files that name no version are read as the earliest")
    return Finding("versions", .ok, said("\(words); `furrow config migrate` writes it"))
  }

  private static func file(
    _ url: URL, _ check: String, _ warnings: [String], without absence: String
  ) -> Finding {
    guard FileManager.default.fileExists(atPath: url.path) else {
      return Finding(check, .ok, said("there is no \(url.path): \(absence)"))
    }
    guard let first = warnings.first else { return Finding(check, .ok, url.path) }
    let more = warnings.count > 1 ? said(", and \(warnings.count - 1) more") : ""
    return Finding(check, .warn, first + more, mend: said("`furrow config check` names them all."))
  }

  private static func themes(_ files: ThemeFiles, _ settings: Settings) -> Finding {
    let chosen = settings.theme ?? ThemeLibrary.defaultName
    guard let entry = files.entries.first(where: { $0.name == chosen }) else {
      return Finding(
        "theme", .fail, said("\"\(chosen)\" does not exist"),
        mend: said("`furrow themes` lists them."))
    }
    if let problem = entry.problem {
      return Finding(
        "theme", .fail, problem, mend: said("Correct it; until then the default is used."))
    }
    guard let other = files.warnings.first else { return Finding("theme", .ok, chosen) }
    return Finding(
      "theme", .warn, said("\(chosen); another is broken: \(other)"), mend: said("Correct it."))
  }
}
