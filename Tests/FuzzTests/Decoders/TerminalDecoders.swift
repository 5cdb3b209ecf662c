import TextGrid

@testable import TerminalIO
@testable import furrow

/// What a terminal and a player send, and what is shown of foreign text.
extension FuzzDecoder {
  static let terminal = [keys, plainLines, player, shownText, bidi, keyNames, colorWords]

  private static let sequences = [
    "\u{1B}", "\u{1B}[", "\u{1B}]", "\u{1B}P", "\u{1B}\\", "\u{7}", "\u{1B}[200~", "\u{1B}[201~",
    "\u{1B}[<0;5;6M",
    "\u{1B}[M !!", "\u{1B}O", "\u{1B}[1;5A", "\u{1B}[27;5;9~", "\u{1B}[97;5u", ";", "?", "~",
    "\u{1B}]11;rgb:ff/ff/ff",
    "\u{1B}[?64;4c", "\u{1B}[?2026;2$y", "\u{1B}_Gi=31;OK\u{1B}\\", "\u{1B}P>|kitty(0.31)\u{1B}\\",
    "\u{1B}[6;20;10t",
    "\u{1B}[2;7R", "\u{9B}", "é", "👩‍🌾", "नि", "\r", "\n", "\t", "\u{3}", "\u{7F}",
  ]

  /// The first byte says where the reads are cut, and how long the pauses are.
  private static let keys = FuzzDecoder(
    "terminal-input", words: sequences,
    seeds: [
      "a\u{1B}[A\u{1B}OP\u{1B}x", "b\u{1B}[200~pasted\ntext\u{1B}[201~z",
      "c\u{1B}]11;rgb:1c1c/1c1c/1c1c\u{1B}\\\u{1B}[?64;4c",
      "d\u{1B}[<0;10;20M\u{1B}[<0;10;20m\u{1B}[I\u{1B}[O", "etyped text\r",
      "f\u{1B}[1;2R\u{1B}[2;3R\u{1B}P>|tmux 3.4\u{1B}\\",
    ]
  ) { input in
    var now = ContinuousClock.now
    var decoder = KeyDecoder()
    var background = BackgroundInquiry(fallback: nil)
    var graphics = GraphicsInquiry(.asked, Environment())
    var widths = WidthInquiry(.standard)
    background.ask(at: now)
    widths.ask(at: now)
    _ = graphics.question(cell: nil)
    decoder.awaitReplies(4, until: now + .seconds(1))
    let step = max(1, Int(input.first ?? 0) % 16)
    var rest = input.dropFirst()
    var hash = step == 1 ? 1 : 0
    while !rest.isEmpty || decoder.deadline != nil {
      let events: [TerminalEvent]
      if rest.isEmpty {
        guard let deadline = decoder.deadline else { break }
        now = max(now, deadline) + .milliseconds(1)
        events = decoder.expire(at: now)
        try law(decoder.deadline.map { $0 > now } ?? true, "it waits for what is past")
      } else {
        events = decoder.feed(Array(rest.prefix(step)), at: now)
        rest = rest.dropFirst(step)
        now += .milliseconds(step * 7)
      }
      for event in events {
        hash = kind(hash, try check(event))
        if case .reply(let reply) = event {
          _ = background.hear(reply)
          graphics.hear(reply)
          _ = widths.hear(reply, at: now)
        }
      }
    }
    return hash
  }

  private static func check(_ event: TerminalEvent) throws -> Int {
    func isControl(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.generalCategory == .control
    }
    switch event {
    case .key(let key):
      guard case .character(let character) = key.code else { return kind(1, "\(key)".utf8.count) }
      try law(!character.unicodeScalars.contains(where: isControl), "a key \(key)")
      return 2
    case .typed(let text):
      try law(!text.unicodeScalars.contains(where: isControl), "typed \(text.debugDescription)")
      return 3
    case .paste(let text):
      try law(!text.utf8.contains(13), "a line end that is not \\n")
      return kind(4, few(text.utf8.count))
    case .mouse(let mouse):
      try law(mouse.point.column >= 0 && mouse.point.row >= 0, "a place outside: \(mouse.point)")
      return 5
    case .reply(let reply): return kind(6, "\(reply)".utf8.prefix(6).reduce(0) { $0 + Int($1) })
    default: return 7
    }
  }

  private static let plainLines = FuzzDecoder(
    "plain-lines",
    words: sequences + ["\u{15}", "\u{17}", "\u{4}", "\u{1A}", "\u{8}", "\u{85}", "\u{202E}"],
    seeds: ["4 hello\n", "status\r\nopen 3\n", "नमस्ते\u{7F}\u{17}\n"]
  ) { input in
    var editor = LineEditor()
    let step = max(1, Int(input.first ?? 0) % 16)
    var rest = input.dropFirst()
    var hash = 0
    while !rest.isEmpty {
      let (events, echo) = editor.feed(Array(rest.prefix(step)))
      rest = rest.dropFirst(step)
      for scalar in echo.unicodeScalars where scalar.properties.generalCategory == .control {
        try law([8, 10].contains(scalar.value), "it echoes \(echo.debugDescription)")
      }
      hash = kind(hash, few(events.count), few(echo.utf8.count))
      for case .lines(let lines) in events {
        try law(!lines.contains { $0.utf8.contains(10) }, "a line of several")
      }
    }
    return kind(hash, editor.end().count)
  }

  private static let player = FuzzDecoder(
    "player",
    words: [
      "\n", "{\"data\":", "\"request_id\":2", "\"error\":\"success\"", "\"event\":",
      "\"property-change\"", "\"name\":\"duration\"", "\"end-file\"", "\"reason\":\"error\"", "1e9",
      "}",
    ],
    seeds: [
      "{\"data\":1.5,\"request_id\":1,\"error\":\"success\"}\n",
      "{\"event\":\"property-change\",\"id\":1,\"name\":\"duration\",\"data\":12.5}\n{\"event\":\"end-file\",\"reason\":\"eof\"}\n",
    ]
  ) { input in
    var talk = MPVTalk()
    _ = talk.ask(at: 0)
    let news = talk.take(input)
    try law(talk.position.isFinite && talk.position >= 0, "it is at \(talk.position)")
    return kind(
      few(news.count), news.isEmpty ? 0 : "\(news[0])".utf8.count, talk.length == nil ? 0 : 1)
  }

  private static let tricks = [
    "\u{1B}[2J", "\u{9B}31m", "\u{202E}", "\u{2066}", "\u{200B}", "\u{200D}", "\u{FE0F}",
    "\u{E0041}", "\u{301}", "\t",
    "\r\n", "\r", "\u{2028}", "\u{85}", "\0", "👩‍🌾", "नि", "ﷺ", "שלום", "کا", "\u{AD}", "\u{1D173}",
    "\u{115F}", "\u{FFF9}", "漢",
  ]

  /// Nothing that a terminal would obey or an eye would miss is left, however it is laid out.
  private static let shownText = FuzzDecoder(
    "shown-text", words: tricks,
    seeds: ["words of नमस्ते", "👩‍🌾👩‍👩‍👧‍👦 🇮🇳", "a\u{1B}]0;x\u{7}b", "شلام abc שלום"]
  ) { input in
    let foreign = text(input)
    let shown = Sanitizer.displayable(foreign)
    try check(shown, allowsLines: true)
    try check(Sanitizer.oneLine(foreign), allowsLines: false)
    var hash = few(shown.utf8.count)
    let widths = TextWidth.standard
    for columns in [1, 7, 40] {
      let lines = widths.wrap(shown, columns: columns)
      var end = shown.startIndex
      for line in lines {
        try law(line.range.lowerBound == end, "a row does not begin where the last one ended")
        let isOneCluster = shown[line.shown].count == 1
        try law(
          line.width <= columns || isOneCluster, "a row of \(line.width) in \(columns) columns")
        end = line.range.upperBound
      }
      try law(end == shown.endIndex, "the rows end before the text")
      hash = kind(hash, few(lines.count))
      let cut = widths.truncated(Sanitizer.oneLine(foreign), to: columns)
      try law(widths.width(of: cut) <= columns, "cut to \(columns) it has \(widths.width(of: cut))")
    }
    var frame = Frame(size: Size(columns: 20, rows: 2), widths: widths)
    frame.write(shown, at: Point(column: 3, row: 0), style: .plain)
    return hash
  }

  private static func check(_ text: String, allowsLines: Bool) throws {
    for scalar in text.unicodeScalars {
      let isLine = scalar == "\n" && allowsLines
      let isObeyed =
        scalar.properties.generalCategory == .control
        || [.lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
        || scalar.properties.isBidiControl || (0xE0000...0xE0FFF).contains(scalar.value)
        || (0x1D173...0x1D17A).contains(scalar.value)
        || [0x200B, 0x2060, 0xFEFF].contains(scalar.value)
      try law(
        isLine || !isObeyed,
        "U+\(String(scalar.value, radix: 16)) is left in \(text.debugDescription)")
    }
  }

  private static let bidi = FuzzDecoder(
    "bidi-lines", words: tricks, seeds: ["abc שלום 123", "سلام دنیا", "नमस्ते", "(שלום) [abc]"]
  ) { input in
    let line = Sanitizer.oneLine(text(input))
    var hash = 0
    for order in [TextOrder.byItself, .fromLeft, .fromRight, .asItStands] {
      let seen = BidiLine(line, order: order)
      try law(
        seen.places.sorted() == Array(0..<line.count) && seen.clusters.count == line.count,
        "clusters are lost or doubled")
      hash = kind(hash, seen.isFromRight ? 1 : 0, seen.places.first == 0 ? 1 : 0)
    }
    return kind(hash, few(line.count))
  }

  private static let keyNames = FuzzDecoder(
    "key-names",
    words: [
      "Ctrl+", "Alt+", "Shift+", "+", "F12", "Space", "Enter", "BackTab", " ", "PageUp", "é",
      "\u{301}",
    ],
    seeds: ["g g", "Ctrl+X Ctrl+E", "Alt++", "Shift+F5"]
  ) { input in
    guard let keys = Key.sequence(text(input)) else { return 0 }
    try law(Key.sequence(Key.describe(keys)) == keys, "\(Key.describe(keys)) are other keys")
    return kind(few(keys.count), keys[0].modifiers.rawValue == 0 ? 0 : 1)
  }

  private static let colorWords = FuzzDecoder(
    "color-words", words: ["rgb:", "rgba:", "#", "/", "ffff", "0"],
    seeds: ["rgb:ffff/0/12", "#aabbcc"]
  ) { input in
    guard let color = RGB(terminalColor: text(input)) else { return 0 }
    return kind(1, few(Int(color.red)))
  }
}
