import ChatClient
import Foundation
import Sentences

/// What a fetched file is by its first bytes, whatever its sender calls it.
enum FileKind: Hashable, Sendable {
  /// The endings that its name may have, the usual one first, without dots.
  case picture([String])
  case soundOrFilm([String])
  /// No program is given this; in words, such as "a web page".
  case other(String)

  init(of file: URL) throws(Failure) {
    let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    guard descriptor >= 0,
      let head = Descriptor.read(descriptor, atMost: MediaSniffer.headLength)
    else { throw Failure(.cannotStore, said("\(file.lastPathComponent) cannot be read.")) }
    self.init(head: Array(head))
  }

  init(head: [UInt8]) {
    if let kind = Self.sendable(head) ?? Self.further(head) {
      self = kind
    } else {
      self = .other(Self.words(head))
    }
  }

  /// The types that can be sent.
  private static func sendable(_ head: [UInt8]) -> FileKind? {
    switch MediaSniffer.kind(of: head)?.format {
    case "image/png": .picture(["png"])
    case "image/jpeg": .picture(["jpg", "jpeg", "jpe"])
    case "image/webp": .picture(["webp"])
    case "audio/wav": .soundOrFilm(["wav"])
    case "audio/ogg": .soundOrFilm(["ogg", "oga", "opus", "ogv"])
    case "audio/mpeg": .soundOrFilm(["mp3"])
    case "audio/mp4": .soundOrFilm(["m4a", "mp4"])
    case "video/mpeg": .soundOrFilm(["mpg", "mpeg"])
    case "video/quicktime": .soundOrFilm(["mov", "qt"])
    case "video/mp4": .soundOrFilm(["mp4", "m4v", "m4a", "3gp", "mov"])
    default: nil
    }
  }

  /// Those that other servers may take.
  private static func further(_ head: [UInt8]) -> FileKind? {
    func begins(_ text: String, at offset: Int = 0) -> Bool {
      head.dropFirst(offset).starts(with: text.utf8)
    }
    if begins("GIF87a") || begins("GIF89a") { return .picture(["gif"]) }
    if begins("II*\0") || begins("MM\0*") { return .picture(["tif", "tiff"]) }
    // Two letters could begin any text; the length of the header behind them could not.
    if begins("BM"), head.count > 17, [12, 40, 52, 56, 64, 108, 124].contains(head[14]),
      head[15...17].allSatisfy({ $0 == 0 })
    {
      return .picture(["bmp"])
    }
    if begins("ftyp", at: 4) {
      return begins("avi", at: 8) ? .picture(["avif"]) : .picture(["heic", "heif"])
    }
    if head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) { return .soundOrFilm(["webm", "mkv"]) }
    if begins("RIFF"), begins("AVI ", at: 8) { return .soundOrFilm(["avi"]) }
    if begins("fLaC") { return .soundOrFilm(["flac"]) }
    if begins("#!AMR") { return .soundOrFilm(["amr"]) }
    if head.starts(with: [0xFF, 0xF1]) || head.starts(with: [0xFF, 0xF9]) {
      return .soundOrFilm(["aac"])
    }
    return nil
  }

  private static func words(_ head: [UInt8]) -> String {
    let known: [(begins: [UInt8], words: String)] = [
      (Array("%PDF".utf8), said("a PDF document")),
      (Array("PK\u{3}\u{4}".utf8), said("a ZIP archive or an office document")),
      ([0xD0, 0xCF, 0x11, 0xE0], said("an office document")),
      ([0x1F, 0x8B], said("a compressed file")),
      (Array("Rar!".utf8), said("an archive")), (Array("7z".utf8), said("an archive")),
      ([0x7F] + Array("ELF".utf8), said("a program")),
      (Array("MZ".utf8), said("a program for Windows")),
      (Array("#!".utf8), said("a script")),
    ]
    if head.isEmpty { return said("an empty file") }
    if let found = known.first(where: { head.starts(with: $0.begins) }) { return found.words }
    // The last character may be cut.
    let text = String(decoding: head, as: UTF8.self).lowercased()
    if text.contains("<svg") { return said("an SVG drawing, which may hold a program") }
    let isPage = ["<!doctype html", "<html", "<head", "<body", "<script"].contains(
      where: text.contains)
    if isPage { return said("a web page") }
    if text.hasPrefix("<?xml") { return said("an XML document") }
    let isText = !head.contains { $0 < 0x20 && ![0x09, 0x0A, 0x0C, 0x0D].contains($0) }
    return isText && !text.dropLast().contains("\u{FFFD}")
      ? said("a text") : said("of no known type")
  }
}
