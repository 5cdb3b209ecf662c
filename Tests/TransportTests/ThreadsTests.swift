import Glibc
import Testing

@testable import Transport

/// Threads that wait in C leave every signal to others.
struct ThreadsTests {
  @Test func noSignalComesToAThreadThatWaitsInC() async {
    let open = await withCheckedContinuation { continuation in
      startThread {
        var blocked = sigset_t()
        pthread_sigmask(SIG_BLOCK, nil, &blocked)
        let signals = [SIGPIPE, SIGINT, SIGTERM, SIGTSTP, SIGWINCH, SIGALRM]
        continuation.resume(returning: signals.filter { sigismember(&blocked, $0) != 1 })
      }
    }
    #expect(open.isEmpty)
  }
}
