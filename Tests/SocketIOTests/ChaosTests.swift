// A link on a bad day: connections break, WebSockets come and go, the server closes. Seeded. What
// holds throughout: every emission is settled exactly once, and events never come out of order.

import JSON
import SplitMix
import Testing

@testable import SocketIO

@Suite struct ChaosTests {
  @Test(arguments: 0..<40) func everyEmissionIsSettledExactlyOnce(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var server = ServerConfiguration()
    server.pingInterval = .milliseconds(2_000)
    server.pingTimeout = .milliseconds(1_000)
    server.packetsPerPost = 16
    let policies: [TransportPolicy] = [.automatic, .automatic, .webSocketOnly, .pollingOnly]
    var halves = JoinedHalves(policies[Int(seed % 4)], server: server)
    halves.join()

    var emissions = 0
    for _ in 0..<300 {
      switch Int.random(in: 0..<20, using: &generator) {
      case 0: halves.cut()
      case 1:
        halves.webSockets = [.open, .refused, .silent].randomElement(using: &generator) ?? .open
      case 2: halves.isDown = Int.random(in: 0..<4, using: &generator) == 0
      case 3: halves.isSilent = Int.random(in: 0..<4, using: &generator) == 0
      case 4: halves.tellServer(.close)
      case 5: halves.tell(.retryNow)
      case 6: halves.join()
      case 7: if Int.random(in: 0..<5, using: &generator) == 0 { halves.tell(.disconnect) }
      case 8..<14:
        halves.emit(
          "echo", "\(emissions)", id: emissions, acknowledged: emissions.isMultiple(of: 2),
          delivery: emissions.isMultiple(of: 3) ? .buffered : .onlyIfConnected)
        emissions += 1
      default: halves.pass(.milliseconds(Int.random(in: 0..<1_500, using: &generator)))
      }
    }
    halves.tell(.disconnect)
    halves.pass(.seconds(10))
    #expect(halves.client.nextDeadline == nil)

    var settled: [Int: Int] = [:]
    var answered: [Int: Int] = [:]
    var notSent: Set<Int> = []
    for output in halves.news {
      switch output {
      case .handedOver(let ids): for id in ids { settled[id, default: 0] += 1 }
      case .notSent(let id, _):
        settled[id, default: 0] += 1
        notSent.insert(id)
      case .acknowledged(let id, _), .acknowledgementFailed(let id, _):
        answered[id, default: 0] += 1
      default: break
      }
    }
    #expect(emissions > 50)
    for id in 0..<emissions {
      #expect(settled[id] == 1, "emission \(id)")
      let awaited = id.isMultiple(of: 2) && !notSent.contains(id)
      #expect(answered[id] ?? 0 == (awaited ? 1 : 0), "answer to \(id)")
    }

    let echoes = halves.events.compactMap { Int($0.dropFirst(#"["echoed","#.count).dropLast()) }
    #expect(echoes == echoes.sorted())
    #expect(Set(echoes).count == echoes.count)
  }
}
