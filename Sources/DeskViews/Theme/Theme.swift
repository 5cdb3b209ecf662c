// The looks of the desk for one terminal.

package import TextGrid

/// What a role looks like; nil leaves the surface's colour.
package struct RoleLook: Hashable, Sendable {
  package var foreground: Color?
  package var background: Color?
  package var attributes: Style.Attributes

  package init(
    foreground: Color? = nil, background: Color? = nil, attributes: Style.Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}

/// A look for every role, in colours that the terminal has.
package struct Theme: Hashable, Sendable {
  package let name: String
  package let depth: ColorDepth
  private let looks: [RoleLook]
  /// Every role on every surface: drawing asks hundreds of times a frame.
  private let styles: [Style]

  init(name: String, depth: ColorDepth, looks: [ThemeRole: RoleLook]) {
    self.name = name
    self.depth = depth
    let looks = ThemeRole.allCases.map { looks[$0] ?? RoleLook() }
    self.looks = looks
    styles = ThemeRole.allCases.prefix(ThemeRole.surfaceCount).flatMap { surface in
      ThemeRole.allCases.map { Self.style($0, on: surface, looks) }
    }
  }

  package func look(_ role: ThemeRole) -> RoleLook { looks[role.rawValue] }

  /// How a role is drawn on a surface. The surface's foreground, where it has one, wins: few colours
  /// are legible on every background. What is no surface counts as the base.
  package func style(_ role: ThemeRole, on surface: ThemeRole = .base) -> Style {
    let surface = surface.isSurface ? surface : .base
    return styles[surface.rawValue * looks.count + role.rawValue]
  }

  /// An empty cell of a surface.
  package func surface(_ role: ThemeRole) -> Style { style(role, on: role) }

  private static func style(
    _ role: ThemeRole, on surface: ThemeRole, _ looks: [RoleLook]
  ) -> Style {
    let look = looks[role.rawValue]
    let below = looks[surface.rawValue]
    let base = looks[ThemeRole.base.rawValue]
    let isOnBase = surface == .base
    let foreground =
      (isOnBase ? nil : below.foreground) ?? look.foreground ?? below.foreground ?? .default
    var attributes = look.attributes.union(below.attributes)
    // Many terminals brighten the first eight when they are bold: black becomes grey.
    if case .indexed(..<8) = foreground.value, attributes.contains(.bold) {
      attributes.remove(.bold)
      // A key must not look like the words beside it.
      if role == .key { attributes.insert(.underline) }
    }
    return Style(
      foreground: foreground,
      background: (isOnBase ? look.background : nil) ?? below.background ?? base.background
        ?? .default,
      attributes: attributes)
  }
}
