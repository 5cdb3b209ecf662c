import ChatModel
import ChatStorage
import Desk
import Foundation
import Sentences

/// The notes that a team shares: those of the colleagues are read when their files change, mine are
/// added to a file of my own.
///
/// Nothing waits for the folder: one that is slow, or hangs, holds up this queue alone.
final class TeamNotes: @unchecked Sendable {
  private let folder: TeamFolder
  private let inbox: AccountInbox
  private let queue = DispatchQueue(label: "furrow.team")
  private var watch: FileWatch?

  // Only the queue touches these.
  /// What was named already is not named again while it lasts.
  private var named: Set<String> = []
  /// What the folder has not taken yet, in its order.
  private var pending: [Line] = []

  private struct Line {
    let note: ConversationNote?
    let id: NoteID
    let writtenAt: Date
    let author: String?
  }

  init(_ folder: TeamFolder, inbox: AccountInbox) {
    self.folder = folder
    self.inbox = inbox
    watch = FileWatch(of: { [folder.folder] + folder.files() }) { [weak self] in
      self?.queue.async { [weak self] in self?.read() }
    }
  }

  private func read() {
    if !pending.isEmpty { write() }
    let contents = folder.read()
    let news = contents.problems.filter { !named.contains($0) }
    named = Set(contents.problems)
    if contents.isMissing {
      // What the colleagues wrote is still true.
      for problem in news { inbox.post(.report(Notice(.warning, problem))) }
    } else {
      inbox.post(.teamNotes(folder.notes(in: contents), problems: news))
    }
  }

  /// Tells the colleagues of a note, or with nil that it is deleted; again when the folder changes, as
  /// long as it does not take that.
  func share(_ note: ConversationNote?, _ id: NoteID, as author: String?) {
    let line = Line(note: note, id: id, writtenAt: Date(), author: author)
    queue.async { [self] in
      pending.append(line)
      write()
    }
  }

  private func write() {
    while let line = pending.first {
      do throws(TeamFolderError) {
        try folder.add(line.note, id: line.id, at: line.writtenAt, authorName: line.author)
        pending.removeFirst()
      } catch {
        let words = said("Your team does not have the last note yet: \(error.words)")
        if named.insert(words).inserted {
          inbox.post(.report(Notice(.failure, said("\(words). It is kept on this computer."))))
        }
        return
      }
    }
  }

  /// Waits until the folder has what is on its way, a bounded time: it may hang.
  func finish() {
    let isDone = DispatchSemaphore(value: 0)
    queue.async { isDone.signal() }
    _ = isDone.wait(timeout: .now() + 2)
  }
}
