package import TextGrid

/// Whether pictures may be shown in pixels, as the person wants it.
package enum GraphicsChoice: Hashable, Sendable {
  /// As the terminal answers.
  case asked
  case never
  /// Whatever the terminal answers.
  case always(PixelForm)
}
