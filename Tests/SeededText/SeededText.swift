// Texts that are hard to lay out, the same in every run.

import SplitMix

/// Texts that bring layout and drawing into trouble.
package enum HardText {
  package static let samples = [
    "", " ", "\n", "plain words only", "नमस्ते, मेरी गेहूँ की पत्ती पीली हो रही है", "க்ஷேத்திரம் வணக்கம்",
    "ਸਤ ਸ੍ਰੀ ਅਕਾਲ ਜੀ", "माझ्या कांद्यावर करपा आला आहे", "👩‍👩‍👧‍👦 👍🏽 🇮🇳 ❤️ 1️⃣", "作物の葉が黄色くなっています",
    "e\u{301}a\u{308}", "a\u{1B}[31mred\u{7}", "\u{202E}evil\u{2066}", "tab\tend\r\nnext\rlone",
  ]

  /// Bytes without sense, with pieces of the samples between them.
  package static func random(seed: UInt64, count: Int) -> String {
    var generator = SplitMix64(seed: seed)
    var bytes: [UInt8] = []
    while bytes.count < count {
      if Bool.random(using: &generator) {
        bytes.append(UInt8.random(in: 0...255, using: &generator))
      } else {
        let sample = Array((samples.randomElement(using: &generator) ?? "").utf8)
        let start = Int.random(in: 0...sample.count, using: &generator)
        bytes += sample[start...].prefix(12)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
