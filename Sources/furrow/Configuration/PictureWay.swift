import Desk
import Sentences
import TerminalIO
import TextGrid

/// How the desk shows pictures, as the configuration names it.
enum PictureWay: String, CaseIterable, CustomStringConvertible {
  /// In pixels where the terminal answers that it has them, else in cells.
  case auto
  case cells, sextants
  case kitty, sixel
  case off

  static var choices: String { said("auto, cells, sextants, kitty, sixel or off") }

  var description: String { rawValue }

  /// What cells are made of; nil: nothing is drawn.
  var symbols: PictureSymbols? {
    switch self {
    case .off: nil
    case .sextants: .sextants
    case .auto, .cells, .kitty, .sixel: .halves
    }
  }

  var graphics: GraphicsChoice {
    switch self {
    case .auto: .asked
    case .kitty: .always(.kitty)
    case .sixel: .always(.sixel)
    case .cells, .sextants, .off: .never
    }
  }
}
