// The terminal while the desk has it: taken, painted, read, and given back on every way out.

import CNcurses
import CPosix
import Glibc
package import TextGrid

/// The one terminal of this process.
///
/// Used from the thread that opened it. Whoever opens it calls ``close()``; a crash, and an exit
/// that forgets, restore the terminal all the same.
package final class TerminalSession {
  package struct Options: Hashable, Sendable {
    /// Whether clicks, drags and the wheel are reported. With Shift they stay the terminal's own.
    package var mouse: Bool
    /// Whether pictures may be shown in pixels.
    package var graphics: GraphicsChoice
    /// Whether the terminal is asked how it counts columns.
    package var asksForWidths = true
    /// Whether the desk's signs are ASCII; nil: where locale or terminal need it.
    package var isPlain: Bool?
    /// What is done for text that is read from the right; nil: what suits the terminal.
    package var bidi: BidiTreatment?

    package init(mouse: Bool = true, graphics: GraphicsChoice = .never) {
      self.mouse = mouse
      self.graphics = graphics
    }
  }

  /// The present size, in cells.
  package private(set) var size: Size
  /// How text is measured for this terminal; frames have to be made with it.
  package var widths: TextWidth { ruler.rules }
  /// The colours that the terminal shows.
  package var colorDepth: ColorDepth { capabilities.depth }

  /// The colour on which the terminal writes; nil until that is known. ``TextGrid/TerminalReply``
  /// tells when it becomes known.
  package var background: RGB? { inquiry.background }

  /// In what pictures are shown; nil: in cells. ``TextGrid/TerminalReply`` tells when that changes.
  package var pixels: PixelGround? { graphics.ground }

  private let capabilities: Capabilities
  private let modes: ModeStrings
  private var shellModes: termios
  private var painter: Painter
  private var decoder: KeyDecoder
  private var inquiry: BackgroundInquiry
  private var graphics: GraphicsInquiry
  private var ruler: WidthInquiry
  private let asksForWidths: Bool
  private var isOpen = true
  private var inputHasEnded = false
  private var pendingEvents: [TerminalEvent] = []
  private var title: String?

  /// Where to wait for keys; nil once there will be none any more.
  var inputDescriptor: Int32? { inputHasEnded ? nil : STDIN_FILENO }
  /// Set when a poll found something at ``inputDescriptor``.
  var inputIsReady = false
  /// The eventfd that signals wake.
  var wakeDescriptor: Int32 = -1 {
    didSet {
      cposix_signals_watch(wakeDescriptor)
      // Signals that came before this have set their flags and woken no one.
      cposix_eventfd_post(wakeDescriptor)
    }
  }
  /// When ``events(at:)`` has to be asked at the latest, though nothing is read.
  var nextDeadline: ContinuousClock.Instant? {
    guard pendingEvents.isEmpty else { return .now }
    return [decoder.deadline, inquiry.deadline].compactMap { $0 }.min()
  }

  /// Takes the terminal on standard input and output.
  package init(_ options: Options = Options()) throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .noTerminal }
    guard let speaksUTF8 = Self.takeLocale() else { throw .noUTF8 }
    let environment = Environment.current
    guard !environment.term.isEmpty else { throw .unknownTerminal("") }
    shellModes = termios()
    guard tcgetattr(STDIN_FILENO, &shellModes) == 0 else { throw .noModes(errno) }
    switch cncurses_start() {
    case cncurses_ready: break
    case cncurses_too_simple: throw .tooSimple(environment.term)
    default: throw .unknownTerminal(environment.term)
    }
    capabilities = .ofStartedTerminal(environment: environment)
    ruler = WidthInquiry(environment.widths(options, speaksUTF8: speaksUTF8))
    asksForWidths =
      options.asksForWidths && (capabilities.isXtermLike || environment.term.hasPrefix("linux"))
    modes = ModeStrings(
      capabilities, mouse: options.mouse, arranges: ruler.rules.bidi == .arranged)
    painter = Painter(capabilities, isInsideTmux: environment.isInsideTmux)
    graphics = GraphicsInquiry(options.graphics, environment)
    decoder = KeyDecoder(keys: .ofStartedTerminal(modes: shellModes))
    size = Self.windowSize()
    inquiry = BackgroundInquiry(fallback: environment.backgroundOfPair)
    enter()
    ask()
  }

  deinit { close() }

  /// How text would be measured on this terminal, before it is asked.
  package static func reckoned(_ options: Options) -> TextWidth {
    Environment.current.widths(options, speaksUTF8: takeLocale() ?? false)
  }

  // MARK: Showing

  /// Makes the terminal show a frame; sends what differs from the last one, in one write.
  ///
  /// - Parameter pictures: those in pixels that the frame may have parts of.
  package func present(_ frame: Frame, pictures: [PixelPictureID: PixelPicture] = [:]) {
    guard isOpen else { return }
    write(painter.paint(frame, pictures: pictures))
  }

  /// Names the window, where the terminal has one; control characters are left out.
  package func setTitle(_ new: String) {
    guard capabilities.isXtermLike, new != title else { return }
    title = new
    write(Announcement.title(new))
  }

  /// Rings the bell.
  package func ringBell() { write([0x07]) }

  /// Asks the terminal to show a notification on the person's desktop; many do nothing.
  package func notify(title: String, body: String, as form: NotificationForm) {
    guard capabilities.isXtermLike else { return }
    write(
      Announcement.notification(
        title: title, body: body, as: form, insideTmux: Environment.current.isInsideTmux))
  }

  /// Sends a text to the terminal's clipboard. Whether the terminal takes it is not told.
  package func copy(_ text: String) {
    guard capabilities.isXtermLike else { return }
    write(Announcement.clipboard(text))
  }

  // MARK: Giving back and taking again

  /// Gives the terminal back for good. More than once does nothing.
  package func close() {
    guard isOpen else { return }
    isOpen = false
    leave()
    cncurses_stop()
    cposix_signals_unwatch()
  }

  /// Gives the terminal to the shell, as `Ctrl+Z` does, and returns when the process is continued.
  /// A ``TextGrid/TerminalEvent/resumed`` follows.
  package func suspend() {
    whileAway { cposix_stop() }
    pendingEvents.append(.resumed)
    ask()
  }

  /// Asks the terminal about itself. The screen is painted whole afterwards.
  private func ask() {
    let answers = askForWidths() + askForBackground()
    if answers > 0 { decoder.awaitReplies(answers, until: .now + .seconds(10)) }
  }

  /// Answers how many replies it can bring; so does the next.
  private func askForWidths() -> Int {
    guard asksForWidths, size.columns >= WidthInquiry.room.columns,
      size.rows >= WidthInquiry.room.rows
    else { return 0 }
    write(ruler.question)
    ruler.ask(at: .now)
    return WidthInquiry.answers
  }

  /// The answer comes among the keys. It is another one when the terminal is another one, as after
  /// a session of tmux was taken elsewhere.
  private func askForBackground() -> Int {
    guard capabilities.isXtermLike else {
      inquiry.skip()
      return 0
    }
    write(BackgroundInquiry.question(and: graphics.question(cell: Self.cellSize())))
    inquiry.ask(at: .now)
    return BackgroundInquiry.answers + GraphicsInquiry.answers
  }

  /// Waits a moment for an answer that is under way, which whatever has the terminal next would take
  /// for keys.
  private func awaitReplies() {
    guard isBeingAnswered else { return }
    let end = ContinuousClock.now + .milliseconds(200)
    while isBeingAnswered, !inputHasEnded, ContinuousClock.now < end {
      var ready = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, 50) > 0 else { continue }
      pendingEvents += answered(readKeys(at: .now))
    }
  }

  private var isBeingAnswered: Bool { inquiry.isOpen || ruler.isOpen(at: .now) }

  /// Gives the terminal to something else, such as an editor, while `body` runs. The next frame is
  /// painted whole.
  package func whileAway<Result>(_ body: () throws -> Result) rethrows -> Result {
    guard isOpen else { return try body() }
    leave()
    cncurses_suspend()
    defer {
      // Meant for whatever had the terminal.
      let others = [cposix_signal_interrupt, cposix_signal_continue, cposix_signal_stop]
      _ = cposix_signals_take(others.reduce(0) { $0 | $1.rawValue })
      cncurses_resume()
      enter()
      noteSize()
    }
    return try body()
  }

  private func enter() {
    var restoring = modes.leave
    restoring += capabilities.reset + capabilities.showCursor + Capabilities.string("rmcup")
    cposix_guard_arm(STDOUT_FILENO, &shellModes, restoring, restoring.count)
    cposix_signals_watch(wakeDescriptor)
    write(modes.enter)
    if let title { write(Announcement.title(title)) }
    painter.forget()
  }

  private func leave() {
    awaitReplies()
    write(painter.leave())
    write(modes.leave + capabilities.reset + capabilities.showCursor)
    cposix_guard_disarm()
  }

  // MARK: Events

  /// What has happened at the terminal: signals, keys, and what keys were waited for in vain.
  func events(at now: ContinuousClock.Instant) -> [TerminalEvent] {
    handleSignals()
    var events = pendingEvents
    pendingEvents = []
    events += decoder.expire(at: now)
    if inputIsReady {
      inputIsReady = false
      events += readKeys(at: now)
    }
    let news = inquiry.expire(at: now).map { TerminalEvent.reply(.background($0)) }
    return answered(events) + [news].compactMap { $0 }
  }

  /// Takes what the terminal answers out of the events, and leaves what is news.
  private func answered(_ events: [TerminalEvent]) -> [TerminalEvent] {
    events.compactMap { event in
      guard case .reply(let reply) = event else { return event }
      if case .mode(let number, let isKnown) = reply {
        painter.note(number, isKnown: isKnown)
        return nil
      }
      if case .cursor = reply { return ruler.hear(reply, at: .now) ? event : nil }
      let before = graphics.ground
      graphics.hear(reply)
      if let color = inquiry.hear(reply) { return .reply(.background(color)) }
      return graphics.ground == before ? nil : event
    }
  }

  private func handleSignals() {
    let raised = cposix_signals_take(~0)
    guard raised != 0 else { return }
    let has = { (signal: cposix_signal) in raised & signal.rawValue != 0 }
    if has(cposix_signal_stop) {
      suspend()
    } else if has(cposix_signal_continue) {
      // Stopped by a signal that cannot be handled: the shell has set its own modes since.
      whileAway {}
      pendingEvents.append(.resumed)
      ask()
    }
    if has(cposix_signal_window_size) { noteSize() }
    if has(cposix_signal_hangup) { pendingEvents.append(.interruption(.hangup)) }
    if has(cposix_signal_terminate) { pendingEvents.append(.interruption(.terminate)) }
    if has(cposix_signal_interrupt) { pendingEvents.append(.interruption(.interrupt)) }
  }

  /// Paints anew even at the old size: a window that shrank and grew again between two looks has
  /// lost what stood beyond the smaller one.
  private func noteSize() {
    size = Self.windowSize()
    graphics.note(cell: Self.cellSize())
    painter.forget()
    pendingEvents.append(.resize(size))
  }

  private func readKeys(at now: ContinuousClock.Instant) -> [TerminalEvent] {
    let bytes = [UInt8](unsafeUninitializedCapacity: Self.readSize) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      count = cncurses_read(start, Self.readSize)
    }
    // A poll that found something where there is nothing to read has found the end.
    guard bytes.isEmpty else { return decoder.feed(bytes, at: now) }
    inputHasEnded = true
    return [.interruption(.hangup)]
  }

  /// One batch takes no more than this; the rest is the next batch.
  private static let readSize = 65536

  // MARK: The terminal

  private func write(_ bytes: [UInt8]) { StandardOutput.write(bytes) }

  /// The size that the terminal tells; 80x24 where it tells none.
  private static func windowSize() -> Size {
    var columns: Int32 = 0
    var rows: Int32 = 0
    guard cposix_window_size(STDOUT_FILENO, &columns, &rows) == 0, columns > 0, rows > 0 else {
      return Size(columns: 80, rows: 24)
    }
    return Size(columns: Int(columns), rows: Int(rows))
  }

  /// The size of a cell in pixels, where the terminal has told the system.
  private static func cellSize() -> (width: Int, height: Int)? {
    var width: Int32 = 0
    var height: Int32 = 0
    guard cposix_cell_size(STDOUT_FILENO, &width, &height) == 0, width > 0, height > 0 else {
      return nil
    }
    return (Int(width), Int(height))
  }

  /// Takes the locale of the environment, or `C.UTF-8` when that speaks no UTF-8; nil when neither
  /// does. Answers whether the environment's own does, or would if it were installed; one that is not
  /// named says nothing of the terminal.
  private static func takeLocale() -> Bool? {
    for name in ["", "C.UTF-8"] where setlocale(LC_CTYPE, name) != nil {
      if String(cString: nl_langinfo(nl_item(CODESET))) == "UTF-8" {
        return name.isEmpty || !Environment.namesOtherLocale
      }
    }
    return nil
  }
}
