// Requests, uploads and downloads over HTTP, all on one thread of libcurl.

/// Keeps connections alive between requests; ends its thread and cancels what is in flight when it
/// goes. One client serves one account: cookies and proxy are its own.
package final class HTTPClient: Sendable {
  package let configuration: NetworkConfiguration
  package let cookies: CookieJar

  package init(configuration: NetworkConfiguration, cookies: CookieJar = CookieJar()) {
    self.configuration = configuration
    self.cookies = cookies
  }

  /// Sends a request and gives back the whole answer, whatever its status; redirects are followed.
  /// Cancelling the task breaks the exchange off.
  /// - Parameter progress: called on the client's thread as a body goes out.
  package func send(
    _ request: HTTPRequest, progress: (@Sendable (TransferProgress) -> Void)? = nil
  ) async throws(TransportError) -> HTTPResponse {
    throw .cancelled
  }

  /// Fetches into a file. What has come so far is kept in `path` + `.part`, from which a later call
  /// goes on where the server supports `Range` (row 22); at the end it takes the name `path`.
  /// An answer that is not 200 or 206 leaves no file: its status, headers and body (64 KiB at most)
  /// come back for the caller to judge.
  /// - Parameters:
  ///   - limit: the largest file taken, in bytes.
  ///   - progress: called on the client's thread.
  package func download(
    _ request: HTTPRequest, to path: String, limit: Int64,
    progress: (@Sendable (TransferProgress) -> Void)? = nil
  ) async throws(TransportError) -> HTTPResponse {
    throw .cancelled
  }
}
