"""A disk without room: what is written stays in the composer, and reading goes on."""

import os
import subprocess

import pytest

from furrow import CANNOT_STORE, DONE


@pytest.fixture
def small_disk(furrow):
    """A file system of 4 MB where the account's data lie."""
    place = furrow.folder / "data"
    place.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "none", place],
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


def test_the_text_stays_in_the_composer_and_reading_goes_on(open_desk, field, small_disk):
    desk = open_desk().shows("live", ">").press("\r").shows("REPLY to Lakshmi", "line 3 of 3")
    fill(small_disk)
    text = "no room for this one"
    # A page may have room left; more than a page has not.
    desk.press("\x1b[200~" + "word " * 2000 + "\x1b[201~").shows("word word").write(text)
    desk.press("\r").shows("The message was not kept", text)
    assert not field.record("event", event="message:send")
    field.control("write", user=field.users["farmer"], conversationId=field.named["short"],
                  content="can you read this?")
    desk.shows("can you read this?", text)
    (small_disk / "filling").unlink()
    desk.press("\r")
    field.wait_for("event", event="message:send")
    desk.shows("out 0").hides("disk is full")


def test_a_desk_that_finds_the_disk_full_shows_what_is_kept_and_sends_once_there_is_room(
        open_desk, furrow, field, small_disk):
    first = open_desk().shows("live", ">").press("\r").shows("REPLY to Lakshmi", "line 3 of 3")
    first.press("\x1b").shows("Enter open").press(":q\r")
    assert first.ended() == 0
    furrow.run("outbox").expect(DONE)
    # Nothing is left beside the files that has its room already.
    assert not list(small_disk.rglob("*-shm"))
    fill(small_disk)
    desk = open_desk().shows("disk is full", ">").press("\r").shows("REPLY to Lakshmi", "line 3 of 3")
    text = "no room for this one"
    desk.write(text).shows(text).press("\r").shows("The message was not kept", text)
    assert not field.record("event", event="message:send")
    (small_disk / "filling").unlink()
    desk.press("\r")
    field.wait_for("event", event="message:send")
    desk.shows("out 0").hides("disk is full")
