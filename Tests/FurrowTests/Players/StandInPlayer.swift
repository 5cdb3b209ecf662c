import Foundation

@testable import furrow

/// A program in the place of mpv: it speaks the IPC, and what it does is told by the name of the file
/// that it is given. It leaves its process id in a file beside itself.
struct StandInPlayer {
  let folder: TemporaryFolder
  let setting: String

  init(named name: String = "mpv") throws {
    folder = try TemporaryFolder()
    setting = try folder.writeProgram(Self.script, named: name).path
  }

  /// A file that makes it behave so.
  func file(_ manner: String) throws -> URL { try folder.write("sound", to: manner + ".ogg") }

  /// The id of the process that was started; nil before that.
  var process: pid_t? {
    (try? String(contentsOf: folder.file("pid"), encoding: .utf8)).flatMap { pid_t($0) }
  }

  /// Its arguments, one a line.
  var arguments: [String] {
    let text = (try? String(contentsOf: folder.file("arguments"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// Whether that process is gone, not even a zombie of ours.
  var isGone: Bool { process.map { kill($0, 0) != 0 && errno == ESRCH } ?? false }

  private static let script = #"""
    #!/usr/bin/env python3
    for name in "json os signal socket sys time".split():
        globals()[name] = __import__(name)

    here = os.path.dirname(os.path.abspath(sys.argv[0]))
    manner = os.path.basename(sys.argv[-1]).split(".")[0]

    def note(name, text):
        with open(os.path.join(here, name + ".new"), "w") as file:
            file.write(text)
        os.rename(os.path.join(here, name + ".new"), os.path.join(here, name))

    secrets = [name for name in os.environ if name.startswith("FURROW_")]
    note("arguments", "\n".join(sys.argv[1:] + secrets))
    note("descriptors", " ".join(sorted(os.listdir("/proc/self/fd"))))
    note("pid", str(os.getpid()))
    if manner == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if manner == "fails":
        sys.exit(2)
    if manner == "ends":
        sys.exit(0)
    place = [a.split("=", 1)[1] for a in sys.argv if a.startswith("--input-ipc-server=")]
    if manner == "deaf" or not place:
        while True:
            time.sleep(60)
    folder = os.path.dirname(place[0])
    note("rights", oct(os.stat(folder).st_mode & 0o777))
    note("folder", folder)
    server = socket.socket(socket.AF_UNIX)
    server.bind(place[0])
    server.listen(1)
    line, _ = server.accept()

    def say(**event):
        line.sendall(json.dumps(event).encode() + b"\n")

    if manner == "rubbish":
        line.sendall(b"\x00\xff<html>\n")
    if manner == "endless":
        try:
            while True:
                line.sendall(b"x" * 65536)
        except OSError:
            pass
    if manner == "falls":
        os.kill(os.getpid(), signal.SIGSEGV)
    if manner == "damaged":
        say(event="end-file", reason="error", file_error="unrecognized \x1b[2J format")
    if manner == "silent":
        while True:
            time.sleep(60)
    say(event="property-change", id=1, name="duration", data=42.5)
    position, paused, rest = 1.0, False, b""
    while True:
        data = line.recv(65536)
        if not data:
            break
        rest += data
        while b"\n" in rest:
            call, rest = rest.split(b"\n", 1)
            call = json.loads(call)
            words = call["command"]
            if words[0] == "cycle":
                paused = not paused
                say(event="property-change", id=2, name="pause", data=paused)
            elif words[0] == "seek":
                position += words[1]
                say(event="playback-restart")
            elif words[0] == "quit":
                sys.exit(0)
            answer = position if words[0] == "get_property" else None
            say(request_id=call["request_id"], error="success", data=answer)
            if words[0] == "get_property" and manner == "short":
                say(event="end-file", reason="eof")
    """#.split(separator: "\n", omittingEmptySubsequences: false)
    .map { String($0) }.joined(separator: "\n")
}
