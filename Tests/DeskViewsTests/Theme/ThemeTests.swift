import TextGrid
import Testing

@testable import DeskViews

@Suite struct ThemeTests {
  private static let names = ThemeLibrary().names

  @Test func theBuiltInThemesAreThere() {
    #expect(
      Self.names == [
        "auto", "colorblind-dark", "colorblind-light", "contrast", "contrast-light", "dark",
        "dusk", "light", "neutral", "soil", "solarized", "solarized-light",
      ])
  }

  @Test(arguments: names, ColorDepth.allCases)
  func everyThemeCoversEveryRoleAtEveryDepth(name: String, depth: ColorDepth) throws {
    // A role left out is an error of the library.
    let theme = try ThemeLibrary().theme(named: name, depth: depth)
    for role in ThemeRole.allCases where !role.isSurface && depth != .monochrome {
      #expect(theme.look(role).foreground != nil, "\(role) has no colour")
    }
  }

  /// TOMLKit's iterator traps at such a name.
  @Test(arguments: [
    #""\u0000" = 1"#, "[palette]\n\"a\\u0000\" = \"#ff0000\"", "[roles.text]\n\"fg\\u0000\" = 1",
  ])
  func aNameWithNULIsNamedAndNothingElseHappens(text: String) {
    let library = ThemeLibrary(userThemes: [ThemeSource(name: "mine", path: "t", text: text)])
    let error = #expect(throws: ThemeError.self) {
      try library.theme(named: "mine", depth: .trueColor)
    }
    #expect(error?.reason.contains("U+0000") == true)
  }

  /// Bold is left out where terminals brighten it; a key must not look like the words beside it.
  @Test(arguments: [ColorDepth.ansi16, .ansi8])
  func keysStandOutInAPopupOnWhite(depth: ColorDepth) throws {
    let theme = try ThemeLibrary().theme(
      named: "auto", depth: depth, over: RGB(255, 255, 255))
    let (key, words) = (theme.style(.key, on: .overlay), theme.style(.text, on: .overlay))
    #expect(key != words)
    #expect(!key.attributes.isDisjoint(with: [.bold, .underline]))
  }

  /// Which roles stand on which surface.
  private static let onSurfaces: [ThemeRole: [ThemeRole]] = [
    .base: ThemeRole.allCases.filter { !$0.isSurface },
    .statusLine: [
      .text, .dim, .linkLive, .linkConnecting, .linkDown, .waitWarn, .waitLate, .badge,
    ],
    .selectedRow: [
      .text, .needsMe, .wait, .waitWarn, .waitLate, .badge, .typing, .draft, .presence, .dim,
      .focus, .queued, .failed, .mine, .note, .nameMine, .speakerOne, .speakerTwo, .speakerThree,
      .speakerFour, .time, .media, .delivered, .read, .unsure, .handedOver,
    ],
    .markedRow: [
      .text, .needsMe, .wait, .waitWarn, .waitLate, .badge, .typing, .draft, .presence, .dim,
      .focus, .queued, .failed, .mine, .note, .nameMine, .speakerOne, .speakerTwo, .speakerThree,
      .speakerFour, .time, .media, .delivered, .read, .unsure, .handedOver,
    ],
    .overlay: [
      .text, .dim, .hint, .key, .focus, .match, .input, .prompt, .info, .warning, .failure, .time,
    ],
    .overlaySelected: [.text, .dim, .hint, .key, .match],
  ]

  /// A theme as it is put in force on a terminal.
  private struct Case: CustomStringConvertible {
    let name: String
    let depth: ColorDepth
    /// What the terminal writes on, and in.
    let paper: RGB
    let ink: RGB
    /// What the program knows of it.
    let known: RGB?
    var description: String { "\(name) at \(depth) on \(paper), known: \(known != nil)" }
  }

  private static let black = RGB(0, 0, 0)
  private static let white = RGB(255, 255, 255)

  private static let cases: [Case] = [ColorDepth.trueColor, .indexed256, .ansi16, .ansi8].flatMap {
    depth -> [Case] in
    // Nobody knows on what a theme that is named, or the first paint, will stand.
    let blind = names.flatMap { name in
      [(black, white), (white, black)].map { paper, ink in
        Case(name: name, depth: depth, paper: paper, ink: ink, known: nil)
      }
    }
    let limits = Ground.limits(depth)
    let greys = (0...255).map { RGB(UInt8($0), UInt8($0), UInt8($0)) }
    let dark =
      [black, greys.last { $0.luminance <= limits.dark } ?? black]
      + [RGB(0x1C, 0x1C, 0x1C), RGB(0x28, 0x2C, 0x34), RGB(0, 0x2B, 0x36), RGB(0x30, 0x0A, 0x24)]
      .filter { $0.luminance <= limits.dark }
    let light =
      [white, greys.first { $0.luminance >= limits.light } ?? white]
      + [RGB(0xFD, 0xF6, 0xE3), RGB(0xFF, 0xFF, 0xDD), RGB(0xEE, 0xEE, 0xEE)]
      .filter { $0.luminance >= limits.light }
    let seen =
      dark.flatMap { paper in
        [RGB(170, 170, 170), RGB(0xC0, 0xC0, 0xC0), white].map { (paper, $0) }
      } + light.map { ($0, black) } + light.map { ($0, RGB(0x17, 0x14, 0x21)) }
    return blind
      + seen.map { paper, ink in
        Case(name: "auto", depth: depth, paper: paper, ink: ink, known: paper)
      }
  }

  /// Over every palette, with bold brightened and not.
  @Test func textReachesFourAndAHalfToOneAndMarksThreeToOneWhereverAThemeMayStand() throws {
    var failures: [String] = []
    let library = ThemeLibrary()
    for test in Self.cases {
      let theme = try library.theme(named: test.name, depth: test.depth, over: test.known)
      for (surface, roles) in Self.onSurfaces {
        for role in roles where role.duty != .decoration {
          let style = theme.style(role, on: surface)
          let wanted = role.duty == .text ? 4.5 : 3
          for palette in Palette.all {
            let isBold = style.attributes.contains(.bold)
            for brightens in isBold ? [false, palette.brightens] : [false] {
              var below = style.background.seen(palette, unset: test.paper)
              var ink = style.foreground.seen(palette, unset: test.ink, isBrightened: brightens)
              if style.attributes.contains(.reverse) { swap(&below, &ink) }
              let contrast = ink.contrast(with: below)
              guard contrast < wanted else { continue }
              failures.append(
                "\(test), \(palette): \(role) on \(surface) has \(contrast), \(style)")
            }
          }
        }
      }
    }
    let words = failures.prefix(20).joined(separator: "\n")
    #expect(failures.isEmpty, "\(failures.count) in all:\n\(words)")
  }

  /// Machado, Oliveira and Fernandes (2009): what is seen, in linear light, where a cone is missing.
  private static let blindness: [(name: String, matrix: [[Double]])] = [
    (
      "protanopia",
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    ),
    (
      "deuteranopia",
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    ),
    (
      "tritanopia",
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ]
    ),
  ]

  @Test(arguments: ["colorblind-dark", "colorblind-light"], [ColorDepth.trueColor, .indexed256])
  func whatColoursTellIsToldToTheColourBlindToo(name: String, depth: ColorDepth) throws {
    let theme = try ThemeLibrary().theme(named: name, depth: depth)
    let roles: [ThemeRole] = [.presence, .waitWarn, .waitLate, .focus]
    for (kind, matrix) in Self.blindness {
      let seen = roles.map { role in
        theme.style(role).foreground.seen(.xterm, unset: Self.black).seen(through: matrix)
      }
      for (index, one) in seen.enumerated() {
        for (other, two) in seen.enumerated().dropFirst(index + 1) {
          // Lab differences of 2 are just seen; what is too long is underlined besides.
          #expect(
            one.distance(to: two) > 15, "\(roles[index]) and \(roles[other]) in \(kind)")
        }
      }
    }
  }

  /// What is dim recedes behind what is normal, and that behind what needs me.
  @Test func theThreeWeightsDiffer() throws {
    for name in Self.names where name != "auto" && name != "neutral" {
      let theme = try ThemeLibrary().theme(named: name, depth: .indexed256)
      let weights = [ThemeRole.needsMe, .text, .dim].map { theme.style($0) }
      #expect(Set(weights).count == 3, "\(name)")
    }
  }

  @Test func theFirstPaintIsInTheTerminalsOwnForeground() throws {
    for depth in ColorDepth.allCases {
      let theme = try ThemeLibrary().theme(named: "auto", depth: depth)
      for (surface, roles) in Self.onSurfaces {
        for role in roles where role.duty == .text {
          let style = theme.style(role, on: surface)
          #expect(style.foreground == .default && style.background == .default)
        }
      }
    }
  }

  @Test func autoTakesWhatTheBackgroundAsksForAndLetsItShow() throws {
    let library = ThemeLibrary()
    func theme(_ background: RGB?, _ depth: ColorDepth) throws -> Theme {
      try library.theme(named: "auto", depth: depth, over: background)
    }
    #expect(try theme(nil, .indexed256).name == "neutral")
    #expect(try theme(Self.black, .indexed256).name == "dark")
    #expect(try theme(Self.white, .ansi8).name == "light")
    #expect(try theme(RGB(0x28, 0x2C, 0x34), .trueColor).name == "dark")
    // There the sixteen are not legible, and on a grey nothing of ours is.
    #expect(try theme(RGB(0x28, 0x2C, 0x34), .ansi16).name == "neutral")
    let grey = try theme(RGB(128, 128, 128), .trueColor)
    #expect(ThemeRole.allCases.allSatisfy { grey.style($0).foreground == .default })
    for background in [Self.black, Self.white] {
      #expect(try theme(background, .indexed256).surface(.base) == .plain)
    }
    #expect(try library.theme(named: "dark", depth: .ansi16).surface(.base).background != .default)
  }

  @Test(arguments: ColorDepth.allCases)
  func boldNeverGoesWithAColourThatTerminalsBrighten(depth: ColorDepth) throws {
    let own = ThemeSource(
      name: "own", path: "own.toml",
      text: "inherits = \"light\"\n[roles]\nkey = { fg = \"black\", attributes = [\"bold\"] }\n")
    let library = ThemeLibrary(userThemes: [own])
    for name in library.names {
      for background in [nil, Self.black, Self.white] {
        let theme = try library.theme(named: name, depth: depth, over: background)
        for surface in ThemeRole.allCases where surface.isSurface {
          for role in ThemeRole.allCases {
            let style = theme.style(role, on: surface)
            guard style.attributes.contains(.bold),
              case .indexed(let index) = style.foreground.value
            else { continue }
            #expect(index >= 8, "\(name): \(role) on \(surface)")
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
    #expect(
      theme.style(.time)
        == Style(
          foreground: .rgb(255, 0, 255), background: .rgb(0x1C, 0x1C, 0x1C), attributes: .bold))
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
    #expect(
      error?.reason.contains("auto, colorblind-dark, colorblind-light, contrast, contrast-light")
        == true)
  }

  @Test func coloursMapToTheNearestOfFewer() {
    #expect(Color.rgb(255, 135, 135).reduced(to: .indexed256) == .indexed(210))
    #expect(Color.rgb(250, 5, 5).reduced(to: .ansi16) == .indexed(9))
    #expect(Color.indexed(196).reduced(to: .ansi16) == .indexed(9))
    #expect(Color.rgb(1, 2, 3).reduced(to: .monochrome) == .default)
    #expect(Color.default.reduced(to: .ansi16) == .default)
    #expect(Color.indexed(9).reduced(to: .ansi8) == .indexed(1))
    #expect(Color.indexed(8).reduced(to: .ansi8) == .indexed(7))
    #expect(Color.rgb(250, 5, 5).reduced(to: .ansi8) == .indexed(1))
  }
}
