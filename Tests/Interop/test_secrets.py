"""A token goes to its server and nowhere else; what is kept is its owner's alone."""

import os
import pathlib
import signal
import subprocess

import pytest

from desk import open_first
from furrow import DONE
from support import BINARY, Process, wait_until


def places_of(secret, folder, but):
    """The files below a folder that hold it."""
    return [
        path for path in folder.rglob("*")
        if path.is_file() and path not in but and secret in path.read_bytes()]


def seen_of(pid):
    """What others on the computer can see of a process."""
    process = pathlib.Path(f"/proc/{pid}")
    return (process / "cmdline").read_bytes() + (process / "environ").read_bytes()


def test_no_file_no_output_and_no_list_of_processes_holds_the_token(furrow, field, open_desk, tmp_path):
    token = field.token("support")
    # The last part is nobody else's; the others could stand there in another form.
    secret = token.rpartition(".")[2].encode()
    kept = {furrow.token_file("support"), field.record_path}
    log = tmp_path / "trace.log"
    desk = open_first(open_desk("--log-file", log, "--log-level", "trace", columns=120, rows=40))
    conversation = field.named["short"]
    said = seen_of(desk.pid)
    for words in (
        ["whoami"], ["conversations"], ["sync"], ["send", conversation, "hello", "--wire"],
        ["export", conversation, "--output", tmp_path / "written.html"],
        ["emit", "conversation:join", "{}", "--wait", "1"], ["config"], ["doctor", "--json"],
    ):
        done = furrow.run(*words, "--log-file", log, "--log-level", "trace")
        said += (done.out + done.err).encode()
    wire = furrow.start("tail", "--wire", "--log-file", log, "--log-level", "trace")
    wire.line()
    field.control("write", user=field.users["farmer"], conversationId=conversation, content="live")
    desk.shows("live")
    wire.end()
    said += "".join(wire.seen + list(wire.lines.queue)[:-1] + wire.stderr).encode()
    assert log.stat().st_size > 0
    assert secret not in said
    assert secret not in bytes(desk.raw)
    assert places_of(secret, tmp_path, kept) == []


def ended_by(signal_number, furrow, folder):
    """A `tail` that has the token in its memory and is ended by a signal; what it says of that."""
    process = furrow.start("tail", "--wire", env={"TMPDIR": str(folder), "FURROW_TRACEABLE": "0"})
    while "<- sio connect " not in process.line():
        pass
    process.popen.send_signal(signal_number)
    process.popen.wait(30)
    wait_until(lambda: not any(reader.is_alive() for reader in process._readers), "the end of its output")
    return "".join(process.seen + process.stderr)


@pytest.mark.parametrize("number", [signal.SIGABRT, signal.SIGSEGV, signal.SIGILL])
def test_a_crash_tells_nothing_of_the_token(furrow, field, tmp_path, number):
    secret = field.token("support").rpartition(".")[2]
    folder = tmp_path / "temporary"
    folder.mkdir()
    assert secret not in ended_by(number, furrow, folder)
    assert places_of(secret.encode(), tmp_path, {furrow.token_file("support"), field.record_path}) == []
    assert list(folder.iterdir()) == []


def test_programs_that_are_started_get_no_token(furrow, field, open_desk, tmp_path):
    """An editor, a viewer or a script lives on, and who runs as the same user may look at it."""
    token = field.token("support")
    given = {"FURROW_TOKEN": token, "FURROW_TOKEN_FILE": ""}
    seen = tmp_path / "seen"
    desk = open_first(open_desk(columns=120, rows=40, env=given | {"EDITOR": f"env > {seen}; true"}))
    desk.press("\x18\x05")
    wait_until(lambda: seen.exists() and "HOME=" in seen.read_text(), "the editor")
    assert token not in seen.read_text() and "FURROW_TOKEN=" not in seen.read_text()


def test_files_are_their_owners_alone_whatever_the_umask(furrow, field, tmp_path):
    conversation = field.named["short"]
    (tmp_path / "out").mkdir(mode=0o700)
    environment = furrow.environment("support", TMPDIR=str(tmp_path / "out"))
    before = {path for path in tmp_path.rglob("*")}
    for words in (
        ["login", "--token-file", furrow.token_file("support")], ["sync"],
        ["send", conversation, "hello"], ["note", conversation, "a note"],
        ["export", conversation, "--output", tmp_path / "out/e.html"],
    ):
        done = subprocess.run(
            [BINARY, *map(str, words)], env=environment, capture_output=True, text=True, timeout=60,
            preexec_fn=lambda: os.umask(0), check=False)
        assert done.returncode == DONE, (words, done.stderr)
    wire = Process(
        [BINARY, "tail", "--wire-file", str(tmp_path / "out/r.jsonl"), "--log-file", str(tmp_path / "out/log")],
        env=environment, preexec_fn=lambda: os.umask(0))
    wire.line()
    wire.end()
    made = [path for path in tmp_path.rglob("*") if path not in before and path != field.record_path]
    assert len(made) > 8
    # The folder that names the server holds folders alone.
    open_to_others = [(str(path), oct(path.stat().st_mode)) for path in made if path.stat().st_mode & 0o077]
    assert open_to_others == []
