import Foundation
import SandboxCore
import Testing

@testable import SandboxHTTP

struct MultipartReaderTests {
  private static let type = "multipart/form-data; boundary=\"cut here\""
  private static let form =
    "--cut here\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nimage\r\n"
    + "--cut here\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a\\\"b.png\"\r\n"
    + "Content-Type: image/png\r\n\r\n\r\n--cut her\r\n--cut here\r\n"
    + "Content-Disposition: form-data; name=\"media\"; filename=\"empty.jpg\"\r\n"
    + "content-type: image/jpeg\r\n\r\n\r\n--cut here--\r\n"

  private func pieces(of cuts: [ArraySlice<UInt8>]) throws -> [MultipartReader.Piece] {
    var reader = try #require(MultipartReader(contentType: Self.type))
    var pieces: [MultipartReader.Piece] = []
    for cut in cuts {
      for piece in try reader.read(cut) {
        // Bytes come in whatever pieces: they count joined.
        if case .bytes(let new) = piece, case .bytes(let old)? = pieces.last {
          pieces[pieces.count - 1] = .bytes(ArraySlice(Array(old) + Array(new)))
        } else if case .bytes(let new) = piece {
          pieces.append(.bytes(ArraySlice(Array(new))))
        } else {
          pieces.append(piece)
        }
      }
    }
    try reader.finish()
    return pieces
  }

  @Test func aFormReadsAlikeWhereverItIsCut() throws {
    let bytes = Array(Self.form.utf8)
    let whole = try pieces(of: [bytes[...]])
    #expect(
      whole == [
        .field(name: "type", value: "image"),
        .file(field: "media", name: "a\"b.png", contentType: "image/png"),
        .bytes(Array("\r\n--cut her".utf8)[...]), .endOfFile,
        .file(field: "media", name: "empty.jpg", contentType: "image/jpeg"), .endOfFile,
      ])
    for cut in 0...bytes.count {
      #expect(try pieces(of: [bytes[..<cut], bytes[cut...]]) == whole, "cut at \(cut)")
    }
    #expect(try pieces(of: bytes.indices.map { bytes[$0...$0] }) == whole)
  }

  @Test func aFormThatEndsEarlyIsRefused() throws {
    let bytes = Array(Self.form.utf8)
    for end in 0..<(bytes.count - 2) {
      #expect(throws: SandboxError.self, "ends at \(end)") { try pieces(of: [bytes[..<end]]) }
    }
  }

  @Test func aSixthFileIsRefusedBeforeItsBytesCome() throws {
    var reader = try #require(MultipartReader(contentType: Self.type))
    let part =
      "--cut here\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.png\"\r\n\r\nx\r\n"
    for _ in 1...5 { _ = try reader.read(part.utf8) }
    #expect(throws: UploadLimit.tooManyFiles) { try reader.read(part.utf8) }
  }

  @Test func aFileOverTheLimitIsRefusedInTheMiddle() throws {
    var reader = try #require(MultipartReader(contentType: Self.type))
    _ = try reader.read(
      "--cut here\r\nContent-Disposition: form-data; name=\"media\"; filename=\"big.png\"\r\n\r\n"
        .utf8)
    let megabyte = [UInt8](repeating: 7, count: 1 << 20)
    for _ in 1...10 { _ = try reader.read(megabyte) }
    #expect(throws: UploadLimit.tooLarge(fileName: "big.png")) {
      _ = try reader.read(megabyte)
    }
  }

  /// Looked at again from the beginning with each piece, these bytes would take minutes.
  @Test func bytesThatResembleADelimiterAreLookedAtOnce() throws {
    var reader = try #require(MultipartReader(contentType: Self.type))
    _ = try reader.read(
      "--cut here\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a\"\r\n\r\n".utf8)
    let piece = Array(String(repeating: "\r\n--cut her", count: 100).utf8)
    var count = 0
    for _ in 0..<4_000 {
      for case .bytes(let bytes) in try reader.read(piece) { count += bytes.count }
    }
    #expect(count > 4_000 * piece.count - 100)
  }

  @Test func aBoundaryThatNeverComesIsNotWaitedFor() throws {
    var reader = try #require(MultipartReader(contentType: Self.type))
    let piece = Array(String(repeating: "\r\n--", count: 4_000).utf8)
    #expect(throws: SandboxError.self) { for _ in 0..<10 { _ = try reader.read(piece) } }
  }

  @Test func aPartsHeadersHaveALimit() throws {
    let head = "--cut here\r\nX: "
    var reader = try #require(MultipartReader(contentType: Self.type))
    _ = try reader.read((head + String(repeating: "a", count: 8_000)).utf8)
    #expect(throws: SandboxError.self) {
      _ = try reader.read(String(repeating: "a", count: 1_000).utf8)
    }
  }

  @Test func aFieldHasALimit() throws {
    var reader = try #require(MultipartReader(contentType: Self.type))
    _ = try reader.read("--cut here\r\nContent-Disposition: form-data; name=type\r\n\r\n".utf8)
    _ = try reader.read([UInt8](repeating: 97, count: 64 << 10))
    #expect(throws: SandboxError.self) { _ = try reader.read([UInt8](repeating: 97, count: 100)) }
  }

  @Test func fieldsAreCounted() throws {
    var reader = try #require(MultipartReader(contentType: Self.type))
    let field = "--cut here\r\nContent-Disposition: form-data; name=type\r\n\r\na\r\n"
    for _ in 1...100 { _ = try reader.read(field.utf8) }
    #expect(throws: SandboxError.self) { _ = try reader.read(field.utf8) }
  }

  @Test(arguments: [
    ("name=media; filename=leaf.png", "leaf.png"),
    ("name=\"media\";filename=\"leaf.png\"", "leaf.png"),
    ("name=media; filename=\"a;b=\\\"c.png\"", "a;b=\"c.png"),
    ("name=media; filename=\"a%22b.png\"", "a\"b.png"),
    ("name=media; filename*=UTF-8''%E0%A4%AA%E0%A4%A4%E0%A5%8D%E0%A4%A4%E0%A5%80.png", "पत्ती.png"),
    ("name=media; filename=plain.png; filename*=utf-8'hi'%E0%A4%AA.png", "प.png"),
    ("name=media; filename=plain.png; filename*=latin-9''x", "plain.png"),
    ("NAME=media ; FileName=leaf.png", "leaf.png"),
  ])
  func parametersAreReadInEveryForm(_ parameters: String, _ name: String) throws {
    let headers = MultipartHeaders(
      Array("Content-Disposition: form-data; \(parameters)\r\nContent-Type: image/png".utf8)[...])
    #expect(headers?.name == "media" && headers?.fileName == name)
    #expect(headers?.contentType == "image/png")
  }

  @Test func onlyAFormWithABoundaryIsRead() {
    #expect(MultipartReader(contentType: "application/json") == nil)
    #expect(MultipartReader(contentType: "multipart/form-data") == nil)
    #expect(MultipartReader(contentType: "multipart/form-data; boundary=") == nil)
  }

  @Test(arguments: 0..<200) func randomBytesNeverTrap(seed: Int) throws {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    var reader = try #require(MultipartReader(contentType: "multipart/form-data; boundary=x"))
    let alphabet = Array("-x\r\n:;=\"\\ name".utf8)
    let bytes =
      Array("--x\r\n".utf8)
      + (0..<300).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return alphabet[Int(state >> 33) % alphabet.count]
      }
    _ = try? reader.read(bytes)
    _ = try? reader.finish()
  }

  @Test func blanksMayStandBehindABoundary() throws {
    let padded = Self.form.replacing("--cut here\r\n", with: "--cut here \t \r\n")
    let whole = try pieces(of: [ArraySlice(Self.form.utf8)])
    #expect(try pieces(of: [ArraySlice(padded.utf8)]) == whole)
    #expect(try pieces(of: padded.utf8.map { [$0] }) == whole)
    #expect(throws: SandboxError.self) {
      let blanks = String(repeating: " ", count: 2000)
      let wide = Self.form.replacing("--cut here\r\n", with: "--cut here\(blanks)\r\n")
      return try pieces(of: [ArraySlice(wide.utf8)])
    }
  }

  @Test(arguments: ["../../etc/passwd.png", "/passwd.png", "passwd.png", #"C:\\x\\passwd.png"#])
  func ofAFileNameTheLastComponentCounts(_ name: String) throws {
    let text = "Content-Disposition: form-data; name=media; filename=\"\(name)\""
    #expect(try #require(MultipartHeaders(ArraySlice(text.utf8))).fileName == "passwd.png")
  }
}
