// Short words for bytes in tests.

import JSON

@testable import SocketIO

/// The UTF-8 of a string, as a slice.
func bytes(_ text: String) -> ByteSlice { Array(text.utf8)[...] }

/// Bytes as text.
func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }

/// The array of an event as text, its name first.
func text(_ event: SocketEvent) -> String {
  JSONValue.array([.string(event.name)] + event.arguments).encoded
}

/// Which attachment an argument stands for; nil when it is no placeholder.
func placeholder(_ argument: JSONValue) -> Int? {
  argument["_placeholder"] == true ? argument["num"]?.integerValue : nil
}

/// The texts of frames; a binary frame is shown by its numbers.
func texts(_ frames: [EngineFrame]) -> [String] {
  frames.map {
    switch $0 {
    case .text(let bytes): text(bytes)
    case .binary(let bytes): "\(bytes)"
    }
  }
}
