import ChatClient
import ChatModel
import Desk
import Foundation
import Sentences

/// Writes conversations down for the desk: all in one file, or each in its own. Nothing that is there is
/// replaced.
struct DeskExport: Sendable {
  let wish: ExportWish
  let store: any ChatStore & HistoryQueries
  let pictures: MediaCache
  /// The one folder that is made with those above it.
  var downloads = Programs.downloads

  /// - Parameter say: is told how far it is, and what came of it.
  func run(say: (Notice) -> Void) async throws {
    let target = URL(filePath: Paths.expandingTilde(wish.path)).standardizedFileURL
    try makeFolder(target.deletingLastPathComponent())
    if wish.isEach {
      await writeEach(to: target, say)
    } else {
      try await writeAll(to: target, say)
    }
  }

  private func writeAll(to target: URL, _ say: (Notice) -> Void) async throws {
    var quarter = 0
    do {
      let outcome = try await write(wish.chats, to: target.path) { part in
        guard part < 1, Int(part * 4) > quarter else { return }
        quarter = Int(part * 4)
        say(Notice(.info, said("Export: \(quarter * 25) %.")))
      }
      say(Notice(.info, said("\(outcome.words) written to \(target.path).")))
    } catch is CancellationError {
      say(Notice(.info, said("The export was stopped: there is no \(target.path).")))
    }
  }

  /// Files for each may stand in a new folder; of a mistyped path nothing is made.
  private func makeFolder(_ folder: URL) throws {
    let above = folder.deletingLastPathComponent().standardizedFileURL.path
    let isDownloads = folder.standardizedFileURL.path == downloads.standardizedFileURL.path
    let isBelow = above == downloads.standardizedFileURL.path
    let files = FileManager.default
    guard !files.fileExists(atPath: folder.path),
      isDownloads || wish.isEach && (isBelow || files.fileExists(atPath: above))
    else { return }
    try files.createDirectory(at: folder, withIntermediateDirectories: isDownloads || isBelow)
  }

  private func writeEach(to target: URL, _ say: (Notice) -> Void) async {
    let folder = target.deletingLastPathComponent()
    var sum = Exporter.Outcome()
    var failed: [String] = []
    var isStopped = false
    var count = 0
    for (index, chat) in wish.chats.enumerated() {
      let name = target.lastPathComponent.replacing(
        "*", with: chat.name.replacing("/", with: "-"))
      do {
        let path = SavedFile.freePath(in: folder, named: FileName.clean(name))
        let outcome = try await write([chat], to: path) { _ in }
        sum.messages += outcome.messages
        sum.isIncomplete = sum.isIncomplete || outcome.isIncomplete
        count += 1
      } catch is CancellationError {
        isStopped = true
        break
      } catch {
        failed.append(chat.name)
        say(Notice(.warning, said("\(chat.name) is not written: \(Failure(error).message)")))
      }
      let tenths = (index * 10 / wish.chats.count, (index + 1) * 10 / wish.chats.count)
      if tenths.0 != tenths.1, index + 1 < wish.chats.count {
        say(Notice(.info, said("Export: \(index + 1) of \(wish.chats.count) chats, \(chat.name).")))
      }
    }
    if isStopped { return say(Notice(.info, stoppedWords(count, in: folder))) }
    let words = said(
      count, one: "1 file, \(sum.words), written to \(folder.path)",
      more: "\(count) files, \(sum.words), written to \(folder.path)")
    guard !failed.isEmpty else { return say(Notice(.info, words.ended)) }
    let names = failed.prefix(3).joined(separator: ", ")
    let more = failed.count > 3 ? said(" and \(failed.count - 3) more") : ""
    say(Notice(.warning, said("\(words); not \(names)\(more): the log says why.")))
  }

  private func stoppedWords(_ count: Int, in folder: URL) -> String {
    guard count > 0 else { return said("The export was stopped: no file is written.") }
    let all = wish.chats.count
    return
      said(
        count,
        one: """
          The export was stopped: 1 of \(all) files is written to \(folder.path), the rest is not.
          """,
        more: """
          The export was stopped: \(count) of \(all) files are written to \(folder.path), the rest is \
          not.
          """)
  }

  private func write(
    _ chats: [ExportWish.Chat], to path: String, _ progress: (Double) -> Void
  ) async throws -> Exporter.Outcome {
    let format = TranscriptFormat(path: path) ?? .text
    let file = try ExportFile(path, replacing: false, hint: said("name another file"))
    let exporter = Exporter(
      store: store, form: format.form(me: wish.me, pictures: pictures), me: wish.me,
      notes: wish.notes)
    let outcome = try await exporter.run(
      chats.map(\.id), now: Date(), progress: progress
    ) { try file.write($0) }
    try file.finish()
    return outcome
  }
}

extension EffectRunner {
  /// Finds a path for a transcript that is free, where the user keeps downloads; of several for a folder
  /// in which each has its file.
  func proposeExport(named name: String, of count: Int) {
    let inbox = inbox
    Task.detached {
      let path = SavedFile.freePath(in: Programs.downloads, named: FileName.clean(name))
      inbox.post(
        .proposedExport(count > 1 ? "\(path)/*.\(TranscriptFormat.html.ending)" : path))
    }
  }

  /// Writes conversations down, and tells of a long one how far it is.
  func export(
    _ wish: ExportWish, from store: (any ChatStore & HistoryQueries)?, request: Int
  ) {
    let inbox = inbox
    let pictures = cache
    exports.run {
      do {
        guard let store else { throw Failure(.notSignedIn, said("This desk has no client.")) }
        guard !(store is MemoryStore) else {
          throw Failure(.usage, said("--no-cache keeps no history: there is nothing to export."))
        }
        let export = DeskExport(wish: wish, store: store, pictures: pictures)
        do {
          try await export.run { inbox.post(.report($0)) }
        } catch {
          inbox.post(.unsavedExport(wish, reason: Failure(error).message))
        }
      } catch {
        inbox.post(.report(Notice(.failure, Failure(error).message)))
      }
      inbox.post(.exportEnded(request: request))
    }
  }
}
