// Contrast as WCAG 2 defines it.

import Foundation
import TextGrid

@testable import DeskViews

extension RGB {
  var luminance: Double {
    let channels = [red, green, blue].map { byte -> Double in
      let value = Double(byte) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }

  func contrast(with other: RGB) -> Double {
    let lights = [luminance, other.luminance].sorted()
    return (lights[1] + 0.05) / (lights[0] + 0.05)
  }

  /// The sixteen as the Linux console and VGA show them: the other end from xterm.
  static let vga16: [RGB] = [
    RGB(0, 0, 0), RGB(170, 0, 0), RGB(0, 170, 0), RGB(170, 85, 0), RGB(0, 0, 170),
    RGB(170, 0, 170), RGB(0, 170, 170), RGB(170, 170, 170), RGB(85, 85, 85), RGB(255, 85, 85),
    RGB(85, 255, 85), RGB(255, 255, 85), RGB(85, 85, 255), RGB(255, 85, 255), RGB(85, 255, 255),
    RGB(255, 255, 255),
  ]
}

extension Color {
  /// What is seen; `unset` stands for the terminal's own colour.
  func seen(sixteen: [RGB], unset: RGB) -> RGB {
    switch value {
    case .default: unset
    case .indexed(let index): index < 16 ? sixteen[Int(index)] : RGB(index: index)
    case .rgb(let red, let green, let blue): RGB(red, green, blue)
    }
  }
}
