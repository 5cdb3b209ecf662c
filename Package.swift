// swift-tools-version: 6.1
import PackageDescription

/// Every Swift target is built in Swift 6 language mode with upcoming checks that keep imports honest.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "furrow",
  products: [
    .executable(name: "furrow", targets: ["furrow"]),
    .executable(name: "furrow-picture", targets: ["furrow-picture"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
  ],
  targets: [
    // C shims: one typed function for each macro or variadic that Swift cannot call.
    .target(
      name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
    .target(name: "CWslay", linkerSettings: [.linkedLibrary("wslay")]),
    .target(name: "CCrypto", linkerSettings: [.linkedLibrary("crypto")]),
    .target(name: "CPosix", linkerSettings: [.linkedLibrary("util")]),
    .systemLibrary(name: "CLibChafa", pkgConfig: "chafa", providers: [.apt(["libchafa-dev"])]),
    .target(name: "CChafa", dependencies: ["CLibChafa"]),
    .target(name: "CGd", linkerSettings: [.linkedLibrary("gd")]),
    .target(name: "CConfine"),
    .target(name: "CBuildMark"),
    .target(name: "CBidi", linkerSettings: [.linkedLibrary("fribidi")]),
    // Files carried inside the binary, each through `#embed`.
    .target(name: "CSeedMedia"),
    .target(name: "CThemes"),
    .target(name: "CEmoji"),
    .target(name: "CLanguages"),

    // Pure: values in, values out.
    .target(name: "Sentences", dependencies: ["CLanguages"], swiftSettings: settings),
    .target(name: "JSON", swiftSettings: settings),
    .target(name: "SplitMix", swiftSettings: settings),
    .target(name: "TOMLText", dependencies: ["Sentences"], swiftSettings: settings),
    .target(name: "Pictures", swiftSettings: settings),
    .target(name: "ChatModel", dependencies: ["Sentences", "JSON"], swiftSettings: settings),
    .target(name: "SocketIO", dependencies: ["JSON", "SplitMix"], swiftSettings: settings),
    .target(
      name: "Faults", dependencies: ["Sentences", "ChatModel", "SocketIO", "SplitMix"],
      swiftSettings: settings),
    .target(name: "Recordings", dependencies: ["ChatModel", "JSON"], swiftSettings: settings),
    .target(name: "TextGrid", dependencies: ["CBidi", "CPosix"], swiftSettings: settings),
    .target(
      name: "Desk", dependencies: ["Sentences", "CEmoji", "ChatModel", "Faults", "TextGrid"],
      swiftSettings: settings),
    .target(
      name: "DeskViews",
      dependencies: [
        "Sentences",
        "ChatModel", "CThemes", "Desk", "Faults", "TextGrid", "TOMLText",
        .product(name: "TOMLKit", package: "TOMLKit"),
      ],
      swiftSettings: settings),

    // The client: pure machines, then the adapters that perform their work.
    .target(
      name: "ChatClient", dependencies: ["Sentences", "ChatModel", "CPosix", "JSON"],
      swiftSettings: settings),
    .target(
      name: "Transport", dependencies: ["Sentences", "CCurl", "CWslay", "CCrypto", "CPosix"],
      swiftSettings: settings),
    .target(
      name: "ChatConnection",
      dependencies: [
        "Sentences", "ChatModel", "ChatClient", "Faults", "JSON", "SocketIO", "Transport",
      ],
      swiftSettings: settings),
    .target(
      name: "ChatStorage",
      dependencies: [
        "Sentences",
        "ChatModel", "ChatClient", "CPosix", "JSON", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .target(
      name: "TerminalIO", dependencies: ["Sentences", "TextGrid", "CNcurses", "CPosix"],
      swiftSettings: settings),

    // The contract, held against any server.
    .target(
      name: "ContractCheck", dependencies: ["ChatClient", "ChatModel", "JSON"],
      swiftSettings: settings),

    // The sandbox server.
    .target(
      name: "SandboxCore",
      dependencies: [
        "Sentences",
        "ChatModel", "CCrypto", "CSeedMedia", "JSON", "SplitMix",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .target(
      name: "SandboxHTTP",
      dependencies: [
        "Sentences",
        "CCrypto", "ChatModel", "Faults", "JSON", "SandboxCore", "SocketIO",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      swiftSettings: settings),

    .executableTarget(
      name: "furrow",
      dependencies: [
        "Sentences",
        "ChatModel", "ChatClient", "ChatConnection", "ChatStorage", "ContractCheck", "Faults",
        "JSON", "SocketIO", "Transport", "TextGrid", "Desk", "DeskViews", "TerminalIO",
        "SandboxCore", "SandboxHTTP",
        "CBuildMark", "CConfine", "CCrypto", "CPosix", "Pictures", "Recordings", "TOMLText",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "TOMLKit", package: "TOMLKit"),
      ],
      swiftSettings: settings),

    // Draws pictures apart from furrow, because it decodes foreign bytes.
    .executableTarget(
      name: "furrow-picture", dependencies: ["CChafa", "CConfine", "CGd", "Pictures"],
      swiftSettings: settings),

    // What pieces of furrow cost, and a client to be run beside others: `make bench`.
    .executableTarget(
      name: "furrow-benchmarks",
      dependencies: [
        "ChatModel", "ChatClient", "ChatConnection", "ChatStorage", "Desk", "DeskViews", "JSON",
        "SocketIO", "SplitMix", "TerminalIO", "TextGrid", "Transport",
      ],
      path: "Benchmarks", exclude: ["README.md"], swiftSettings: settings),

    .testTarget(
      name: "JSONTests", dependencies: ["JSON", "SplitMix"], swiftSettings: settings),
    .testTarget(
      name: "FaultsTests", dependencies: ["Faults", "SocketIO"], swiftSettings: settings),
    .testTarget(
      name: "RecordingsTests", dependencies: ["ChatModel", "JSON", "Recordings"],
      swiftSettings: settings),
    .testTarget(name: "PicturesTests", dependencies: ["Pictures"], swiftSettings: settings),
    .testTarget(
      name: "SentencesTests", dependencies: ["Sentences"], swiftSettings: settings),
    .testTarget(name: "TOMLTextTests", dependencies: ["TOMLText"], swiftSettings: settings),
    .testTarget(
      name: "ChatModelTests", dependencies: ["ChatModel", "JSON", "SplitMix"],
      swiftSettings: settings),
    .testTarget(
      name: "SocketIOTests", dependencies: ["JSON", "SocketIO", "SplitMix"], swiftSettings: settings
    ),
    // Texts that are hard to lay out, for the tests of the grid and of the terminal.
    .target(
      name: "SeededText", dependencies: ["SplitMix"], path: "Tests/SeededText",
      swiftSettings: settings),
    // Frames as text, for golden files.
    .target(
      name: "FrameText", dependencies: ["TextGrid"], path: "Tests/FrameText",
      swiftSettings: settings),
    .testTarget(
      name: "TextGridTests", dependencies: ["FrameText", "SeededText", "SplitMix", "TextGrid"],
      swiftSettings: settings),
    .testTarget(
      name: "DeskTests", dependencies: ["Sentences", "Desk", "SplitMix"], swiftSettings: settings),
    .testTarget(
      name: "DeskViewsTests",
      dependencies: [
        "Sentences", "ChatModel", "Desk", "DeskViews", "Faults", "FrameText", "TextGrid",
      ],
      exclude: ["Golden"], swiftSettings: settings),
    // The client between a server, a network and a disk that go wrong, in virtual time.
    .target(
      name: "FaultRig", dependencies: ["ChatClient", "ChatModel", "JSON", "SplitMix"],
      path: "Tests/FaultRig", swiftSettings: settings),
    .executableTarget(
      name: "torture", dependencies: ["FaultRig"], path: "Tests/Torture", swiftSettings: settings),
    .testTarget(
      name: "ChatClientTests", dependencies: ["ChatClient", "FaultRig", "SplitMix", "torture"],
      swiftSettings: settings),
    // A server whose every byte a test decides, for the tests that need sockets.
    .target(
      name: "LoopbackServer", dependencies: ["CCrypto"], path: "Tests/LoopbackServer",
      swiftSettings: settings),
    .testTarget(
      name: "TransportTests", dependencies: ["Transport", "LoopbackServer"],
      swiftSettings: settings),
    .testTarget(
      name: "ChatConnectionTests",
      dependencies: [
        "ChatClient", "ChatConnection", "ChatModel", "Faults", "LoopbackServer", "SocketIO",
        "Transport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ChatStorageTests", dependencies: ["ChatStorage", "CPosix", "SplitMix"],
      swiftSettings: settings),
    // Takes a terminal as the desk does and leaves it in every way, for the tests in a pty.
    .executableTarget(
      name: "terminal-probe", dependencies: ["TerminalIO", "TextGrid"],
      path: "Tests/TerminalProbe", swiftSettings: settings),
    .testTarget(
      name: "TerminalIOTests",
      dependencies: [
        "ChatModel", "CPosix", "Desk", "DeskViews", "FrameText", "SeededText", "SplitMix",
        "TerminalIO", "TextGrid", "terminal-probe",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ContractCheckTests", dependencies: ["ChatClient", "ContractCheck", "JSON"],
      swiftSettings: settings),
    .testTarget(
      name: "SandboxCoreTests", dependencies: ["SandboxCore", "SplitMix"], swiftSettings: settings),
    .testTarget(
      name: "SandboxHTTPTests",
      dependencies: [
        "ChatModel", "Faults", "JSON", "SandboxCore", "SandboxHTTP", "SocketIO",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: settings),
    // Foreign bytes for every decoder: a few in the tests, millions by `make fuzz`.
    .testTarget(
      name: "FuzzTests",
      dependencies: [
        "furrow", "ChatClient", "ChatConnection", "ChatModel", "ChatStorage", "Desk", "DeskViews",
        "Faults", "JSON", "Pictures", "Recordings", "SandboxCore", "SandboxHTTP", "SocketIO",
        "SplitMix", "TerminalIO", "TextGrid", "TOMLText", "Transport",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "TOMLKit", package: "TOMLKit"),
      ],
      exclude: ["Corpus"], swiftSettings: settings),
    .testTarget(
      name: "FurrowTests",
      dependencies: [
        "furrow", "ChatClient", "ChatConnection", "ChatModel", "ChatStorage", "Desk", "DeskViews",
        "JSON", "Pictures", "Recordings", "SandboxCore", "Sentences", "TerminalIO", "TextGrid",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      exclude: ["Earlier"], swiftSettings: settings),
  ]
)

// A short round: FURROW_TESTS="DeskTests DeskViewsTests" builds these suites alone.
if let names = Context.environment["FURROW_TESTS"], !names.isEmpty {
  let wanted = names.split(separator: " ").map(String.init)
  package.targets.removeAll { $0.isTest && !wanted.contains($0.name) }
}

// What `scripts/dist` links differs from what is tested in this: no symbol is offered to other
// libraries, relocations are packed, all symbols are bound at the start, what nothing calls is left out,
// functions of the same code are one, Swift has no tables for unwinding, and of ICU's data only the part
// is there that furrow uses. Rooms in which nothing is done a thousand times a second are made for size.
if let folder = Context.environment["FURROW_DIST"], !folder.isEmpty {
  for target in package.targets where ["furrow", "furrow-picture"].contains(target.name) {
    var flags =
      ["-ld-path=\(Context.packageDirectory)/scripts/link-without-unwinding"]
      + [
        "--version-script=\(folder)/no-symbols", "-z", "pack-relative-relocs", "-z", "now",
        "--gc-sections", "--icf=all",
      ]
      .flatMap { ["-Xlinker", $0] }
    if target.name == "furrow" { flags.append("\(folder)/icu.o") }
    target.linkerSettings = (target.linkerSettings ?? []) + [.unsafeFlags(flags)]
  }
  let unhurried = [
    "ContractCheck", "Faults", "Recordings", "SandboxCore", "SandboxHTTP", "TOMLText", "furrow",
    "furrow-picture",
  ]
  for target in package.targets where unhurried.contains(target.name) {
    target.swiftSettings = (target.swiftSettings ?? []) + [.unsafeFlags(["-Osize"])]
  }
}
