// Where a redirect leads, decided here and not by libcurl, so that one rule governs what goes along:
// a token and a request's content never reach another origin, and a call of the API none at all.

/// What to do with an answer.
enum Redirect {
  /// The answer stands.
  case none
  case follow(HTTPRequest)

  /// - Parameter mayLeave: whether another origin may be asked, without token, headers of one origin
  ///   and content.
  /// - Throws: `redirectRefused`, `malformedAddress`.
  static func after(
    status: Int, location: String?, to request: HTTPRequest, mayLeave: Bool
  ) throws(TransportError) -> Redirect {
    guard [301, 302, 303, 307, 308].contains(status), let location else { return .none }
    var next = request
    next.address = try request.address.resolving(location)
    if status == 303 && request.method != "HEAD" {
      // "See other": the content was taken, its outcome is to be fetched.
      next.method = "GET"
      next.body = .none
      next.headers.removeAll { $0.name.lowercased() == "content-type" }
    }
    if next.address.origin != request.address.origin {
      next.authorization = nil
      next.originHeaders = []
      guard mayLeave, ["GET", "HEAD"].contains(next.method) else {
        throw .redirectRefused(from: request.address.origin, to: next.address.origin)
      }
    }
    return .follow(next)
  }
}
