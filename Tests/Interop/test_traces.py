"""What stays on the disk: nothing for others, nothing without a cache, nothing after a purge."""

import os
import pathlib
import signal

from furrow import CANNOT_STORE, DONE


def files(furrow):
    """Everything below the folders of the program."""
    return [
        path for name in ("data", "cache", "state", "config", "home")
        for path in (furrow.folder / name).rglob("*")
    ]


def named_sockets(pid):
    """The paths at which a process listens."""
    inodes = {
        link.readlink().name.removeprefix("socket:[").removesuffix("]")
        for link in pathlib.Path(f"/proc/{pid}/fd").iterdir()
        if str(link.readlink()).startswith("socket:")
    }
    table = pathlib.Path("/proc/net/unix").read_text().splitlines()[1:]
    rows = (line.split(maxsplit=7) for line in table)
    return {pathlib.Path(row[7]) for row in rows if len(row) == 8 and row[6] in inodes}


def test_without_a_cache_nothing_is_written(open_desk, furrow, field):
    furrow.run("send", field.named["short"], "no trace", "--no-cache").expect(DONE)
    furrow.run("conversations", "--no-cache").expect(DONE)
    desk = open_desk("--no-cache").shows("live", ">").press("\r").shows("REPLY to", "line 3 of 3")
    desk.write("not even a draft")
    written = [path for path in files(furrow) if path.is_file()]
    assert all(path == furrow.folder / "state" / "furrow" / "default.log" for path in written)
    log = "".join(path.read_text() for path in written)
    assert not [word for word in ("no trace", "draft", "line 3") if word in log]


def test_what_is_written_is_its_owners_alone(open_desk, furrow, field):
    furrow.run("login", "--token-file", furrow.token_file("support"), who=None).expect(DONE)
    desk = open_desk(who=None).shows("live", ">").press("\r").shows("REPLY to", "line 3 of 3")
    desk.write("a draft").press("\x1b")
    found = files(furrow)
    assert any(path.name == "history.sqlite" for path in found)
    for path in found:
        wrong = 0o077 if not path.is_socket() else 0
        assert path.stat().st_mode & wrong == 0, path


def test_a_purge_leaves_nothing_and_waits_for_an_open_desk(open_desk, furrow, field):
    me = {"who": None}
    login = ("login", "--token-file", furrow.token_file("support"))
    furrow.run(*login, **me).expect(DONE)
    desk = open_desk(**me).shows("live", ">").press("\r").shows("REPLY to", "line 3 of 3")
    desk.write("a draft")
    # The account's own path is too long for a socket's name.
    own = pathlib.Path(f"/tmp/furrow-{os.getuid()}")
    bells = {path for path in named_sockets(desk.pid) if own in path.parents}
    assert bells
    refused = furrow.run("logout", "--purge", **me).expect(CANNOT_STORE)
    assert "nother furrow works" in refused.err
    desk.kill(signal.SIGTERM)
    desk.ended()
    account = next((furrow.folder / "data").rglob("outbox.sqlite")).parent
    for name in ("outbox.sqlite.damaged-1", "history.sqlite.suspect"):
        (account / name).write_text("set aside")
    picture = furrow.folder / "cache" / "furrow" / account.parent.name / account.name / "leaf"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_text("a leaf")
    furrow.run("logout", "--purge", **me).expect(DONE)
    assert not [path for path in files(furrow) if not path.is_dir()]
    assert not [path for path in files(furrow) if path.name == account.parent.name]
    assert not [bell for bell in bells if bell.parent.exists()]
