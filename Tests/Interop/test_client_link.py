"""A server that sends the client away, wants to be left alone, moves a conversation on, or writes its
packets otherwise: rows 29 to 33 against python-socketio."""

import datetime
import email.utils
import re
import signal
import time

import pytest

from furrow import DONE, KEPT, UNREACHABLE
from support import wait_until
from tail import BOTH, Tail

F5 = "\x1b[15~"
ALONE = re.compile(r"wants to be left alone until \d\d:\d\d:\d\d")


def offline(tail):
    return tail.process.json_line(
        lambda one: one["event"] == "connection" and one["data"]["state"] == "offline")["data"]


def seconds_until(stamp):
    date = datetime.datetime.fromisoformat(stamp.replace("Z", "+00:00"))
    return (date - datetime.datetime.now(datetime.timezone.utc)).total_seconds()


# Row 29.
@BOTH
def test_who_is_sent_away_stays_away_for_minutes(furrow, field, transport):
    with Tail(furrow, transport=transport) as tail:
        tail.online()
        field.control("disconnect")
        said = offline(tail)
        assert "sent us away" in said["reason"]
        assert 140 < seconds_until(said["retryAt"]) < 451
        assert len(field.record("connect")) == 1


# Row 29: also before the answer to CONNECT, and with a refusal behind it.
@BOTH
def test_a_disconnect_instead_of_an_answer_to_connect_is_told(furrow, field, transport):
    field.set(sends_away=True)
    with Tail(furrow, transport=transport) as tail:
        said = offline(tail)
        assert "sent us away" in said["reason"]
        assert 140 < seconds_until(said["retryAt"]) < 451
        assert len(field.record("sent away")) == 1


# Row 29: what came before it counts, in one read with it.
@BOTH
def test_what_came_before_a_disconnect_counts(furrow, field, transport):
    with Tail(furrow, transport=transport) as tail:
        tail.online()
        field.control("say", packets=['2["last:words",{"x":1}]', "1"])
        assert tail.next("last:words") == {"x": 1}
        assert "sent us away" in offline(tail)["reason"]


# Row 29.
def test_an_emit_that_is_sent_away_ends_at_once(furrow, field):
    field.set(sends_away=True)
    # Not after the time that it may wait.
    refused = furrow.json("emit", "conversation:join", "{}", "--wait", "600").expect(UNREACHABLE)
    assert "sent us away" in refused.error["message"]


# Row 29.
def test_a_desk_that_is_sent_away_goes_on_and_f5_connects(open_desk, field):
    short = field.named["short"]
    desk = open_desk().shows("live", "Ramesh").press("\r").shows("REPLY to Lakshmi", "line 3 of 3")
    field.control("disconnect")
    desk.shows("sent away", "F5 connects")
    field.control(
        "write", user=field.users["farmer"], conversationId=short, content="without a link")
    desk.shows("without a link")
    desk.write("by REST").press("\r")
    field.wait_for("request", method="POST", path="/api/v1/chat/messages")
    assert len(field.record("connect")) == 1
    desk.press(F5).shows("● live")
    assert len(field.record("connect")) == 2
    said = [one.get("content") for one in field.control("state")["messages"][short]]
    assert said.count("by REST") == 1


# Row 29.
def test_the_command_reconnect_connects_too(open_desk, field):
    desk = open_desk().shows("live", "Ramesh")
    field.control("disconnect")
    desk.shows("sent away").press(":").write("reconnect").press("\r").shows("● live")
    assert len(field.record("connect")) == 2


def in_ten_minutes(form):
    if form == "seconds":
        return "600"
    return email.utils.formatdate(time.time() + 600, usegmt=True)


# Row 30.
@pytest.mark.parametrize("form", ["seconds", "date"])
@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_wants_to_be_left_alone_is_asked_once(furrow, field, status, form):
    field.fault("/api/v1/", status=status, times=99, headers={"Retry-After": in_ten_minutes(form)})
    refused = furrow.json("conversations").expect(UNREACHABLE)
    assert ALONE.search(refused.error["message"])
    assert len([one for one in field.record("request") if one["path"].startswith("/api")]) == 1


# Row 30.
def test_a_message_that_has_to_wait_is_kept_and_said(furrow, field):
    short = field.named["short"]
    field.fault("/", status=503, times=99, headers={"Retry-After": "600"})
    kept = furrow.run("send", short, "for later", "--wait", "8").expect(KEPT)
    assert ALONE.search(kept.err) and "outbox" in kept.err
    # What had begun before the first answer came: the two lists and the link.
    assert len([one for one in field.record("request") if one["path"] != "/control"]) <= 3
    flushed = furrow.run("outbox", "flush", "--wait", "2").expect(KEPT)
    assert ALONE.search(flushed.err)
    field.control("heal")
    furrow.run("outbox", "flush").expect(DONE)
    said = [one.get("content") for one in field.control("state")["messages"][short]]
    assert said.count("for later") == 1


# Row 30.
def test_a_desk_says_until_when_the_server_wants_to_be_left_alone(open_desk, field):
    desk = open_desk().shows("live", "Ramesh")
    field.fault("/api/v1/", status=429, times=99, headers={"Retry-After": "600"})
    desk.press(F5)
    wait_until(lambda: ALONE.search(desk.text), f"the time in words\n{desk.text}")
    asked = len(field.record("request"))
    desk.press(F5).shows("Not refreshed")
    assert len(field.record("request")) == asked


def test_a_refresh_ends_with_what_came_of_it(open_desk, field):
    desk = open_desk().shows("live", "Ramesh")
    desk.press(F5).shows("Nothing new.")
    field.control("write", user=field.users["farmer"], conversationId=field.named["short"],
                  content="news", announce=False)
    desk.press(F5).shows("Refreshed: 1 new.")
    field.fault("/api/v1/chat/conversations", status=500, times=99)
    desk.press(F5).shows("Not refreshed:")


# Row 32.
def test_a_conversation_that_is_another_s_now_is_only_watched(open_desk, field):
    short, farmer = field.named["short"], field.users["farmer"]
    desk = open_desk(columns=120, rows=40).shows("live", "Ramesh")
    desk.press("\r").shows("REPLY to Lakshmi", "line 3 of 3").write("a draft that stays")
    field.wait_for("event", event="typing:start")
    field.control("move", conversationId=short, to=field.users["support2"])
    # The list may have told it before F5, whose own words then stand in the status line.
    desk.press(F5).shows("only Ravi Nair or an admin can write")
    before = len(field.record("event"))
    field.control("write", user=farmer, conversationId=short, content="who reads this?")
    desk.shows("who reads this?", "a draft that stays")
    # Its last word shows that nothing was said before it.
    desk.press("x").shows("a draft that staysx").kill(signal.SIGTERM).ended()
    field.wait_for("event", event="conversation:leave")
    said = [one["event"] for one in field.record("event")[before:]
            if isinstance(one["data"], dict) and one["data"].get("conversationId") == short]
    assert said == ["conversation:leave"]


# Row 33.
@BOTH
def test_packets_are_read_as_the_official_client_reads_them(furrow, field, transport):
    with Tail(furrow, transport=transport) as tail:
        tail.online()
        field.control("say", packets=["2", '2[7,"seven"]', "29", '2["after",1]'])
        assert tail.next("7") == "seven"
        assert tail.next("after") == 1
        assert len(field.record("connect")) == 1
