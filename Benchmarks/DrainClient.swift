// A Socket.IO client on furrow's own link, for a harness that measures clients beside one another. What
// the harness asks of a client is told in README.md.

import ChatClient
import ChatConnection
import ChatModel
import Foundation
import JSON
import SocketIO
import Transport

enum DrainClient {
  /// `URL MODE N TRANSPORT`; answers with the process's exit status.
  static func run(_ arguments: [String]) async -> Int32 {
    guard arguments.count == 4, let count = Int(arguments[2]),
      let address = try? WebAddress(arguments[0])
    else {
      print("usage: furrow-benchmarks drain URL drain|ack|connect N websocket|polling")
      return 64
    }
    var configuration = SocketClient.Configuration()
    configuration.policy = arguments[3] == "polling" ? .pollingOnly : .webSocketOnly
    let client = HTTPClient(
      configuration: NetworkConfiguration(userAgent: "furrow-benchmarks"))
    let link = SocketLink(server: address, client: client, configuration: configuration)
    link.connect(token: "good")
    let run = Run(link: link, count: count)
    let isDone =
      switch arguments[1] {
      case "drain": await run.drain()
      case "ack": await run.acknowledgements()
      case "connect": await run.connection()
      default: false
      }
    await link.close()
    return isDone ? 0 : 1
  }

  private struct Run {
    let link: SocketLink
    let count: Int

    func connection() async -> Bool {
      for await batch in link.events where Self.isConnected(batch) { return true }
      return false
    }

    func drain() async -> Bool {
      var (messages, sum, read) = (0, 0, 0)
      for await batch in link.events {
        if Self.isConnected(batch) {
          let start = ClientEmission.raw("bench:start", [.integer(count)])
          link.emit(start, id: EmissionID(rawValue: 1), acknowledged: false)
        }
        for case .event(let name, let arguments, let number) in batch {
          if name == "message:new" {
            let message = arguments.first?["message"]
            messages += 1
            sum += message?["_id"]?.stringValue.flatMap { Int($0.suffix(4), radix: 16) } ?? 0
            if message?["isRead"] == .bool(true) { read += 1 }
          } else if name == "bench:done", let number {
            link.acknowledge(number, [.integer(messages), .integer(sum), .integer(read)])
            return true
          }
        }
      }
      return false
    }

    func acknowledgements() async -> Bool {
      let warmUp = 200
      var asked = 0
      var sent = ContinuousClock.now
      var times: [Double] = []
      func ask() {
        sent = .now
        let ping = ClientEmission.raw("bench:ping", [.integer(asked)])
        link.emit(ping, id: EmissionID(rawValue: asked), acknowledged: true)
        asked += 1
      }
      for await batch in link.events {
        if Self.isConnected(batch) { ask() }
        for case .acknowledged in batch {
          let (_, attoseconds) = sent.duration(to: .now).components
          if asked > warmUp { times.append(Double(attoseconds) / 1e12) }
          if times.count == count { return report(times.sorted()) }
          ask()
        }
      }
      return false
    }

    private func report(_ times: [Double]) -> Bool {
      func at(_ part: Double) -> JSONValue {
        .number(times[min(times.count - 1, Int(Double(times.count) * part))])
      }
      let result: JSONValue = [
        "n": .integer(times.count), "p50_us": at(0.5), "p99_us": at(0.99), "max_us": at(1),
      ]
      print("ACK \(result.encoded)")
      return true
    }

    private static func isConnected(_ batch: [LiveEvent]) -> Bool {
      for case .connected in batch {
        print("CONNECT")
        fflush(nil)
        return true
      }
      return false
    }
  }
}
