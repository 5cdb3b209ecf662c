// Contrast as WCAG 2 defines it.

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
