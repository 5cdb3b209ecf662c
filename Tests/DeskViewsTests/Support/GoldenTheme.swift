// A theme that names roles instead of colours, so that golden screens outlive the themes.

import TextGrid

@testable import DeskViews

enum GoldenTheme {
  /// Every role has a colour, and every surface a background, that nothing else has.
  static let theme: Theme = {
    var looks: [ThemeRole: RoleLook] = [:]
    for (index, role) in ThemeRole.allCases.enumerated() {
      let color = Color.indexed(UInt8(16 + index))
      looks[role] = role.isSurface ? RoleLook(background: color) : RoleLook(foreground: color)
    }
    looks[.base] = RoleLook()
    return Theme(name: "golden", depth: .trueColor, looks: looks)
  }()

  /// What a style was made of: `name-theirs on selected-row`.
  static let names: [Style: String] = {
    var names: [Style: String] = [:]
    for surface in ThemeRole.allCases where surface.isSurface {
      let suffix = surface == .base ? "" : " on \(surface.name)"
      names[theme.surface(surface)] = surface.name
      for role in ThemeRole.allCases where !role.isSurface {
        names[theme.style(role, on: surface)] = role.name + suffix
      }
    }
    return names
  }()
}
