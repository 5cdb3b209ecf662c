import TextGrid
import Testing

@testable import DeskViews

@Suite struct ThemeTests {
  private static let names = ThemeLibrary().names

  @Test func theBuiltInThemesAreThere() {
    #expect(Self.names == ["dark", "contrast", "light", "solarized"])
  }

  @Test(arguments: names, ColorDepth.allCases)
  func everyThemeCoversEveryRoleAtEveryDepth(name: String, depth: ColorDepth) throws {
    // A role left out is an error of the library.
    let theme = try ThemeLibrary().theme(named: name, depth: depth)
    for role in ThemeRole.allCases where !role.isSurface && depth != .monochrome {
      #expect(theme.look(role).foreground != nil, "\(role) has no colour")
    }
  }

  /// Which roles stand on which surface.
  private static let onSurfaces: [ThemeRole: [ThemeRole]] = [
    .base: ThemeRole.allCases.filter { !$0.isSurface },
    .statusLine: [
      .text, .dim, .linkLive, .linkConnecting, .linkDown, .waitWarn, .waitLate, .badge,
    ],
    .selectedRow: [
      .text, .nameTheirs, .wait, .waitWarn, .waitLate, .badge, .typing, .draft, .presence, .dim,
      .focus,
    ],
    .markedRow: [
      .text, .nameTheirs, .wait, .waitWarn, .waitLate, .badge, .typing, .draft, .presence, .dim,
      .focus,
    ],
    .overlay: [
      .text, .dim, .hint, .key, .focus, .match, .input, .prompt, .info, .warning, .failure, .time,
    ],
    .overlaySelected: [.text, .dim, .hint, .key, .match],
  ]

  @Test(arguments: names, [ColorDepth.trueColor, .indexed256, .ansi16])
  func textReachesFourAndAHalfToOneAndMarksThreeToOne(name: String, depth: ColorDepth) throws {
    let library = ThemeLibrary()
    let theme = try library.theme(named: name, depth: depth)
    let backgrounds = try library.assumedBackgrounds(of: name)
    #expect(!backgrounds.isEmpty)
    let palettes = depth == .ansi16 ? [RGB.xterm16, RGB.vga16] : [RGB.xterm16]
    for (surface, roles) in Self.onSurfaces {
      for role in roles where role.duty != .decoration {
        let style = theme.style(role, on: surface)
        let wanted = role.duty == .text ? 4.5 : 3
        for palette in palettes {
          // With sixteen colours the terminal is taken to be black or white.
          for assumed in depth == .ansi16 ? backgrounds.prefix(1) : backgrounds[...] {
            let paper = assumed.seen(sixteen: palette, unset: RGB(0, 0, 0))
            let below = style.background.seen(sixteen: palette, unset: paper)
            let ink = style.foreground.seen(
              sixteen: palette, unset: below.luminance > 0.2 ? RGB(0, 0, 0) : RGB(255, 255, 255))
            let contrast = ink.contrast(with: below)
            #expect(
              contrast >= wanted, "\(role) on \(surface) over \(assumed): \(contrast), \(style)")
          }
        }
      }
    }
  }

  @Test func withoutColoursAttributesTellWhatColoursToldBefore() throws {
    for name in Self.names {
      let theme = try ThemeLibrary().theme(named: name, depth: .monochrome)
      for role in ThemeRole.allCases {
        let style = theme.style(role)
        #expect(style.foreground == .default && style.background == .default)
      }
      let row = theme.surface(.selectedRow)
      #expect(row != theme.surface(.base))
      #expect(row != theme.surface(.markedRow))
      #expect(theme.style(.focus).attributes.contains(.bold))
      #expect(theme.style(.waitLate) != theme.style(.wait))
    }
  }

  @Test func aUsersThemeInheritsAndReplacesSingleColours() throws {
    let own = ThemeSource(
      name: "mine", path: "/home/m/mine.toml",
      text: """
        inherits = "dark"
        [palette]
        accent = "#ff00ff"
        [roles]
        time = { fg = "accent", attributes = ["bold"] }
        """)
    let theme = try ThemeLibrary(userThemes: [own]).theme(named: "mine", depth: .trueColor)
    #expect(theme.style(.time) == Style(foreground: .rgb(255, 0, 255), attributes: .bold))
    // A role of the parent follows the child's palette.
    #expect(theme.look(.focus).foreground == .rgb(255, 0, 255))
  }

  @Test func aUsersThemeMayStandInForTheBuiltInOneItInheritsFrom() throws {
    let own = ThemeSource(
      name: "dark", path: "dark.toml", text: "inherits = \"dark\"\n[roles]\ntext = \"bright-red\"\n"
    )
    let theme = try ThemeLibrary(userThemes: [own]).theme(named: "dark", depth: .trueColor)
    #expect(theme.look(.text).foreground == .indexed(9))
  }

  @Test(arguments: [
    ("[roles]\ntext = \"ink\"\nbogus = \"ink\"\n", 3, "unknown role \"bogus\""),
    ("inherits = \"dark\"\n\n[roles]\ntext = \"inc\"\n", 4, "\"inc\" is neither"),
    ("inherits = \"dark\"\n[palette]\nred = \"#12345\"\n", 3, "is no colour"),
    ("inherits = \"nowhere\"\n", 1, "which does not exist"),
    ("inherits = \"broken\"\n", 1, "inherits from itself"),
    ("inherits = 3\n", 1, "must be text"),
    (
      "inherits = \"dark\"\n[roles]\ntext = { fg = \"ink\", attributes = [\"blink\"] }\n", 3, "bold"
    ),
    ("inherits = \"dark\"\nrolls = 1\n", 2, "unknown key"),
    ("inherits = \"dark\n", 1, ""),
  ])
  func aBrokenThemeSaysWhereAndWhy(text: String, line: Int, reason: String) {
    let source = ThemeSource(name: "broken", path: "themes/broken.toml", text: text)
    let error = #expect(throws: ThemeError.self) {
      try ThemeLibrary(userThemes: [source]).theme(named: "broken", depth: .trueColor)
    }
    #expect(error?.file == "themes/broken.toml")
    #expect(error?.line == line)
    #expect(reason.isEmpty || error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
  }

  @Test func aThemeThatLeavesARoleOutSaysWhich() {
    let source = ThemeSource(name: "thin", path: "thin.toml", text: "[roles]\ntext = \"red\"\n")
    let error = #expect(throws: ThemeError.self) {
      try ThemeLibrary(userThemes: [source]).theme(named: "thin", depth: .trueColor)
    }
    #expect(error?.reason.contains("\"base\"") == true)
  }

  @Test func anUnknownThemeIsToldTheNamesThereAre() {
    let error = #expect(throws: ThemeError.self) {
      try ThemeLibrary().theme(named: "none", depth: .trueColor)
    }
    #expect(error?.reason.contains("dark, contrast, light, solarized") == true)
  }

  @Test func coloursMapToTheNearestOfFewer() {
    #expect(Color.rgb(255, 135, 135).reduced(to: .indexed256) == .indexed(210))
    #expect(Color.rgb(250, 5, 5).reduced(to: .ansi16) == .indexed(9))
    #expect(Color.indexed(196).reduced(to: .ansi16) == .indexed(9))
    #expect(Color.rgb(1, 2, 3).reduced(to: .monochrome) == .default)
    #expect(Color.default.reduced(to: .ansi16) == .default)
  }
}
