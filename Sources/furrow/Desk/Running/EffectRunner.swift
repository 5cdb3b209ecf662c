import ChatClient
import ChatModel
import Desk
import Foundation
import Sentences
import TerminalIO

/// Performs the desk's slow effects away from its thread: downloads, other programs, directories.
/// What became of them comes back as actions.
struct EffectRunner: Sendable {
  let inbox: AccountInbox
  /// Where fetched files are kept.
  let cache: MediaCache
  let replies: ReplyFiles
  private static let replyQueue = DispatchQueue(label: "furrow.replies")
  private let pictures: PictureQueue
  let spelling: SpellChecker
  let sounds: SoundPlayer
  let exports = ExportSeat()

  init(
    inbox: AccountInbox, cache: MediaCache, replies: ReplyFiles = ReplyFiles(folders: []),
    sounds: SoundPlayer = SoundPlayer()
  ) {
    self.sounds = sounds
    self.inbox = inbox
    self.cache = cache
    self.replies = replies
    pictures = PictureQueue(inbox: inbox, cache: cache)
    spelling = SpellChecker(inbox: inbox)
  }

  /// Draws a picture as cells, and fetches it first where it is not here.
  func draw(_ wish: PictureWish, with api: (any ChatAPI)?) { pictures.add(wish, with: api) }

  func open(_ media: Media, with api: (any ChatAPI)?) {
    give(media, with: api) { path, complain throws(Failure) in
      try Programs.open(path, orElse: complain)
    }
  }

  /// Plays a voice note in place.
  func play(_ wish: PlayWish, with api: (any ChatAPI)?) {
    let (inbox, cache, sounds) = (inbox, cache, sounds)
    let tell: SoundPlayer.Tell = { inbox.post(.playing(wish, $0)) }
    sounds.want(wish)
    tell(.preparing)
    Task.detached {
      do {
        if let size = wish.media.size, size > MediaCache.largest {
          throw Failure(
            .usage, said("it is larger than \(MediaCache.largest >> 20) MB and can only be saved"))
        }
        let file = try await fetched(wish.media, with: api) {}
        guard sounds.wants(wish) else { return tell(.ended) }
        switch try FileKind(of: file) {
        case .soundOrFilm(let endings):
          sounds.play(try cache.shown(file, endings: endings), for: wish, tell: tell)
        case .picture: tell(.failed(said("it is a picture")))
        case .other(let words):
          tell(.ended)
          inbox.post(.isNoMedia(wish.media, words))
        }
      } catch {
        tell(.failed(Failure(error).message))
      }
    }
  }

  /// Plays what is sound or film outside; a picture goes where it is looked at.
  func playOutside(_ media: Media, with api: (any ChatAPI)?) {
    give(media, with: api) { path, complain throws(Failure) in
      if case .picture = try FileKind(of: URL(filePath: path)) {
        return try Programs.open(path, orElse: complain)
      }
      return try Programs.play(path, orElse: complain)
    }
  }

  /// Fetches a file, gives it to a program, and says to which, or that it could not be shown. What
  /// is no picture, sound or film is given to none.
  private func give(
    _ media: Media, with api: (any ChatAPI)?,
    to start: @escaping @Sendable (String, @escaping Programs.Complaint) throws(Failure) -> String
  ) {
    let inbox = inbox
    let cache = cache
    fetch(media, with: api) { fetched in
      let file: URL
      switch try FileKind(of: fetched) {
      case .picture(let endings), .soundOrFilm(let endings):
        file = try cache.shown(fetched, endings: endings)
      case .other(let words): return inbox.post(.isNoMedia(media, words))
      }
      let program = try start(file.path) { program in
        inbox.post(
          .report(
            Notice(
              .failure,
              said("\(program) cannot show \(file.lastPathComponent) here; saving it works."))))
      }
      inbox.post(.report(Notice(.info, said("\(file.lastPathComponent) was given to \(program)."))))
    }
  }

  /// Gives a notification to a command of the person's; one that fails is named.
  func notify(_ title: String, _ body: String, by command: String) {
    let inbox = inbox
    work {
      try Programs.notify(title, body, by: command) { program in
        inbox.post(
          .report(Notice(.warning, said("notify: the command \(command) failed."))))
      }
    }
  }

  /// Finds a path that is free, where the user keeps downloads.
  func proposePath(for media: Media) {
    let inbox = inbox
    Task.detached {
      let path = SavedFile.freePath(in: Programs.downloads, named: MediaCache.fileName(of: media))
      inbox.post(.proposedPath(path, for: media))
    }
  }

  /// Saves a file under a path of the user's choice; another file there is replaced only on request.
  func save(
    _ media: Media, to path: String, replacing: Bool, with api: (any ChatAPI)?
  ) {
    let inbox = inbox
    fetch(media, with: api) { file in
      switch try SavedFile.copy(file, to: path, named: media, replacing: replacing) {
      case .saved(let path): inbox.post(.report(Notice(.info, said("Saved as \(path)."))))
      case .isTaken(let path): inbox.post(.pathIsTaken(path, by: media))
      }
    }
  }

  func open(address: String) {
    let inbox = inbox
    work {
      guard let url = URL(string: address),
        ["http", "https", "tel"].contains(url.scheme?.lowercased())
      else {
        throw Failure(.usage, said("Only web addresses and numbers are opened, not “\(address)”."))
      }
      let program = try Programs.open(url.absoluteString) { program in
        inbox.post(
          .report(Notice(.failure, said("\(program) cannot show \(url.absoluteString) here."))))
      }
      inbox.post(.report(Notice(.info, said("The address was given to \(program)."))))
    }
  }

  func readReplies() {
    let (inbox, replies) = (inbox, replies)
    // The team's folder may hang.
    Self.replyQueue.async { inbox.post(.replies(replies.read())) }
  }

  /// Finds the files whose path begins so.
  func complete(_ prefix: String) {
    let inbox = inbox
    Task.detached {
      inbox.post(.completions(prefix: prefix, PathCompletion.candidates(for: prefix)))
    }
  }

  /// Looks at files that are to be sent.
  func inspect(_ readings: [[String]], request: Int) {
    let inbox = inbox
    Task.detached { inbox.post(.inspected(request: request, FileJudge.verdicts(on: readings))) }
  }

  // MARK: Steps

  private func fetch(
    _ media: Media, with api: (any ChatAPI)?, then use: @escaping @Sendable (URL) throws -> Void
  ) {
    let inbox = inbox
    work {
      try use(
        try await fetched(media, with: api) {
          inbox.post(.report(Notice(.info, said("Fetching \(media.name ?? said("the file"))…"))))
        })
    }
  }

  /// The file, fetched where it is not here; that is told before.
  private func fetched(
    _ media: Media, with api: (any ChatAPI)?, tell: () -> Void
  ) async throws -> URL {
    guard let api else { throw Failure(.notSignedIn, said("Not signed in.")) }
    if let file = cache.find(media) { return file }
    tell()
    let part = try cache.unfinished(media)
    defer { unlink(part.path) }
    try await api.download(media, to: part) { _ in }
    return try cache.keep(part, as: media)
  }

  func work(_ body: @escaping @Sendable () async throws -> Void) {
    let inbox = inbox
    Task.detached {
      do {
        try await body()
      } catch {
        inbox.post(.report(Notice(.failure, Failure(error).message)))
      }
    }
  }
}
