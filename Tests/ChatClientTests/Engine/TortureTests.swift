import FaultRig
import Foundation
import Testing

/// The client in a thousand weathers (`make torture` runs twenty thousand), half of them with windows
/// so small that every edge of one is met.
@Suite(.serialized) struct TortureTests {
  @Test(arguments: 0..<4)
  func nothingIsLostDoubledMisorderedOrFalselyShown(_ quarter: Int) async {
    let window = quarter % 2 == 0 ? nil : 8
    let verdicts = await Self.run(quarter * 250 + 1...quarter * 250 + 250, window: window)
    #expect(verdicts.count == 250)
    for verdict in verdicts {
      #expect(
        verdict.findings.isEmpty,
        "make torture SEED=\(verdict.seed)\(window == nil ? "" : " WINDOW=8") tells how it came")
    }
  }

  /// Those that longer runs have found.
  @Test(arguments: [7969, 3021, 3458], [nil, 8])
  func whatOnceWentWrongDoesNot(_ seed: Int, window: Int?) async {
    for verdict in await Self.run(seed...seed, window: window) {
      #expect(verdict.findings.isEmpty)
    }
  }

  /// Dictionaries and sets are ordered otherwise in each process.
  @Test(arguments: [7, 115, 133, 163, 287, 382, 419])
  func aSeedIsTheSameInEveryProcess(seed: UInt64) throws {
    let here = Torture.run(seed: seed, isTracing: true)
    let there = Process()
    there.executableURL = Self.program
    there.arguments = ["--seed", "\(seed)"]
    let output = Pipe()
    there.standardOutput = output
    try there.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    there.waitUntilExit()
    #expect(here.trace.count > 100)
    #expect(text.contains("digest \(String(here.digest, radix: 16))"))
  }

  /// `torture`, built beside this test.
  private static let program = URL(filePath: CommandLine.arguments[0])
    .deletingLastPathComponent().appending(path: "torture")

  /// On a thread of its own: the few that serve all tests are not to be held for long.
  private static func run(
    _ seeds: ClosedRange<Int>, window: Int?
  ) async -> [Torture.Verdict] {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(
          returning: seeds.map { Torture.run(seed: UInt64($0), window: window) })
      }
    }
  }
}
