// A form as `POST /media` takes it, written by hand so that it can be wrong in any way.

/// The parts of a `multipart/form-data` body.
struct Form {
  private static let boundary = "furrow-check-6f1c2a7d9b"
  private var body: [UInt8] = []

  static let contentType = "multipart/form-data; boundary=\(boundary)"

  mutating func add(_ name: String, _ text: String) {
    begin("form-data; name=\"\(name)\"")
    body += Array("\r\n\r\n\(text)\r\n".utf8)
  }

  mutating func add(_ file: TrialFile) {
    begin("form-data; name=\"media\"; filename=\"\(file.name)\"")
    body += Array("\r\nContent-Type: \(file.format)\r\n\r\n".utf8)
    body += file.bytes
    body += Array("\r\n".utf8)
  }

  private mutating func begin(_ disposition: String) {
    body += Array("--\(Self.boundary)\r\nContent-Disposition: \(disposition)".utf8)
  }

  var bytes: [UInt8] { body + Array("--\(Self.boundary)--\r\n".utf8) }
}

/// A file that a check uploads.
struct TrialFile {
  var name: String
  var format: String
  var bytes: [UInt8]

  /// A picture of 2 by 2 points.
  static let picture = TrialFile(
    name: "furrow-check.png", format: "image/png",
    bytes: [
      0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44,
      0x52,
      0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x02, 0x08, 0x02, 0x00, 0x00, 0x00, 0xFD, 0xD4,
      0x9A,
      0x73, 0x00, 0x00, 0x00, 0x14, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0x60, 0x60, 0x60,
      0x60,
      0xF8, 0xFF, 0x9F, 0x81, 0x81, 0x01, 0x00, 0x10, 0x03, 0x02, 0x00, 0x99, 0x06, 0xBC, 0x34,
      0x00,
      0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
    ])

  /// A tenth of a second of silence.
  static let sound: TrialFile = {
    let samples = [UInt8](repeating: 0x80, count: 800)
    func little(_ number: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
    let head =
      Array("RIFF".utf8) + little(36 + samples.count, 4) + Array("WAVEfmt ".utf8) + little(16, 4)
      + little(1, 2) + little(1, 2) + little(8000, 4) + little(8000, 4) + little(1, 2)
      + little(8, 2) + Array("data".utf8) + little(samples.count, 4)
    return TrialFile(name: "furrow-check.wav", format: "audio/wav", bytes: head + samples)
  }()

  /// The head of an MP4.
  static let film = TrialFile(
    name: "furrow-check.mp4", format: "video/mp4",
    bytes: [0, 0, 0, 0x18] + Array("ftypisom".utf8) + [0, 0, 2, 0] + Array("isommp42".utf8))

  static let words = TrialFile(
    name: "furrow-check.txt", format: "text/plain", bytes: Array("no picture\n".utf8))

  static let document = TrialFile(
    name: "furrow-check.pdf", format: "application/pdf", bytes: Array("%PDF-1.4\n%%EOF\n".utf8))

  /// The picture with so many bytes behind it that the file has `size`.
  static func large(_ size: Int) -> TrialFile {
    var file = picture
    file.name = "furrow-check-large.png"
    file.bytes += [UInt8](repeating: 0, count: size - file.bytes.count)
    return file
  }
}
