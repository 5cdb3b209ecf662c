// All themes that can be chosen: those inside the program and those of the user.

import CThemes
import Sentences
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

  /// The theme that is used where none is named, and where the named one is broken: dark or light
  /// as the terminal is.
  package static let defaultName = "auto"

  /// All names, the default first, then by alphabet.
  package var names: [String] {
    let others = Set(sources.keys).union(Self.builtIn.keys).subtracting([Self.defaultName])
    return [Self.defaultName] + others.sorted()
  }

  /// - Parameters:
  ///   - depth: of the terminal.
  ///   - background: of the terminal; nil where it is not known. It matters to `auto` alone: every
  ///     other theme paints what it needs.
  package func theme(
    named name: String, depth: ColorDepth, over background: RGB? = nil
  ) throws(ThemeError) -> Theme {
    guard name == Self.defaultName, sources[name] == nil else {
      return try resolve(name, depth: depth)
    }
    switch background.map({ Ground($0, depth: depth) }) {
    case .dark?: return try resolve("dark", depth: depth, shows: true)
    case .light?: return try resolve("light", depth: depth, shows: true)
    // No colour of ours is sure to be legible there.
    case .neither?: return try resolve("neutral", depth: .monochrome)
    case nil: return try resolve("neutral", depth: depth)
    }
  }

  /// The built-in default. It is part of the program, so it cannot be broken.
  package static func fallback(depth: ColorDepth, over background: RGB? = nil) -> Theme {
    do {
      return try ThemeLibrary().theme(named: defaultName, depth: depth, over: background)
    } catch {
      preconditionFailure("the built-in theme is broken: \(error)")
    }
  }

  private func resolve(
    _ name: String, depth: ColorDepth, shows: Bool = false
  ) throws(ThemeError) -> Theme {
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
            reason: said("no such theme; there are \(names.joined(separator: ", "))"))
        }
        throw ThemeError(
          file: last.source.path,
          line: last.line(of: "inherits", in: nil),
          reason: isOwnAncestor
            ? said("inherits from itself")
            : said("inherits from \"\(wanted)\", which does not exist"))
      }
      let file = try ThemeFile(source)
      chain.append(file)
      next = file.inherits
    }
    var palette: [String: ThemeFile.PaletteEntry] = [:]
    var roles: [ThemeRole: ThemeFile.RoleEntry] = [:]
    for file in chain.reversed() {
      palette.merge(file.palette) { $1 }
      roles.merge(file.roles) { $1 }
    }
    if let missing = ThemeRole.allCases.first(where: { roles[$0] == nil }), let last = chain.first {
      throw ThemeError(
        file: last.source.path, line: nil,
        reason: said("says nothing about the role \"\(missing.name)\"; inherit from another theme"))
    }
    let resolver = LookResolver(palette: palette, depth: depth, showsOwnColors: shows)
    var looks: [ThemeRole: RoleLook] = [:]
    for (role, entry) in roles { looks[role] = try resolver.look(entry) }
    return Theme(name: name, depth: depth, looks: looks)
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
  /// The terminal's own colours stand where the palette lets them.
  let showsOwnColors: Bool

  func look(_ entry: ThemeFile.RoleEntry) throws(ThemeError) -> RoleLook {
    let full = RoleLook(
      foreground: try color(entry.foreground, entry),
      background: try color(entry.background, entry),
      attributes: entry.attributes)
    switch depth {
    case .trueColor, .indexed256: return full
    case .monochrome: return RoleLook(attributes: entry.mono ?? entry.attributes)
    case .ansi8, .ansi16:
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
      if known.through, showsOwnColors { return .default }
      let ansi = known.ansi ?? known.color
      switch depth {
      case .ansi8: return (known.eight ?? ansi).reduced(to: depth)
      case .ansi16: return ansi.reduced(to: depth)
      default: return known.color.reduced(to: depth)
      }
    }
    guard let color = Color(themeName: name) else {
      throw ThemeError(
        file: entry.source.path, line: entry.line,
        reason: said("\"\(name)\" is neither in the palette nor a colour"))
    }
    return color.reduced(to: depth)
  }
}
