"""`--wire` and `--wire-file` show what a command says to a server, whichever command that is."""

import json

import pytest

from furrow import USAGE, Furrow, Sandbox

# Nothing is said to a server by these.
LOCAL = {
    "audit", "config check", "config migrate", "config show", "export", "keys", "logout", "note", "outbox drop",
    "outbox list", "replies check", "replies list", "replies show", "report", "search", "serve run",
    "serve token", "themes", "views"}
# It says nothing while the outbox is empty.
EMPTY = {"outbox flush"}
# It prints its wire among its results; test_client_wire.py is about that.
PRINTS = {"tail"}
# These have the screen, and say so.
SCREENS = {"chat", "demo"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Sandbox(tmp_path_factory.mktemp("everywhere")).start(seed="demo")
    yield server
    server.stop()


@pytest.fixture
def client(tmp_path, server):
    return Furrow(tmp_path, server)


def leaves(client):
    """Every command there is, as it is typed."""
    def below(command, path):
        parts = [one for one in command.get("subcommands", []) if one["commandName"] != "help"]
        if not parts:
            return [" ".join(path)]
        return [leaf for one in parts for leaf in below(one, [*path, one["commandName"]])]

    tree = json.loads(client.run("--experimental-dump-help", who=None).out)
    return set(below(tree["command"], []))


def lines(tmp_path, server, client):
    """What is typed behind each command, and who does it."""
    conversation = client.json("conversations").objects[0]["_id"]
    message = client.json("messages", conversation).objects[-1]["_id"]
    agent = server.users["support"]
    leaf = tmp_path / "leaf.png"
    leaf.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    session = tmp_path / "session.jsonl"
    client.run("conversations", "--wire-file", session)
    join = json.dumps({"conversationId": conversation})
    return {
        "agents": [], "balance": ("admin", []), "bundle": ["--yes", "--output", tmp_path / "a.tar"],
        "check": ["--only", "rest.mine"], "contact": ("farmer", []), "conversation": [conversation],
        "conversations": [], "delete": ["message", message], "diff": [server.url, server.url],
        "doctor": [], "emit": ["conversation:join", join, "--expect", "conversation:joined"],
        "load": ["--users", 2, "--rate", 4, "--for", "1s"], "login": [],
        "messages": [conversation], "read": [conversation],
        "reassign": ("admin", [conversation, agent]), "record": [tmp_path / "own.jsonl", "--for", "1s"],
        "replay": [session, "--as", "default=default", "--speed", "max"],
        "send": [conversation, "over every layer"], "serve fault": [], "stats": ("admin", []),
        "status": [conversation, "open"], "sync": [], "upload": [leaf],
        "whoami": []}


def test_every_command_that_says_something_to_a_server_shows_its_wire(client, server, tmp_path):
    known = lines(tmp_path, server, client)
    assert leaves(client) == set(known) | LOCAL | EMPTY | PRINTS | SCREENS, "a command is in none of the lists"
    silent = []
    for command, words in sorted(known.items()):
        who, words = words if isinstance(words, tuple) else ("support", words)
        file = tmp_path / f"{command.replace(' ', '-')}.wire.jsonl"
        done = client.run(*command.split(), *words, "--wire", "--wire-file", file, who=who)
        shown = [line for line in done.err.splitlines() if " -> " in line]
        recorded = [line for line in file.read_text().splitlines() if '"n":' in line] if file.exists() else []
        if not shown or not recorded:
            silent.append((command, done.status, done.err[-300:]))
        assert server.token(who) not in done.err + (file.read_text() if file.exists() else "")
    assert not silent, silent


def test_the_screen_says_where_its_wire_is(client):
    for command in sorted(SCREENS):
        refused = client.run(command, "--wire").expect(USAGE)
        assert "F12" in refused.err


def test_a_check_shows_the_sockets_and_the_polling_beneath_it_too(client, server, tmp_path):
    file = tmp_path / "check.jsonl"
    client.run("check", "--only", "link.*", "--wire-file", file)
    records = [json.loads(line) for line in file.read_text().splitlines()[1:]]
    names = {(one["layer"], one["name"].split("?")[0]) for one in records if "n" in one}
    assert {("ws", "open"), ("ws", "opened"), ("eio", "open"), ("sio", "connect")} <= names, names
    assert ("http", "GET /socket.io/") in names
    assert server.token("support") not in file.read_text()
