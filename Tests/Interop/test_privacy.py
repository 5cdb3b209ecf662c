"""furrow speaks to the server that it was told of, and to nobody else."""

import re
import subprocess

import pytest

import desk
from furrow import DONE
from support import BINARY

WATCHED = ["strace", "-f", "-s", "300", "-e", "trace=connect,sendto,sendmsg,sendmmsg,bind,getsockname"]
ADDRESS = re.compile(r"sin6?_port=htons\((\d+)\).*?(?:inet_addr\(|inet_pton\(AF_INET6, )\"([^\"]+)\"")


def can_watch():
    return subprocess.run([*WATCHED, "-o", "/dev/null", "true"], capture_output=True,
                          check=False).returncode == 0


def addresses(log):
    """Of the network, host and port, to which anything was connected or sent, or which was bound."""
    found, own = set(), {("127.0.0.1", 0)}
    for line in log.read_text(errors="replace").splitlines():
        # Foundation waits for a program that it starts on a pair of sockets on the loopback.
        whose = own if "getsockname" in line else found
        whose.update((host, int(port)) for port, host in ADDRESS.findall(line))
    return found - own


@pytest.fixture
def watch(tmp_path, monkeypatch):
    """A binary that leaves a trace of its sockets."""
    if not can_watch():
        pytest.skip("this system lets no program watch another")
    log, program = tmp_path / "sockets", tmp_path / "furrow-watched"
    program.write_text(f"#!/bin/sh\nexec {' '.join(WATCHED)} -A -o '{log}' '{BINARY}' \"$@\"\n")
    program.chmod(0o755)
    monkeypatch.setattr(desk, "BINARY", str(program))
    log.touch()
    return program, log


def test_commands_connect_to_their_server_alone(watch, furrow, field, tmp_path):
    program, log = watch
    for words in [
        ["whoami"], ["conversations"], ["send", field.named["short"], "good morning"], ["stats"],
        ["sync"], ["search", "morning"], ["doctor"], ["config"], ["themes"], ["keys"],
    ]:
        done = subprocess.run(
            [program, *words], env=furrow.environment("support"), capture_output=True, text=True,
            timeout=60, check=False)
        assert done.returncode == DONE or words == ["doctor"], (words, done.stderr)
    port = int(field.url.rpartition(":")[2])
    assert addresses(log) == {("127.0.0.1", port)}


def test_the_desk_connects_to_its_server_alone(watch, open_desk, field):
    _, log = watch
    screen = desk.open_first(open_desk())
    screen.write("Good morning").press("\r").shows("✓")
    screen.press("\x1b").shows("REPLY").rest()
    screen.press("q")
    assert screen.ended() == DONE
    port = int(field.url.rpartition(":")[2])
    assert addresses(log) == {("127.0.0.1", port)}
