// What the desk wants drawn as cells, and what became of it.

package import ChatModel
package import TextGrid

/// What cells are made of.
package enum PictureSymbols: String, Hashable, Sendable, CaseIterable {
  /// Two pixels in a cell.
  case halves
  /// Six, where the terminal's font has them.
  case sextants
}

/// A picture at a size.
package struct PictureKey: Hashable, Sendable {
  package enum Source: Hashable, Sendable {
    /// A message carries it.
    case media(MediaID)
    /// It is on this computer, under this path.
    case file(String)
  }

  package let source: Source
  /// The cells that it may fill.
  package let columns: Int
  package let rows: Int
  /// In pixels, besides; nil: in cells alone.
  package let pixels: PixelGround?

  package init(_ source: Source, columns: Int, rows: Int, pixels: PixelGround? = nil) {
    self.pixels = pixels
    self.source = source
    self.columns = columns
    self.rows = rows
  }
}

/// A picture that somebody could see.
package struct PictureWish: Hashable, Sendable {
  package let key: PictureKey
  /// Where it is fetched from; nil for a file of this computer.
  package let media: Media?
  /// The person asked for this one: it is fetched however long it is.
  package let isAskedFor: Bool
  package let symbols: PictureSymbols
  /// With colours of 24 bits, else of the palette.
  package let isDirect: Bool

  package init(
    key: PictureKey, media: Media?, isAskedFor: Bool = false, symbols: PictureSymbols = .halves,
    isDirect: Bool = false
  ) {
    self.key = key
    self.media = media
    self.isAskedFor = isAskedFor
    self.symbols = symbols
    self.isDirect = isDirect
  }
}

/// What became of a wish.
package enum PictureOutcome: Hashable, Sendable {
  case drawn(CellPicture)
  /// Why it was not drawn, in a clause; foreign words in it may be raw.
  case refused(String)
  /// Nobody has begun with it, and others came: it may be asked for again.
  case dropped
}

/// What is known of a picture.
package enum PictureEntry: Hashable, Sendable {
  case wanted
  case drawn(CellPicture)
  /// Why not, in a clause, sanitized.
  case refused(String)
}

/// Which pictures were on the screen last; what was not for the longest time goes first.
struct PictureUse: Hashable, Sendable {
  private var order: [PictureKey] = []

  /// In cells, of all pictures together.
  static let capacity = 120_000
  /// What pixels count for; with them it is 30 MB.
  private static let bytesOfACell = 256

  mutating func note(_ keys: [PictureKey]) {
    guard Array(order.suffix(keys.count)) != keys else { return }
    order.removeAll(where: keys.contains)
    order += keys
  }

  /// Takes out what there is no room for, sparing the last `count`.
  mutating func removeOldest(sparing count: Int, of entries: [PictureKey: PictureEntry])
    -> [PictureKey]
  {
    var total = order.reduce(0) { $0 + Self.cells(entries[$1]) }
    var removed: [PictureKey] = []
    for key in order.dropLast(count) where total > Self.capacity {
      total -= Self.cells(entries[key])
      removed.append(key)
    }
    order.removeFirst(removed.count)
    return removed
  }

  private static func cells(_ entry: PictureEntry?) -> Int {
    guard case .drawn(let picture)? = entry else { return 1 }
    return picture.columns * picture.rows.count + 1
      + (picture.pixels?.bytes.count ?? 0) / bytesOfACell
  }
}
