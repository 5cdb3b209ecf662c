// One thread that runs every transfer of a client: it sleeps in `curl_multi_poll` until a socket, a
// deadline or another thread has something for it.

import CCurl
import Synchronization

/// Other threads hand in transfers and cancellations; everything of libcurl's but the wake-up
/// happens on the loop's own thread.
final class CurlLoop: Sendable {
  private struct Requests {
    var starting: [Transfer] = []
    var cancelled: [Transfer] = []
    var isStopping = false
    /// The multi handle is gone and must not be woken.
    var isOver = false
  }

  private let requests = Mutex(Requests())
  private nonisolated(unsafe) let multi: UnsafeMutableRawPointer
  // Used by the loop's thread alone, except for `curl_multi_wakeup`, which is safe from any thread
  // and called under the lock that `isOver` is set under.

  init() {
    guard let multi = curl_multi_init() else { preconditionFailure("curl_multi_init") }
    self.multi = multi
    startThread { [self] in run() }
  }

  func start(_ transfer: Transfer) {
    let isLate = requests.withLock { requests in
      guard !requests.isStopping else { return true }
      requests.starting.append(transfer)
      curl_multi_wakeup(multi)
      return false
    }
    if isLate { transfer.finish(.failure(.cancelled)) }
  }

  func cancel(_ transfer: Transfer) {
    requests.withLock {
      guard !$0.isOver else { return }
      $0.cancelled.append(transfer)
      curl_multi_wakeup(multi)
    }
  }

  /// Cancels what is in flight and ends the thread.
  func stop() {
    requests.withLock {
      guard !$0.isOver else { return }
      $0.isStopping = true
      curl_multi_wakeup(multi)
    }
  }

  private func run() {
    var running: [UnsafeMutableRawPointer: Transfer] = [:]
    while takeRequests(&running) {
      var active: Int32 = 0
      curl_multi_perform(multi, &active)
      reportFinished(&running)
      giveUpStalled(&running)
      let deadline = running.values.compactMap(\.stallDeadline).min()
      let patience = deadline.map { (ContinuousClock.now.duration(to: $0)).milliseconds }
      curl_multi_poll(multi, nil, 0, Int32(clamping: patience ?? Int(Int32.max)), nil)
    }
    for transfer in running.values { end(transfer, .failure(.cancelled)) }
    let late = requests.withLock { requests in
      requests.isOver = true
      defer { requests.starting = [] }
      return requests.starting
    }
    for transfer in late { transfer.finish(.failure(.cancelled)) }
    curl_multi_cleanup(multi)
  }

  /// - Returns: false when the loop shall end.
  private func takeRequests(_ running: inout [UnsafeMutableRawPointer: Transfer]) -> Bool {
    let (starting, cancelled, isStopping) = requests.withLock { requests in
      defer {
        if !requests.isStopping { requests.starting = [] }
        requests.cancelled = []
      }
      return (requests.starting, requests.cancelled, requests.isStopping)
    }
    guard !isStopping else { return false }
    for transfer in starting {
      transfer.begin()
      guard curl_multi_add_handle(multi, transfer.easy.raw) == CURLM_OK else {
        transfer.finish(.failure(.outOfMemory))
        continue
      }
      running[transfer.easy.raw] = transfer
    }
    for transfer in cancelled where running.removeValue(forKey: transfer.easy.raw) != nil {
      end(transfer, .failure(.cancelled))
    }
    return true
  }

  private func reportFinished(_ running: inout [UnsafeMutableRawPointer: Transfer]) {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let raw = message.pointee.easy_handle,
        let transfer = running.removeValue(forKey: raw)
      else { continue }
      end(transfer, transfer.outcome(furrow_curl_message_result(message)))
    }
  }

  private func giveUpStalled(_ running: inout [UnsafeMutableRawPointer: Transfer]) {
    let now = ContinuousClock.now
    for (raw, transfer) in running {
      guard let deadline = transfer.stallDeadline, deadline <= now else { continue }
      running[raw] = nil
      end(transfer, .failure(.stalled(transfer.stallTimeout ?? .zero)))
    }
  }

  private func end(_ transfer: Transfer, _ outcome: Result<Transfer.Answer, TransportError>) {
    curl_multi_remove_handle(multi, transfer.easy.raw)
    transfer.finish(outcome)
  }
}
