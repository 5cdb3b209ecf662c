"""How many columns texts take, asked of real terminals: tmux, screen, and xterm on a display of its own.

In each of them `terminal-probe widths FILE` takes the terminal as the desk does, lets it tell how it
counts, then writes texts of many scripts and asks after each where the cursor stands. What the rules
say has to be what the terminal did.
"""

import json
import os
import pathlib
import shutil
import subprocess

import pytest

from desk import Desk
from furrow import Furrow
from support import BINARY, wait_until

PROBE = pathlib.Path(BINARY).with_name("terminal-probe")

TERMINALS = {
    "tmux": ["tmux", "-L", "furrow-widths", "-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24"],
    "screen": ["screen", "-U", "-D", "-m", "-S", "furrow-widths"],
    "xterm": ["xvfb-run", "-a", "xterm", "-fa", "DejaVu Sans Mono", "-e"],
    "xterm-cjk": ["xvfb-run", "-a", "xterm", "-cjk_width", "-fa", "DejaVu Sans Mono", "-e"],
}


def missing(words):
    return [word for word in ("xvfb-run", "xterm", "tmux", "screen") if word in words and not shutil.which(word)]


@pytest.mark.parametrize("name", TERMINALS)
def test_the_rules_say_what_the_terminal_does(tmp_path, name):
    words = TERMINALS[name]
    if lacking := missing(words):
        pytest.skip(f"not installed: {', '.join(lacking)}")
    result = tmp_path / "widths.json"
    command = [str(PROBE), "widths", str(result)]
    environment = {
        key: value for key, value in os.environ.items()
        if key in ("PATH", "LD_LIBRARY_PATH", "HOME") or key.startswith("XDG_")
    } | {"LC_ALL": "C.UTF-8", "SCREENDIR": str(tmp_path / "screen"), "TERM": "xterm-256color"}
    (tmp_path / "screen").mkdir(mode=0o700)
    if name == "tmux":
        words = words + [" ".join(command)]
    else:
        words = words + command
    running = subprocess.Popen(
        words, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT)
    try:
        wait_until(lambda: result.exists() and result.read_text().endswith("\n"), f"{name} to tell", 40)
        told = json.loads(result.read_text())
    finally:
        if name == "tmux":
            subprocess.run(["tmux", "-L", "furrow-widths", "kill-server"], capture_output=True)
        running.terminate()
        running.wait()
    assert told["believed"], told
    wrong = {one["text"]: (one["rules"], one["terminal"]) for one in told["texts"]
             if one["rules"] != one["terminal"]}
    assert not wrong, f"{name}: text: (reckoned, drawn) {wrong}"
    assert len(told["texts"]) > 30


def bars(desk):
    """Where the line between the panes stands, in each row."""
    return [row.find("│") for row in desk.text.splitlines()[1:18]]


def test_a_terminal_that_lies_changes_nothing(tmp_path, field):
    furrow = Furrow(tmp_path, field)
    desk = Desk(furrow.environment("support"))
    try:
        desk.shows("live", "Lakshmi")
        before = bars(desk)
        desk.press("\x1b[2;9999R" * 12 + "\x1b[2;1R" * 30)
        desk.press("L").shows("Esc").press("\x1b").hides("Esc close").shows("live", "Lakshmi")
        assert bars(desk) == before, "what stands beside foreign names keeps its column"
    finally:
        desk.close()


def test_the_first_frame_does_not_wait_and_no_sample_stays(tmp_path, field):
    furrow = Furrow(tmp_path, field)
    desk = Desk(furrow.environment("support"))
    try:
        desk.shows("live", "Lakshmi")
        assert b"\x1b[6n" in desk.raw, "it has asked"
        assert "👩" not in desk.text and "🇮🇳" not in desk.text
    finally:
        desk.close()


def test_it_is_not_asked_where_that_is_off(tmp_path, field):
    furrow = Furrow(tmp_path, field)
    config = tmp_path / "config" / "config.toml"
    config.parent.mkdir(exist_ok=True)
    config.write_text('calibrate = "off"\nglyphs = "ascii"\nbidi = "off"\n')
    desk = Desk(furrow.environment("support"))
    try:
        desk.shows("live", "Lakshmi")
        assert b"\x1b[6n" not in desk.raw
        shown = desk.text
        assert "│" not in shown and "●" not in shown and "|" in shown
    finally:
        desk.close()
