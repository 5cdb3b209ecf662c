// The sixteen colours of terminals as they come.

import TextGrid

struct Palette: Sendable, CustomStringConvertible {
  let name: String
  let colors: [RGB]
  /// Whether bold text in one of the first eight is written in the bright one.
  let brightens: Bool
  var description: String { name }

  init(_ name: String, _ colors: String, brightens: Bool) {
    self.name = name
    self.colors = colors.split(separator: " ").compactMap { RGB(terminalColor: "#\($0)") }
    self.brightens = brightens
    precondition(self.colors.count == 16, "\(name) has \(self.colors.count) colours")
  }

  /// XTerm-col.ad, which xterm 379 installs as app-defaults/XTerm-color; `boldColors` is on.
  static let xterm = Palette(
    "xterm",
    "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 "
      + "7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff", brightens: true)
  /// def_colorName in rxvt-unicode's init.C; bold brightens where `intensityStyles` is on.
  static let urxvt = Palette(
    "urxvt",
    "000000 cd0000 00cd00 cdcd00 0000cd cd00cd 00cdcd faebd7 "
      + "404040 ff0000 00ff00 ffff00 0000ff ff00ff 00ffff ffffff", brightens: true)
  /// vtsys_color_rgb_table in mlterm's vt_color.c.
  static let mlterm = Palette(
    "mlterm",
    "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 "
      + "7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff", brightens: true)
  /// set_colors in VTE's vte.cc, for programs such as sakura that set none of their own.
  static let vte = Palette(
    "VTE",
    "000000 c00000 00c000 c0c000 0000c0 c000c0 00c0c0 c0c0c0 "
      + "3f3f3f ff3f3f 3fff3f ffff3f 3f3fff ff3fff 3fffff ffffff", brightens: true)
  /// The palette of GNOME Terminal since 3.36 (terminal-profile-editor's "GNOME").
  static let gnome = Palette(
    "GNOME Terminal",
    "171421 c01c28 26a269 a2734c 12488b a347ba 2aa1b3 d0cfcc "
      + "5e5c64 f66151 33d17a e9ad0c 2a7bde c061cb 33c7de ffffff", brightens: false)
  /// default_red, default_grn and default_blu in the kernel's vt.c; bold is intensity.
  static let linux = Palette(
    "Linux console",
    "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa "
      + "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff", brightens: true)

  static let all = [xterm, urxvt, mlterm, vte, gnome, linux]
}
