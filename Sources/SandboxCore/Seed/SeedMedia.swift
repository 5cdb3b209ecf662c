// The pictures and voice notes that the program carries for its seeded world.

import CSeedMedia
import ChatModel

/// One carried file; the raw value is its name.
enum SeedMedia: String, CaseIterable, Sendable {
  case wheatLeaf = "leaf.jpg"
  case wheatPlant = "whole-plant.jpg"
  case field = "field.jpg"
  case tomatoLeaf = "tomato-leaf.png"
  case cottonBoll = "cotton-boll.jpg"
  case dripLine = "drip-line.png"
  case priceBoard = "mandi-board.png"
  case soilCrack = "dry-field.jpg"
  case voiceHindi = "voice-ramesh.ogg"
  case voiceMarathi = "voice-sunita.ogg"
  case voicePunjabi = "voice-gurpreet.ogg"

  var kind: MediaKind { rawValue.hasSuffix(".ogg") ? .audio : .image }

  /// A MIME type.
  var format: String {
    if rawValue.hasSuffix(".png") { return "image/png" }
    return rawValue.hasSuffix(".jpg") ? "image/jpeg" : "audio/ogg"
  }

  var bytes: [UInt8] {
    let file = furrow_seed_file(rawValue)
    return Array(UnsafeBufferPointer(start: file.bytes, count: file.length))
  }
}
