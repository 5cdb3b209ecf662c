// What a REST call's request means once its body is whole.

import JSON
import SandboxCore

enum CallReading {
  case call(SandboxCall)
  case notJSON
  /// The API has no such call.
  case unknown

  /// Takes as long as the body is: on another thread where that is long.
  init(_ request: Request, _ body: [UInt8]) {
    var json = JSONValue.null
    if !body.isEmpty {
      guard !JSONValue.isDamaged(body[...]), let parsed = try? JSONValue(parsing: body) else {
        self = .notJSON
        return
      }
      json = parsed
    }
    let call = Route.call(
      method: request.method, path: request.path, query: request.query, body: json)
    self = call.map { .call($0) } ?? .unknown
  }
}
