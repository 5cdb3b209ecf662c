"""Runs the binary as a person would, with a home of its own and nothing from outside."""

import base64
import json
import os
import re
import signal
import subprocess

from support import BINARY, PATIENCE, KeptPort, Process, request

DONE, CHECK_FAILED, USAGE, BAD_DATA, NOT_FOUND = 0, 1, 64, 65, 66
NO_SIGN_IN, UNREACHABLE, CANNOT_STORE, KEPT, NOT_ALLOWED, BAD_CONFIGURATION = 67, 69, 74, 75, 77, 78

# What `auth` may hold instead of a good token, and how the refusal begins (row 15).
REFUSALS = [
    (None, "Authentication error: Token required"),
    ({}, "Authentication error: Token required"),
    ({"token": ""}, "Authentication error: Token required"),
    ({"token": "x.y.z"}, "Authentication error: Invalid token"),
    ({"token": 7}, "Authentication error"),
]


class Result:
    def __init__(self, command, status, out, err):
        self.command, self.status, self.out, self.err = command, status, out, err

    @property
    def objects(self):
        """The objects of `--json`, one a line and nothing else."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def object(self):
        assert len(self.objects) == 1, f"{self.command}: {self.out!r} {self.err!r}"
        return self.objects[0]

    @property
    def error(self):
        """The error that `--json` tells on stderr, among other lines there."""
        for line in reversed(self.err.splitlines()):
            if line.startswith("{") and "error" in json.loads(line):
                return json.loads(line)["error"]
        raise AssertionError(f"{self.command}: no error object in {self.err!r}")

    def expect(self, status):
        assert self.status == status, (
            f"{self.command}: exit {self.status}, not {status}\n{self.out[-1500:]}\n{self.err[-1500:]}")
        return self


class Furrow:
    """The binary with folders of one test; `who` is the person whose token it is given."""

    def __init__(self, folder, server=None):
        self.folder, self.server = folder, server
        self.home = folder / "home"
        self.home.mkdir(exist_ok=True)

    def environment(self, who, **more):
        kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
        environment = kept | {
            "HOME": str(self.home), "LANG": "C.UTF-8", "TERM": "xterm-256color",
            "FURROW_CONFIG_HOME": str(self.folder / "config"),
            "FURROW_DATA_HOME": str(self.folder / "data"),
            "XDG_STATE_HOME": str(self.folder / "state"),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
        }
        if os.geteuid() != 0:
            # Else none but root may trace it, or see its descriptors; test_guarded.py is about that.
            environment["FURROW_TRACEABLE"] = "1"
        if self.server:
            environment["FURROW_URL"] = self.server.url
            if who:
                environment["FURROW_TOKEN_FILE"] = str(self.token_file(who))
        return environment | more

    def token_file(self, who):
        token = self.server.token(who) if who in self.server.known["tokens"] else who
        path = self.folder / f"token-{abs(hash(token))}"
        path.write_text(token + "\n")
        path.chmod(0o600)
        return path

    def run(self, *words, who="support", stdin="", patience=PATIENCE * 2, env=None, cwd=None):
        command = [BINARY, *map(str, words)]
        done = subprocess.run(
            command, env=self.environment(who, **(env or {})), input=stdin, text=True,
            capture_output=True, timeout=patience, encoding="utf-8", errors="backslashreplace",
            cwd=cwd)
        return Result(command, done.returncode, done.stdout, done.stderr)

    def json(self, *words, **more):
        return self.run(*words, "--json", **more)

    def start(self, *words, who="support", env=None):
        return Process([BINARY, *map(str, words)], env=self.environment(who, **(env or {})))


def claims(token):
    """What a token says, unverified."""
    middle = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))


class Sandbox:
    """`furrow serve` in a process of its own, and the tokens that it printed."""

    TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")
    ADDRESS = re.compile(r"https?://[\w.\-\[\]]+:\d+")
    ROLES = {"User": "farmer", "Support": "support", "Admin": "admin"}

    def __init__(self, folder):
        self.folder = folder
        self.known = {"tokens": {}}
        self.process = None
        self._extra = ()
        self._port = KeptPort()

    def start(self, *extra, port=0, seed="empty"):
        self._extra = extra
        self.process = Furrow(self.folder).start(
            "serve", "--port", port, "--seed", seed, "--print-tokens", *extra, who=None)
        self.known = {"tokens": {}, "users": {}}
        while len(self.known["tokens"]) < 3 or "url" not in self.known:
            line = self.process.line()
            assert line is not None, f"serve ended: {''.join(self.process.stderr)}"
            if address := self.ADDRESS.search(line):
                self.known.setdefault("url", address.group(0))
            for token in self.TOKEN.findall(line):
                said = claims(token)
                name = self.ROLES[said["role"]]
                self.known["tokens"].setdefault(name, token)
                self.known["users"].setdefault(name, said["id"])
        return self

    @property
    def url(self):
        return self.known["url"]

    @property
    def port(self):
        return int(self.url.rpartition(":")[2])

    @property
    def users(self):
        return self.known["users"]

    def token(self, who):
        return self.known["tokens"][who]

    def call(self, method, path, who="support", body=None, **more):
        token = self.known["tokens"].get(who, who) if who else None
        return request(method, f"{self.url}/api/v1/chat{path}", token, body, **more)

    def conversation(self):
        """The farmer's conversation, given to the support agent of the printed token."""
        made = self.call("POST", "/conversations", "farmer")
        assert made.status == 200, made.body
        identifier = made.json["data"]["_id"]
        moved = self.call("POST", "/support/reassign", "admin", {
            "conversationId": identifier, "newSupportId": self.users["support"]})
        assert moved.status == 200, moved.body
        return identifier

    def say(self, conversation, text, who="farmer"):
        sent = self.call("POST", "/messages", who, {
            "conversationId": conversation, "messageType": "text", "content": text})
        assert sent.status == 201, sent.body
        return sent.json["data"]["_id"]

    def kill(self):
        self.process.end(signal.SIGKILL)
        self._port.hold(self.port)

    def restart(self):
        """Starts it again as it was, on the port it had."""
        self._port.release()
        self.start(*self._extra, port=self.port)

    def stop(self):
        self._port.release()
        if self.process and self.process.popen.poll() is None:
            self.process.end()
