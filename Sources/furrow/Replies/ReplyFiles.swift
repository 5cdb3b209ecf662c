import ChatStorage
import Desk
import Foundation
import Sentences

/// The canned replies of all files: a person's own in `…/replies/*.toml` and those of the team. Where
/// two are called alike, one's own stands for both.
struct ReplyFiles: Sendable {
  /// A person's own first.
  let folders: [URL]

  /// A file that is longer is no list of replies.
  private static let mostBytes = 1 << 20
  /// More of a folder are not read.
  private static let mostFiles = 200

  init(folders: [URL]) { self.folders = folders }

  init(_ settings: Settings) {
    self.init(
      folders: [settings.paths.replies]
        + [settings.teamDirectory].compactMap { $0?.appending(path: "replies") })
  }

  /// Reads all of them now.
  func read() -> CannedReplies {
    var replies: [CannedReply] = []
    var problems: [String] = []
    for folder in folders {
      var found: [CannedReply] = []
      for file in Self.files(of: folder) {
        guard let text = Self.text(of: file) else {
          problems.append(said("\(file.path): cannot be read as UTF-8 text of at most a megabyte"))
          continue
        }
        let read = RepliesFile(text: text, path: file.path)
        problems += read.problems
        for reply in read.replies {
          if let twin = found.first(where: { $0.name == reply.name }) {
            problems.append(
              said("\(reply.place): \"\(reply.name)\" stands in \(twin.place) already"))
          } else if let shortcut = reply.shortcut,
            let twin = found.first(where: { $0.shortcut == shortcut })
          {
            problems.append(
              said(
                """
                \(reply.place): the shortcut \(shortcut) is that of "\(twin.name)" already
                """))
          } else {
            found.append(reply)
          }
        }
      }
      replies += found.filter { new in !replies.contains { $0.name == new.name } }
    }
    return CannedReplies(replies, problems: problems, folder: folders.first?.path ?? "")
  }

  static func files(of folder: URL) -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".toml") && !$0.hasPrefix(".") }.sorted()
      .prefix(mostFiles).map { folder.appending(path: $0) }
  }

  private static func text(of file: URL) -> String? {
    guard let data = ForeignFile.bytes(of: file, most: mostBytes, followsLinks: true) else {
      return nil
    }
    return String(data: data, encoding: .utf8)
  }
}
