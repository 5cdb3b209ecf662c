/// How a terminal is given pictures in pixels.
package enum PixelForm: String, Hashable, Sendable, CaseIterable {
  /// kitty's protocol; the picture lies under placeholder characters, which go like text.
  case kitty
  case sixel
}

/// What a terminal shows of pixels.
package struct PixelGround: Hashable, Sendable {
  package let form: PixelForm
  /// Of one cell, in pixels, within ``sides``.
  package let cellWidth: Int
  package let cellHeight: Int

  package static let sides = 2...64

  package init(_ form: PixelForm, cellWidth: Int, cellHeight: Int) {
    self.form = form
    self.cellWidth = min(max(cellWidth, Self.sides.lowerBound), Self.sides.upperBound)
    self.cellHeight = min(max(cellHeight, Self.sides.lowerBound), Self.sides.upperBound)
  }
}

/// The number by which cells and a terminal know a picture; none has it twice within 60,000.
package struct PixelPictureID: Hashable, Sendable {
  /// The highest byte of kitty's number, 1 to 255.
  let high: UInt8
  /// The lowest, 16 to 255: a colour of the palette that no theme of a terminal changes.
  let low: UInt8

  /// - Parameter number: any; equal numbers are the same picture.
  package init(_ number: Int) {
    let place = Int(UInt(bitPattern: number) % UInt(255 * 240))
    high = UInt8(place / 240 + 1)
    low = UInt8(place % 240 + 16)
  }

  init(high: UInt8, low: UInt8) {
    self.high = high
    self.low = low
  }

  /// As kitty counts.
  package var value: UInt32 { UInt32(high) << 24 | UInt32(low) }
}

/// A picture in pixels, and the same in cells for where a terminal cannot show all of it.
package final class PixelPicture: Sendable, Hashable {
  package let id: PixelPictureID
  package let form: PixelForm
  /// The cells that it fills; at most ``PictureMark/most`` each.
  package let columns: Int
  package let rows: Int
  /// In pixels.
  package let width: Int
  package let height: Int
  /// For kitty red, green and blue of each pixel, and opacity where they are so many; for sixel what
  /// stands between the head and the end of its string.
  package let bytes: [UInt8]
  package let cells: [[CellPicture.Cell]]

  package init(
    _ id: PixelPictureID, _ form: PixelForm, width: Int, height: Int, bytes: [UInt8],
    cells: [[CellPicture.Cell]]
  ) {
    self.id = id
    self.form = form
    columns = cells.first?.count ?? 0
    rows = cells.count
    self.width = width
    self.height = height
    self.bytes = bytes
    self.cells = cells
  }

  package static func == (one: PixelPicture, other: PixelPicture) -> Bool { one === other }

  package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
