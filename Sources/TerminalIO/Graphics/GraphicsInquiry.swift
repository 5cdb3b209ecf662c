// Finds out whether the terminal shows pixels, along with the question for its background.

import TextGrid

/// What the terminal is asked about pictures, and what came of it.
///
/// ```
/// is kitty's protocol known?  ─▶ Gi=31;OK           (APC)
/// who are you?                ─▶ >|kitty(0.35.2)    (DCS: placeholders came with 0.28)
/// how large is a cell?        ─▶ 6 ; height ; width t
/// what are you?               ─▶ ? 62 ; 4 ; … c     (DA1, the last: 4 is sixel)
/// ```
/// A multiplexer is asked only the last: it knows nothing of kitty's, and takes an APC for a title.
struct GraphicsInquiry {
  private let choice: GraphicsChoice
  private let asksForKitty: Bool
  private var knowsKitty = false
  private var hasPlaceholders = false
  private var hasSixel = false
  private var hasAnswered = false
  private var cell: (width: Int, height: Int)?

  init(_ choice: GraphicsChoice, _ environment: Environment) {
    self.choice = choice
    asksForKitty =
      choice == .asked && !environment.isMultiplexer && !environment.manglesStrings
  }

  /// What is asked before DA1.
  ///
  /// - Parameter cell: of the terminal, in pixels, where the system knows it.
  mutating func question(cell: (width: Int, height: Int)?) -> [UInt8] {
    self.cell = cell ?? self.cell
    guard choice != .never else { return [] }
    var bytes: [UInt8] = []
    if asksForKitty {
      bytes += Array("\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\\u{1B}[>0q".utf8)
    }
    if cell == nil { bytes += Array("\u{1B}[16t".utf8) }
    return bytes
  }

  /// The window has changed, and its cells with it.
  mutating func note(cell: (width: Int, height: Int)?) { self.cell = cell ?? self.cell }

  /// How many answers ``question(cell:)`` can bring at most.
  static let answers = 3

  /// Takes an answer.
  mutating func hear(_ reply: TerminalReply) {
    switch reply {
    case .kittyGraphics: knowsKitty = asksForKitty
    case .name(let name): hasPlaceholders = Self.hasPlaceholders(name)
    case .cellSize(let width, let height): cell = (width, height)
    case .attributes(let attributes):
      hasSixel = attributes.contains(4)
      hasAnswered = true
    case .background, .mode, .cursor: break
    }
  }

  /// What pictures are shown in; nil: in cells.
  var ground: PixelGround? {
    switch choice {
    case .never: return nil
    case .always(let form):
      // A cell of the terminal for which sixels were made.
      return PixelGround(form, cellWidth: cell?.width ?? 10, cellHeight: cell?.height ?? 20)
    case .asked:
      // Until the last answer has come, another may be under way.
      guard hasAnswered, let cell else { return nil }
      if knowsKitty, hasPlaceholders {
        return PixelGround(.kitty, cellWidth: cell.width, cellHeight: cell.height)
      }
      return hasSixel
        ? PixelGround(.sixel, cellWidth: cell.width, cellHeight: cell.height) : nil
    }
  }

  /// kitty from 0.28 on, and Ghostty.
  private static func hasPlaceholders(_ name: String) -> Bool {
    if name.hasPrefix("ghostty") { return true }
    guard name.hasPrefix("kitty(") else { return false }
    let numbers = name.dropFirst("kitty(".count).prefix { $0 != ")" }.split(separator: ".")
      .map { Int($0) ?? 0 }
    guard numbers.count >= 2 else { return false }
    return (numbers[0], numbers[1]) >= (0, 28)
  }
}
