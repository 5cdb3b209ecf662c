// The terminal's current colours and attributes, and the bytes that change them.

import TextGrid

/// Knows in which style the terminal would write now, and how to change it.
struct Pen {
  private let terminal: Capabilities
  /// Nil when unknown.
  private(set) var style: Style?
  /// What was found out before: styles repeat all over a screen.
  private var known: [Change: [UInt8]] = [:]

  private struct Change: Hashable {
    var from: Style?
    var to: Style
  }

  init(_ terminal: Capabilities) { self.terminal = terminal }

  /// The terminal was written to by others.
  mutating func forget() { style = nil }

  /// Takes the style, and appends what the terminal needs to be told.
  mutating func take(_ wanted: Style, to bytes: inout [UInt8]) {
    guard style != wanted else { return }
    let change = Change(from: style, to: wanted)
    style = wanted
    if let known = known[change] {
      bytes += known
      return
    }
    let new = sequence(change)
    if known.count > 1000 { known = [:] }
    known[change] = new
    bytes += new
  }

  /// Takes a style in which erased cells look like a blank of `wanted`; appends nothing when the
  /// present one will do.
  mutating func takeForErasing(_ wanted: Style, to bytes: inout [UInt8]) {
    if let style, style.background == wanted.background, !style.showsOnBlanks { return }
    take(Style(background: wanted.background), to: &bytes)
  }

  private func sequence(_ change: Change) -> [UInt8] {
    var parts: [[UInt8]] = []
    var before = change.from ?? .plain
    let after = change.to
    let loses =
      !before.attributes.isSubset(of: after.attributes)
      || (after.foreground == .default && before.foreground != .default)
      || (after.background == .default && before.background != .default)
    if change.from == nil || loses {
      parts.append(terminal.reset)
      before = .plain
    }
    for (attribute, on) in terminal.attributes
    where after.attributes.contains(attribute) && !before.attributes.contains(attribute) {
      parts.append(on)
    }
    let foreground = after.foreground.reduced(to: terminal.depth)
    if foreground != before.foreground.reduced(to: terminal.depth) {
      parts.append(color(foreground, terminal.foreground, direct: 38))
    }
    let background = after.background.reduced(to: terminal.depth)
    if background != before.background.reduced(to: terminal.depth) {
      parts.append(color(background, terminal.background, direct: 48))
    }
    return Self.merged(parts)
  }

  private func color(_ color: Color, _ indexed: Parameterized, direct: Int) -> [UInt8] {
    switch color.value {
    case .default: return []
    case .indexed(let index): return indexed.bytes(Int(index) % terminal.paletteSize)
    case .rgb(let red, let green, let blue):
      var bytes = Array("\u{1B}[".utf8)
      for number in [direct, 2, Int(red), Int(green), Int(blue)] {
        Parameterized.appendDecimal(number, to: &bytes)
        bytes.append(UInt8(ascii: ";"))
      }
      bytes[bytes.count - 1] = UInt8(ascii: "m")
      return bytes
    }
  }

  /// One `CSI … m` for several, where all have that form.
  private static func merged(_ parts: [[UInt8]]) -> [UInt8] {
    let parts = parts.filter { !$0.isEmpty }
    guard parts.count > 1 else { return parts.first ?? [] }
    let bodies = parts.map { part -> ArraySlice<UInt8>? in
      guard part.starts(with: [0x1B, 0x5B]), part.last == UInt8(ascii: "m") else { return nil }
      let body = part.dropFirst(2).dropLast()
      let isPlain = body.allSatisfy { (0x30...0x3B).contains($0) }
      return isPlain ? body : nil
    }
    guard !bodies.contains(nil) else { return Array(parts.joined()) }
    let joined = bodies.compactMap { $0 }.map { $0.isEmpty ? [0x30][...] : $0 }
    return [0x1B, 0x5B] + joined.joined(separator: [UInt8(ascii: ";")]) + [UInt8(ascii: "m")]
  }
}

extension Style {
  /// Whether a space in this style can be told from an erased cell of its background.
  var showsOnBlanks: Bool { attributes.rawValue & Self.seenOnBlanks != 0 }

  private static let seenOnBlanks =
    Attributes.underline.rawValue | Attributes.reverse.rawValue
    | Attributes.strikethrough.rawValue
}
