import ChatModel
import Sentences

/// Says what a file is by its first bytes and its name, so that a server's refusal is known before
/// the upload (row 21).
package enum MediaSniffer {
  /// How many first bytes are wanted.
  package static let headLength = 512
  /// In bytes.
  static let largest = 10 * 1024 * 1024
  /// In one upload.
  package static let mostFiles = OutboxFile.mostOfAKind

  package struct Kind: Hashable, Sendable {
    var media: MediaKind
    /// A MIME type.
    package var format: String
  }

  /// Why a file cannot be sent, in words that do not name the file.
  struct Refusal: Error, Hashable, Sendable {
    var reason: String
  }

  static let allowed = "PNG, JPEG, WEBP; MP4, MPEG, MOV; MP3, WAV, OGG, M4A"

  /// What the file is; it must be one of the allowed types by content and by name alike.
  static func judge(name: String, size: Int, head: [UInt8]) throws(Refusal) -> Kind {
    guard size > 0 else { throw Refusal(reason: said("is empty")) }
    guard size <= largest else {
      throw Refusal(
        reason: said("is larger than \(FileSize.text(largest)), the most a file may have"))
    }
    guard let kind = kind(of: head) else {
      throw Refusal(reason: said("is none of the types that can be sent (\(allowed))"))
    }
    guard let named = kinds(named: name) else {
      throw Refusal(reason: said("needs a name that ends like its type (\(allowed))"))
    }
    guard let format = named.first(where: { isCompatible($0, kind) }) else {
      throw Refusal(reason: said("is \(kind.format) by its content, not what its name says"))
    }
    return format
  }

  private static func isCompatible(_ named: Kind, _ found: Kind) -> Bool {
    if named == found { return true }
    // The same container carries sound alone (m4a) and QuickTime's films (mov).
    let container: Set<String> = ["video/mp4", "video/quicktime", "audio/mp4"]
    return container.contains(named.format) && container.contains(found.format)
  }

  private static func kinds(named name: String) -> [Kind]? {
    guard let dot = name.lastIndex(of: ".") else { return nil }
    switch name[name.index(after: dot)...].lowercased() {
    case "png": return [Kind(media: .image, format: "image/png")]
    case "jpg", "jpeg", "jpe": return [Kind(media: .image, format: "image/jpeg")]
    case "webp": return [Kind(media: .image, format: "image/webp")]
    case "mp4", "m4v": return [Kind(media: .video, format: "video/mp4")]
    case "mpeg", "mpg": return [Kind(media: .video, format: "video/mpeg")]
    case "mov", "qt": return [Kind(media: .video, format: "video/quicktime")]
    case "mp3": return [Kind(media: .audio, format: "audio/mpeg")]
    case "wav": return [Kind(media: .audio, format: "audio/wav")]
    case "ogg", "oga", "opus": return [Kind(media: .audio, format: "audio/ogg")]
    case "m4a": return [Kind(media: .audio, format: "audio/mp4")]
    default: return nil
    }
  }

  /// The type by content alone; nil when it is none that can be sent.
  package static func kind(of head: [UInt8]) -> Kind? {
    func begins(_ bytes: [UInt8], at offset: Int = 0) -> Bool {
      head.count >= offset + bytes.count
        && head[offset..<(offset + bytes.count)].elementsEqual(bytes)
    }
    func begins(_ text: String, at offset: Int = 0) -> Bool {
      begins(Array(text.utf8), at: offset)
    }
    if begins([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      return Kind(media: .image, format: "image/png")
    }
    if begins([0xFF, 0xD8, 0xFF]) { return Kind(media: .image, format: "image/jpeg") }
    if begins("RIFF"), begins("WEBP", at: 8) { return Kind(media: .image, format: "image/webp") }
    if begins("RIFF"), begins("WAVE", at: 8) { return Kind(media: .audio, format: "audio/wav") }
    if begins("OggS") { return Kind(media: .audio, format: "audio/ogg") }
    if begins("ID3") { return Kind(media: .audio, format: "audio/mpeg") }
    if begins([0x00, 0x00, 0x01, 0xBA]) || begins([0x00, 0x00, 0x01, 0xB3]) {
      return Kind(media: .video, format: "video/mpeg")
    }
    if begins("ftyp", at: 4) {
      if begins("M4A ", at: 8) || begins("M4B ", at: 8) {
        return Kind(media: .audio, format: "audio/mp4")
      }
      if begins("qt  ", at: 8) { return Kind(media: .video, format: "video/quicktime") }
      // HEIC and AVIF pictures use the same container.
      let pictures = ["heic", "heix", "hevc", "mif1", "msf1", "avif", "avis"]
      if pictures.contains(where: { begins($0, at: 8) }) { return nil }
      return Kind(media: .video, format: "video/mp4")
    }
    if begins("moov", at: 4) || begins("wide", at: 4) || begins("mdat", at: 4) {
      return Kind(media: .video, format: "video/quicktime")
    }
    return isMPEGAudio(head) ? Kind(media: .audio, format: "audio/mpeg") : nil
  }

  /// An MPEG-1 or MPEG-2 layer III frame header: sync, version, layer, bit rate and sampling rate.
  private static func isMPEGAudio(_ head: [UInt8]) -> Bool {
    guard head.count >= 4, head[0] == 0xFF, head[1] & 0xE0 == 0xE0 else { return false }
    let version = (head[1] >> 3) & 0b11
    let layer = (head[1] >> 1) & 0b11
    let bitRate = head[2] >> 4
    let sampling = (head[2] >> 2) & 0b11
    return version != 0b01 && layer == 0b01 && bitRate != 0 && bitRate != 0b1111 && sampling != 0b11
  }
}
