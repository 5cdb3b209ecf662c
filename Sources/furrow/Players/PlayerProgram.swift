import Foundation
import Sentences

/// The program that plays voice notes: the one of the configuration, else the first that is here.
struct PlayerProgram: Hashable, Sendable {
  /// How one talks with it.
  enum Manner: Hashable, Sendable {
    /// Over mpv's JSON IPC: it tells where it is, and takes orders.
    case mpv
    /// It plays the file that it is given, and ends. It is paused by a signal.
    case plain
  }

  let path: String
  /// Before the file.
  let arguments: [String]
  let manner: Manner

  /// What it is called in sentences.
  var name: String { (path as NSString).lastPathComponent }

  /// mpv takes nothing from the person's configuration, shows no window, and follows no list.
  private static let known: [(name: String, arguments: [String], manner: Manner)] = [
    (
      "mpv",
      [
        "--no-config", "--no-terminal", "--no-video", "--no-ytdl", "--load-scripts=no",
        "--access-references=no", "--idle=no",
        "--keep-open=no",
      ], .mpv
    ),
    ("ffplay", ["-nodisp", "-autoexit", "-v", "quiet"], .plain),
    ("paplay", [], .plain), ("aplay", ["-q"], .plain), ("play", ["-q"], .plain),
    ("afplay", [], .plain),
  ]

  static var choices: String {
    said("auto, mpv, ffplay, paplay, another program and its options, or off")
  }

  /// The program for a setting.
  ///
  /// - Returns: as a failure why there is none, in a clause.
  static func find(
    _ setting: String, path: (String) -> String? = Programs.find
  ) -> Result<PlayerProgram, PlayerMissing> {
    let words = setting.split(separator: " ").map(String.init)
    switch words.first {
    case "off": return .failure(PlayerMissing(said("player is off in the configuration")))
    case "auto", nil:
      for player in known {
        guard let found = path(player.name) else { continue }
        return .success(
          PlayerProgram(path: found, arguments: player.arguments, manner: player.manner))
      }
      return .failure(PlayerMissing(said("there is no mpv, ffplay or paplay here")))
    case let name?:
      let place = name.contains("/") ? Paths.expandingTilde(name) : path(name)
      guard let place, FileManager.default.isExecutableFile(atPath: place) else {
        return .failure(PlayerMissing(said("the player \(name) of the configuration is not here")))
      }
      let player = known.first { $0.name == (place as NSString).lastPathComponent }
      return .success(
        PlayerProgram(
          path: place, arguments: (player?.arguments ?? []) + words.dropFirst(),
          manner: player?.manner ?? .plain))
    }
  }

  /// Why no voice note can be played, as a clause; nil where it can.
  static func problem(_ setting: String) -> String? {
    if case .failure(let missing) = find(setting) { missing.words } else { nil }
  }

  /// What `furrow doctor` says of it.
  static func finding(_ settings: Settings) -> Finding {
    switch find(settings.player) {
    case .success(let program):
      let seeks = program.manner == .mpv ? "" : said(", which cannot go back or on in a voice note")
      return Finding("player", .ok, said("voice notes are played by \(program.path)") + seeks)
    case .failure(let missing) where settings.player == "off":
      return Finding("player", .ok, missing.words)
    case .failure(let missing):
      return Finding(
        "player", .warn, missing.words + said(": voice notes can only be saved"),
        mend: said("Install mpv, or name a program with player in the configuration."))
    }
  }
}

/// Why there is no player, in a clause.
struct PlayerMissing: Error, Hashable {
  let words: String

  init(_ words: String) { self.words = words }
}
