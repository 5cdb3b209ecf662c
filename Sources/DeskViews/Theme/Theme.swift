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
  private let looks: [ThemeRole: RoleLook]

  init(name: String, depth: ColorDepth, looks: [ThemeRole: RoleLook]) {
    self.name = name
    self.depth = depth
    self.looks = looks
  }

  package func look(_ role: ThemeRole) -> RoleLook { looks[role] ?? RoleLook() }

  /// How a role is drawn on a surface. The surface's foreground, where it has one, wins: few colours
  /// are legible on every background.
  package func style(_ role: ThemeRole, on surface: ThemeRole = .base) -> Style {
    let look = look(role)
    let below = self.look(surface)
    let ownBackground = surface == .base ? look.background : nil
    return Style(
      foreground: (surface == .base ? nil : below.foreground) ?? look.foreground
        ?? below.foreground ?? .default,
      background: ownBackground ?? below.background ?? self.look(.base).background ?? .default,
      attributes: look.attributes.union(role == surface ? [] : below.attributes))
  }

  /// An empty cell of a surface.
  package func surface(_ role: ThemeRole) -> Style { style(role, on: role) }
}
