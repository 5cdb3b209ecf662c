import CPosix
import Glibc
import Testing

@testable import TerminalIO

/// Runs the probe in a pty: the terminal is taken and given back, whatever happens.
struct TerminalSessionTests {
  private static let leaving = [
    "\u{1B}[?1006l", "\u{1B}[?1004l", "\u{1B}[?2004l", "\u{1B}[?7h", "\u{1B}[?1049l",
  ]

  /// A probe that shows its first frame, and the modes that the terminal had before.
  private func started(_ command: String = "exec $PROBE") throws -> (PtyProgram, [UInt32]) {
    let program = try PtyProgram("stty sane; echo ready; read; \(command)")
    try program.expect("ready")
    let modes = program.modes
    program.send("\n")
    try program.expect("probe")
    return (program, modes)
  }

  private func expectRestored(_ program: PtyProgram, _ modes: [UInt32]) {
    for sequence in Self.leaving {
      #expect(program.output.contains(sequence), "\(String(readable: Array(sequence.utf8)))")
    }
    #expect(program.modes == modes)
  }

  @Test func theTerminalIsTakenAndGivenBack() throws {
    let (program, modes) = try started("$PROBE; echo the end; read")
    #expect(program.modes != modes)
    program.send("\u{1B}[A")
    try program.expect("key Up")
    program.send("q")
    try program.expect("\u{1B}[?1004l")
    try program.expect("\u{1B}[?7h")
    try program.expect("\u{1B}[?1049l")
    try program.expect("the end")
    #expect(program.modes == modes)
  }

  @Test func theTerminalIsAskedForItsBackgroundAndItsAnswerIsNoKey() throws {
    let (program, _) = try started()
    #expect(program.transcript.contains("\u{1B}]11;?\u{1B}\\\u{1B}[c"))
    for piece in ["\u{1B}", "]11;rgb:ffff/ff", "ff/ffff\u{1B}", "\\", "\u{1B}[?64;1", ";2c"] {
      program.send(piece)
    }
    try program.expect("reply background(")
    program.send("q")
    #expect(try program.end() == .exit(0))
    #expect(program.output.contains("closed after key q"))
    for key in ["key Esc", "key ]", "key Alt", "key r", "key c"] {
      #expect(!program.transcript.contains(key))
    }
  }

  @Test func anAnswerThatComesWhileOneLeavesIsNotTypedIntoTheShell() throws {
    let (program, _) = try started("$PROBE; read rest; echo \"left=[$rest]\"; read")
    program.send("q")
    for piece in ["\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\", "\u{1B}[?64;1;2c"] {
      program.send(piece)
    }
    try program.expect("closed after key q")
    program.send("\n")
    try program.expect("left=[]")
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
  func aSignalToLeaveLeavesInOrder(signal: Int32) throws {
    let (program, modes) = try started()
    kill(program.process, signal)
    #expect(try program.end() == .exit(0))
    expectRestored(program, modes)
    #expect(program.output.contains("closed after asked to leave"))
  }

  @Test(arguments: [SIGSEGV, SIGABRT, SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGQUIT])
  func aCrashRestoresTheTerminalAndIsStillACrash(signal: Int32) throws {
    let (program, modes) = try started()
    kill(program.process, signal)
    #expect(try program.end() == .signal(signal))
    expectRestored(program, modes)
  }

  @Test(arguments: ["c", "o"])
  func aTrapAndAStackOverflowRestoreTheTerminal(key: String) throws {
    let (program, modes) = try started()
    program.send(key)
    guard case .signal = try program.end() else {
      Issue.record("the probe did not crash")
      return
    }
    expectRestored(program, modes)
  }

  @Test func anExitThatForgetsRestoresTheTerminal() throws {
    let (program, modes) = try started()
    program.send("e")
    #expect(try program.end() == .exit(3))
    expectRestored(program, modes)
  }

  @Test func aProgramThatDoesNotListenEndsAtTheSecondSignal() throws {
    let (program, modes) = try started()
    program.send("b")
    try program.expect("]2;busy")
    // Two of one kind could become one.
    kill(program.process, SIGTERM)
    kill(program.process, SIGINT)
    let end = try program.end()
    #expect(end == .signal(SIGTERM) || end == .signal(SIGINT))
    expectRestored(program, modes)
  }

  @Test func aTerminalThatIsGoneEndsTheProgram() throws {
    let (program, _) = try started("trap '' HUP; exec $PROBE")
    program.hangUp()
    #expect(try program.end() == .exit(0))
  }

  @Test(arguments: ["\u{1A}", "SIGTSTP"])
  func suspendingGivesTheTerminalToTheShellAndComesBack(how: String) throws {
    let (program, modes) = try started(
      "set -m; $PROBE; echo in the shell; read; fg > /dev/null; echo the end; read")
    if how == "SIGTSTP" {
      program.send("x")
      try program.expect("key x")
      let foreground = tcgetpgrp(program.terminal)
      kill(-foreground, SIGTSTP)
    } else {
      program.send(how)
    }
    try program.expect("\u{1B}[?1049l")
    try program.expect("in the shell")
    #expect(program.modes == modes)
    program.send("\n")
    try program.expect("\u{1B}[?1049h")
    try program.expect("probe")
    try program.expect("resumed")
    #expect(program.transcript.occurrences(of: "]2;terminal-probe") == 2)
    #expect(program.modes != modes)
    program.send("q")
    try program.expect("closed after key q")
    try program.expect("the end")
    #expect(program.modes == modes)
  }

  @Test func somethingElseMayHaveTheTerminalForAWhile() throws {
    let (program, _) = try started()
    program.send("h")
    try program.expect("\u{1B}[?1049l")
    try program.expect("away")
    try program.expect("\u{1B}[?1049h")
    try program.expect("probe")
    program.send("q")
    #expect(try program.end() == .exit(0))
  }

  @Test func aNewSizeIsAnEventAndAWholePaint() throws {
    let (program, _) = try started()
    program.resize(columns: 100, rows: 30)
    try program.expect("probe 100x30")
    try program.expect("size 100x30")
    program.resize(columns: 10, rows: 3)
    try program.expect("probe 10x")
    program.send("q")
    #expect(try program.end() == .exit(0))
  }

  @Test func keysPastesMouseAndPostsArriveInTheLoop() throws {
    let (program, _) = try started()
    program.send("\u{1B}")
    try program.expect("key Esc")
    program.send("\u{1B}[200~नमस्ते\rworld\u{1B}[201~")
    try program.expect("paste ")
    program.send("\u{1B}[<0;5;6M")
    try program.expect("mouse press(")
    program.send("\u{1B}[I")
    try program.expect("focus gained")
    program.send("p")
    try program.expect("posted by another thread")
    program.send("q")
    #expect(try program.end() == .exit(0))
  }

  @Test(arguments: [
    ("exec $PROBE < /dev/null", "needs a terminal"),
    ("exec $PROBE | cat; exit ${PIPESTATUS[0]}", "needs a terminal"),
    ("TERM=dumb exec $PROBE", "cannot move its cursor"),
    ("TERM=nonesuch exec $PROBE", "no description of a terminal named 'nonesuch'"),
    ("unset TERM; exec $PROBE", "TERM is not set"),
    ("TERM= exec $PROBE", "TERM is not set"),
  ])
  func aTerminalThatWillNotDoIsRefusedInWords(command: String, words: String) throws {
    let program = try PtyProgram(command)
    #expect(try program.end() == .exit(78))
    #expect(program.output.contains(words))
    #expect(!program.output.contains("\u{1B}"))
  }

  @Test(arguments: ["POSIX", "C", "nonesuch", ""])
  func withoutAUTF8LocaleTheBuiltInOneServes(locale: String) throws {
    let program = try PtyProgram("LC_ALL=\(locale) exec $PROBE")
    try program.expect("नमस्ते")
    program.send("é")
    try program.expect("key é")
    program.send("q")
    #expect(try program.end() == .exit(0))
  }

  @Test(arguments: ["linux", "vt100", "screen", "tmux-256color", "rxvt-unicode-256color"])
  func otherTerminalsAreServedAsTheirEntriesSay(terminal: String) throws {
    let program = try PtyProgram("TERM=\(terminal) exec $PROBE")
    try program.expect("probe")
    #expect(program.transcript.contains("\u{1B}[?2004h") == !["linux", "vt100"].contains(terminal))
    program.send("\u{1B}OA")
    try program.expect("key Up")
    program.send("q")
    #expect(try program.end() == .exit(0))
  }
}
