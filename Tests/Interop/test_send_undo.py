"""A message that waits for a while after Enter, so that it can be taken back: on the screen, as lines,
and through the death of the desk."""

import signal

import pytest

from desk import open_first
from support import arrives_once, said, wait_until
from test_plain import Lines


@pytest.fixture
def waiting(furrow):
    """Makes messages wait so many seconds."""

    def set(seconds):
        config = furrow.folder / "config" / "config.toml"
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text(f'send_undo = "{seconds}s"\n')

    return set


def test_a_message_is_taken_back_into_the_reply_and_another_one_goes(open_desk, waiting, field):
    waiting(10)
    desk = open_first(open_desk()).write("not so")
    desk.press("\r").shows("goes in", "takes it back", "out 1")
    desk.write("and since")
    desk.press("\x18b").shows("Taken back, and not sent", "› not so", "  and since").hides("out 1")
    assert "not so" not in said(field)
    desk.press("\x03").hides("not so").write("this one").press("\r").shows("goes in")
    arrives_once(field, "this one")
    assert not any("not so" in (text or "") for text in said(field))


def test_a_desk_that_is_killed_loses_nothing_and_doubles_nothing(open_desk, waiting, furrow, field):
    waiting(6)
    desk = open_first(open_desk()).write("held")
    desk.press("\r").shows("goes in")
    desk.kill(signal.SIGKILL)
    desk.ended()
    assert "held" in furrow.run("outbox").out
    assert "held" not in said(field)
    open_desk().shows("live")
    arrives_once(field, "held")


def test_as_lines_undo_takes_it_back(open_desk, waiting, field):
    waiting(30)
    desk = Lines(open_desk("chat", "--plain")).hears("help lists the commands")
    desk.types("mine").hears("1. Lakshmi")
    desk.types("1").hears("line 3 of 3")
    desk.types("reply").hears("reply to Lakshmi")
    desk.types("not so").hears("in 30 s; undo takes it back")
    desk.types("undo").hears("Taken back, and not sent")
    desk.types("draft").hears("not so")
    desk.types("outbox").hears("Nothing waits here")
    assert "not so" not in said(field)


def test_a_command_sends_at_once(furrow, waiting, field):
    waiting(30)
    sent = furrow.json("send", field.named["short"], "at once").expect(0)
    assert sent.object["state"] == "sent"
    wait_until(lambda: "at once" in said(field), "it to arrive")
