// Reads an upload's form (`multipart/form-data`, RFC 7578) in whatever pieces it arrives, looks at each
// byte once, keeps none of a file's, and refuses the form as soon as a limit is passed.
//
// A form is parts between delimiter lines:
//
//     --BOUNDARY CRLF headers CRLF CRLF bytes CRLF --BOUNDARY … CRLF --BOUNDARY--
//
// Blanks may stand behind a boundary, as transport padding (RFC 2046, 5.1.1).

import Glibc
import SandboxCore

struct MultipartReader {
  /// What the form holds, in order.
  enum Piece: Equatable {
    /// A plain field.
    case field(name: String, value: String)
    /// A file begins.
    case file(field: String, name: String, contentType: String)
    /// More bytes of the file that began last.
    case bytes(ArraySlice<UInt8>)
    /// The file is whole.
    case endOfFile
  }

  private enum State {
    /// Waits for the first delimiter; so many bytes stood before it.
    case preamble(Int)
    /// Waits for the blank line that ends a part's headers.
    case headers
    /// Waits for the delimiter that ends the part.
    case body(Part)
    /// The closing delimiter came; the rest means nothing.
    case finished
  }

  private struct Part {
    var headers: MultipartHeaders
    /// How many of the part's bytes came.
    var size = 0
    /// A plain field's bytes.
    var value: [UInt8] = []
    /// How much of the blank line's own end still stands before the content.
    var lead = 2
  }

  private static let crlf: [UInt8] = [13, 10]
  private static let preambleLimit = 64 << 10
  private static let headerLimit = 8 << 10
  private static let paddingLimit = 1 << 10
  private static let fieldLimit = 64 << 10
  private static let mostFields = 100

  private let delimiter: [UInt8]
  private var state = State.preamble(0)
  /// What came and is not consumed: never more than headers, or the beginning of a delimiter.
  private var pending: [UInt8]
  private var files = 0
  private var fields = 0

  /// A reader for this `Content-Type`; nil when it is not a form with a boundary.
  init?(contentType: String) {
    guard let type = HeaderValue(contentType), type.value == "multipart/form-data",
      let boundary = type.parameters["boundary"], (1...70).contains(boundary.utf8.count)
    else { return nil }
    delimiter = Self.crlf + Array("--\(boundary)".utf8)
    // The first delimiter has no line before it: lend it a line end.
    pending = Self.crlf
  }

  /// Takes the next bytes of the form.
  mutating func read(_ bytes: some Collection<UInt8>) throws(SandboxError) -> [Piece] {
    var work = pending
    work.append(contentsOf: bytes)
    pending = []
    var at = 0
    var pieces: [Piece] = []
    while try step(work, &at, &pieces) {}
    pending = Array(work[at...])
    return pieces
  }

  /// Says that the last byte came.
  func finish() throws(SandboxError) {
    guard case .finished = state else { throw Self.malformed }
  }

  private static let malformed = SandboxError(
    status: 400, message: "The request body is not a complete multipart/form-data form")

  /// Does one step from `at` on; false when more bytes are needed.
  private mutating func step(
    _ work: [UInt8], _ at: inout Int, _ pieces: inout [Piece]
  ) throws(SandboxError) -> Bool {
    switch state {
    case .finished:
      at = work.count
      return false
    case .preamble(let before):
      if let start = Self.find(delimiter, in: work, from: at) {
        guard let passed = try Self.end(of: work[(start + delimiter.count)...]) else {
          at = start
          return false
        }
        pass(passed, &at)
        return true
      }
      let certain = max(at, work.count - delimiter.count + 1)
      guard before + certain - at <= Self.preambleLimit else { throw Self.malformed }
      state = .preamble(before + certain - at)
      at = certain
      return false
    case .headers:
      guard let end = Self.find(Self.crlf + Self.crlf, in: work, from: at) else {
        guard work.count - at <= Self.headerLimit else { throw Self.malformed }
        return false
      }
      try begin(work[at..<end], &pieces)
      // The part may be empty: its delimiter's line end is the blank line's own.
      at = end + 2
      return true
    case .body(var part):
      if let start = Self.find(delimiter, in: work, from: at) {
        guard let passed = try Self.end(of: work[(start + delimiter.count)...]) else {
          return false
        }
        try add(work[at..<start], to: &part, &pieces)
        finish(part, &pieces)
        pass(passed, &at)
        return true
      }
      // All but what could be the beginning of a delimiter belongs to the part.
      let certain = max(at, work.count - delimiter.count + 1)
      try add(work[at..<certain], to: &part, &pieces)
      at = certain
      state = .body(part)
      return false
    }
  }

  /// Where the line ends that a delimiter begins, and whether it closes the form; nil when more
  /// bytes are needed.
  private static func end(
    of rest: ArraySlice<UInt8>
  ) throws(SandboxError) -> (place: Int, isLast: Bool)? {
    let line = rest.drop { $0 == 32 || $0 == 9 }
    let padding = line.startIndex - rest.startIndex
    guard padding <= paddingLimit else { throw malformed }
    guard line.count >= 2 else { return nil }
    let end = line.startIndex + 2
    if line.starts(with: crlf) { return (end, false) }
    guard padding == 0, line.starts(with: "--".utf8) else { throw malformed }
    return (end, true)
  }

  private mutating func pass(_ delimiter: (place: Int, isLast: Bool), _ at: inout Int) {
    state = delimiter.isLast ? .finished : .headers
    at = delimiter.place
  }

  private mutating func begin(
    _ text: ArraySlice<UInt8>, _ pieces: inout [Piece]
  ) throws(SandboxError) {
    guard let headers = MultipartHeaders(text) else { throw Self.malformed }
    if let name = headers.fileName {
      guard files < UploadLimit.files else { throw UploadLimit.tooManyFiles }
      files += 1
      pieces.append(.file(field: headers.name, name: name, contentType: headers.contentType))
    } else {
      guard fields < Self.mostFields else { throw Self.malformed }
      fields += 1
    }
    state = .body(Part(headers: headers))
  }

  private func add(
    _ bytes: ArraySlice<UInt8>, to part: inout Part, _ pieces: inout [Piece]
  ) throws(SandboxError) {
    let content = bytes.dropFirst(part.lead)
    part.lead = max(0, part.lead - bytes.count)
    part.size += content.count
    if let name = part.headers.fileName {
      guard part.size <= UploadLimit.fileSize else { throw UploadLimit.tooLarge(fileName: name) }
      if !content.isEmpty { pieces.append(.bytes(content)) }
    } else {
      guard part.size <= Self.fieldLimit else { throw Self.malformed }
      part.value.append(contentsOf: content)
    }
  }

  private func finish(_ part: Part, _ pieces: inout [Piece]) {
    if part.headers.fileName != nil {
      pieces.append(.endOfFile)
    } else {
      let value = String(decoding: part.value, as: UTF8.self)
      pieces.append(.field(name: part.headers.name, value: value))
    }
  }

  /// Where `mark` begins. It begins with a line end: only those are looked at, so that the search
  /// takes no longer for bytes that resemble it.
  private static func find(_ mark: [UInt8], in text: [UInt8], from start: Int) -> Int? {
    text.withUnsafeBytes { text in
      guard let base = text.baseAddress else { return nil }
      var at = start
      while text.count - at >= mark.count {
        guard let found = memchr(base + at, 13, text.count - at - mark.count + 1) else {
          return nil
        }
        at = UnsafeRawPointer(found) - base
        if memcmp(base + at, mark, mark.count) == 0 { return at }
        at += 1
      }
      return nil
    }
  }
}
