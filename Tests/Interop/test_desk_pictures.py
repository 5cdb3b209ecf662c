"""Pictures in the desk: the bytes that reach the terminal make the picture, and nothing else does."""

from __future__ import annotations

import codecs
import os
import re
import shutil

import pytest

from desk import Desk
from pictures import HALVES


@pytest.fixture
def demo(tmp_path):
    desks = []

    def start(**variables):
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8",
                       "TERM": "xterm-256color", **variables}
        desk = Desk(environment, "demo", columns=120, rows=40)
        desks.append(desk)
        return desk

    yield start
    for desk in desks:
        desk.kill(9)


def coloured(desk):
    """Cells that only a picture has: a half block on a colour of its own."""
    with desk.lock:
        rows = desk.screen.buffer
        return sum(rows[y][x].data in HALVES - {" ", "█"} and rows[y][x].bg != "default"
                   for y in range(desk.screen.lines) for x in range(desk.screen.columns))


def test_a_picture_of_a_farmer_is_drawn_among_the_messages_and_large(demo):
    from support import wait_until
    desk = demo().shows("live", "Lakshmi").press("\r").shows("leaf.jpg", "REPLY")
    wait_until(lambda: coloured(desk) > 20, "a thumbnail")
    small = coloured(desk)
    desk.press("\x1b").rest().press("P").shows("PICTURE", "leaf.jpg", "Esc close")
    wait_until(lambda: coloured(desk) > 4 * small, "a large picture")
    desk.press("\x1b").hides("PICTURE")
    # The farmer pane's small picture may have come meanwhile.
    wait_until(lambda: small <= coloured(desk) < 4 * small, "the thumbnail again")
    # Nothing but text, cursor, colours and modes that are ours: no string of a picture's own.
    with desk.lock:
        raw = bytes(desk.raw)
    raw = re.sub(rb"\x1b_Gi=31,[^\x1b]*\x1b\\", b"", raw)
    assert not re.search(rb"\x1b[P_^X]", raw), "a string that is not ours"
    # A character may be on its way.
    codecs.getincrementaldecoder("utf-8")().decode(raw)


def test_without_colours_no_room_is_kept_and_enter_says_why(demo):
    desk = demo(NO_COLOR="1").shows("live", "Lakshmi").press("\r").shows("leaf.jpg", "REPLY", "o open")
    assert coloured(desk) == 0
    desk.press("\x1b").rest().press("P").shows("no colours are wanted here")


def test_where_the_program_is_not_there_the_desk_says_so(demo, tmp_path, monkeypatch):
    import desk as module
    from support import BINARY
    alone = tmp_path / "bin" / "furrow"
    alone.parent.mkdir()
    shutil.copy(BINARY, alone)
    monkeypatch.setattr(module, "BINARY", str(alone))
    screen = demo().shows("live", "Lakshmi").press("\r").shows("leaf.jpg", "REPLY")
    screen.press("\x1b").rest().press("P").shows("there is no furrow-picture beside furrow")
