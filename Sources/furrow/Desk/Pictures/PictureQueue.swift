import ChatClient
import ChatModel
import Desk
import Foundation
import Pictures
import Sentences
import Synchronization
import TextGrid

/// Pictures that are to be drawn: two at a time, and what was asked for last comes first, because that
/// is what the person looks at. Nothing here ever waits for anything.
final class PictureQueue: Sendable {
  private let inbox: AccountInbox
  private let cache: MediaCache
  private let state = Mutex(State())

  private struct State {
    var waiting: [Job] = []
    var running = 0
  }

  private struct Job: Sendable {
    let wish: PictureWish
    let api: (any ChatAPI)?
  }

  private static let mostAtOnce = 2
  /// What was passed by while scrolling need not be drawn any more.
  private static let mostWaiting = 24
  /// A longer file is fetched only when the person asks for it; in bytes.
  private static let longestUnasked = 16 << 20

  init(inbox: AccountInbox, cache: MediaCache) {
    self.inbox = inbox
    self.cache = cache
  }

  func add(_ wish: PictureWish, with api: (any ChatAPI)?) {
    let dropped = state.withLock { state in
      state.waiting.append(Job(wish: wish, api: api))
      return state.waiting.count > Self.mostWaiting ? state.waiting.removeFirst() : nil
    }
    if let dropped { inbox.post(.picture(dropped.wish.key, .dropped)) }
    startNext()
  }

  private func startNext() {
    let next: Job? = state.withLock { state in
      guard state.running < Self.mostAtOnce, let job = state.waiting.popLast() else { return nil }
      state.running += 1
      return job
    }
    guard let next else { return }
    Task.detached {
      let outcome = await self.outcome(of: next)
      self.inbox.post(.picture(next.wish.key, outcome))
      self.state.withLock { $0.running -= 1 }
      self.startNext()
    }
  }

  private func outcome(of job: Job) async -> PictureOutcome {
    do {
      let file = try await file(of: job)
      return .drawn(try await draw(file, job.wish))
    } catch let problem as PictureProblem {
      return .refused(problem.words)
    } catch {
      return .refused(Failure(error).message)
    }
  }

  // MARK: The file

  private func file(of job: Job) async throws -> URL {
    guard let media = job.wish.media else {
      guard case .file(let path) = job.wish.key.source else { throw PictureProblem.noProgram }
      return URL(filePath: path)
    }
    if let file = cache.find(media) { return file }
    if let size = media.size, size > Self.longestUnasked, !job.wish.isAskedFor {
      throw Failure(
        .cannotStore, said("it is \(size >> 20) MB long and fetched only when it is asked for"))
    }
    guard let api = job.api else { throw Failure(.notSignedIn, said("not signed in")) }
    let part = try cache.unfinished(media)
    defer { unlink(part.path) }
    try await api.download(media, to: part) { _ in }
    return try cache.keep(part, as: media)
  }

  // MARK: Drawing

  private func draw(_ file: URL, _ wish: PictureWish) async throws -> CellPicture {
    guard let program = PictureProgram.path else { throw PictureProblem.noProgram }
    let request = PictureRequest(
      columns: wish.key.columns, rows: wish.key.rows,
      symbols: wish.symbols == .sextants ? .sextants : .halves,
      colors: wish.isDirect ? .direct : .indexed,
      pixels: wish.key.pixels.flatMap { ground in
        PictureRequest.Pixels(
          ground.form == .kitty ? .kitty : .sixel, cellWidth: ground.cellWidth,
          cellHeight: ground.cellHeight)
      })
    // A pipe under that name would be waited for.
    let descriptor = open(file.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw Failure(.cannotStore, said("\(file.lastPathComponent) cannot be read"))
    }
    return try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global(qos: .userInitiated).async {
        defer { close(descriptor) }
        let drawn = Result { () throws(PictureProblem) in
          try PictureProgram.draw(descriptor, as: request, by: program)
        }
        continuation.resume(
          with: drawn.map { $0.cellPicture(request.colors, wish.key.pixels?.form) })
      }
    }
  }
}

extension DrawnPicture {
  /// As cells of the screen.
  fileprivate func cellPicture(
    _ colors: PictureRequest.Colors, _ form: PixelForm?
  ) -> CellPicture {
    func color(_ value: Int32) -> Color {
      guard value >= 0 else { return .default }
      func byte(_ shift: Int32) -> UInt8 { UInt8(truncatingIfNeeded: value >> shift) }
      return colors == .direct ? .rgb(byte(16), byte(8), byte(0)) : .indexed(byte(0))
    }
    let lines = (0..<rows).map { row in
      cells[(row * columns)..<((row + 1) * columns)].map { cell in
        CellPicture.Cell(
          Unicode.Scalar(cell.scalar) ?? " ", foreground: color(cell.foreground),
          background: color(cell.background))
      }
    }
    guard let pixels, let form else {
      return CellPicture(width: width, height: height, rows: lines)
    }
    let picture = PixelPicture(
      PixelPictureID(PictureNumbers.next()), form, width: pixels.width, height: pixels.height,
      bytes: pixels.bytes, cells: lines)
    return CellPicture(width: width, height: height, pixels: picture)
  }
}

/// Numbers for pictures in pixels. They begin anywhere: two desks in one window draw different ones.
private enum PictureNumbers {
  private static let last = Mutex(Int.random(in: 0..<1_000_000))

  static func next() -> Int {
    last.withLock { last in
      last += 1
      return last
    }
  }
}
