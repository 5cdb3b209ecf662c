/// Gives a decoder inputs that follow from a seed.
struct FuzzRun {
  /// An input that broke a law.
  struct Find: Error, CustomStringConvertible {
    let decoder: String
    let input: [UInt8]
    let words: String

    var description: String {
      "\(decoder): \(words)\ninput: \(String(reflecting: text(input)))\nbytes: \(input)"
    }
  }

  private let decoder: FuzzDecoder
  private let notes: LastInput?
  private var mutation: Mutation
  private var pool: [[UInt8]]
  private var seen: Set<Int> = []
  private let fixed: Int

  /// How many inputs were read, of how many kinds they were, and how many were read when the last
  /// new kind came.
  private(set) var count = 0
  var kinds: Int { seen.count }
  private(set) var lastNews = 0

  /// More inputs are not kept.
  private static let mostKept = 2048

  /// - Parameter notes: keeps each input before it is read.
  init(_ decoder: FuzzDecoder, seed: UInt64, notes: LastInput? = nil) {
    self.decoder = decoder
    self.notes = notes
    pool = decoder.seeds + Corpus.inputs(of: decoder.name)
    fixed = pool.count
    mutation = Mutation(seed: seed, words: decoder.words, longest: decoder.longest)
  }

  /// - Throws: ``Find``.
  mutating func readSeeds() async throws {
    for input in pool { try await read(input) }
  }

  /// - Throws: ``Find``.
  mutating func run(_ inputs: Int, until isOver: () -> Bool = { false }) async throws {
    let end = count + inputs
    while count < end, count % 256 != 0 || !isOver() {
      try await read(mutation.input(of: pool))
    }
  }

  private mutating func read(_ input: [UInt8]) async throws {
    count += 1
    notes?.keep(input)
    let kind: Int
    do {
      kind = try await decoder.read(input)
    } catch {
      throw Find(decoder: decoder.name, input: input, words: "\(error)")
    }
    guard seen.count < 1_000_000, seen.insert(kind).inserted else { return }
    lastNews = count
    if pool.count < Self.mostKept {
      pool.append(input)
    } else if fixed < pool.count {
      pool[fixed + mutation.below(pool.count - fixed)] = input
    }
  }
}
