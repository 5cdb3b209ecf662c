"""A disk without room: what is written stays in the composer, and reading goes on."""

import os
import subprocess

import pytest

from furrow import CANNOT_STORE, DONE


@pytest.fixture
def small_disk(furrow):
    """A file system of 600 kB where the account's data lie."""
    place = furrow.folder / "data"
    place.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "none", place],
        stderr=subprocess.DEVNULL, check=False).returncode == 0
    if not mounted:
        pytest.skip("mounting a disk needs root")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def fill(place):
    with (place / "filling").open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            pass


def test_a_script_is_told_that_nothing_was_accepted(furrow, field, small_disk):
    furrow.run("outbox").expect(DONE)
    fill(small_disk)
    refused = furrow.run("send", field.named["short"], "no room " * 2000).expect(CANNOT_STORE)
    assert "disk is full" in refused.err
    assert not field.record("event", event="message:send")


@pytest.mark.timeout(120)
def test_the_text_stays_in_the_composer_and_reading_goes_on(open_desk, field, small_disk):
    desk = open_desk().shows("live", ">").press("\r").shows("REPLY to Lakshmi", "line 3 of 3")
    fill(small_disk)
    text = "no room for this one"
    # A page may have room left; more than a page has not.
    desk.press("\x1b[200~" + "word " * 2000 + "\x1b[201~").shows("word word").write(text)
    desk.press("\r").shows("disk is full", text)
    assert not field.record("event", event="message:send")
    field.control("write", user=field.users["farmer"], conversationId=field.named["short"],
                  content="can you read this?")
    desk.shows("can you read this?", text)
    (small_disk / "filling").unlink()
    desk.press("\r")
    field.wait_for("event", event="message:send")
    desk.shows("out 0")
