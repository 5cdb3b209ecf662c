extension String {
  /// Control characters made readable.
  init(readable bytes: [UInt8]) {
    self = String(decoding: bytes, as: UTF8.self).unicodeScalars.map {
      $0.value < 0x20 ? "^" + String(Unicode.Scalar(UInt8($0.value + 0x40))) : String($0)
    }.joined()
  }
}
