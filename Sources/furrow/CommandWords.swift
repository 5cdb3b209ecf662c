import ArgumentParser
import Sentences

/// The names on a command line, looked at before the parser does: it takes a word that names no
/// command for something of the default command's, and shows that one's help with status 0.
enum CommandWords {
  /// The place of the first argument that is not UTF-8, which would be sent or looked for as another
  /// text than was typed; nil when all are.
  static func placeOfUnreadable(
    _ arguments: UnsafePointer<UnsafeMutablePointer<CChar>?>, _ count: Int32
  ) -> Int? {
    (0..<Int(count)).first { place in
      arguments[place].map { String(validatingCString: $0) == nil } ?? false
    }
  }

  /// What to tell when a word stands where a command's name should; nil when all is well.
  static func problem(in arguments: [String]) -> Failure? {
    var words = arguments[...]
    if words.first == "help" { words.removeFirst() }
    var command: any ParsableCommand.Type = Furrow.self
    var path = "furrow"
    while let word = words.first, !word.hasPrefix("-") {
      let commands = command.configuration.subcommands
      guard !commands.isEmpty else { return nil }
      guard let next = commands.first(where: { $0._commandName == word }) else {
        return Failure(.usage, unknown(word, among: commands.map { $0._commandName }, of: path))
      }
      command = next
      path += " \(word)"
      words.removeFirst()
    }
    return nil
  }

  /// What to tell beside a refusal where options of a command stand before its name; nil where none
  /// do.
  static func order(of arguments: [String]) -> String? {
    var path: [String] = []
    var rest = arguments[...]
    var command: any ParsableCommand.Type = Furrow.self
    while true {
      let commands = command.configuration.subcommands
      guard let word = rest.first else { return nil }
      if let next = commands.first(where: { $0._commandName == word }) {
        command = next
        path.append(word)
        rest.removeFirst()
        continue
      }
      guard word.hasPrefix("-"),
        let place = rest.firstIndex(where: { word in
          commands.contains { $0._commandName == word }
        })
      else { return nil }
      let line = ["furrow"] + path + [rest[place]] + rest[..<place] + rest[(place + 1)...]
      return said("Options stand behind the command: `\(line.joined(separator: " "))`.")
    }
  }

  private static func unknown(_ word: String, among names: [String], of path: String) -> String {
    let guess = nearest(to: word, among: names).map { said(" Did you mean `\(path) \($0)`?") } ?? ""
    return said("There is no command \"\(word)\".\(guess) `\(path) --help` lists them all.")
  }

  /// `serve` alone runs the server, so its help is that of the server's command.
  static func withHelpOfServe(_ arguments: [String]) -> [String] {
    if arguments == ["help", "serve"] { return arguments + ["run"] }
    let wantsHelp = arguments.contains { ["--help", "-h"].contains($0) }
    guard wantsHelp, arguments.first == "serve", arguments.dropFirst().first?.first == "-" else {
      return arguments
    }
    return ["serve", "run"] + arguments.dropFirst()
  }

  /// The name that was most likely meant; nil when none is like the word.
  static func nearest(to word: String, among names: [String]) -> String? {
    let word = word.lowercased()
    let most = word.count < 5 ? 1 : 2
    if let begun = names.first(where: { word.count > 2 && $0.hasPrefix(word) }) { return begun }
    return names.map { (name: $0, steps: distance(word, $0)) }
      .filter { $0.steps <= most }.min { $0.steps < $1.steps }?.name
  }

  /// How many letters have to be added, taken away, changed or swapped with the next.
  private static func distance(_ a: String, _ b: String) -> Int {
    let a = Array(a), b = Array(b)
    // A word can be as long as a command line, and is then like no name.
    guard abs(a.count - b.count) <= 2 else { return .max }
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var steps = min(rows[i][j] + (a[i] == b[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          steps = min(steps, rows[i - 1][j - 1] + 1)
        }
        row.append(steps)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
