// furrow-picture COLUMNS ROWS halves|sextants indexed|direct [kitty|sixel CELLWIDTH CELLHEIGHT] <FILE >ANSWER
//
// Draws one picture as character cells, and in pixels where that is wanted. It stands apart from furrow because it decodes foreign bytes
// with libraries that have had holes: it gives up all it does not need before it looks at them, and if
// it falls, it falls alone.

import CChafa
import CConfine
import CGd
import Glibc
import Pictures

/// All of the standard input; nil when there is more than a picture may have, or it cannot be read.
private func readInput() throws(PictureProblem) -> [UInt8] {
  var facts = stat()
  guard fstat(STDIN_FILENO, &facts) == 0 else { throw .noProgram }
  guard facts.st_size <= PictureLimits.fileSize else { throw .fileTooLong }
  var bytes: [UInt8] = []
  var part = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(STDIN_FILENO, &part, part.count)
    guard count >= 0 else { throw .noProgram }
    if count == 0 { return bytes }
    bytes += part[..<count]
    guard bytes.count <= PictureLimits.fileSize else { throw .fileTooLong }
  }
}

private func write(_ bytes: [UInt8]) {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    guard count > 0 else { exit(1) }
    rest = rest.dropFirst(count)
  }
}

private func answer(
  _ outcome: Result<DrawnPicture, PictureProblem>, hasPixels: Bool = false
) -> Never {
  write(PictureAnswer.bytes(outcome, hasPixels: hasPixels))
  exit(0)
}

private func draw(_ request: PictureRequest) throws(PictureProblem) -> DrawnPicture {
  let file = try readInput()
  let header = try PictureHeader(file)
  let isTooLarge =
    header.width > PictureLimits.side || header.height > PictureLimits.side
    || header.width * header.height > PictureLimits.pixels
  if isTooLarge { throw .tooManyPixels(width: header.width, height: header.height) }
  // The libraries have been loaded; from here on there is nothing to open.
  _ = cconfine_filter()
  let image = try decode(file, header)
  defer { cgd_free(image) }
  let lies = header.orientation >= 5
  let (width, height) = (Int(cgd_width(image)), Int(cgd_height(image)))
  let upright = lies ? (width: height, height: width) : (width: width, height: height)
  let (columns, rows) = request.fit(width: upright.width, height: upright.height)
  // More than the symbols can show: they choose among shapes.
  let (pixelsAcross, pixelsDown) = (columns * 8, rows * 16)
  var pixels = [UInt8](repeating: 0, count: pixelsAcross * pixelsDown * 4)
  cgd_reduce(
    image, Int32(header.orientation), Int32(pixelsAcross), Int32(pixelsDown), &pixels)
  var cells = [cchafa_cell](repeating: cchafa_cell(), count: columns * rows)
  cchafa_draw(
    pixels, Int32(pixelsAcross), Int32(pixelsDown), Int32(columns), Int32(rows),
    request.symbols == .sextants, request.colors == .direct, &cells)
  return DrawnPicture(
    columns: columns, rows: rows, width: upright.width, height: upright.height,
    cells: cells.map {
      DrawnCell(scalar: $0.scalar, foreground: $0.foreground, background: $0.background)
    },
    pixels: request.pixels.flatMap {
      drawPixels(image, header.orientation, as: $0, columns: columns, rows: rows)
    })
}

/// nil where they would be too many.
private func drawPixels(
  _ image: OpaquePointer, _ orientation: Int, as wanted: PictureRequest.Pixels, columns: Int,
  rows: Int
) -> DrawnPixels? {
  guard let size = wanted.size(columns: columns, rows: rows) else { return nil }
  let count = size.width * size.height
  var pixels = [UInt8](repeating: 0, count: count * 4)
  cgd_reduce(image, Int32(orientation), Int32(size.width), Int32(size.height), &pixels)
  switch wanted.form {
  case .kitty:
    if (0..<count).allSatisfy({ pixels[$0 * 4 + 3] == 255 }) {
      pixels = (0..<count).flatMap { pixels[($0 * 4)..<($0 * 4 + 3)] }
    }
    return DrawnPixels(width: size.width, height: size.height, bytes: pixels)
  case .sixel:
    var text = [UInt8](repeating: 0, count: PictureLimits.sixelBytes)
    let length = cchafa_sixels(
      pixels, Int32(size.width), Int32(size.height), Int32(columns), Int32(rows),
      Int32(wanted.cellWidth), Int32(wanted.cellHeight), &text, text.count)
    guard length > 0 else { return nil }
    return DrawnPixels(
      width: size.width, height: size.height, bytes: Array(text.prefix(length)))
  }
}

private func decode(
  _ file: [UInt8], _ header: PictureHeader
) throws(PictureProblem) -> OpaquePointer {
  if header.isCutOff { throw .damaged }
  if let image = cgd_decode(format(header.format), file, file.count, false) { return image }
  // Its decoder stops at odd bytes, too, that every viewer steps over.
  if header.format == .jpeg, let image = cgd_decode(CGD_JPEG, file, file.count, true) {
    return image
  }
  throw .damaged
}

private func format(_ format: PictureHeader.Format) -> cgd_format {
  switch format {
  case .png: CGD_PNG
  case .jpeg: CGD_JPEG
  case .webp: CGD_WEBP
  case .gif: CGD_GIF
  case .bmp: CGD_BMP
  }
}

guard let request = PictureRequest(arguments: Array(CommandLine.arguments.dropFirst())) else {
  let usage =
    "usage: furrow-picture COLUMNS ROWS halves|sextants indexed|direct"
    + " [kitty|sixel CELLWIDTH CELLHEIGHT] <FILE\n"
  write(Array(usage.utf8))
  exit(64)
}
guard
  cconfine_limit(UInt64(PictureLimits.memory), UInt32(PictureLimits.seconds), 8)
else { answer(.failure(.noProgram)) }
do throws(PictureProblem) {
  answer(.success(try draw(request)), hasPixels: request.pixels != nil)
} catch {
  answer(.failure(error))
}
