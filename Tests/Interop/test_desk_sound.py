"""Voice notes in the desk: a stand-in plays them, and is gone with the desk however that ends."""

from __future__ import annotations

import os
import re

import pytest

from desk import Desk
from support import wait_until

STAND_IN = r'''#!/usr/bin/env python3
import json, os, socket, sys
here = os.path.dirname(os.path.abspath(sys.argv[0]))
with open(os.path.join(here, "pid.new"), "w") as file:
    file.write(f"{os.getpid()}\n{sys.argv[-1]}")
os.rename(os.path.join(here, "pid.new"), os.path.join(here, "pid"))
place = [a.split("=", 1)[1] for a in sys.argv if a.startswith("--input-ipc-server=")][0]
server = socket.socket(socket.AF_UNIX)
server.bind(place)
server.listen(1)
line, _ = server.accept()
say = lambda **event: line.sendall(json.dumps(event).encode() + b"\n")
say(event="property-change", id=1, name="duration", data=42)
position, paused, rest = 3, False, b""
while data := line.recv(4096):
    *calls, rest = (rest + data).split(b"\n")
    for call in map(json.loads, calls):
        if call["command"][0] == "cycle":
            paused = not paused
            say(event="property-change", id=2, name="pause", data=paused)
        if call["command"][0] == "seek":
            position += int(call["command"][1])
        say(request_id=call["request_id"], error="success", data=position)
'''


@pytest.fixture
def player(tmp_path):
    program = tmp_path / "players" / "mpv"
    program.parent.mkdir()
    program.write_text(STAND_IN)
    program.chmod(0o700)
    return program


@pytest.fixture
def demo(tmp_path, player):
    config = tmp_path / ".config" / "furrow" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'player = "{player}"\n')
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8",
                   "TERM": "xterm-256color", "XDG_CONFIG_HOME": str(tmp_path / ".config")}
    desk = Desk(environment, "demo", columns=120, rows=40)
    yield desk
    if desk.status is None:
        desk.kill(9)


def started(player):
    note = player.parent / "pid"
    pid, file = wait_until(lambda: note.exists() and note.read_text(), "the player").split("\n")
    return int(pid), file


def is_gone(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def play(desk, player):
    desk.shows("live", "Ramesh").press("/").write("ramesh").press("\r").rest()
    desk.press("\r").shows("[voice]").press("\x1b").rest().press("\t").rest().press("p")
    desk.shows("playing 0:03/0:42")
    return started(player)


def test_a_voice_note_is_played_in_its_row_paused_wound_and_stopped(demo, player):
    pid, file = play(demo, player)
    assert re.search(r"\.ogg$", file)
    demo.shows("p pause", "Esc stop").press("\x1b[C").shows("playing 0:08/0:42")
    demo.press("p").shows("paused 0:08/0:42", "p go on").press("p").shows("playing 0:08")
    demo.press("\x1b").hides("playing")
    wait_until(lambda: is_gone(pid), "the player's end")


def test_the_player_ends_with_the_desk_even_one_that_is_killed(demo, player):
    pid, _ = play(demo, player)
    demo.kill(9).ended()
    wait_until(lambda: is_gone(pid), "the player's end")
