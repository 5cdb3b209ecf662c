import FaultRig
import Foundation
import Testing

/// The client in a thousand weathers (`make torture` runs twenty thousand).
@Suite(.serialized) struct TortureTests {
  @Test(arguments: 0..<4)
  func nothingIsLostDoubledMisorderedOrFalselyShown(_ quarter: Int) async {
    let verdicts = await Self.run(quarter * 250 + 1...quarter * 250 + 250)
    #expect(verdicts.count == 250)
    for verdict in verdicts {
      #expect(verdict.findings.isEmpty, "make torture SEED=\(verdict.seed) tells how it came")
    }
  }

  @Test func aSeedIsTheSameEveryTime() {
    let first = Torture.run(seed: 7, isTracing: true)
    let second = Torture.run(seed: 7)
    #expect(first.digest == second.digest)
    #expect(first.trace.count > 100)
  }

  /// On a thread of its own: the few that serve all tests are not to be held for long.
  private static func run(_ seeds: ClosedRange<Int>) async -> [Torture.Verdict] {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(returning: seeds.map { Torture.run(seed: UInt64($0)) })
      }
    }
  }
}
