"""The desk as a person meets it: the binary in a terminal against the field server, and the demo."""

import signal

import pytest

from desk import Desk, open_first
from furrow import Furrow
from support import wait_until


def last(field, conversation):
    return field.control("state")["messages"][conversation][-1].get("content")


def test_it_lists_who_writes_and_leaves_the_terminal_as_it_was(open_desk):
    desk = open_desk().shows("live", "Ramesh")
    desk.press(":q\r")
    assert desk.ended() == 0
    assert desk.is_restored()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_restores_the_terminal(open_desk, how):
    desk = open_desk().shows("live")
    desk.kill(how)
    desk.ended()
    assert desk.is_restored()


def test_a_stopped_desk_gives_the_terminal_back_and_returns(open_desk):
    desk = open_desk().shows("live", "Ramesh")
    desk.press("\x1a")
    assert desk.stopped() in (signal.SIGTSTP, signal.SIGSTOP)
    assert desk.is_restored()
    desk.blank()
    desk.kill(signal.SIGCONT)
    desk.shows("Ramesh")


def test_a_message_is_typed_sent_and_confirmed(open_desk, field):
    desk = open_desk().shows("live", "Ramesh")
    open_first(desk).write("please send a photo").press("\r")
    field.wait_for("event", event="message:send")
    desk.shows("please send a photo", "✓")
    assert last(field, field.named["short"]) == "please send a photo"


def test_what_the_farmer_does_is_seen_at_once(open_desk, field):
    short, farmer = field.named["short"], field.users["farmer"]
    desk = open_desk().shows("live", "Ramesh")
    open_first(desk)
    field.wait_for("event", event="conversation:join")
    field.control("typing", user=farmer, conversationId=short)
    desk.shows("typing")
    field.control("write", user=farmer, conversationId=short, content="the leaf curls")
    desk.shows("the leaf curls")
    assert desk.text.count("the leaf curls") <= 2  # the message, and the list's last words


def test_it_follows_the_size_of_the_terminal(open_desk):
    desk = open_desk().shows("live", "Ramesh")
    for columns, rows in ((40, 10), (120, 40), (20, 8), (80, 24)):
        desk.resize(columns, rows)
    desk.shows("live", "Ramesh")
    desk.resize(19, 7).hides("Ramesh")
    desk.resize(80, 24).shows("Ramesh")
    assert desk.status is None


def test_what_is_written_offline_arrives_once(open_desk, field):
    desk = open_desk().shows("live", "Ramesh")
    open_first(desk)
    field.kill()
    desk.hides("● live").write("written in the dark").press("\r").shows("out 1")
    field.restart()
    desk.shows("live")

    def said():
        messages = field.control("state")["messages"][field.named["short"]]
        return [one.get("content") for one in messages].count("written in the dark")

    # Over the socket, or by REST where the socket took its time.
    wait_until(said, "the message at the server")
    desk.shows("✓")
    assert said() == 1


def test_an_editor_may_read_from_the_terminal(open_desk, tmp_path):
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\necho ready; read line; printf '%s' \"$line\" >>\"$1\"\n")
    editor.chmod(0o700)
    desk = open_desk(env={"EDITOR": str(editor), "VISUAL": ""}).shows("live", "Ramesh")
    open_first(desk).write("draft").press("\x18\x05").shows("ready")
    desk.write(", and more\n").shows("› draft, and more")


def test_a_message_to_a_mistyped_id_is_found_and_dropped(open_desk, furrow):
    furrow.run("send", "123", "meant for somebody", "--wait", "1")
    desk = open_desk().shows("live", "Ramesh", "out 1")
    desk.press("O").shows("OUTBOX", "does not exist: 123", "meant for somebody")
    desk.press("D").shows("Drop this message").rest().press("\r")
    desk.shows("Nothing waits to be sent", "out 0")


def test_a_dropped_file_is_offered_and_one_that_cannot_go_stays_text(open_desk, tmp_path, field):
    picture, notes = tmp_path / "my leaf.png", tmp_path / "notes.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(1000))
    notes.write_text("words")
    desk = open_desk().shows("live", "Ramesh")
    open_first(desk).press(f"\x1b[200~'{picture}' \x1b[201~")
    desk.shows("Attach my leaf.png (1.0 kB)").press("\r").shows("1.0 kB  my leaf.png")
    desk.press("\x7f").shows("my leaf.png stays behind").press("\x1f").shows("1.0 kB  my leaf.png")
    desk.press(f"\x1b[200~{notes}\x1b[201~").shows("Pasted as text: notes.txt is none of the types")
    desk.press("\x03").shows("Cleared the text and 1 file")
    assert not field.record("event", event="message:send")


def test_nothing_hostile_reaches_the_terminal(open_desk, field):
    desk = open_desk().shows("live", "Ramesh")
    open_first(desk)
    field.wait_for("event", event="conversation:join")
    field.control("write", user=field.users["farmer"], conversationId=field.named["short"],
                  content="\x1b]0;owned\x07\x1b[2J\x9b31m\u202eevil")
    desk.shows("evil")
    for wrong in (b"owned\x07", b"\x1b[31mil", b"\xc2\x9b", "\u202e".encode()):
        assert wrong not in desk.raw


def test_the_demo_needs_nothing(tmp_path):
    desk = Desk(Furrow(tmp_path).environment(None), "demo")
    try:
        desk.shows("live", "Lakshmi")
        desk.press("\r").shows("REPLY")
        desk.write("Please hold the leaf").press("\r").shows("✓")
        desk.kill(signal.SIGTERM)
        desk.ended()
        assert desk.is_restored()
    finally:
        desk.close()
