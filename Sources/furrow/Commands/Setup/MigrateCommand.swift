import ArgumentParser
import ChatModel
import Foundation
import JSON
import Sentences

extension ConfigCommand {
  struct Migrate: PooledCommand {
    static let configuration = CommandConfiguration(
      commandName: "migrate",
      abstract: "Rewrite files of earlier versions, each with a backup beside it.",
      discussion: """
        Files that people keep name their version, version = 1; one that names none is of the time \
        before and is read as such. This brings config.toml, keys.toml, views.toml, roster.toml, \
        themes, replies and events of the configuration's folder to the latest version; the files \
        of a team, assertions and recordings are named. What a file was stays beside it as \
        FILE.bak-DATE-TIME. A file of a later version is refused, and none is changed that would \
        mean something else: the exit status is then that of the first, 78 or 66.
        """)

    @Flag(help: "Say what would be done, and change nothing.")
    var dryRun = false
    @Argument(
      help: "Files to be rewritten; those of the configuration's folder if none is named.",
      completion: .file(extensions: ["toml", "json", "jsonl"]), transform: Checked.filled)
    var file: [String] = []
    @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

    func start() async throws {
      let output = Output(isJSON: global.json)
      let paths = Paths(
        environment: ProcessInfo.processInfo.environment, dataDirectory: global.dataDir)
      if let problem = paths.configProblem, file.isEmpty {
        throw Failure(.badConfiguration, problem)
      }
      let files =
        file.isEmpty
        ? KeptFiles.all(of: paths)
        : file.map { URL(filePath: Paths.expandingTilde($0)) }
      if files.isEmpty { output.note(said("There are no files in \(paths.config.path) yet.")) }
      var first: Failure?
      let now = Date()
      for file in files {
        do throws(Failure) {
          let outcome = try KeptFiles.migrate(file, at: now, writes: !dryRun)
          output.result(
            Self.json(file, outcome), "\(file.path): \(Self.words(outcome, isDry: dryRun))")
        } catch {
          output.failure(error)
          first = first ?? error
        }
      }
      if let first { throw first.status.code }
    }

    private static func json(_ file: URL, _ outcome: KeptFiles.Outcome) -> JSONValue {
      var members: [(String, JSONValue?)] = [
        ("file", .string(file.path)), ("to", .integer(FileVersion.latest)),
      ]
      if case .rewritten(let version, let changes, let backup) = outcome {
        members += [
          ("from", .integer(version)), ("changes", .array(changes.map(JSONValue.string))),
          ("backup", backup.map(JSONValue.string)),
        ]
      }
      return .object(ofKnown: members)
    }

    private static func words(_ outcome: KeptFiles.Outcome, isDry: Bool) -> String {
      guard case .rewritten(_, let changes, let backup) = outcome else {
        return said("of version \(FileVersion.latest) already")
      }
      let what = changes.joined(separator: "; ")
      return backup.map { said("\(what); as it was: \($0)") } ?? said("would be rewritten: \(what)")
    }
  }
}
