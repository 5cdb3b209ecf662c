"""What stays on the disk: nothing for others, nothing without a cache, nothing after a purge."""

import pytest

from furrow import DONE


def files(furrow):
    """Everything below the folders of the program."""
    return [
        path for name in ("data", "cache", "state", "config", "home")
        for path in (furrow.folder / name).rglob("*")
    ]


def test_without_a_cache_nothing_is_written(open_desk, furrow, field):
    furrow.run("send", field.named["short"], "no trace", "--no-cache").expect(DONE)
    furrow.run("conversations", "--no-cache").expect(DONE)
    desk = open_desk("--no-cache").shows("live", ">").press("\r").shows("REPLY to", "line 3 of 3")
    desk.write("not even a draft")
    assert not [path for path in files(furrow) if path.is_file() and path.suffix != ".log"]


@pytest.mark.timeout(120)
def test_what_is_written_is_its_owners_alone(open_desk, furrow, field):
    furrow.run("login", "--token-file", furrow.token_file("support"), who=None).expect(DONE)
    desk = open_desk(who=None).shows("live", ">").press("\r").shows("REPLY to", "line 3 of 3")
    desk.write("a draft").press("\x1b")
    found = files(furrow)
    assert any(path.name == "history.sqlite" for path in found)
    for path in found:
        wrong = 0o077 if not path.is_socket() else 0
        assert path.stat().st_mode & wrong == 0, path


def test_a_purge_leaves_nothing_of_the_account(furrow, field):
    furrow.run("login", "--token-file", furrow.token_file("support"), who=None).expect(DONE)
    furrow.run("send", field.named["short"], "soon forgotten", who=None).expect(DONE)
    furrow.run("logout", "--purge", who=None).expect(DONE)
    assert not [path for path in (furrow.folder / "data").rglob("*") if path.is_file()]
    me = field.users["support"]
    assert not [path for path in files(furrow) if me in path.name]
