"""The everyday jobs of an agent, an admin or a tester, as `docs/agents-day.md` and its neighbours write
them down, and who does them.

A test of a job presses keys and types words through a `Hand`, which writes them down as the document
does: what it has written at the end must be the cell of the document.
"""

import contextlib
import functools
import json
import pathlib
import re
import shlex
import time

from desk import Desk
from furrow import Furrow, Sandbox
from plain_lines import Lines
from relay import Relay
from support import request, wait_until

DOCUMENTS = pathlib.Path(__file__).resolve().parents[3] / "docs"
BYTES = {
    "Enter": "\r", "Esc": "\x1b", "Tab": "\t", "Space": " ", "Up": "\x1b[A", "Down": "\x1b[B",
    "PgUp": "\x1b[5~", "PgDn": "\x1b[6~", "F5": "\x1b[15~",
    "F12": "\x1b[24~"}
# Keys, words that are typed, and what the terminal or the shell does; prose between them is passed over.
STROKE = re.compile(r"`[^`]+`(?: …)?|\*\*[^*]+\*\*|\*[^*]+\*")


@functools.cache
def document(name="agents-day"):
    """{job: its strokes, at the desk and, where there is a column for it, in plain mode}, in the order
    of the document's table with numbers."""
    lines = (DOCUMENTS / f"{name}.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line[:1] == "|"]
    rows = [row for row in rows if row[0].isdigit()]
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    return {job: tuple(map(STROKE.findall, cells)) for _, job, *cells in rows}


def key_bytes(name):
    """What a terminal sends for keys by name: `Ctrl+X a`."""
    def one(key):
        if key.startswith("Ctrl+"):
            return chr(ord(key[5:].upper()) & 0x1f)
        return BYTES.get(key, key)

    return "".join(one(key) for key in name.split(" "))


class Hand:
    """Writes down what is pressed and typed, in the words of the document."""

    def __init__(self):
        self.strokes = []

    def note(self, stroke, is_again=False):
        if not is_again:
            self.strokes.append(stroke)
        elif not self.strokes[-1].endswith(" …"):
            self.strokes[-1] += " …"


class AtTheDesk:
    """A desk on a screen; what is pressed is written down."""

    def __init__(self, desk, hand):
        self.desk, self.hand = desk, hand

    def key(self, name, is_again=False):
        self.hand.note(f"`{name}`", is_again)
        self.desk.press(key_bytes(name))
        return self

    def chord(self, name):
        """Letters one after the other, as `x f`: together they would be a word that was typed."""
        self.hand.note(f"`{name}`")
        for number, key in enumerate(name.split(" ")):
            if number > 0:
                self.desk.rest()
            self.desk.press(key_bytes(key))
        return self

    def types(self, words, called=None):
        self.hand.note(f"*{called or words}*")
        self.desk.press(words)
        return self

    def pastes(self, text):
        self.hand.note("**paste**")
        self.desk.press(f"\x1b[200~{text}\x1b[201~")
        return self

    def writes(self, words, called=None):
        """Types, and waits to see it: an Enter in one burst with letters is the end of a paste."""
        self.types(words, called).desk.shows(words[-20:])
        return self

    def shows(self, *words):
        self.desk.shows(*words)
        return self

    def hides(self, word):
        self.desk.hides(word)
        return self

    def rests(self):
        self.desk.rest()
        return self

    @property
    def text(self):
        return self.desk.text

    @property
    def raw(self):
        with self.desk.lock:
            return bytes(self.desk.raw)


class Day:
    """Meera's day: the demo's people on a sandbox, and a way to it that can be cut."""

    def __init__(self, folder, hand, sandbox=None):
        self.folder, self.hand = folder, hand
        self.is_shared = sandbox is not None
        self.sandbox = sandbox or Sandbox(folder).start(seed="demo")
        self.relay = Relay(self.sandbox.port)
        self.furrow = Furrow(folder, self)
        self.opened, self.lines, self.programs = [], [], []

    # What `Furrow` asks of a server.

    @property
    def url(self):
        return f"http://127.0.0.1:{self.relay.port}"

    @property
    def known(self):
        return self.sandbox.known

    def token(self, who):
        return self.sandbox.token(who)

    # What stands at the server.

    @functools.cached_property
    def conversations(self):
        """The agent's conversations by the farmer's first name."""
        return {one["userId"]["first_name"]: one["_id"] for one in self._conversations()}

    def _conversations(self):
        return self.sandbox.call("GET", "/conversations?limit=50").json["data"]

    def conversation(self, name):
        return next(one for one in self._conversations() if one["userId"]["first_name"] == name)

    def unread(self, name):
        """How much the server counts as unread by the agent."""
        return self.conversation(name)["unreadCount"][self.sandbox.users["support"]]

    def phone(self, name):
        return self.conversation(name)["userId"]["phone"]

    def messages(self, name, limit=500):
        path = f"/messages/{self.conversations[name]}?limit={limit}"
        return self.sandbox.call("GET", path, "admin").json["data"]

    def said(self, name):
        return [one.get("content") for one in self.messages(name)]

    def many(self, name, count):
        """So many messages of the agent's to a farmer, each in a millisecond of its own."""
        lines = [f"line {number:03}." for number in range(1, count + 1)]
        for line in lines:
            now = time.time_ns() // 1_000_000
            self.sandbox.say(self.conversations[name], line, "support")
            while time.time_ns() // 1_000_000 == now:
                pass
        return lines

    def has(self, name, text):
        """Waits until the server has it, once."""
        wait_until(lambda: text in self.said(name), f"{text!r} to reach {name}")
        assert self.said(name).count(text) == 1

    def status(self, name, wanted):
        wait_until(lambda: self.conversation(name)["status"] == wanted, f"{name} to be {wanted}")

    def farmer(self, name):
        """A farmer's own token."""
        person = name.lower()
        answer = request("POST", self.sandbox.url + "/api/v1/users/login", None, {
            "email": f"{person}@furrow.example", "password": f"{person}-demo"})
        assert answer.status == 200, answer.body
        return answer.json["token"]

    def give(self, name, to):
        """The admin moves a conversation to the agent of this name."""
        people = self.sandbox.call("GET", "/support/stats", "admin").json["data"]
        agents = {one["agentName"].split()[0]: one["agentId"] for one in people["perAgentStats"]}
        moved = self.sandbox.call("POST", "/support/reassign", "admin", {
            "conversationId": self.conversations[name], "newSupportId": agents[to]})
        assert moved.status == 200, moved.body

    def typing(self, name):
        """The farmer types, for a while."""
        self.programs.append(self.furrow.start(
            "emit", "typing:start", json.dumps({"conversationId": self.conversations[name]}),
            "--join", self.conversations[name], "--wait", 60, who=self.farmer(name)))

    # What the agent sits at.

    def is_on_the_disk(self, words):
        """Waits until a draft or a message of here would survive a crash."""
        def is_there():
            files = self.folder.glob("data/**/outbox.sqlite*")
            return any(words.encode() in file.read_bytes() for file in files)

        wait_until(is_there, f"{words!r} to be on the disk")

    def admins_desk(self):
        """The desk of the admin Asha, with the team beside the list."""
        self.opened.append(Desk(self.furrow.environment("admin"), columns=160, rows=45))
        return AtTheDesk(self.opened[-1], self.hand).shows("live", "4 ALL 44", "team 3", "Lakshmi")

    def desk(self, *words, env=None, **size):
        self.opened.append(Desk(self.furrow.environment("support", **(env or {})), *words, **size))
        return AtTheDesk(self.opened[-1], self.hand).shows("live", "Lakshmi")

    def testers_desk(self, *names):
        """The desk of these people, as profiles of these names, on a screen with room for the wire."""
        lines = []
        for name in names:
            token = self.furrow.token_file("support" if name == "meera" else self.farmer(name))
            lines += [f"[profiles.{name}]", f'url = "{self.url}"', f'token_file = "{token}"']
        (self.folder / "config").mkdir(exist_ok=True)
        (self.folder / "config/config.toml").write_text("\n".join(lines) + "\n")
        words = [word for name in names for word in ("--profile", name)]
        self.opened.append(
            Desk(self.furrow.environment(None), "chat", *words, columns=160, rows=45))
        return AtTheDesk(self.opened[-1], self.hand).shows("live", "Meera")

    @contextlib.contextmanager
    def gone_wrong(self, faults):
        """The server is as bad as this for a while."""
        self.furrow.run("serve", "fault", faults, "--url", self.sandbox.url).expect(0)
        try:
            yield
        finally:
            self.furrow.run("serve", "fault", "--off", "--url", self.sandbox.url).expect(0)

    def command(self, line, who="support", **more):
        """A command as the document has it, in the folder of the day."""
        self.hand.note(f"`{line}`")
        program, *words = shlex.split(line)
        assert program == "furrow"
        return self.furrow.run(*words, who=who, cwd=self.folder, **more)

    def plain(self, *words, env=None):
        self.opened.append(
            Desk(self.furrow.environment("support", **(env or {})), "chat", "--plain", *words))
        self.lines.append(Lines(self.opened[-1], self.hand))
        return self.lines[-1].hears("help lists the commands")

    def replies(self, text):
        folder = self.folder / "config/replies"
        folder.mkdir(parents=True)
        (folder / "mine.toml").write_text(text)

    def end(self):
        for desk in self.opened:
            desk.close()
        for program in self.programs:
            program.end()
        self.relay.close()
        if not self.is_shared:
            self.sandbox.stop()
