import ChatClient
import ChatModel
import Foundation
import Sentences
import Synchronization

/// The pictures of a page, as far as they are on this computer, within bounds.
final class InlinePictures: Sendable {
  enum Picture: Hashable, Sendable {
    /// A MIME type and the bytes in base 64.
    case data(type: String, String)
    /// It is no picture.
    case isNone
    /// Why it is not put in.
    case missing(String)
  }

  /// Of one picture, in bytes.
  static let largest = 8 << 20
  /// Of all pictures of a page, in bytes.
  static let largestSum = 128 << 20

  private let cache: MediaCache?
  private let sum = Mutex(0)

  init(cache: MediaCache?) { self.cache = cache }

  /// Looks at the file itself: a name says nothing of what it is.
  func picture(_ media: Media) -> Picture {
    guard media.kind == .image || media.format?.hasPrefix("image/") == true else { return .isNone }
    guard let cache, let file = cache.find(media) else {
      return .missing(said("the picture is not on this computer"))
    }
    let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    guard descriptor >= 0, let data = Descriptor.read(descriptor, atMost: Self.largest + 1) else {
      return .missing(said("the picture cannot be read"))
    }
    guard data.count <= Self.largest else {
      return .missing(said("the picture is too large for a page"))
    }
    guard let type = Self.type(Array(data.prefix(MediaSniffer.headLength))) else {
      return .missing(said("the file is no picture that a page can show"))
    }
    let isRoom = sum.withLock { sum in
      guard sum + data.count <= Self.largestSum else { return false }
      sum += data.count
      return true
    }
    guard isRoom else { return .missing(said("the page holds no more pictures")) }
    return .data(type: type, data.base64EncodedString())
  }

  private static func type(_ head: [UInt8]) -> String? {
    guard case .picture(let endings) = FileKind(head: head) else { return nil }
    let types = [
      "png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "gif": "image/gif",
      "avif": "image/avif", "bmp": "image/bmp",
    ]
    return endings.first.flatMap { types[$0] }
  }
}
