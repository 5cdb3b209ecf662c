import FaultRig
import Testing

/// The client in a thousand weathers (`make torture` runs twenty thousand).
@Suite(.serialized) struct TortureTests {
  @Test(arguments: 0..<4)
  func nothingIsLostDoubledMisorderedOrFalselyShown(_ quarter: Int) async {
    for seed in quarter * 250 + 1...quarter * 250 + 250 {
      let verdict = Torture.run(seed: UInt64(seed))
      #expect(verdict.findings.isEmpty, "make torture SEED=\(seed) tells how it came to this")
      // Other tests are waiting for their turn.
      await Task.yield()
    }
  }

  @Test func aSeedIsTheSameEveryTime() {
    let first = Torture.run(seed: 7, isTracing: true)
    let second = Torture.run(seed: 7)
    #expect(first.digest == second.digest)
    #expect(first.trace.count > 100)
  }
}
