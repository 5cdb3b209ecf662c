import ChatModel
import Desk
import DeskViews
import Faults
import Foundation
import JSON
import Recordings
import TOMLKit
import TOMLText
import TextGrid

@testable import furrow

/// The files that people write: all of them TOML.
extension FuzzDecoder {
  static let files = [
    configuration, keys, views, roster, replies, theme, places, assertions, faults,
  ]

  private static let toml = [
    "[", "]", "[[", "]]", "=", "\"", "\"\"\"", "'", "'''", "#", "\n", ".", ",", "{", "}", "true",
    "inf", "nan",
    "0x", "1979-05-27T07:32:00Z", "\\u001b", "\\U0010FFFF", "\\ud83d", "é", "\u{202E}", "\u{1B}[2J",
    "\0",
  ]

  private static func file(
    _ name: String, _ words: [String], _ seeds: [String],
    _ read: @escaping @Sendable (String) throws -> Int
  ) -> FuzzDecoder {
    FuzzDecoder(name, words: toml + words, seeds: seeds, longest: 1500, shortCount: 40) { input in
      // As the files are read: what is no UTF-8 is refused before.
      guard let text = String(validating: input, as: UTF8.self) else { return 0 }
      do {
        return kind(1, try read(text))
      } catch let error as BrokenLaw {
        throw error
      } catch let failure as Failure {
        return kind(2, kind(refused: Words(failure.message)))
      } catch {
        return kind(3, kind(refused: error))
      }
    }
  }

  /// Words whose kind is asked for; what the file is called does not tell it.
  private struct Words: Error, CustomStringConvertible {
    let description: String
    init(_ words: String) { description = String(words.suffix(60)) }
  }

  private static func kinds(_ warnings: [String]) -> Int {
    kind(few(warnings.count), warnings.first.map { kind(refused: Words($0)) } ?? 0)
  }

  private static let configuration = file(
    "config-toml",
    ConfigFile.knownSettings.map { "\n\($0.name) = " } + ["[profiles.work]", "\"1\""],
    [
      """
      url = "http://localhost:4000"
      wait_warn = 5
      mouse = false # words

      [profiles.work]
      url = "https://chat.example"
      token_command = "pass show chat"
      production = true
      """,
      "theme = 'soil'\nlangmap = \"hindi-inscript\"\n[profiles]\nx = {url = \"a\", log_level = \"debug\"}",
    ]
  ) { text in
    let file = try ConfigFile(text: text, path: "c")
    let entries = file.profiles.keys.map { file.entries(of: $0).count }
    return kind(
      kinds(file.warnings), kinds(file.faults.map(\.message)), few(entries.reduce(0, +)))
  }

  private static let keys = file(
    "keys-toml",
    Keymap.Context.allCases.map { "[keys.\($0.rawValue)]\n" }
      + [
        "[langmap]\n", "preset = ", "\"Ctrl+X\"", "\"g g\"", "\"help\"", "\"down\"", "\"emacs\"",
        "\"\"",
      ],
    [
      "preset = \"emacs\"\n[keys.list]\n\"g g\" = \"help\"\nw = \"\"\n\"Ctrl+O\" = \"open\"",
      "[langmap]\n\"म\" = \"m\"\n",
    ]
  ) { text in
    let file = try KeysFile(text: text, path: "k")
    return kind(kinds(file.warnings), few(file.langmap.count))
  }

  private static let views = file(
    "views-toml",
    [
      "[[view]]\n", "name = ", "status = ", "assignee = ", "older_than = ", "waits = ", "words = ",
      "sort = ", "\"2h\"", "\"me\"",
    ],
    [
      "[[view]]\nname = \"Old\"\nstatus = [\"open\"]\nassignee = \"me\"\nolder_than = \"2h\"\nsort = \"oldest\"",
      "[[view]]\nname = 'x'\nwords = ['yellow']\nwaits = '30m'\n[[view]]\n",
    ]
  ) { text in
    let file = ViewsFile(text: text, path: "v")
    try law(file.views.count <= SavedView.most, "\(file.views.count) views")
    return kind(few(file.views.count), kinds(file.warnings))
  }

  private static let roster = file(
    "agents-toml",
    [
      "[[agent]]\n", "id = ", "name = ", "hours = ", "\"Mon-Fri 09:00-18:00\"", "capacity = ",
      "languages = ", "zone = ", "holidays = ", "\"Asia/Kolkata\"", "skills = ",
    ],
    [
      "zone = \"Asia/Kolkata\"\nholidays = [\"2026-01-26\"]\n[[agent]]\nid = \"a1\"\nname = \"Meera\"\nhours = \"Mon-Fri 09:00-18:00\"\ncapacity = 5\nlanguages = [\"hi\"]",
      "[[agent]]\nid = 'a'\nhours = '22:00-06:00'",
    ]
  ) { text in
    let file = RosterFile(text: text, path: "r")
    return kind(few(file.roster.agents.count), kinds(file.warnings))
  }

  private static let replies = file(
    "replies-toml",
    [
      "[[reply]]\n", "name = ", "text = ", "tags = ", "language = ", "attachments = ",
      "shortcut = ", "{farmer.first}", "{cursor}", "{", "{{",
    ],
    [
      "[[reply]]\nname = \"Photo\"\ntext = \"Dear {farmer.first}, send {cursor}.\"\ntags = [\"photo\"]\nlanguage = \"en\"\nattachments = [\"a.jpg\"]\nshortcut = \"ph\""
    ]
  ) { text in
    let file = RepliesFile(text: text, path: "/r/r.toml") { $0.hasSuffix("g") }
    return kind(few(file.replies.count), kinds(file.problems))
  }

  private static let theme = file(
    "theme-toml",
    ThemeRole.allCases.map { "\n\($0.name) = " } + [
      "[palette]\n", "[roles]\n", "inherits = ", "\"#ff0000\"", "{ fg = ", "bg = ", "bold = true",
      "ansi = ", "mono = ", "\"red\"", "\"dark\"",
    ],
    [
      "inherits = \"dark\"\n[palette]\nleaf = \"#00ff00\"\n[roles]\ntext = { fg = \"leaf\", bg = \"#000000\", bold = true }",
      "[palette]\na = \"b\"\nb = \"a\"\n", "inherits = \"mine\"",
    ]
  ) { text in
    let library = ThemeLibrary(userThemes: [ThemeSource(name: "mine", path: "t", text: text)])
    var hash = 0
    for depth in ColorDepth.allCases {
      do {
        _ = try library.theme(named: "mine", depth: depth)
        hash = kind(hash, 1)
      } catch {
        hash = kind(hash, kind(refused: error))
      }
    }
    return hash
  }

  private static let places = file(
    "toml-places", ["[[a]]\n", "[a.b]\n", "a = 1\n", "\"a.b\" = ", "a.b = "],
    ["a = 1\n[b]\nc = \"x\"\n[[d]]\ne = \"\"\"\n[f]\n\"\"\"\n[[d]]\ne = 2"]
  ) { text in
    let found = TOMLPlaces(text)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
    for path in [["a"], ["b"], ["b", "c"], ["d", "0", "e"], ["d", "1", "e"], ["x", "y"]] {
      guard let place = found.place(of: path) else { continue }
      try law(1...lines ~= place.line && place.column > 0, "\(path) at \(place) of \(lines) lines")
    }
    return few(lines)
  }

  private static let assertions = file(
    "assertions-toml",
    [
      "[[assert]]\n", "event = ", "sent = ", "request = ", "order = ", "state = ", "at = ",
      "equals = ", "after = ", "within = ", "count = ", "at_least = ", "as = ", "shape = ",
      "\"message:new\"", "\"500ms\"", "\"/a/0\"", "\"GET chat/*\"",
    ],
    [
      "[[assert]]\nname = \"x\"\nevent = \"message:sent\"\nafter = \"message:send\"\nwithin = \"500ms\"",
      "[[assert]]\nevent = 'message:new'\nat = '/message/content'\nequals = 'Namaste'\n[[assert]]\norder = ['a', 'b']",
      "[[assert]]\nrequest = 'GET chat/conversations'\nstatus = 200\n[[assert]]\nstate = '/conversations/c1/messages'\ncount = 1",
      "[[assert]]\nevent = 'a'\nshape = {type = 'object', required = ['x']}\n",
    ]
  ) { text in
    let table = try ConfigFile.table(text, path: "a")
    guard let document = try? JSONValue(parsing: Array(table.convert(to: .json).utf8)) else {
      return 0
    }
    let found = try AssertionReading.assertions(
      in: document, place: { $0.joined(separator: ".") },
      file: { (_: String) throws(AssertionReading.Fault) -> JSONValue in ["type": "string"] })
    let verdicts = AssertionJudge(sample).verdicts(on: found)
    try law(verdicts.count == found.count, "\(verdicts.count) verdicts on \(found.count)")
    return verdicts.reduce(few(found.count)) { kind($0, $1.failure == nil ? 0 : 1) }
  }

  /// A plan of faults as it is typed.
  private static let faults = FuzzDecoder(
    "faults",
    words: FaultWord.allCases.map(\.rawValue) + [
      "=", ",", "+", "-", "%", "ms", "s", "m", "kB", "MB", "once",
    ],
    seeds: [
      "delay=300ms,drop=10%,seed=7", "delay=100ms-2s,only=message:sent+message:new,way=in,cut=20",
      "fail=500+503,bandwidth=2kB,clock=-5m,expire=10s,upload-stop=50%,upload-limit=1MB,polling",
    ]
  ) { input in
    do {
      let plan = try FaultPlan(reading: text(input))
      if !plan.isEmpty {
        try law(try FaultPlan(reading: plan.written) == plan, "\(plan.written) is another plan")
      }
      return kind(1, few(plan.written.split(separator: ",").count))
    } catch let error as FaultWordError {
      return kind(2, kind(refused: Words(error.description)))
    }
  }
}
