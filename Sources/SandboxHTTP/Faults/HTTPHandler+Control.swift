// The control call: what goes wrong at this server by intent, asked for and changed at run time. It is
// there for this computer alone, and for no page of a browser.

import Faults
import JSON
import NIOCore
import NIOHTTP1

extension HTTPHandler {
  /// Whether a control call comes from this computer, and from no page that a browser shows.
  func isFromHere(_ request: Request) -> Bool {
    let address = context?.channel.remoteAddress?.ipAddress ?? ""
    let isLoopback = address == "::1" || address.hasPrefix("127.") || address == "::ffff:127.0.0.1"
    // A page of another name that leads here would send that name.
    let host = request.origin ?? ""
    let isNamedSo = ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { name in
      host == name || host.hasPrefix(name + ":")
    }
    return isLoopback && isNamedSo && request.header("Origin") == nil
  }

  func answerControl(_ request: Request, _ body: [UInt8]) {
    switch request.method {
    case "GET": break
    case "DELETE": parts.faults.use(FaultPlan())
    case "POST":
      guard let json = try? JSONValue(parsing: body), let text = json["fault"]?.stringValue else {
        return write(
          request, Self.refusal(#"The body is no {"fault": "delay=300ms"}."#))
      }
      do throws(FaultWordError) {
        parts.faults.use(text.isEmpty ? FaultPlan() : try FaultPlan(reading: text))
      } catch {
        return write(request, Self.refusal(error.description))
      }
    default: return write(request, .noSuchRoute(request.method, request.path))
    }
    let plan = parts.faults.plan
    let answer: JSONValue = ["fault": .string(plan.written), "words": .string(plan.words)]
    write(
      request,
      HTTPAnswer(
        status: 200, contentType: "application/json; charset=utf-8", body: answer.encodedBytes))
  }

  private static func refusal(_ words: String) -> HTTPAnswer {
    let body: JSONValue = ["message": .string(words)]
    return HTTPAnswer(
      status: 400, contentType: "application/json; charset=utf-8", body: body.encodedBytes)
  }
}
