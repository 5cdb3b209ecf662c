import CPosix
import Desk
import Foundation
import Sentences
import Synchronization

/// One voice note being played: a thread that starts the player, talks with it and sees to its end.
/// The player ends with that thread, so that none outlives furrow.
final class PlayerSession: Sendable {
  enum Order: Sendable {
    case steer(PlayerOrder)
    case stop
  }

  /// In seconds.
  struct Patience: Sendable {
    /// Until mpv listens.
    var start = 5.0
    /// Until it answers.
    var answer = 5.0
    /// Between two questions where it is.
    var tick = 1.0
  }

  private let program: PlayerProgram
  private let file: String
  private let patience: Patience
  private let tell: SoundPlayer.Tell
  private let wake: Int32
  private let orders = Mutex<[Order]>([])
  private let done = DispatchSemaphore(value: 0)

  init?(
    _ program: PlayerProgram, file: String, patience: Patience, tell: @escaping SoundPlayer.Tell
  ) {
    self.program = program
    self.file = file
    self.patience = patience
    self.tell = tell
    wake = cposix_eventfd()
    guard wake >= 0 else { return nil }
  }

  deinit { if wake >= 0 { close(wake) } }

  func start() {
    Thread.detachNewThread { [self] in
      let last = play()
      done.signal()
      tell(last)
    }
  }

  func order(_ order: Order) {
    orders.withLock { $0.append(order) }
    cposix_eventfd_post(wake)
  }

  /// Only after ``start()``.
  func waitForEnd(within seconds: Double) { _ = done.wait(timeout: .now() + seconds) }

  // MARK: On its thread

  private enum Outcome {
    case ended
    case failed(String)
  }

  private func play() -> PlayReport {
    let outcome =
      switch program.manner {
      case .mpv: playByMPV()
      case .plain: playPlainly()
      }
    return switch outcome {
    case .ended: .ended
    case .failed(let reason): .failed(reason)
    }
  }

  private var now: Double { cposix_boot_seconds() }

  private func takeOrders() -> [Order] {
    cposix_eventfd_drain(wake)
    return orders.withLock { orders in
      defer { orders = [] }
      return orders
    }
  }

  private func sounding(
    _ position: Double, _ length: Double?, isPaused: Bool
  ) -> PlayReport {
    .sounding(
      Sounding(
        player: program.name, position: position, length: length, isPaused: isPaused,
        canSeek: program.manner == .mpv))
  }

  /// Waits until one of the descriptors has something, or so many seconds; nil: for good.
  private func wait(_ descriptors: [Int32], atMost seconds: Double?) {
    var wanted = ([wake] + descriptors.filter { $0 >= 0 }).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    let milliseconds = seconds.map { Int32((max(0, $0) * 1000).rounded(.up)) } ?? -1
    _ = poll(&wanted, nfds_t(wanted.count), milliseconds)
  }

  private func words(_ status: Int32) -> Outcome {
    switch status {
    case 0: .ended
    case 127: .failed(said("\(program.name) cannot be run"))
    case 129...: .failed(said("\(program.name) was ended by signal \(status - 128)"))
    default: .failed(said("\(program.name) cannot play it (exit status \(status))"))
    }
  }

  // MARK: A program that only plays

  private func playPlainly() -> Outcome {
    guard let process = PlayerProcess(program, arguments: [], file: file) else {
      return .failed(said("\(program.name) cannot be started"))
    }
    defer { process.finish() }
    var before = 0.0
    var since: Double? = now
    tell(sounding(0, nil, isPaused: false))
    while true {
      // Where the system tells of no end, it is looked for.
      wait([process.end], atMost: since == nil && process.end >= 0 ? nil : patience.tick)
      if let status = process.outcome() { return words(status) }
      for order in takeOrders() {
        switch order {
        case .stop: return .ended
        case .steer(.togglePause):
          if let began = since {
            process.pause(true)
            before += now - began
            since = nil
          } else {
            since = now
            process.pause(false)
          }
        case .steer(.seek): break
        }
      }
      tell(sounding(before + (since.map { now - $0 } ?? 0), nil, isPaused: since == nil))
    }
  }

  // MARK: mpv

  private func playByMPV() -> Outcome {
    guard let folder = PrivateFolder() else {
      return .failed(said("there is no room for the socket of \(program.name)"))
    }
    defer { folder.remove() }
    let socket = folder.path + "/mpv"
    guard
      let process = PlayerProcess(
        program, arguments: ["--input-ipc-server=" + socket, "--"], file: file)
    else { return .failed(said("\(program.name) cannot be started")) }
    defer { process.finish() }
    let line: Int32
    switch connect(to: socket, process) {
    case .line(let descriptor): line = descriptor
    case .over(let outcome): return outcome
    }
    defer { close(line) }
    // Nothing is left lying about, whatever becomes of us.
    folder.remove()
    return talk(over: line, with: process)
  }

  private enum Connection {
    case line(Int32)
    case over(Outcome)
  }

  private func connect(to socket: String, _ process: PlayerProcess) -> Connection {
    let start = now
    while now - start < patience.start {
      let line = cposix_stream_connect(socket)
      if line >= 0 { return .line(line) }
      wait([process.end], atMost: 0.02)
      if let status = process.outcome() {
        return .over(status == 0 ? .failed(said("\(program.name) ended at once")) : words(status))
      }
      let wasStopped = orders.withLock {
        $0.contains { if case .stop = $0 { true } else { false } }
      }
      if wasStopped { return .over(.ended) }
      // What else was ordered waits, without waking us each time.
      cposix_eventfd_drain(wake)
    }
    return .over(.failed(said("\(program.name) does not answer")))
  }

  private func talk(over line: Int32, with process: PlayerProcess) -> Outcome {
    var talk = MPVTalk()
    var told = sounding(0, nil, isPaused: false)
    tell(told)
    var bytes = [UInt8](repeating: 0, count: 1 << 14)
    var unsent = MPVTalk.opening
    var due = now
    // Orders that came while it was started.
    cposix_eventfd_post(wake)
    while true {
      let orders = takeOrders()
      for order in orders {
        switch order {
        case .stop:
          _ = send(MPVTalk.quit, over: line)
          return .ended
        case .steer(.togglePause): unsent += MPVTalk.togglePause
        case .steer(.seek(let seconds)): unsent += MPVTalk.seek(seconds)
        }
      }
      if !orders.isEmpty || talk.hasMoved || now >= due && !talk.isPaused {
        unsent += talk.ask(at: now)
        due = now + patience.tick
      }
      unsent.removeFirst(send(unsent, over: line))
      if let asked = talk.askedAt, now - asked > patience.answer {
        return .failed(said("\(program.name) does not answer any more"))
      }
      let rests = talk.isPaused && talk.askedAt == nil && unsent.isEmpty
      wait([line], atMost: rests ? nil : max(0.01, due - now))
      let count = read(line, &bytes, bytes.count)
      if count == 0 || count < 0 && errno != EAGAIN && errno != EINTR {
        // It closes the line just before it ends.
        return process.outcome(within: 0.3).map(words)
          ?? .failed(said("\(program.name) does not answer any more"))
      }
      for news in talk.take(bytes.prefix(max(0, count))) {
        switch news {
        case .changed: break
        case .ended: return .ended
        case .failed(let reason): return .failed("\(program.name): \(reason)")
        }
      }
      let next = sounding(talk.position.rounded(.down), talk.length, isPaused: talk.isPaused)
      if next != told {
        told = next
        tell(told)
      }
    }
  }

  /// How many of the bytes it takes now.
  private func send(_ bytes: [UInt8], over line: Int32) -> Int {
    guard !bytes.isEmpty else { return 0 }
    return max(0, cposix_stream_send(line, bytes, bytes.count))
  }
}

/// A folder that only the person can enter, for a socket: its path is short.
struct PrivateFolder {
  let path: String

  init?() {
    let wanted = ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"]
    for parent in [wanted, "/tmp"].compactMap({ $0 }) where parent.utf8.count < 60 {
      var template = Array((parent + "/furrow-XXXXXX").utf8CString)
      // mkdtemp makes it for its owner alone.
      guard mkdtemp(&template) != nil else { continue }
      path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
      return
    }
    return nil
  }

  func remove() {
    unlink(path + "/mpv")
    rmdir(path)
  }
}
