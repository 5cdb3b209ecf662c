import Pictures

/// Pictures before they are decoded, and what the program that draws them answers.
extension FuzzDecoder {
  static let pictures = [pictureHeaders, pictureAnswers]

  private static let png: [UInt8] =
    Array("\u{89}PNG\r\n\u{1A}\n".unicodeScalars.map { UInt8($0.value) }) + [0, 0, 0, 13]
    + Array("IHDR".utf8)
    + [0, 0, 1, 0, 0, 0, 0, 128, 8, 6, 0, 0, 0, 0, 0, 0, 0] + [0, 0, 0, 8] + Array("eXIf".utf8)
  private static let tiff: [UInt8] =
    Array("II".utf8) + [42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]
  private static let jpeg: [UInt8] =
    [0xFF, 0xD8, 0xFF, 0xE1, 0, 34] + Array("Exif\0\0".utf8) + tiff
    + [
      0xFF, 0xC0, 0, 17, 8, 0, 64, 1, 0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xFF, 0xDA, 0, 2, 1,
      0xFF, 0xD9,
    ]
  private static let webp: [UInt8] =
    Array("RIFF".utf8) + [30, 0, 0, 0] + Array("WEBPVP8X".utf8) + [
      10, 0, 0, 0, 8, 0, 0, 0, 99, 0, 0, 49, 0, 0,
    ]
    + Array("EXIF".utf8) + [26, 0, 0, 0] + tiff
  private static let gif: [UInt8] =
    Array("GIF89a".utf8) + [
      10, 0, 10, 0, 0x80, 0, 0, 0, 0, 0, 1, 1, 1, 0x2C, 0, 0, 0, 0, 5, 0, 5, 0, 0, 2,
    ]
  private static let bmp: [UInt8] =
    Array("BM".utf8) + [
      0, 1, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 10, 0, 0, 0, 246, 255, 255, 255, 1, 0, 24,
      0,
    ]

  private static let pictureHeaders = FuzzDecoder(
    "picture-headers",
    words: [
      [0xFF, 0xC0], [0xFF, 0xE1], [0xFF, 0xD9], [0xFF, 0xFF], Array("IHDR".utf8),
      Array("eXIf".utf8),
      Array("VP8 ".utf8), Array("VP8L".utf8), Array("VP8X".utf8), Array("EXIF".utf8),
      Array("MM".utf8), tiff,
      [0xFF, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0], [0x7F, 0xFF, 0xFF, 0xFF],
    ], seeds: [png, jpeg, webp, gif, bmp],
    read: .now { input in
      do {
        let header = try PictureHeader(input)
        try law(header.width > 0 && header.height > 0, "\(header)")
        try law(1...8 ~= header.orientation, "turned by \(header.orientation)")
        return kind(
          header.format.rawValue.utf8.count, header.format == .png ? 1 : 0, few(header.width),
          few(header.height),
          header.orientation)
      } catch {
        return kind(refused: error)
      }
    })

  private static let cells = PictureRequest(
    columns: 4, rows: 2, symbols: .sextants, colors: .direct)
  private static let pixels = PictureRequest(
    columns: 4, rows: 2, symbols: .sextants, colors: .direct,
    pixels: .init(.sixel, cellWidth: 8, cellHeight: 16))
  private static let drawn = DrawnPicture(
    columns: 2, rows: 1, width: 8, height: 8,
    cells: [
      DrawnCell(scalar: 0x20, foreground: 1, background: 2),
      DrawnCell(scalar: 0x2588, foreground: 0xFFFFFF, background: 0),
    ])
  private static let drawnPixels = DrawnPicture(
    columns: 2, rows: 1, width: 8, height: 8,
    cells: drawn.cells,
    pixels: DrawnPixels(
      width: 16, height: 12,
      bytes: Array("\u{1B}P0;1;0q\"1;1;16;12#0;2;0;0;0#0!16~-!16~\u{1B}\\".utf8)))

  private static let pictureAnswers = FuzzDecoder(
    "picture-answers",
    words: [
      "furrow-picture 1 ok ", "no ", "\n", " ", "!16~", "#0;2;100;0;0", "\"1;1;16;12", "-", "$",
      "\u{1B}\\", "\u{1B}P",
    ]
    .map { Array($0.utf8) },
    seeds: [
      PictureAnswer.bytes(.success(drawn)),
      PictureAnswer.bytes(.success(drawnPixels), hasPixels: true),
      PictureAnswer.bytes(.failure(.damaged)), Array("#0;2;0;0;0#0!16~-".utf8),
    ],
    read: .now { input in
      var hash = SixelText.isSound(input, width: 16, height: 12) ? 1 : 0
      for request in [cells, pixels] {
        do {
          let picture = try PictureAnswer.picture(input, for: request)
          let again = try PictureAnswer.picture(
            PictureAnswer.bytes(.success(picture), hasPixels: request.pixels != nil), for: request)
          try law(again == picture, "it is another one when it is written")
          hash = kind(hash, 1, picture.columns, picture.rows)
        } catch let error as PictureProblem {
          hash = kind(hash, kind(refused: error))
        }
      }
      return hash
    })
}
