// What a terminal's background is to a theme.

import TextGrid

/// Whether the colours of the dark or of the light theme are legible on a background.
enum Ground: Hashable {
  case dark
  case light
  /// Too light for the one and too dark for the other.
  case neither

  init(_ background: RGB, depth: ColorDepth) {
    let limits = Self.limits(depth)
    self =
      switch background.luminance {
      case ...limits.dark: .dark
      case limits.light...: .light
      default: .neither
      }
  }

  /// The lightest dark and the darkest light background. The terminal's own eight and sixteen have
  /// no red that is legible on anything but nearly black, and few colours on anything but white.
  static func limits(_ depth: ColorDepth) -> (dark: Double, light: Double) {
    switch depth {
    case .ansi8, .ansi16: (RGB(16, 16, 16).luminance, RGB(251, 251, 251).luminance)
    default: (RGB(48, 48, 48).luminance, RGB(228, 228, 228).luminance)
    }
  }
}
