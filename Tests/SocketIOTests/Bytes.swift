// Short words for bytes in tests.

@testable import SocketIO

/// The UTF-8 of a string, as a slice.
func bytes(_ text: String) -> ByteSlice { Array(text.utf8)[...] }

/// Bytes as text.
func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }

/// The texts of frames; a binary frame is shown by its numbers.
func texts(_ frames: [EngineFrame]) -> [String] {
  frames.map {
    switch $0 {
    case .text(let bytes): text(bytes)
    case .binary(let bytes): "\(bytes)"
    }
  }
}
