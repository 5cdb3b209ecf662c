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

  private func upload(of pieces: [ArraySlice<UInt8>]) throws -> Upload {
    var reader = try #require(MultipartReader(contentType: Self.type))
    for piece in pieces { try reader.read(piece) }
    return try reader.finish()
  }

  @Test func aFormReadsAlikeWhereverItIsCut() throws {
    let bytes = Array(Self.form.utf8)
    let whole = try upload(of: [bytes[...]])
    #expect(whole.type == "image")
    #expect(whole.parts.map(\.fileName) == ["a\"b.png", "empty.jpg"])
    #expect(whole.parts[0].bytes == Array("\r\n--cut her".utf8))
    #expect(whole.parts[1].bytes == [])
    #expect(whole.parts[1].contentType == "image/jpeg")
    for cut in 0...bytes.count {
      #expect(try upload(of: [bytes[..<cut], bytes[cut...]]) == whole, "cut at \(cut)")
    }
    #expect(try upload(of: bytes.indices.map { bytes[$0...$0] }) == whole)
  }

  @Test func aFormThatEndsEarlyIsRefused() throws {
    let bytes = Array(Self.form.utf8)
    for end in 0..<(bytes.count - 2) {
      #expect(throws: SandboxError.self, "ends at \(end)") { try upload(of: [bytes[..<end]]) }
    }
  }

  @Test func aSixthFileIsRefusedBeforeItsBytesCome() throws {
    var reader = try #require(MultipartReader(contentType: Self.type))
    let part =
      "--cut here\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.png\"\r\n\r\nx\r\n"
    for _ in 1...5 { try reader.read(part.utf8) }
    #expect(throws: UploadLimit.tooManyFiles) { try reader.read(part.utf8) }
  }

  @Test func aFileOverTheLimitIsRefusedInTheMiddle() throws {
    var reader = try #require(MultipartReader(contentType: Self.type))
    try reader.read(
      "--cut here\r\nContent-Disposition: form-data; name=\"media\"; filename=\"big.png\"\r\n\r\n"
        .utf8)
    let megabyte = [UInt8](repeating: 7, count: 1 << 20)
    for _ in 1...10 { try reader.read(megabyte) }
    #expect(throws: UploadLimit.tooLarge(fileName: "big.png")) { try reader.read(megabyte) }
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
}
