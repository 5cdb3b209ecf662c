import Foundation
import Testing

/// Foreign bytes never end the program, and what is said of every decoder holds for all of them. The
/// long runs are `make fuzz`, which gives each decoder a process of its own.
@Suite struct FuzzTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let isLong = environment["FUZZ_DECODER"] != nil

  @Test(.disabled(if: isLong), arguments: FuzzDecoder.all)
  func aFewInputsEndNothing(decoder: FuzzDecoder) async throws {
    var run = FuzzRun(decoder, seed: 1)
    try await run.readSeeds()
    try await run.run(decoder.shortCount)
    #expect(run.kinds > 1, "all inputs look alike to it")
  }

  @Test func decodersAreNamedOnce() {
    #expect(Set(FuzzDecoder.all.map(\.name)).count == FuzzDecoder.all.count)
  }

  @Test func theSameSeedMakesTheSameInputs() async throws {
    let decoder = FuzzDecoder("echo", words: ["word"], seeds: ["seed 1"]) { $0.count }
    func inputs(_ seed: UInt64) -> [[UInt8]] {
      var mutation = Mutation(seed: seed, words: decoder.words, longest: decoder.longest)
      return (0..<50).map { _ in mutation.input(of: decoder.seeds) }
    }
    #expect(inputs(7) == inputs(7))
    #expect(inputs(7) != inputs(8))
    #expect(inputs(7).allSatisfy { $0.count <= decoder.longest })
  }

  @Test func anInputThatBreaksALawIsNamed() async throws {
    let decoder = FuzzDecoder("fussy", words: ["x"], seeds: ["a"]) { input in
      try law(!input.contains(UInt8(ascii: "x")), "an x")
      return input.count
    }
    let find = await #expect(throws: FuzzRun.Find.self) {
      var run = FuzzRun(decoder, seed: 1)
      try await run.run(10_000)
    }
    #expect(find?.input.contains(UInt8(ascii: "x")) == true)
    #expect(find?.description.contains("fussy: an x") == true)
  }

  /// `scripts/fuzz` calls this, and reads what it prints.
  @Test(.enabled(if: isLong)) func aLongRun() async throws {
    let environment = Self.environment
    let decoder = try #require(
      FuzzDecoder.all.first { $0.name == environment["FUZZ_DECODER"] }, "no decoder is called so")
    if let path = environment["FUZZ_INPUT"] {
      let input = [UInt8](try Data(contentsOf: URL(filePath: path)))
      print("kind \(try await decoder.read(input))")
      return
    }
    let seed = environment["FUZZ_SEED"].flatMap { UInt64($0) } ?? 1
    let count = environment["FUZZ_COUNT"].flatMap { Int($0) } ?? 1 << 60
    var run = FuzzRun(
      decoder, seed: seed, notes: environment["FUZZ_STATE"].flatMap(LastInput.init(path:)))
    let start = ContinuousClock.now
    let limit = environment["FUZZ_SECONDS"].flatMap { Int($0) }.map { start + .seconds($0) }
    try await run.readSeeds()
    try await run.run(count, until: { limit.map { ContinuousClock.now > $0 } ?? false })
    print(
      "fuzzed \(decoder.name) inputs \(run.count) kinds \(run.kinds) last \(run.lastNews) "
        + "seconds \((ContinuousClock.now - start).components.seconds)")
  }
}

extension FuzzDecoder {
  static let all: [FuzzDecoder] = [
    link, json, records, http, files, recordings, terminal, words, pictures, stored,
  ].flatMap { $0 }
}
