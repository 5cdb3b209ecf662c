import Testing

@testable import Pictures

/// Pictures in pixels: only what was asked for is taken, to the last byte.
struct PixelAnswerTests {
  private func request(_ form: PictureRequest.Pixels.Form) -> PictureRequest {
    PictureRequest(
      columns: 2, rows: 1, symbols: .halves, colors: .indexed,
      pixels: PictureRequest.Pixels(form, cellWidth: 4, cellHeight: form == .sixel ? 7 : 8))
  }

  private func picture(_ bytes: [UInt8], width: Int = 8, height: Int = 8) -> DrawnPicture {
    DrawnPicture(
      columns: 2, rows: 1, width: 40, height: 30,
      cells: Array(repeating: DrawnCell(scalar: 0x20, foreground: -1, background: 16), count: 2),
      pixels: DrawnPixels(width: width, height: height, bytes: bytes))
  }

  private func answer(
    _ picture: DrawnPicture, to request: PictureRequest, and more: [UInt8] = []
  ) throws -> DrawnPicture {
    try PictureAnswer.picture(
      PictureAnswer.bytes(.success(picture), hasPixels: true) + more, for: request)
  }

  private static let sixels = Array("\"1;1;8;6#0;2;10;20;30#0!8~$#0!8B-".utf8)

  @Test func whatWasAskedForIsTaken() throws {
    for size in [8 * 8 * 3, 8 * 8 * 4] {
      let pixels = picture([UInt8](repeating: 0x1B, count: size))
      #expect(try answer(pixels, to: request(.kitty)) == pixels)
    }
    let sixels = picture(Self.sixels, height: 6)
    #expect(try answer(sixels, to: request(.sixel)) == sixels)
    let none = DrawnPicture(
      columns: 2, rows: 1, width: 40, height: 30, cells: sixels.cells)
    #expect(try answer(none, to: request(.sixel)).pixels == nil)
  }

  @Test func theArgumentsSayTheSameThing() {
    let asked = request(.sixel)
    #expect(asked.arguments == ["2", "1", "halves", "indexed", "sixel", "4", "7"])
    #expect(PictureRequest(arguments: asked.arguments) == asked)
    for bad in [
      ["2", "1", "halves", "indexed", "sixel"], ["2", "1", "halves", "indexed", "png", "4", "8"],
      ["2", "1", "halves", "indexed", "kitty", "0", "8"],
      ["2", "1", "halves", "indexed", "kitty", "4", "65"],
    ] {
      #expect(PictureRequest(arguments: bad) == nil, "\(bad)")
    }
  }

  @Test func anotherSizeOrLengthIsNoAnswer() {
    let whole = [UInt8](repeating: 0, count: 8 * 8 * 3)
    let bad: [(DrawnPicture, [UInt8])] = [
      (picture(Array(whole.dropLast())), []), (picture(whole), [0]),
      (picture(whole, width: 9), []), (picture(whole, height: 7), []), (picture([]), []),
    ]
    for (picture, more) in bad {
      #expect(throws: PictureProblem.noProgram) {
        try answer(picture, to: request(.kitty), and: more)
      }
    }
    // Pixels that nobody asked for.
    let plain = PictureRequest(columns: 2, rows: 1, symbols: .halves, colors: .indexed)
    #expect(throws: PictureProblem.noProgram) { try answer(picture(whole), to: plain) }
  }

  @Test(arguments: [
    "", "~", "\"1;1;8;8\u{1B}\\", "\"1;1;8;8~\u{7}", "\"1;1;8;8~\u{9C}", "\"1;1;9;8~",
    "\"1;1;8;8\"1;1;8;8", "\"1;1;8;8#256", "\"1;1;8;8#", "\"1;1;8;8#0;2;101;0;0",
    "\"1;1;8;8#0;1;0;0;0", "\"1;1;8;8#0;2;0;0", "\"1;1;8;8!9~", "\"1;1;8;8!8", "\"1;1;8;8!~",
    "\"1;1;8;8!8!", "\"1;1;8;8~~~~~~~~~", "\"1;1;8;8---~", "\"1;1;8;8 ~", "\"1;1;8;8\u{7F}",
    "\"1;1;8;8!99999999999999999999~", "\"1;1;8;8#0;2;1;2;3;4", "\"2;1;8;8~",
  ])
  func whatIsNoSixelOfThatSizeIsNoAnswer(text: String) {
    #expect(!SixelText.isSound(Array(text.utf8), width: 8, height: 8), "\(text.debugDescription)")
    #expect(throws: PictureProblem.noProgram) {
      try answer(picture(Array(text.utf8)), to: request(.sixel))
    }
  }

  @Test(arguments: [
    "\"1;1;8;8", "\"1;1;8;8#0;2;0;0;100~~~~~~~~$#0!8?-!8N-", "\"1;1;8;8#255;2;1;1;1#255?@A~",
  ])
  func whatIsOneIsTaken(text: String) {
    #expect(SixelText.isSound(Array(text.utf8), width: 8, height: 8))
  }

  @Test func noByteThatIsChangedEndsAString() {
    for place in Self.sixels.indices {
      for byte in UInt8.min...UInt8.max {
        var bytes = Self.sixels
        bytes[place] = byte
        guard SixelText.isSound(bytes, width: 8, height: 6) else { continue }
        #expect(bytes.allSatisfy { (0x21...0x7E).contains($0) })
      }
    }
  }

  @Test func howManyPixelsThereAreIsBounded() throws {
    let kitty = try #require(PictureRequest.Pixels(.kitty, cellWidth: 64, cellHeight: 64))
    let sixel = try #require(PictureRequest.Pixels(.sixel, cellWidth: 64, cellHeight: 64))
    let size = try #require(kitty.size(columns: 500, rows: 200))
    #expect(size.width * size.height <= PictureLimits.screenPixels / 2 && size.width > 500)
    #expect(sixel.size(columns: 500, rows: 200) == nil)
    #expect(PictureRequest.Pixels(.kitty, cellWidth: 65, cellHeight: 8) == nil)
  }
}
