import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// What is in doubt settles while nobody looks, too: any number of short runs gets there, and none
/// sends what the server may still take.
@Suite struct ShortRunsTests {
  private let lakshmi = SendingTests.lakshmi
  private let isSend: (ClientEmission) -> Bool = { if case .send = $0 { true } else { false } }

  /// A message was handed over and nothing came back; the process has ended.
  private func handedOver(isKilled: Bool) -> Bench {
    var bench = run(after: SendingTests.bench(online: false), "first")
    bench.perform(SendingTests.text(lakshmi, "hello"))
    bench.advance(1)
    #expect(bench.heldEmissions.count == 1)
    if !isKilled { bench.input(.stop) }
    return bench
  }

  /// A minute without any process.
  private func sleep(_ bench: inout Bench) {
    bench.now = Moment(uptime: bench.now.uptime + 60, date: bench.now.date.addingTimeInterval(60))
  }

  private func run(
    after bench: Bench, _ prefix: String, boot: String = "boot", holdsSends: Bool = true
  ) -> Bench {
    var next = Bench(prefix: prefix, boot: boot)
    (next.server, next.disk, next.now) = (bench.server, bench.disk, bench.now)
    if holdsSends { next.holdsEmissions = isSend }
    next.begin()
    return next
  }

  @Test(arguments: [true, false])
  func shortRunsSettleIt(_ isKilled: Bool) {
    var bench = handedOver(isKilled: isKilled)
    let began = bench.now.uptime
    var sentAgainAt: TimeInterval?
    for number in 1...15 where sentAgainAt == nil {
      bench = run(after: bench, "r\(number)")
      for _ in 0..<4 where sentAgainAt == nil {
        bench.advance(0.5)
        if !bench.heldEmissions.isEmpty { sentAgainAt = bench.now.uptime - began }
      }
      bench.input(.stop)
    }
    let settling = bench.engine.configuration.timing.settling
    #expect(sentAgainAt.map { $0 >= settling && $0 < settling + 6 } == true, "\(sentAgainAt ?? -1)")
  }

  @Test func theTimeBetweenTwoRunsCounts() {
    var bench = handedOver(isKilled: false)
    sleep(&bench)
    bench = run(after: bench, "second", holdsSends: false)
    bench.advance(0.1)
    #expect(bench.states.last.map { if case .sent = $0 { true } else { false } } == true)
    #expect(bench.server.received.count == 1)
  }

  /// Its own clock begins anew with the computer, and says nothing of the time before.
  @Test func afterAStartOfTheComputerItSettlesAnew() {
    var bench = handedOver(isKilled: false)
    bench.now = Moment(uptime: 5000, date: bench.now.date)
    bench = run(after: bench, "second", boot: "other")
    bench.advance(9)
    #expect(bench.heldEmissions.isEmpty)
    bench.advance(3)
    #expect(bench.heldEmissions.count == 1)
  }

  /// An error seemed to mean it while the link stood: until the link ends the server may take it.
  @Test func whatTheLinkMayStillHoldDoesNotSettle() {
    var bench = run(after: SendingTests.bench(online: false), "first")
    bench.server.answersJoins = false
    bench.perform(SendingTests.text(lakshmi, "hello"))
    bench.hear(ScriptedServer.error("Something went wrong"))
    bench.advance(8)
    bench.input(.stop)
    bench = run(after: bench, "second")
    bench.advance(8)
    #expect(bench.disk.outbox.first?.handedOverAt != nil, "it is not given up yet")
  }

  @Test func aNewHandOverBeginsAnew() {
    var bench = handedOver(isKilled: false)
    sleep(&bench)
    bench = run(after: bench, "second")
    #expect(bench.heldEmissions.count == 1)
    #expect(bench.disk.outbox.first?.releasedAt == nil)
    bench = run(after: bench, "third")
    bench.advance(9)
    #expect(bench.heldEmissions.isEmpty)
  }
}
