import Desk
import DeskViews
import Foundation
import Sentences

/// All that is wrong with the files of the configuration, whichever profile it is in.
struct ConfigurationFaults {
  /// What makes commands end with 78, each with its file and line.
  private(set) var faults: [Failure] = []
  /// What is passed over, each with its file and line.
  private(set) var warnings: [String] = []
  /// Where canned replies are, of all profiles.
  private var replies: [URL] = []

  init(
    options: GlobalOptions, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    do throws(Failure) {
      let settings = try Settings(options: options, environment: environment, keepsFaults: true)
      warnings += settings.warnings
      note(settings)
    } catch {
      add(error)
    }
    let paths = Paths(environment: environment, dataDirectory: options.dataDir)
    let profiles = (try? ConfigFile(contentsOf: paths.configFile).profiles.keys.sorted()) ?? []
    for profile in profiles {
      var options = options
      options.profile = [profile]
      do throws(Failure) {
        note(try Settings(options: options, environment: environment, keepsFaults: true))
      } catch {
        add(error)
      }
    }
    do throws(Failure) {
      warnings += try KeysFile(contentsOf: paths.keysFile).warnings
    } catch {
      add(error)
    }
    warnings += ViewsFile(contentsOf: paths.viewsFile).warnings
    warnings += RosterFile(contentsOf: paths.rosterFile).warnings
    warnings += ThemeFiles(directory: paths.themes).warnings
    warnings += EventFiles(paths.events).read().problems
    if replies.isEmpty { replies = [paths.replies] }
    for folder in replies { warnings += ReplyFiles(folders: [folder]).read().problems }
    faults.sort { $0.message.compare($1.message, options: .numeric) == .orderedAscending }
  }

  var verdict: String {
    if faults.isEmpty, warnings.isEmpty { return said("The configuration is good.") }
    let words = [
      faults.isEmpty
        ? nil : said(faults.count, one: "1 fault", more: "\(faults.count) faults"),
      warnings.isEmpty
        ? nil
        : said(
          warnings.count, one: "1 line means nothing, or not what was meant",
          more: "\(warnings.count) lines mean nothing, or not what was meant"),
    ]
    return words.compactMap { $0 }.joined(separator: "; ").ended
  }

  /// All that is wrong with the settings of one profile.
  private mutating func note(_ settings: Settings) {
    for fault in settings.faults + Self.faults(of: settings) { add(fault) }
    if settings.waitLate < settings.waitWarn, let origin = Self.origin(of: settings) {
      let words = said(
        """
        \(origin): wait_late (\(settings.waitLate)) is shorter than wait_warn \
        (\(settings.waitWarn)): no wait is shown as long before it is too long.
        """)
      if !warnings.contains(words) { warnings.append(words) }
    }
    replies += ReplyFiles(settings).folders.filter { !replies.contains($0) }
  }

  /// What reading the settings does not find, and the commands that need it would.
  static func faults(of settings: Settings) -> [Failure] {
    var faults: [Failure] = []
    do throws(Failure) {
      if settings.url != nil { _ = try settings.address() }
    } catch {
      faults.append(error)
    }
    let themes = ThemeFiles(directory: settings.paths.themes).entries.map(\.name)
    if let theme = settings.theme, theme != ThemeLibrary.defaultName, !themes.contains(theme) {
      let origin = settings.sources.first { $0.name == "theme" }?.origin ?? "theme"
      faults.append(
        Failure(
          .badConfiguration,
          said("\(origin): there is no theme \"\(theme)\"; `furrow themes` lists them.")))
    }
    return faults
  }

  /// Where the lengths of waits are set.
  private static func origin(of settings: Settings) -> String? {
    let given = settings.sources.filter { ["wait_late", "wait_warn"].contains($0.name) }
    return given.map(\.origin).first { $0.contains(":") }
  }

  private mutating func add(_ fault: Failure) {
    if !faults.contains(fault) { faults.append(fault) }
  }
}
