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
    """Types at the pace of a hand; what is measured is the pause, not the answer."""
    for letter in word + ("\r" if enter else ""):
        desk.press(letter)
        time.sleep(pace)


def changes(field):
    """What the server was asked that changes something, or that others could notice."""
    events = [one for name in ASKS for one in field.record("event", event=name)]
    calls = [one for one in field.record("request") if one.get("method") in CHANGES]
    return events + calls


@pytest.mark.parametrize("pace", PACES)
def test_words_in_the_list_and_its_menu_do_nothing(open_desk, field, pace):
    desk = open_desk().shows("live", "Ramesh", ">")
    before = len(changes(field))
    for number, word in enumerate(WORDS):
        type_word(desk, word, pace, enter=number % 2 == 0)
        # Long enough for anything that waits, and for the run to end.
        time.sleep(0.8)
        assert changes(field)[before:] == [], f"{word!r} did it\n{desk.text}"
        desk.press("\x1b")
        # Esc and a letter in one read are Alt and the letter.
        time.sleep(0.2)
    assert desk.status is None


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
    time.sleep(0.5)
    desk.press("\r")
    field.wait_for("event", event="message:send")
    said = field.control("state")["messages"][field.named["short"]][-1]
    assert said["content"] == "thanks"
