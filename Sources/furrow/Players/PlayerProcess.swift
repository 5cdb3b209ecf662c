import CPosix
import Foundation

/// A player that was started, and its end. Of one thread alone, with which it ends.
final class PlayerProcess {
  private let child: pid_t
  private var status: Int32?
  /// Readable when it has ended; -1 where the system tells no one.
  let end: Int32

  /// Starts a program with a file as its last argument. No shell reads the name.
  init?(_ program: PlayerProgram, arguments: [String], file: String) {
    let argv = ([program.path] + program.arguments + arguments + [file]).map { strdup($0) } + [nil]
    // What is furrow's own, tokens among it, is nothing to a player.
    let environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("FURROW_") }
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + variables { free(text) } }
    child = cposix_start_player(program.path, argv, variables)
    end = child > 0 ? cposix_watch_program(child) : -1
    guard child > 0 else { return nil }
  }

  /// Its exit status, 128 and its signal when one ended it; nil while it lives.
  func outcome() -> Int32? {
    if let status { return status }
    var told: Int32 = 0
    guard cposix_has_ended(child, &told) else { return nil }
    status = told
    return told
  }

  /// The same, once it has ended within so many seconds.
  func outcome(within seconds: Double) -> Int32? {
    let start = ContinuousClock.now
    while outcome() == nil {
      let left = seconds - (ContinuousClock.now - start) / .seconds(1)
      guard left > 0 else { return nil }
      var wanted = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
      // Without a descriptor it is asked now and then.
      let longest = end >= 0 ? left : min(left, 0.02)
      _ = poll(&wanted, end >= 0 ? 1 : 0, Int32((longest * 1000).rounded(.up)))
    }
    return status
  }

  func pause(_ isPaused: Bool) { signal(isPaused ? SIGSTOP : SIGCONT) }

  /// Ends it and all that it has started, by force where it does not go by itself.
  func finish() {
    guard outcome() == nil else { return }
    signal(SIGTERM)
    signal(SIGCONT)
    guard outcome(within: 0.3) == nil else { return }
    signal(SIGKILL)
    status = cposix_wait(child)
  }

  private func signal(_ number: Int32) {
    if kill(-child, number) != 0 { kill(child, number) }
  }

  deinit { if end >= 0 { close(end) } }
}
