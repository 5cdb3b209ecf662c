// What the program that draws says: one line, and the cells behind it.
//
//   furrow-picture 1 ok COLUMNS ROWS WIDTH HEIGHT\n   then 12 bytes a cell, row by row
//   furrow-picture 1 no REASON\n
//
// Where pixels were asked for, too, PIXELWIDTH PIXELHEIGHT LENGTH follow in the line, and so many bytes
// behind the cells; 0 0 0 where they would be too many.

/// One cell of a picture.
package struct DrawnCell: Hashable, Sendable {
  package var scalar: UInt32
  /// An entry of the palette or 0xRRGGBB, by the request; -1 is the terminal's own.
  package var foreground: Int32
  package var background: Int32

  package init(scalar: UInt32, foreground: Int32, background: Int32) {
    self.scalar = scalar
    self.foreground = foreground
    self.background = background
  }
}

/// A picture in cells.
package struct DrawnPicture: Hashable, Sendable {
  package let columns: Int
  package let rows: Int
  /// Of the picture itself, upright, in pixels.
  package let width: Int
  package let height: Int
  /// Row by row.
  package let cells: [DrawnCell]
  package let pixels: DrawnPixels?

  package init(
    columns: Int, rows: Int, width: Int, height: Int, cells: [DrawnCell],
    pixels: DrawnPixels? = nil
  ) {
    self.pixels = pixels
    self.columns = columns
    self.rows = rows
    self.width = width
    self.height = height
    self.cells = cells
  }
}

/// A picture in pixels, as it was asked for.
package struct DrawnPixels: Hashable, Sendable {
  package let width: Int
  package let height: Int
  /// For kitty 3 or 4 a pixel, for sixel what ``SixelText`` allows.
  package let bytes: [UInt8]

  package init(width: Int, height: Int, bytes: [UInt8]) {
    self.width = width
    self.height = height
    self.bytes = bytes
  }
}

/// The answer on its way between the two programs.
package enum PictureAnswer {
  private static let opening = "furrow-picture 1 "
  private static let longestLine = 120

  /// More bytes than these are no answer.
  package static func longest(for request: PictureRequest) -> Int {
    let cells = longestLine + request.columns * request.rows * 12
    return switch request.pixels?.form {
    case .kitty?: cells + PictureLimits.screenPixels / 2 * 4
    case .sixel?: cells + PictureLimits.sixelBytes
    case nil: cells
    }
  }

  /// - Parameter hasPixels: they were asked for.
  package static func bytes(
    _ outcome: Result<DrawnPicture, PictureProblem>, hasPixels: Bool = false
  ) -> [UInt8] {
    switch outcome {
    case .failure(let problem): return Array("\(opening)no \(problem.code)\n".utf8)
    case .success(let picture):
      var line =
        "\(opening)ok \(picture.columns) \(picture.rows) \(picture.width) \(picture.height)"
      if hasPixels {
        let pixels = picture.pixels
        line += " \(pixels?.width ?? 0) \(pixels?.height ?? 0) \(pixels?.bytes.count ?? 0)"
      }
      var bytes = Array((line + "\n").utf8)
      for cell in picture.cells {
        for word in [
          cell.scalar, UInt32(bitPattern: cell.foreground), UInt32(bitPattern: cell.background),
        ] {
          for shift in stride(from: 0, to: 32, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: word >> shift))
          }
        }
      }
      return bytes + (hasPixels ? picture.pixels?.bytes ?? [] : [])
    }
  }

  /// Takes an answer only if it is whole, and holds nothing but what was asked for.
  ///
  /// - Throws: what the program says, and ``PictureProblem/noProgram`` where it says what it may not.
  package static func picture(
    _ bytes: [UInt8], for request: PictureRequest
  ) throws(PictureProblem) -> DrawnPicture {
    guard bytes.count <= longest(for: request),
      let end = bytes.prefix(longestLine).firstIndex(of: 0x0A)
    else { throw .noProgram }
    let line = String(decoding: bytes[..<end], as: UTF8.self)
    if line.hasPrefix(opening + "no ") {
      throw PictureProblem(code: String(line.dropFirst(opening.utf8.count + 3))) ?? .noProgram
    }
    guard line.hasPrefix(opening + "ok ") else { throw .noProgram }
    let numbers = line.dropFirst(opening.utf8.count + 3).split(separator: " ").map { Int($0) ?? 0 }
    guard numbers.count == (request.pixels == nil ? 4 : 7), numbers[..<4].allSatisfy({ $0 > 0 }),
      numbers[0] <= request.columns, numbers[1] <= request.rows, numbers[2] <= PictureLimits.side,
      numbers[3] <= PictureLimits.side
    else { throw .noProgram }
    let count = numbers[0] * numbers[1]
    let body = bytes[(end + 1)...]
    let rest = PictureBytes(body.prefix(count * 12))
    let more = body.dropFirst(count * 12)
    guard rest.count == count * 12 else { throw .noProgram }
    let pixels = try pixels(more, numbers, for: request)
    let cells = (0..<count).map { index in
      let words = (0..<3).map {
        UInt32(truncatingIfNeeded: rest.little(at: index * 12 + $0 * 4, 4) ?? 0)
      }
      return DrawnCell(
        scalar: words[0], foreground: Int32(bitPattern: words[1]),
        background: Int32(bitPattern: words[2]))
    }
    let isExpected = cells.allSatisfy { cell in
      request.allows(cell.scalar) && request.allows(color: cell.foreground)
        && request.allows(color: cell.background)
    }
    guard isExpected else { throw .noProgram }
    return DrawnPicture(
      columns: numbers[0], rows: numbers[1], width: numbers[2], height: numbers[3], cells: cells,
      pixels: pixels)
  }

  /// What stands behind the cells: nothing, or what was asked for to the last byte.
  private static func pixels(
    _ bytes: ArraySlice<UInt8>, _ numbers: [Int], for request: PictureRequest
  ) throws(PictureProblem) -> DrawnPixels? {
    guard let wanted = request.pixels, numbers[4...] != [0, 0, 0] else {
      guard bytes.isEmpty else { throw .noProgram }
      return nil
    }
    guard let size = wanted.size(columns: numbers[0], rows: numbers[1]),
      numbers[4...] == [size.width, size.height, bytes.count]
    else { throw .noProgram }
    let count = size.width * size.height
    let isSound =
      switch wanted.form {
      case .kitty: bytes.count == count * 3 || bytes.count == count * 4
      case .sixel: SixelText.isSound(bytes, width: size.width, height: size.height)
      }
    guard isSound else { throw .noProgram }
    return DrawnPixels(width: size.width, height: size.height, bytes: Array(bytes))
  }
}
