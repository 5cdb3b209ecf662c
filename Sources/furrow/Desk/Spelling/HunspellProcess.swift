import CPosix
import Foundation
import Sentences

/// One hunspell at work with one dictionary, spoken to over pipes in the protocol of ispell: a word in,
/// lines about it out, an empty line at their end.
///
/// Whatever it writes is bounded in size and time, and only words come out of it. One queue uses it,
/// that of its `SpellChecker`.
final class HunspellProcess: @unchecked Sendable {
  /// Why it cannot be used, as a clause.
  struct Problem: Error, Hashable {
    let words: String
  }

  struct Answer: Hashable {
    var isRight: Bool
    var suggestions: [String]
  }

  private let child: pid_t
  private let input: Int32
  private let output: Int32
  private var unread: [UInt8] = []

  private static let longestLine = 8192
  private static let mostLines = 32
  private static let mostSuggestions = 9
  private static let longestSuggestion = 120

  /// Starts it and reads its greeting. The calling thread waits.
  ///
  /// - Parameter dictionary: the path of its files, without their endings
  init(_ program: String, dictionary: String, until end: ContinuousClock.Instant) throws(Problem) {
    let nothing = Problem(words: said("hunspell cannot be started"))
    // A socket, so that writing to a program that has ended raises no signal.
    var talk: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &talk) == 0 else { throw nothing }
    var (reading, writing): (Int32, Int32) = (-1, -1)
    guard cposix_pipe(&reading, &writing) == 0 else {
      close(talk[0])
      close(talk[1])
      throw nothing
    }
    // One word a line: with -1 it ends at a tab, whatever hunspell takes for letters.
    let words = [program, "-a", "-1", "-i", "utf-8", "-d", dictionary]
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    child = cposix_start_filter(program, &arguments, talk[1], writing)
    close(talk[1])
    close(writing)
    (input, output) = (talk[0], reading)
    guard child > 0 else { throw nothing }
    guard try line(until: end).hasPrefix("@") else {
      throw Problem(words: said("hunspell does not answer as it should"))
    }
  }

  deinit {
    close(input)
    close(output)
    if child > 0 {
      kill(child, SIGKILL)
      _ = cposix_wait(child)
    }
  }

  /// Looks a word up. The calling thread waits.
  func ask(_ word: String, until end: ContinuousClock.Instant) throws(Problem) -> Answer {
    // Nothing that ends a line, and the mark that says that no command follows.
    let clean = word.unicodeScalars.filter { !$0.properties.isWhitespace && $0.value >= 0x20 }
    try write("^" + String(String.UnicodeScalarView(clean)) + "\t\n", until: end)
    var answer = Answer(isRight: true, suggestions: [])
    for _ in 0..<Self.mostLines {
      let line = try line(until: end)
      guard let sign = line.first else { return answer }
      guard "&?#".contains(sign) else { continue }
      answer.isRight = false
      guard sign != "#", let colon = line.firstIndex(of: ":") else { continue }
      let words = line[line.index(after: colon)...].split(separator: ",")
        .map { $0.trimmingCharacters(in: .whitespaces) }
      let room = Self.mostSuggestions - answer.suggestions.count
      answer.suggestions += words.filter(Self.isWord).prefix(room)
    }
    return answer
  }

  /// What may be put into a reply: no signs that do anything.
  private static func isWord(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= longestSuggestion
      && text.unicodeScalars.allSatisfy { scalar in
        switch scalar.properties.generalCategory {
        case .control, .surrogate, .privateUse, .unassigned, .lineSeparator,
          .paragraphSeparator:
          false
        // Between letters of Indic scripts these two belong to the word.
        case .format: scalar == "\u{200C}" || scalar == "\u{200D}"
        default: true
        }
      }
  }

  // MARK: Bytes

  private func write(_ text: String, until end: ContinuousClock.Instant) throws(Problem) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      try wait(for: input, POLLOUT, until: end)
      let count = bytes.withUnsafeBytes { part in
        send(input, part.baseAddress, part.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Problem(words: said("hunspell has ended")) }
      bytes = bytes.dropFirst(count)
    }
  }

  private func line(until end: ContinuousClock.Instant) throws(Problem) -> String {
    var part = [UInt8](repeating: 0, count: 4096)
    while true {
      if let newline = unread.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: unread[..<newline], as: UTF8.self)
        unread.removeFirst(newline + 1)
        return line
      }
      guard unread.count <= Self.longestLine else {
        throw Problem(words: said("hunspell does not answer as it should"))
      }
      try wait(for: output, POLLIN, until: end)
      let count = read(output, &part, part.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Problem(words: said("hunspell has ended")) }
      unread += part[..<count]
    }
  }

  private func wait(
    for descriptor: Int32, _ event: Int32, until end: ContinuousClock.Instant
  ) throws(Problem) {
    while true {
      let left = (end - .now) / .milliseconds(1)
      guard left > 0 else { throw Problem(words: said("hunspell takes too long")) }
      var wanted = pollfd(fd: descriptor, events: Int16(event), revents: 0)
      let count = poll(&wanted, 1, Int32(left.rounded(.up)))
      if count > 0 { return }
      if count < 0, errno != EINTR { throw Problem(words: said("hunspell has ended")) }
    }
  }
}
