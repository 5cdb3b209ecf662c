// Reads an upload's form (`multipart/form-data`, RFC 7578) in whatever pieces it arrives, and
// refuses it as soon as a limit is passed.
//
// A form is parts between delimiter lines:
//
//     --BOUNDARY CRLF headers CRLF CRLF bytes CRLF --BOUNDARY … CRLF --BOUNDARY--

import SandboxCore

struct MultipartReader {
  private enum State {
    /// Waits for the first delimiter.
    case preamble
    /// Waits for the blank line that ends a part's headers.
    case headers
    /// Waits for the delimiter that ends the part.
    case body(Part)
    /// The closing delimiter came; the rest means nothing.
    case finished
  }

  private struct Part {
    var name: String
    /// nil for a plain field.
    var fileName: String?
    var contentType: String
    var bytes: [UInt8] = []
  }

  private static let crlf: [UInt8] = [13, 10]
  private static let headerLimit = 16 << 10
  private static let fieldLimit = 64 << 10

  private let delimiter: [UInt8]
  private var state = State.preamble
  /// What came and is not consumed yet.
  private var pending: [UInt8]
  private var upload = Upload(type: nil, parts: [])

  /// A reader for this `Content-Type`; nil when it is not a form with a boundary.
  init?(contentType: String) {
    let parameters = contentType.split(separator: ";").map { $0.trimmingSpaces() }
    guard parameters.first?.lowercased() == "multipart/form-data",
      let boundary = parameters.dropFirst().first(where: {
        $0.lowercased().hasPrefix("boundary=")
      })?.dropFirst("boundary=".count),
      case let name = boundary.filter({ $0 != "\"" }), (1...70).contains(name.utf8.count)
    else { return nil }
    delimiter = Self.crlf + Array("--\(name)".utf8)
    // The first delimiter has no line before it: lend it a line end.
    pending = Self.crlf
  }

  /// Takes the next bytes of the form.
  mutating func read(_ bytes: some Sequence<UInt8>) throws(SandboxError) {
    pending.append(contentsOf: bytes)
    while try step() {}
  }

  /// The form, once its last byte came.
  func finish() throws(SandboxError) -> Upload {
    guard case .finished = state else { throw Self.malformed }
    return upload
  }

  private static let malformed = SandboxError(
    status: 400, message: "The request body is not a complete multipart/form-data form")

  /// Does one step; false when more bytes are needed.
  private mutating func step() throws(SandboxError) -> Bool {
    switch state {
    case .finished:
      pending.removeAll()
      return false
    case .preamble:
      guard let end = pending.firstRange(of: delimiter) else { return false }
      return try passDelimiter(endingAt: end.upperBound)
    case .headers:
      guard let end = pending.firstRange(of: Self.crlf + Self.crlf) else {
        guard pending.count <= Self.headerLimit else { throw Self.malformed }
        return false
      }
      let part = try Self.part(headers: pending[..<end.lowerBound])
      if part.fileName != nil, upload.parts.count == UploadLimit.files {
        throw UploadLimit.tooManyFiles
      }
      state = .body(part)
      // The part may be empty: its delimiter's line end is the blank line's own.
      pending.removeSubrange(..<(end.upperBound - 2))
      return true
    case .body(var part):
      if let end = pending.firstRange(of: delimiter) {
        guard pending.count >= end.upperBound + 2 else { return false }
        part.bytes.append(contentsOf: pending[..<end.lowerBound])
        try check(part)
        finish(part)
        return try passDelimiter(endingAt: end.upperBound)
      }
      // All but what could be the beginning of a delimiter belongs to the part.
      let certain = max(0, pending.count - delimiter.count)
      part.bytes.append(contentsOf: pending[..<certain])
      pending.removeSubrange(..<certain)
      try check(part)
      state = .body(part)
      return false
    }
  }

  private mutating func passDelimiter(endingAt end: Int) throws(SandboxError) -> Bool {
    guard pending.count >= end + 2 else { return false }
    let mark = Array(pending[end..<end + 2])
    guard mark == Self.crlf || mark == Array("--".utf8) else { throw Self.malformed }
    pending.removeSubrange(..<(end + 2))
    state = mark == Self.crlf ? .headers : .finished
    return true
  }

  private func check(_ part: Part) throws(SandboxError) {
    // The two bytes of the blank line's end still stand before the content.
    if let name = part.fileName {
      guard part.bytes.count <= UploadLimit.fileSize + 2 else {
        throw UploadLimit.tooLarge(fileName: name)
      }
    } else if part.bytes.count > Self.fieldLimit {
      throw Self.malformed
    }
  }

  private mutating func finish(_ part: Part) {
    let content = Array(part.bytes.dropFirst(2))
    if let name = part.fileName {
      upload.parts.append(
        .init(field: part.name, fileName: name, contentType: part.contentType, bytes: content))
    } else if part.name == "type" {
      upload.type = String(decoding: content, as: UTF8.self)
    }
  }

  private static func part(headers: ArraySlice<UInt8>) throws(SandboxError) -> Part {
    var part = Part(name: "", fileName: nil, contentType: "text/plain")
    for line in String(decoding: headers, as: UTF8.self).split(separator: "\r\n") {
      guard let colon = line.firstIndex(of: ":") else { throw malformed }
      let value = line[line.index(after: colon)...].trimmingSpaces()
      switch line[..<colon].lowercased() {
      case "content-disposition":
        part.name = parameter("name", of: value) ?? ""
        part.fileName = parameter("filename", of: value)
      case "content-type": part.contentType = value
      default: break
      }
    }
    guard !part.name.isEmpty else { throw malformed }
    return part
  }

  /// The value of `name="…"` in a header; a backslash or a percent sign guards a quote (RFC 7578).
  private static func parameter(_ name: String, of header: String) -> String? {
    guard let start = header.firstRange(of: "; \(name)=\"")?.upperBound else { return nil }
    var value = ""
    var isGuarded = false
    for character in header[start...] {
      if isGuarded {
        value.append(character)
        isGuarded = false
      } else if character == "\\" {
        isGuarded = true
      } else if character == "\"" {
        return value.replacing("%22", with: "\"")
      } else {
        value.append(character)
      }
    }
    return nil
  }
}

extension StringProtocol {
  fileprivate func trimmingSpaces() -> String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
