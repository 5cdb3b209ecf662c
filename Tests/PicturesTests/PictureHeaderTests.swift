import Testing

@testable import Pictures

struct PictureHeaderTests {
  private static let png: [UInt8] =
    [0x89] + Array("PNG\r\n".utf8) + [0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + [
      0, 0, 1, 0x90, 0, 0, 0, 200, 8, 2, 0, 0, 0,
    ]
  private static let exif: [UInt8] =
    Array("Exif\0\0MM\0*".utf8) + [0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]
  private static let jpeg: [UInt8] =
    [0xFF, 0xD8, 0xFF, 0xE1, 0, UInt8(2 + exif.count)] + exif
    + [0xFF, 0xFF, 0xC2, 0, 11, 8, 0, 100, 0, 50, 1, 1, 0x11, 0]
    + [0xFF, 0xDA, 0, 2, 1, 2, 0xFF, 0, 3, 0xFF, 0xD9]
  private static let gif: [UInt8] =
    Array("GIF89a".utf8) + [8, 0, 8, 0, 0x80, 0, 0] + [0, 0, 0, 1, 1, 1]
    + [0x21, 0xF9, 4, 0, 0, 0, 0, 0] + [0x2C, 0, 0, 0, 0, 0x2C, 1, 4, 0, 0]
  private static let bmp: [UInt8] =
    Array("BM".utf8) + [UInt8](repeating: 0, count: 12) + [40, 0, 0, 0, 10, 0, 0, 0]
    + [0xFE, 0xFF, 0xFF, 0xFF]
  private static let webp: [UInt8] =
    Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBPVP8X".utf8) + [10, 0, 0, 0, 8, 0, 0, 0]
    + [0x8F, 1, 0, 0xC7, 0, 0] + Array("EXIF".utf8) + [UInt8(exif.count), 0, 0, 0] + exif

  @Test func theSizeIsReadOutOfEveryFormat() throws {
    for (bytes, format, width, height, orientation) in [
      (Self.png, .png, 400, 200, 1), (Self.jpeg, .jpeg, 50, 100, 6), (Self.gif, .gif, 300, 8, 1),
      (Self.bmp, .bmp, 10, 2, 1), (Self.webp, .webp, 400, 200, 6),
    ] as [([UInt8], PictureHeader.Format, Int, Int, Int)] {
      let header = try PictureHeader(bytes)
      #expect(header.format == format)
      #expect(header.width == width && header.height == height, "\(format)")
      #expect(header.orientation == orientation, "\(format)")
      #expect(!header.isCutOff)
    }
  }

  @Test func anyBeginningOfAPictureAndAnyByteInItGivesAnAnswer() {
    for bytes in [Self.png, Self.jpeg, Self.gif, Self.bmp, Self.webp] {
      for count in 0..<bytes.count { _ = try? PictureHeader(bytes[..<count]) }
      for place in bytes.indices {
        for value in [0, 0x7F, 0x80, 0xFF] as [UInt8] {
          var changed = bytes
          changed[place] = value
          _ = try? PictureHeader(changed)
        }
      }
    }
  }

  @Test func aJPEGWithoutItsEndIsCutOff() throws {
    #expect(try PictureHeader(Self.jpeg.dropLast(2)).isCutOff)
    // What stands behind the end is not the picture's matter.
    #expect(try !PictureHeader(Self.jpeg + [1, 2, 3]).isCutOff)
  }

  @Test func whatIsNoPictureIsToldFromOneThatIsDamaged() {
    #expect(throws: PictureProblem.empty) { try PictureHeader([UInt8]()) }
    #expect(throws: PictureProblem.notAPicture) { try PictureHeader(Array("BM, a text".utf8)) }
    #expect(throws: PictureProblem.damaged) { try PictureHeader(Self.png.prefix(20)) }
  }
}
