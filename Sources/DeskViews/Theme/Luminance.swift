// How light a colour is.

import Foundation
package import TextGrid

extension RGB {
  /// The relative luminance of WCAG 2, from 0 (black) to 1 (white).
  package var luminance: Double {
    let channels = [red, green, blue].map { byte -> Double in
      let value = Double(byte) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }
}
