"""Terminal injection: every field that a server, a file or the environment can fill holds what terminals obey,
what eyes miss and what upsets columns. Nothing of it reaches a terminal: not from the desk, not from the plain
desk, not from any command, on stdout or stderr, for people or as JSON."""

import concurrent.futures
import json
import re
import subprocess

import pytest

import odd_answers as odd
from desk import Desk
from odd_runs import ALL, serve  # noqa: F401
from plain_lines import Lines
from strict import MARK, TRICKS, faults_of_screen, faults_of_text
from support import BINARY, wait_until

NAMES = list(TRICKS)
minutes = pytest.mark.skipif(not ALL, reason="it takes minutes: make odd-answers")
# What says how a record is read, and what a URL or a time must look like to be one, stays.
KEPT = {"messageType", "type", "role", "createdAt", "updatedAt", "deliveredAt", "readAt", "lastSeen", "generatedAt"}


def poisoned(value, name, key=""):
    """The record with the trick in every text of it: behind its words, and cut in two between neighbours."""
    trick = TRICKS[name]
    if isinstance(value, dict):
        made = {one: poisoned(inner, name, one) for one, inner in value.items()}
        if isinstance(value.get("first_name"), str):
            # One half at the end of a field, the other where the next one begins.
            made["first_name"] = value["first_name"] + trick[:1]
            made["last_name"] = trick[1:] + value.get("last_name", "")
        return made
    if isinstance(value, list):
        return [poisoned(one, name, key) for one in value]
    if not isinstance(value, str) or key in KEPT:
        return value
    # An id stays one: those that are asked for by name have to be found.
    return value if key in ("_id", "conversationId", "agentId") else f"{value} {trick}{trick}"


def world():
    """A conversation for each trick, and one that has a message of each."""
    chats = [poisoned(odd.conversation(n), name) for n, name in enumerate(NAMES)]
    for n, chat in enumerate(chats):
        chat["_id"], chat["status"] = f"chat{n:05}", ["open", "waiting", f"st{TRICKS[NAMES[n]]}"][n % 3]
    chats[0]["_id"] = odd.CHAT
    messages = []
    for n, name in enumerate(NAMES):
        made = poisoned(odd.message(n) if n % 2 else odd.plain_message(n), name)
        messages.append(made | {"_id": f"message{n:05}", "conversationId": odd.CHAT})
    return chats, messages


def numbers(*_):
    agents = [poisoned(odd.agent(n), name) for n, name in enumerate(NAMES)]
    return {"data": odd.statistics(1) | {
        "perAgentStats": agents,
        "statusBreakdown": {f"open{TRICKS[name]}": 1 for name in NAMES} | {"open": 3}}}


def refusals(call, _):
    """Error messages with all tricks in turn."""
    trick = "".join(TRICKS[name] + " " for name in NAMES)
    return {"success": False, "message": f"no: {trick}", "error": {"message": trick, "errors": [trick]}}, 400


def events():
    made = []
    for name in NAMES:
        for event, data in odd.EVENTS.items():
            one = poisoned(json.loads(json.dumps(data)), name)
            if "conversationId" in one:
                one["conversationId"] = odd.CHAT
            if event == "message:new":
                one["message"]["_id"] = f"live {name}"
            made.append((event, one))
        made.append((f"odd:{TRICKS[name]}", {TRICKS[name]: TRICKS[name]}))
    return made


# Each file with what stands in it once for each trick, and what follows once: broken places, unknown names.
FILES = {
    "config.toml": ('"k{toml}" = "{toml}"\n', 'log_level = "{toml}"\n[profiles."p{toml}"]\nurl = "{toml}"\n'),
    "keys.toml": ('"k{toml}" = "{toml}"\n', 'preset = "{toml}"\n[keys."{toml}"]\n"{toml}" = "{toml}"\n'
                                            '[keys.list]\n"{toml}" = "x"\nx = "{toml}"\n'),
    "views.toml": ('[[view]]\nname = "v{toml}"\n"{toml}" = "{toml}"\nwords = ["{toml}"]\nassignee = "{toml}"\n',
                   '[[view]]\nstatus = "{toml}"\nname = "s"\n'),
    "roster.toml": ('[[agent]]\nname = "{toml}"\nemail = "{toml}"\nid = "{toml}"\nhours = "{toml}"\n', ""),
    "replies/a.toml": ('[[reply]]\nname = "r{toml}"\ntext = "{toml}"\ntags = ["{toml}"]\nlanguage = "{toml}"\n'
                       'attachments = ["{toml}"]\n"k{toml}" = 1\n', ""),
    "themes/mine.toml": ("", '[roles]\n"{toml}" = "{toml}"\n'),
    "themes/other.toml": ("", 'inherits = "{toml}"\n'),
}


def escaped(text):
    """As a TOML string holds it, with the escapes that TOML has."""
    return "".join(
        f"\\U{ord(c):08X}" if ord(c) < 0x20 or c in '"\\' or ord(c) > 0x7E else c for c in text)


def write_files(furrow):
    # A file with U+0000 is refused as a whole.
    tricks = [TRICKS[name] for name in NAMES if name != "nul"]
    every = escaped("".join(tricks))
    for file, (each, last) in FILES.items():
        path = furrow.folder / "config" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(each.replace("{toml}", escaped(trick)) for trick in tricks)
                        + last.replace("{toml}", every), "utf-8")


def run(furrow, words, stdin="", **environment):
    done = subprocess.run(
        [BINARY, *map(str, words)], env=furrow.environment("support") | environment, input=stdin.encode(),
        capture_output=True, timeout=120, check=False)
    assert done.returncode >= 0, f"{words}: signal {-done.returncode}"
    return done


def judge(furrow, commands, **environment):
    """Runs each for people and as JSON: nothing on stdout or stderr but what may be there."""
    def faults(words):
        found, said = [], 0
        for more in ((), ("--json",)):
            done = run(furrow, (*words, *more), **environment)
            for name, out in (("stdout", done.stdout), ("stderr", done.stderr)):
                text = out.decode("utf-8", "surrogateescape")
                said += len(text)
                if wrong := faults_of_text(text, "\n\r" if "csv" in words else "\n"):
                    found.append(f"{' '.join(words)} {more} {name}: {wrong} in {text[:300]!r}")
        return found, (words, said)

    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        results = list(pool.map(faults, commands))
    assert not [one for found, _ in results for one in found], "\n".join(
        one for found, _ in results for one in found)
    return dict(said for _, said in results)


@pytest.fixture
def hostile(serve):
    chats, messages = world()
    return serve(conversations=chats, messages=messages, answers={("GET", "stats"): numbers})


@minutes
def test_no_command_prints_what_a_terminal_would_obey(hostile, tmp_path):
    _, furrow = hostile
    said = judge(furrow, [
        ("conversations", "--all"), ("conversations",), ("conversation", odd.CHAT), ("messages", odd.CHAT),
        ("stats",), ("whoami",), ("agents",), ("balance",), ("outbox",), ("audit",), ("contact",),
        ("report", "--by", "agent"), ("report", "--by", "conversation", "--format", "csv"),
        ("upload", tmp_path / "no\x1b[77msuch\u202e.jpg"), ("messages", "no\x1b[77mone\x9b\u202e"),
        ("send", "no\x1b[77mone", "\x1b[77m"), ("frob\x1b[77m",), ("messages", "--frob\x1b[77m\u202e"),
        ("search", "in:\x1b[77m\u202e"), ("export", odd.CHAT, "--format", "\x1b[77m"),
    ])
    assert said["conversations", "--all"] > 5000 and said["stats",] > 1000
    run(furrow, ("sync", "--all"))
    said = judge(furrow, [
        ("search", "words00001"), ("search", "from:First00003", "words"), ("search", MARK.lower()), ("sync",),
        ("export", odd.CHAT), ("export", odd.CHAT, "--format", "markdown"), ("export", odd.CHAT, "--format", "html"),
        ("export", odd.CHAT, "--format", "json"), ("note", odd.CHAT, "a \x1b[77m\u202enote"), ("note", odd.CHAT),
    ])
    assert said["export", odd.CHAT] > 1000 and said["note", odd.CHAT] > 10


def test_no_refusal_prints_what_a_terminal_would_obey(serve):
    calls = [("POST", "messages"), ("PATCH", "status"), ("POST", "reassign"), ("PATCH", "read"), ("GET", "stats"),
             ("GET", "conversations"), ("GET", "messages"), ("POST", "media"), ("POST", "login")]
    _, furrow = serve(answers={call: refusals for call in calls})
    said = judge(furrow, [
        ("conversations",), ("messages", odd.CHAT), ("stats",), ("read", odd.CHAT), ("whoami",),
        ("status", odd.CHAT, "resolved"), ("reassign", odd.CHAT, "a1"), ("send", odd.CHAT, "hello", "--wait", "2"),
        ("agents",), ("export", odd.CHAT), ("sync",), ("upload", __file__), ("delete", "conversation", odd.CHAT),
        ("check", "--only", "conversations"), ("doctor",),
    ])
    assert said["conversations",] > 100


@minutes
def test_no_event_prints_what_a_terminal_would_obey(serve, tmp_path):
    made = events()
    for more in ((), ("--json",), ("--wire",), ("--wire", "--json")):
        _, furrow = serve(events=made, conversations=[odd.conversation(0) | {"_id": odd.CHAT}])
        tail = furrow.start("tail", *more, "--transport", "polling", "--log-file", tmp_path / "log")
        seen = []
        while not any("odd:" in line and "tone" in line or "👍" in line for line in seen[-3:]):
            seen.append(tail.line())
            assert seen[-1] is not None, f"tail ended: {''.join(tail.stderr)[-500:]}"
        tail.end()
        text = "".join(seen) + "".join(tail.stderr)
        assert not faults_of_text(text, "\n"), more
        assert not faults_of_text((tmp_path / "log").read_text("utf-8"), "\n"), "the log"


@minutes
def test_no_file_and_no_variable_prints_what_a_terminal_would_obey(hostile):
    _, furrow = hostile
    write_files(furrow)
    trick = "".join(TRICKS.values()).replace("\0", "")
    said = judge(furrow, [
        ("config", "check"), ("config",), ("keys",), ("views",), ("themes",), ("replies",), ("replies", "check"),
        ("replies", "show", f"r{trick}"),
    ])
    assert all(said[words] > 1000 for words in [("config", "check"), ("keys",), ("views",), ("replies", "check")])
    judge(furrow, [("config",), ("doctor",), ("conversations",)], LANG=f"x{trick}", TERM=f"x{trick}", USER=f"x{trick}")
    judge(furrow, [("conversations",)], FURROW_PROFILE=f"y{trick}", HOME=f"/x{trick}", LC_ALL=f"x{trick}")


def tell_the_last_word(server):
    for number, chat in enumerate(server.conversations):
        message = odd.plain_message(77_777 + number) | {"content": "the last word", "conversationId": chat["_id"]}
        server.emit("s0", "message:new", {"message": message, "conversationId": chat["_id"]})


def open_desk(furrow, *words, **size):
    return Desk(furrow.environment("support"), *words, "--transport", "polling", **size)


@minutes
def test_the_desk_sends_nothing_but_its_own(hostile):
    server, furrow = hostile
    write_files(furrow)
    (furrow.folder / "config/config.toml").write_text('notify = "terminal"\n')
    desk = open_desk(furrow, columns=150, rows=60)
    try:
        desk.shows("live", ">").press("\r").shows("words000")
        for name, data in events():
            server.emit("s0", name, data)
        tell_the_last_word(server)
        desk.shows("the last word")
        for keys in ("\x1b", "g", "g", "\x1b[5~", "\x1b[5~", "i", "\x1b", "4", "5", "\x1b", "6", "7", "1", "?", "\x1b"):
            desk.press(keys).rest()
        # What is pasted is seen in the composer.
        desk.press("\r").shows("REPLY")
        for name in NAMES:
            desk.press("\x1b[200~" + TRICKS[name].replace("\x1b", "") + "\x1b[201~")
        desk.press("pasted").shows("pasted")
        desk.press("\x1b").rest()
        desk.press(":log\r").rest()
        assert desk.status is None
    finally:
        desk.close()
    assert len(desk.raw) > 10_000
    faults = faults_of_screen(bytes(desk.raw))
    assert not faults, "\n".join(faults)


@minutes
def test_the_plain_desk_sends_nothing_but_text(hostile):
    server, furrow = hostile
    desk = Lines(open_desk(furrow, "chat", "--plain", columns=150, rows=60)).hears("help lists the commands")
    try:
        for line in ("all", "1", "back 20", "files", "who", "log", "statistics", "team", "outbox", "views"):
            desk.types(line).hears("\n")
        for name, data in events():
            server.emit("s0", name, data)
        tell_the_last_word(server)
        desk.hears("the last word")
        for name in NAMES:
            desk.desk.press(re.sub("[\x00-\x1f\x7f]", "", TRICKS[name]))
        desk.desk.press("pasted")
        wait_until(lambda: "pasted" in desk.said, "the echo")
    finally:
        desk.desk.close()
    faults = faults_of_text(desk.said.replace("\a", ""), "\n\x08")
    assert not faults, faults


def test_the_parser_knows_foreign_sequences():
    """The tests above would notice each trick, were it sent as it came."""
    blind = [name for name in TRICKS if name not in (
        "line", "return", "bell", "backspace", "tabs", "shift out", "joiners", "soft", "filler", "selector",
        "nonsense", "private", "save", "reset", "index", "marks on marks", "family", "wide", "flags", "keycap", "hindi",
        "ligature", "spaces", "tone",
    ) and not faults_of_screen(f"\x1b[1;1Hwords {TRICKS[name]} more".encode())]
    assert not blind
