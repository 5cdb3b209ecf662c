import Testing

/// One reader of foreign bytes, and what must hold whatever it is given.
struct FuzzDecoder: Sendable, CustomTestStringConvertible {
  let name: String
  /// What its inputs are made of, besides chance.
  let words: [[UInt8]]
  /// Inputs from which others are made.
  let seeds: [[UInt8]]
  /// In bytes.
  let longest: Int
  /// How many inputs the short pass gives it.
  let shortCount: Int
  /// Reads an input. Answers with what kind of input it was: one of a new kind is kept, and others
  /// are made of it.
  ///
  /// - Throws: ``BrokenLaw``.
  let read: Reading

  enum Reading: Sendable {
    case now(@Sendable ([UInt8]) throws -> Int)
    /// Where a store is asked.
    case later(@Sendable ([UInt8]) async throws -> Int)

    func callAsFunction(_ input: [UInt8]) async throws -> Int {
      switch self {
      case .now(let read): try read(input)
      case .later(let read): try await read(input)
      }
    }
  }

  init(
    _ name: String, words: [String] = [], seeds: [String], longest: Int = 400,
    shortCount: Int = 80, read: @escaping @Sendable ([UInt8]) throws -> Int
  ) {
    self.init(
      name, words: words.map { Array($0.utf8) }, seeds: seeds.map { Array($0.utf8) },
      longest: longest, shortCount: shortCount, read: .now(read))
  }

  init(
    _ name: String, words: [[UInt8]], seeds: [[UInt8]], longest: Int = 400, shortCount: Int = 80,
    read: Reading
  ) {
    self.name = name
    self.words = words
    self.seeds = seeds
    self.longest = longest
    self.shortCount = shortCount
    self.read = read
  }

  var testDescription: String { name }
}

/// What should hold for every input, and did not for one.
struct BrokenLaw: Error, CustomStringConvertible {
  let description: String
}

func law(_ holds: Bool, _ words: @autoclosure () -> String) throws {
  guard !holds else { return }
  throw BrokenLaw(description: words())
}

/// The kind of an input, of what a decoder found in it.
func kind(_ parts: Int...) -> Int {
  parts.reduce(0) { $0 &* 31 &+ $1 }
}

/// The kind of an input that was refused: by the words of the refusal, without its numbers.
func kind(refused error: any Error) -> Int {
  var hash = 5381
  for byte in "\(error)".utf8.prefix(200) where !(0x30...0x39).contains(byte) {
    hash = hash &* 33 &+ Int(byte)
  }
  return hash
}

/// Roughly how many: as many kinds as a number has binary digits.
func few(_ count: Int) -> Int { Int.bitWidth - max(0, count).leadingZeroBitCount }

func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
