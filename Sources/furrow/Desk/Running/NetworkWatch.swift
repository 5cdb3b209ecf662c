import CPosix
import Dispatch
import Foundation

/// Tells when this computer's network changes: a cable, a wireless network, an address. Where the
/// system tells nothing, nothing is told.
final class NetworkWatch {
  private let source: (any DispatchSourceRead)?

  /// `onChange` is called on a queue of its own; changes that come together may be told once.
  init(onChange: @escaping @Sendable () -> Void) {
    let socket = cposix_network_changes()
    guard socket >= 0 else {
      source = nil
      return
    }
    let queue = DispatchQueue(label: "furrow.network")
    let source = DispatchSource.makeReadSource(fileDescriptor: socket, queue: queue)
    source.setEventHandler {
      cposix_drain(socket)
      onChange()
    }
    source.setCancelHandler { close(socket) }
    source.resume()
    self.source = source
  }

  deinit { source?.cancel() }
}
