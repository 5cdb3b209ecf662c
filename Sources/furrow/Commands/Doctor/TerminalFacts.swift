import CPosix
import ChatModel
import DeskViews
import Foundation
import Sentences
import TextGrid

/// What the terminal and its environment say of themselves.
struct TerminalFacts: Hashable, Sendable {
  var hasInput = false
  var hasOutput = false
  /// In cells; nil where there is no terminal.
  var size: (columns: Int, rows: Int)? {
    get { columns.flatMap { columns in rows.map { (columns, $0) } } }
    set {
      columns = newValue?.columns
      rows = newValue?.rows
    }
  }
  private var columns: Int?
  private var rows: Int?
  var term = ""
  var colorTerm = ""
  var wantsNoColor = false
  /// Of the terminal's description; nil when none is installed.
  var colors: Int?
  /// The character set of the locale.
  var charset = ""
  /// The locale asked for, as LC_ALL, LC_CTYPE or LANG has it.
  var locale = ""
  /// Whether C.UTF-8 is there to take the locale's place.
  var hasFallbackLocale = true
  /// What libc gives a Hindi letter, an ideograph and an emoji, in columns.
  var widths: [Int] = []
  /// What the terminal itself gives the samples of `WidthProbe`; nil without an answer.
  var drawnWidths: [Int]?

  /// The colour on which the terminal says that it writes; nil without an answer.
  var background: RGB?
  /// In what pixels are shown; nil: in none.
  var pixels: PixelGround?
  /// What the environment says of it (COLORFGBG).
  var colorPair = ""

  /// How much `size` wants for the desk at its best, and at the least.
  static let comfortable = (columns: 80, rows: 24)
  static let least = (columns: 20, rows: 8)

  static func now(_ environment: [String: String]) async -> TerminalFacts {
    var facts = TerminalFacts()
    facts.hasInput = isatty(STDIN_FILENO) == 1
    facts.hasOutput = isatty(STDOUT_FILENO) == 1
    var columns: Int32 = 0
    var rows: Int32 = 0
    if facts.hasOutput, cposix_window_size(STDOUT_FILENO, &columns, &rows) == 0 {
      facts.size = (Int(columns), Int(rows))
    }
    facts.term = environment["TERM"] ?? ""
    facts.colorTerm = environment["COLORTERM"] ?? ""
    facts.wantsNoColor = environment["NO_COLOR"].nonEmpty != nil
    facts.colors = await Tool.output(of: ["tput", "colors"]).flatMap { Int($0) }
    facts.locale =
      ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0].nonEmpty }.first ?? ""
    facts.charset = setlocale(LC_CTYPE, "") == nil ? "" : Self.charset
    if facts.charset != "UTF-8" {
      facts.hasFallbackLocale = setlocale(LC_CTYPE, "C.UTF-8") != nil && Self.charset == "UTF-8"
    }
    facts.widths = ["न", "字", "🌾"].map { TextWidth.standard.width(of: $0) }
    facts.colorPair = environment["COLORFGBG"] ?? ""
    if facts.hasInput, facts.hasOutput {
      facts.background = TerminalProbe.background()
      facts.drawnWidths = TerminalProbe.widths(facts.rules)
      facts.pixels = TerminalProbe.pixels()
    }
    return facts
  }

  private static var charset: String { String(cString: nl_langinfo(nl_item(CODESET))) }

  var findings: [Finding] {
    [terminal, description, colours, paper, language, textWidths, drawing, drawnPictures].compactMap
    { $0 }
  }

  private var terminal: Finding {
    guard hasInput, hasOutput else {
      return Finding(
        "terminal", .warn, said("standard input or output is no terminal"),
        mend: said("The desk needs one; the other commands do not."))
    }
    guard let size else {
      return Finding(
        "terminal", .warn, said("it does not tell its size"),
        mend: said("Set it with `stty cols 80 rows 24`."))
    }
    let words = said("\(size.columns) columns, \(size.rows) rows")
    if size.columns < Self.least.columns || size.rows < Self.least.rows {
      return Finding(
        "terminal", .fail, words, mend: said("Enlarge it: the desk needs 20 columns and 8 rows."))
    }
    if size.columns < Self.comfortable.columns || size.rows < Self.comfortable.rows {
      return Finding(
        "terminal", .warn, words,
        mend: said("It works with one pane at a time; 80 columns and 24 rows show more."))
    }
    return Finding("terminal", .ok, words)
  }

  private var description: Finding {
    if term.isEmpty {
      return Finding(
        "TERM", .fail, said("not set"),
        mend: said("Set it to the terminal's name, such as xterm-256color."))
    }
    if term == "dumb" {
      return Finding(
        "TERM", .fail, said("dumb: the cursor cannot be moved"),
        mend: said(
          "The desk speaks in lines here, as with --plain; another terminal shows a screen."))
    }
    guard colors != nil else {
      return Finding(
        "TERM", .fail, said("no description of \"\(term)\" is installed"),
        mend: said("Install ncurses-term, or set TERM to a known name such as xterm-256color."))
    }
    return Finding("TERM", .ok, term)
  }

  private var colours: Finding? {
    guard let colors else { return nil }
    if wantsNoColor {
      return Finding("colours", .ok, said("none: NO_COLOR is set; glyphs and attributes carry all"))
    }
    if ["truecolor", "24bit"].contains(colorTerm) {
      return Finding("colours", .ok, said("16 million (COLORTERM is \(colorTerm))"))
    }
    if colors >= 256 { return Finding("colours", .ok, "\(colors)") }
    let mend =
      term.hasPrefix("screen") || term.hasPrefix("tmux")
      ? said("In tmux: set -g default-terminal tmux-256color.")
      : said(
        """
        If the terminal has more, set TERM to the name that says so, such as xterm-256color.
        """)
    return Finding(
      "colours", .warn, colors < 8 ? said("none", of: "colours") : "\(colors)", mend: mend)
  }

  private var paper: Finding? {
    guard hasInput, hasOutput, !wantsNoColor else { return nil }
    if let background {
      let light = background.luminance > 0.2 ? said("light") : said("dark")
      return Finding(
        "background", .ok, said("\(background.hex), \(light); the theme auto follows it"))
    }
    if !colorPair.isEmpty {
      return Finding(
        "background", .ok, said("the terminal does not tell it; COLORFGBG is \(colorPair)"))
    }
    return Finding(
      "background", .warn, said("the terminal does not tell it: the theme auto stays neutral"),
      mend: said(
        "Set theme = \"dark\" or \"light\" in config.toml; both bring their own background."))
  }

  private var language: Finding {
    let name = locale.isEmpty ? said("none is set") : locale
    if charset == "UTF-8" { return Finding("locale", .ok, said("\(name), UTF-8")) }
    let wished = LanguageChoice(environment: ["LANG": locale])
    if charset.isEmpty, wished.variable != nil {
      let (verdict, found): (Finding.Verdict, String) =
        hasFallbackLocale
        ? (.warn, said("\(name) is not installed; C.UTF-8 is used instead"))
        : (.fail, said("\(name) is not installed, nor is C.UTF-8"))
      return Finding(
        "locale", verdict, found,
        mend: said(
          """
          Generate it (Debian: dpkg-reconfigure locales), or set another and write \
          `language = "\(wished.code)"` in config.toml.
          """))
    }
    let mend = said("Set LC_ALL to a UTF-8 locale that `locale -a` lists, such as C.UTF-8.")
    return hasFallbackLocale
      ? Finding("locale", .warn, said("\(name), not UTF-8; C.UTF-8 is used instead"), mend: mend)
      : Finding(
        "locale", .fail, said("\(name), not UTF-8, and C.UTF-8 is not installed"),
        mend: said("Install a UTF-8 locale (Debian: the package locales)."))
  }

  private var textWidths: Finding {
    let words =
      said(
        """
        Hindi letter \(Self.word(widths, 0)), ideograph \(Self.word(widths, 1)), emoji \
        \(Self.word(widths, 2)) columns
        """)
    if widths == [1, 2, 2] { return Finding("widths", .ok, words) }
    return Finding(
      "widths", .warn, words,
      mend: said(
        """
        The C library's tables are old or no UTF-8 locale is there: update it. Rows stay \
        aligned all the same.
        """))
  }

  private var rules: TextWidth {
    term.hasPrefix("tmux") || term.hasPrefix("screen") ? .tmux : .standard
  }

  private var drawing: Finding? {
    guard hasInput, hasOutput else { return nil }
    return TerminalProbe.finding(drawnWidths, over: rules)
  }

  private var drawnPictures: Finding? {
    guard hasInput, hasOutput else { return nil }
    let words =
      switch pixels?.form {
      case .kitty?: said("in pixels: the terminal has kitty's protocol")
      case .sixel?: said("in pixels: the terminal has sixels")
      case nil: said("in coloured cells: the terminal does not say that it has pixels")
      }
    return Finding("drawing", .ok, words)
  }

  private static func word(_ widths: [Int], _ index: Int) -> String {
    widths.indices.contains(index) ? "\(widths[index])" : "?"
  }
}
