import Dispatch

/// Runs asynchronous work and waits for it. For the main thread alone, which is not one of the
/// cooperative pool's and may wait.
func wait<Value: Sendable>(for body: @escaping @Sendable () async throws -> Value) throws -> Value {
  let done = DispatchSemaphore(value: 0)
  let outcome = Outcome<Value>()
  Task.detached {
    do {
      outcome.result = .success(try await body())
    } catch {
      outcome.result = .failure(error)
    }
    done.signal()
  }
  done.wait()
  guard let result = outcome.result else {
    preconditionFailure("the semaphore was signalled before there was a result")
  }
  return try result.get()
}

private final class Outcome<Value>: @unchecked Sendable {
  // The semaphore orders the one write before the one read.
  var result: Result<Value, any Error>?
}
