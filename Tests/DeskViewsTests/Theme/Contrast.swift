// Contrast as WCAG 2 defines it.

import Foundation
import TextGrid

@testable import DeskViews

extension RGB {
  func contrast(with other: RGB) -> Double {
    let lights = [luminance, other.luminance].sorted()
    return (lights[1] + 0.05) / (lights[0] + 0.05)
  }
}

extension Color {
  /// What is seen; `unset` stands for the terminal's own colour.
  func seen(_ palette: Palette, unset: RGB, isBrightened: Bool = false) -> RGB {
    switch value {
    case .default: unset
    case .indexed(let index) where index < 8 && isBrightened: palette.colors[Int(index) + 8]
    case .indexed(let index): index < 16 ? palette.colors[Int(index)] : RGB(index: index)
    case .rgb(let red, let green, let blue): RGB(red, green, blue)
    }
  }
}

/// A colour by lightness and two opponent hues, in which distances are about what is seen.
struct Lab {
  var lightness: Double
  var redGreen: Double
  var yellowBlue: Double

  func distance(to other: Lab) -> Double {
    let (l, a, b) = (
      lightness - other.lightness, redGreen - other.redGreen, yellowBlue - other.yellowBlue
    )
    return (l * l + a * a + b * b).squareRoot()
  }
}

extension RGB {
  /// What is left of it behind a matrix on linear light.
  func seen(through matrix: [[Double]]) -> Lab {
    let light = [red, green, blue].map { byte -> Double in
      let value = Double(byte) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let seen = matrix.map { row in
      min(1, max(0, zip(row, light).reduce(0) { $0 + $1.0 * $1.1 }))
    }
    func root(_ t: Double) -> Double { t > 0.008856 ? cbrt(t) : 7.787 * t + 16.0 / 116 }
    let x = root((0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.95047)
    let y = root(0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2])
    let z = root((0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.08883)
    return Lab(lightness: 116 * y - 16, redGreen: 500 * (x - y), yellowBlue: 200 * (y - z))
  }
}
