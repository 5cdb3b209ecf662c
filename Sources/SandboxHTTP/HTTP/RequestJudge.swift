// Judges a request by its head: what it is answered whatever follows, and how much may follow.

import Faults
import NIOHTTP1
import SandboxCore
import SocketIO

/// Knows what this server lets in.
struct RequestJudge {
  /// In bytes: what a call's JSON may take, and a sign-in's, and a body that means nothing.
  static let callLimit = 1 << 20
  static let signInLimit = 16 << 10
  static let nothingLimit = 64 << 10

  let parts: ServerParts

  /// The most bytes of this request's body.
  func limit(of request: Request) -> Int {
    switch request.route {
    case .upload: UploadLimit.formSize
    case .live: parts.options.live.maxPayload
    case .call(needsBody: true): Self.callLimit
    case .signIn, .control: Self.signInLimit
    case .call, .media, .none: Self.nothingLimit
    }
  }

  /// What a request is answered whatever its body holds.
  func refusal(of request: Request) -> HTTPAnswer? {
    if request.method == "OPTIONS" { return CrossOrigin.preflight }
    switch request.route {
    case .live:
      do throws(EngineRequest.Fault) {
        _ = try engineRequest(request)
      } catch {
        return HTTPAnswer(error.reply)
      }
    case .upload, .call:
      do throws(SandboxError) {
        try parts.sandbox.check(authorization: request.header("Authorization"))
      } catch {
        return HTTPAnswer(error)
      }
    case .none where request.hasBody: return .noSuchRoute(request.method, request.path)
    case .signIn, .media, .control, .none: break
    }
    return request.exceeds(limit(of: request)) ? HTTPFault.tooLarge.answer : nil
  }

  /// What a request asks of the live link.
  func engineRequest(_ request: Request) throws(EngineRequest.Fault) -> EngineRequest {
    let isUpgrade = request.head.headers["Upgrade"].contains { $0.lowercased() == "websocket" }
    guard parts.options.transports.contains(isUpgrade ? .webSocket : .polling),
      !isUpgrade || !parts.faults.plan.pollsOnly
    else {
      throw .unknownTransport
    }
    return try EngineRequest(
      method: request.head.method.rawValue, query: request.query, upgradesToWebSocket: isUpgrade,
      knows: parts.hub.knows)
  }
}
