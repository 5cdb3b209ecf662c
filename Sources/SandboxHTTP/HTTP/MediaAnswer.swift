// The answer to a download: whole, or the part that `Range` asks for (RFC 9110, one range of bytes).

import SandboxCore

extension HTTPAnswer {
  /// - Parameter range: the value of the `Range` header.
  static func media(_ file: MediaFile, range: String?) -> HTTPAnswer {
    let headers = ["Accept-Ranges": "bytes", "X-Content-Type-Options": "nosniff"]
    let whole = HTTPAnswer(
      status: 200, contentType: file.contentType, headers: headers,
      body: file.content.part(0..<file.size))
    guard let range, let wanted = ByteRange(range) else { return whole }
    guard let part = wanted.resolved(in: file.size) else {
      return HTTPAnswer(
        status: 416, contentType: "text/plain",
        headers: ["Content-Range": "bytes */\(file.size)"], body: [])
    }
    let place = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(file.size)"
    return HTTPAnswer(
      status: 206, contentType: file.contentType,
      headers: headers.merging(["Content-Range": place]) { $1 }, body: file.content.part(part))
  }
}

extension MediaFile.Content {
  fileprivate func part(_ range: Range<Int>) -> HTTPAnswer.Body {
    switch self {
    case .bytes(let bytes): .bytes(Array(bytes[range]))
    case .file(let path, _): .file(path: path, range)
    }
  }
}

/// One range of a `Range` header.
enum ByteRange: Equatable {
  case from(Int, through: Int?)
  case last(Int)

  /// nil for what this server does not serve in parts: other units and several ranges.
  init?(_ header: String) {
    guard header.hasPrefix("bytes=") else { return nil }
    let ends = header.dropFirst("bytes=".count)
      .split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2 else { return nil }
    switch (Int(ends[0]), Int(ends[1])) {
    case (let first?, nil) where ends[1].isEmpty: self = .from(first, through: nil)
    case (let first?, let last?) where first <= last: self = .from(first, through: last)
    case (nil, let count?) where ends[0].isEmpty: self = .last(count)
    default: return nil
    }
  }

  /// The bytes meant, in a file of `size` bytes; nil when there are none.
  func resolved(in size: Int) -> Range<Int>? {
    switch self {
    case .from(let first, let last):
      guard first < size else { return nil }
      return first..<(min(size - 1, last ?? size - 1) + 1)
    case .last(let count):
      guard count > 0, size > 0 else { return nil }
      return max(0, size - count)..<size
    }
  }
}
