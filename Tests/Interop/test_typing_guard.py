"""Words typed where letters are commands, in a real terminal: nothing of them reaches the server."""

import time

import pytest

WORDS = ("shree", "line 42", "rice", "reply", "urea", "wheat", "sorry", "anna", "question", "raita")
# Seconds between letters: three hands of different speed.
PACES = (0.03, 0.06, 0.1)
ASKS = ("conversation:join", "conversation:mark-all-read", "message:send", "message:read",
        "typing:start")
CHANGES = ("PATCH", "POST", "PUT", "DELETE")


def type_word(desk, word, pace, enter):
    """Types at the pace of a hand. Answers whether it was one: a machine at work may hold it up."""
    slowest, last = 0, time.monotonic()
    for letter in word + ("\r" if enter else ""):
        desk.press(letter)
        slowest, last = max(slowest, time.monotonic() - last), time.monotonic()
        time.sleep(pace)
    return slowest < 0.25


def changes(field):
    """What the server was asked that changes something, or that others could notice."""
    events = [one for name in ASKS for one in field.record("event", event=name)]
    calls = [one for one in field.record("request") if one.get("method") in CHANGES]
    return events + calls


@pytest.mark.parametrize("pace", PACES)
def test_words_in_the_list_and_its_menu_do_nothing(open_desk, field, pace):
    desk = open_desk().shows("live", "Ramesh", ">")
    judged = 0
    for number, word in enumerate(WORDS):
        before = len(changes(field))
        was_fast = type_word(desk, word, pace, enter=number % 2 == 0)
        # Long enough for anything that waits.
        time.sleep(0.6)
        if was_fast:
            judged += 1
            assert changes(field)[before:] == [], f"{word!r} did it\n{desk.text}"
        desk.press("\x1b")
        # Esc and a letter in one read are Alt and the letter.
        time.sleep(0.1)
    assert judged > 0


def test_a_line_and_its_enter_in_one_read_are_sent_where_the_terminal_tells_pastes(
        open_desk, field):
    desk = open_desk().shows("live", ">")
    assert b"\x1b[?2004$p" in desk.raw
    desk.press("\x1b[?2004;1$y").press("\r").shows("REPLY to Lakshmi", "line 3 of 3")
    desk.press("thanks\r")
    field.wait_for("event", event="message:send")
    said = field.control("state")["messages"][field.named["short"]][-1]
    assert said["content"] == "thanks"


def test_elsewhere_it_asks_and_is_never_a_new_line(open_desk, field):
    desk = open_desk().shows("live", ">").press("\r").shows("REPLY to Lakshmi", "line 3 of 3")
    desk.press("thanks\r").shows("Send to Lakshmi R.? Enter again.")
    assert not field.record("event", event="message:send")
    desk.rest().press("\r")
    field.wait_for("event", event="message:send")
    said = field.control("state")["messages"][field.named["short"]][-1]
    assert said["content"] == "thanks"
