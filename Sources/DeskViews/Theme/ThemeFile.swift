// Reads a theme file: a palette, and a look for each role in the palette's colours.
//
// inherits = "dark"                       another theme; this one replaces single entries of it
// [palette]
// leaf = { color = "#7fb069", ansi = "green" }      `ansi` is for terminals of sixteen colours,
//                                                   `eight` for those of eight
// paper = { color = "#1c1c1c", through = true }     `auto` lets the terminal's own show instead
// [roles]
// presence = "leaf"                                  a colour alone is the foreground
// status-line = { bg = "panel", ansi = { fg = "black", bg = "white" }, mono = ["reverse"] }

import ChatModel
import Sentences
import TOMLKit
import TOMLText
import TextGrid

/// A theme's text and where it came from.
package struct ThemeSource: Hashable, Sendable {
  /// What `--theme` calls it.
  package let name: String
  /// Named in errors.
  package let path: String
  package let text: String

  package init(name: String, path: String, text: String) {
    self.name = name
    self.path = path
    self.text = text
  }
}

extension ThemeSource {
  /// The line, from 1, on which `key` of `[section]` (or of the top) is set, or else its section. The
  /// text is read for that alone: only what is broken is worth it.
  fileprivate func line(of key: String, in section: String?) -> Int? {
    TOMLPlaces(text).place(of: (section.map { [$0] } ?? []) + [key])?.line
  }
}

/// What is wrong with a theme, and where.
package struct ThemeError: Error, Hashable, Sendable, CustomStringConvertible {
  package let file: String
  /// Counted from 1; nil when the whole file is meant.
  package let line: Int?
  package let reason: String

  package var description: String {
    line.map { "\(file):\($0): \(reason)" } ?? "\(file): \(reason)"
  }
}

/// A theme as its file has it, before inheritance.
struct ThemeFile {
  let source: ThemeSource
  var inherits: String?
  var palette: [String: PaletteEntry] = [:]
  var roles: [ThemeRole: RoleEntry] = [:]

  struct PaletteEntry: Hashable {
    var color: Color
    var ansi: Color?
    var eight: Color?
    /// Whether the terminal's own colour stands instead, where that is known to suit the theme.
    var through = false
  }

  /// A look in the words of the file, to be resolved when the palette is complete.
  struct RoleEntry: Hashable {
    var foreground: String?
    var background: String?
    var attributes: Style.Attributes = []
    var ansi: Ansi?
    var mono: Style.Attributes?
    /// For errors found when resolving.
    let role: ThemeRole
    let source: ThemeSource

    var line: Int? { source.line(of: role.name, in: "roles") }

    struct Ansi: Hashable {
      var foreground: String?
      var background: String?
      var attributes: Style.Attributes?
    }
  }

  init(_ source: ThemeSource) throws(ThemeError) {
    self.source = source
    let table: TOMLTable
    do {
      try TOMLForm.check(source.text)
      table = try TOMLTable(string: source.text)
    } catch let fault as TOMLFault {
      throw ThemeError(file: source.path, line: fault.place.line, reason: fault.words)
    } catch let error as TOMLParseError {
      throw ThemeError(
        file: source.path, line: error.source.begin.line, reason: error.description)
    } catch {
      throw ThemeError(file: source.path, line: nil, reason: said("is not readable as TOML"))
    }
    let isVersioned = table.contains(key: "version")
    if let problem = FileVersion.problem(table["version"]?.int, isNamed: isVersioned) {
      throw self.problem(problem, "version", in: nil)
    }
    for (key, value) in table {
      switch key {
      case "version": break
      case "inherits": inherits = try string(value, key, in: nil)
      // Before versions were named a list of backgrounds stood here; now a theme paints its own.
      case "assumes" where !isVersioned: break
      case "palette": try readPalette(try self.table(value, key, in: nil))
      case "roles": try readRoles(try self.table(value, key, in: nil))
      default: throw problem(said("unknown key \"\(key)\""), key, in: nil)
      }
    }
  }

  private mutating func readPalette(_ table: TOMLTable) throws(ThemeError) {
    for (key, value) in table {
      guard let inner = value.table else {
        palette[key] = PaletteEntry(color: try color(value, key))
        continue
      }
      var entry = PaletteEntry(color: .default)
      var hasColor = false
      for (part, value) in inner {
        switch part {
        case "color":
          entry.color = try color(value, key)
          hasColor = true
        case "ansi": entry.ansi = try color(value, key)
        case "eight": entry.eight = try color(value, key)
        case "through":
          guard let through = value.bool else {
            throw problem(said("`through` is true or false"), key, in: "palette")
          }
          entry.through = through
        default: throw problem(said("unknown part \"\(part)\" of a colour"), key, in: "palette")
        }
      }
      guard hasColor else { throw problem(said("`color` is missing"), key, in: "palette") }
      palette[key] = entry
    }
  }

  private func color(_ value: any TOMLValueConvertible, _ key: String) throws(ThemeError) -> Color {
    let text = value.string ?? value.int.map(String.init)
    guard let text, let color = Color(themeName: text) else {
      throw problem(
        said(
          """
          \(text.map { "\"\($0)\"" } ?? said("this")) is no colour: write a name such as \
          "bright-blue", an index from 0 to 255, or "#rrggbb"
          """),
        key, in: "palette")
    }
    return color
  }

  private mutating func readRoles(_ table: TOMLTable) throws(ThemeError) {
    for (key, value) in table {
      guard let role = ThemeRole(name: key) else {
        throw problem(said("unknown role \"\(key)\""), key, in: "roles")
      }
      var entry = RoleEntry(role: role, source: source)
      if let text = value.string {
        entry.foreground = text
      } else {
        for (part, value) in try self.table(value, key, in: "roles") {
          switch part {
          case "fg": entry.foreground = try string(value, key, in: "roles")
          case "bg": entry.background = try string(value, key, in: "roles")
          case "attributes": entry.attributes = try attributes(value, key)
          case "mono": entry.mono = try attributes(value, key)
          case "ansi": entry.ansi = try ansi(try self.table(value, key, in: "roles"), key)
          default: throw problem(said("unknown part \"\(part)\" of a role"), key, in: "roles")
          }
        }
      }
      roles[role] = entry
    }
  }

  private func ansi(_ table: TOMLTable, _ key: String) throws(ThemeError) -> RoleEntry.Ansi {
    var ansi = RoleEntry.Ansi()
    for (part, value) in table {
      switch part {
      case "fg": ansi.foreground = try string(value, key, in: "roles")
      case "bg": ansi.background = try string(value, key, in: "roles")
      case "attributes": ansi.attributes = try attributes(value, key)
      default: throw problem(said("unknown part \"\(part)\" of `ansi`"), key, in: "roles")
      }
    }
    return ansi
  }

  private func attributes(
    _ value: any TOMLValueConvertible, _ key: String
  ) throws(ThemeError) -> Style.Attributes {
    guard let list = value.array else {
      throw problem(said("attributes are a list such as [\"bold\"]"), key, in: "roles")
    }
    var attributes: Style.Attributes = []
    for item in list {
      switch item.string {
      case "bold": attributes.insert(.bold)
      case "dim": attributes.insert(.dim)
      case "italic": attributes.insert(.italic)
      case "underline": attributes.insert(.underline)
      case "reverse": attributes.insert(.reverse)
      case "strikethrough": attributes.insert(.strikethrough)
      default:
        throw problem(
          said("an attribute is bold, dim, italic, underline, reverse or strikethrough"), key,
          in: "roles")
      }
    }
    return attributes
  }

  private func string(
    _ value: any TOMLValueConvertible, _ key: String, in section: String?
  ) throws(ThemeError) -> String {
    guard let text = value.string else {
      throw problem(said("\"\(key)\" must be text in quotes"), key, in: section)
    }
    return text
  }

  private func table(
    _ value: any TOMLValueConvertible, _ key: String, in section: String?
  ) throws(ThemeError) -> TOMLTable {
    guard let table = value.table else {
      throw problem(said("\"\(key)\" must be a table"), key, in: section)
    }
    return table
  }

  private func problem(_ reason: String, _ key: String, in section: String?) -> ThemeError {
    ThemeError(
      file: source.path, line: line(of: key, in: section), reason: reason)
  }

  func line(of key: String, in section: String?) -> Int? { source.line(of: key, in: section) }
}
