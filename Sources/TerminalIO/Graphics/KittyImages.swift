// Pictures by kitty's protocol. Their places on the screen are text (see PictureMark); here they are sent
// before that text, and taken back when the terminal has too many.

import Foundation
import TextGrid

/// Which pictures the terminal has, and the strings that give and take them.
struct KittyImages {
  /// tmux passes on what is wrapped, where `allow-passthrough` lets it.
  private let isInsideTmux: Bool
  /// In the order of their last use.
  private var sent: [PixelPicture] = []

  /// In bytes, of what the terminal holds for us besides what is on the screen.
  static let most = 24 << 20
  /// Of one string, in characters of base 64.
  private static let chunk = 4096

  init(isInsideTmux: Bool) { self.isInsideTmux = isInsideTmux }

  /// Whether the terminal has anything of ours.
  var isEmpty: Bool { sent.isEmpty }

  /// The terminal may have lost all that it had.
  mutating func forget() { sent = [] }

  /// What has to be sent before a frame with these pictures.
  mutating func sending(_ pictures: [PixelPicture]) -> [UInt8] {
    var bytes: [UInt8] = []
    for picture in pictures {
      if let place = sent.firstIndex(of: picture) {
        sent.remove(at: place)
      } else {
        bytes += transmission(of: picture)
      }
      sent.append(picture)
    }
    return bytes
  }

  /// Takes back what was not on the screen for the longest time, as far as it is too much.
  mutating func takingBack(sparing shown: Int) -> [UInt8] {
    var total = sent.reduce(0) { $0 + $1.bytes.count }
    var bytes: [UInt8] = []
    while sent.count > shown, total > Self.most {
      let oldest = sent.removeFirst()
      total -= oldest.bytes.count
      bytes += deletion(of: oldest)
    }
    return bytes
  }

  /// Takes back all.
  mutating func takingAllBack() -> [UInt8] {
    defer { sent = [] }
    return sent.flatMap { deletion(of: $0) }
  }

  private func transmission(of picture: PixelPicture) -> [UInt8] {
    let count = picture.width * picture.height
    guard count > 0, picture.bytes.count == count * 3 || picture.bytes.count == count * 4 else {
      return []
    }
    let text = Array(Data(picture.bytes).base64EncodedString().utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count + text.count / 64)
    var place = 0
    while place < text.count {
      let end = min(text.count, place + Self.chunk)
      let more = end < text.count ? 1 : 0
      // Quiet: it would answer among the keys.
      let head =
        place == 0
        ? "a=T,U=1,q=2,i=\(picture.id.value),f=\(picture.bytes.count == count * 4 ? 32 : 24),"
          + "s=\(picture.width),v=\(picture.height),c=\(picture.columns),r=\(picture.rows),m=\(more)"
        : "q=2,m=\(more)"
      bytes += string(head, text[place..<end])
      place = end
    }
    return bytes
  }

  private func deletion(of picture: PixelPicture) -> [UInt8] {
    string("a=d,d=I,q=2,i=\(picture.id.value)", [])
  }

  private func string(_ head: String, _ data: ArraySlice<UInt8>) -> [UInt8] {
    var bytes = Array("\u{1B}_G".utf8) + Array(head.utf8)
    if !data.isEmpty { bytes += [UInt8(ascii: ";")] + data }
    bytes += [0x1B, UInt8(ascii: "\\")]
    return isInsideTmux ? TmuxPassage.wrapped(bytes) : bytes
  }
}
