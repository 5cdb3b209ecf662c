// All themes that can be chosen: those inside the program and those of the user.

import CThemes
package import TextGrid

/// Finds themes by name and makes them for a terminal.
package struct ThemeLibrary: Sendable {
  private let sources: [String: ThemeSource]

  /// A user's theme replaces a built-in one of the same name; it may inherit from it all the same.
  package init(userThemes: [ThemeSource] = []) {
    var sources: [String: ThemeSource] = [:]
    for source in userThemes { sources[source.name] = source }
    self.sources = sources
  }

  /// The theme that is used where none is named, and where the named one is broken.
  package static let defaultName = "dark"

  /// All names, the default first, then by alphabet.
  package var names: [String] {
    let others = Set(sources.keys).union(Self.builtIn.keys).subtracting([Self.defaultName])
    return [Self.defaultName] + others.sorted()
  }

  package func theme(named name: String, depth: ColorDepth) throws(ThemeError) -> Theme {
    try resolve(name, depth: depth).theme
  }

  /// The built-in default. It is part of the program, so it cannot be broken.
  package static func fallback(depth: ColorDepth) -> Theme {
    do {
      return try ThemeLibrary().theme(named: defaultName, depth: depth)
    } catch {
      preconditionFailure("the built-in theme is broken: \(error)")
    }
  }

  /// The backgrounds on which a theme is meant to be legible where it sets none of its own.
  func assumedBackgrounds(of name: String) throws(ThemeError) -> [Color] {
    try resolve(name, depth: .trueColor).backgrounds
  }

  private func resolve(
    _ name: String, depth: ColorDepth
  ) throws(ThemeError) -> (theme: Theme, backgrounds: [Color]) {
    var chain: [ThemeFile] = []
    var next: String? = name
    while let wanted = next {
      let isOwnAncestor = chain.contains { $0.source.name == wanted }
      // "dark" may inherit from the built-in "dark", once.
      let source = isOwnAncestor ? nil : sources[wanted]
      guard let source = source ?? Self.builtIn[wanted],
        !chain.contains(where: { $0.source == source })
      else {
        guard let last = chain.last else {
          throw ThemeError(
            file: wanted, line: nil,
            reason: "no such theme; there are \(names.joined(separator: ", "))")
        }
        throw ThemeError(
          file: last.source.path,
          line: ThemeText.line(of: "inherits", in: nil, last.source.text),
          reason: isOwnAncestor
            ? "inherits from itself" : "inherits from \"\(wanted)\", which does not exist")
      }
      let file = try ThemeFile(source)
      chain.append(file)
      next = file.inherits
    }
    var palette: [String: ThemeFile.PaletteEntry] = [:]
    var roles: [ThemeRole: ThemeFile.RoleEntry] = [:]
    var backgrounds: [Color] = []
    for file in chain.reversed() {
      palette.merge(file.palette) { $1 }
      roles.merge(file.roles) { $1 }
      if !file.assumedBackgrounds.isEmpty { backgrounds = file.assumedBackgrounds }
    }
    if let missing = ThemeRole.allCases.first(where: { roles[$0] == nil }), let last = chain.first {
      throw ThemeError(
        file: last.source.path, line: nil,
        reason: "says nothing about the role \"\(missing.name)\"; inherit from another theme")
    }
    let resolver = LookResolver(palette: palette, depth: depth)
    var looks: [ThemeRole: RoleLook] = [:]
    for (role, entry) in roles { looks[role] = try resolver.look(entry) }
    return (Theme(name: name, depth: depth, looks: looks), backgrounds)
  }

  /// By name. The texts are compiled in.
  private static let builtIn: [String: ThemeSource] = {
    var themes: [String: ThemeSource] = [:]
    for index in 0..<cthemes_count() {
      guard let name = cthemes_name(index), let bytes = cthemes_bytes(index) else { continue }
      let text = String(
        decoding: UnsafeBufferPointer(start: bytes, count: cthemes_length(index)), as: UTF8.self)
      let theme = String(cString: name)
      themes[theme] = ThemeSource(name: theme, path: "themes/\(theme).toml", text: text)
    }
    return themes
  }()
}

/// Turns the words of a role into colours of a terminal.
private struct LookResolver {
  let palette: [String: ThemeFile.PaletteEntry]
  let depth: ColorDepth

  func look(_ entry: ThemeFile.RoleEntry) throws(ThemeError) -> RoleLook {
    let full = RoleLook(
      foreground: try color(entry.foreground, entry),
      background: try color(entry.background, entry),
      attributes: entry.attributes)
    switch depth {
    case .trueColor, .indexed256: return full
    case .monochrome: return RoleLook(attributes: entry.mono ?? entry.attributes)
    case .ansi16:
      guard let ansi = entry.ansi else { return full }
      return RoleLook(
        foreground: try color(ansi.foreground, entry),
        background: try color(ansi.background, entry),
        attributes: ansi.attributes ?? entry.attributes)
    }
  }

  private func color(
    _ name: String?, _ entry: ThemeFile.RoleEntry
  ) throws(ThemeError) -> Color? {
    guard let name else { return nil }
    if let known = palette[name] {
      if depth == .ansi16, let ansi = known.ansi { return ansi }
      return known.color.reduced(to: depth)
    }
    guard let color = Color(themeName: name) else {
      throw ThemeError(
        file: entry.file, line: entry.line,
        reason: "\"\(name)\" is neither in the palette nor a colour")
    }
    return color.reduced(to: depth)
  }
}
