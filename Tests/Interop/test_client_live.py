"""`furrow tail`: events as they come, and a link that lives on."""

import json
import signal
import time

import pytest

from furrow import DONE, NO_SIGN_IN, NOT_FOUND, USAGE
from tail import BOTH, Tail, online


@BOTH
def test_every_event_is_told_as_it_came(furrow, field, transport):
    short, farmer = field.named["short"], field.users["farmer"]
    with Tail(furrow, short, transport=transport) as tail:
        assert tail.online()["transport"] == transport
        assert tail.next("conversation:joined")["conversationId"] == short
        field.control("typing", user=farmer, conversationId=short)
        assert tail.next("typing:user-typing")["userName"] == "Lakshmi R."
        field.control("typing", user=farmer, conversationId=short, on=False)
        assert tail.next("typing:user-stopped")["userId"] == farmer
        field.control("write", user=farmer, conversationId=short, content="पत्ती पीली है")
        assert tail.next("message:new")["message"]["content"] == "पत्ती पीली है"
        assert tail.next("notification:new-message")["sender"]["name"] == "Lakshmi R."
        for event, data in (
            ("message:read-receipt", {"messageId": "m", "conversationId": short, "readBy": farmer}),
            ("conversation:all-read", {"conversationId": short, "readBy": farmer, "count": 2}),
            ("user:online", {"userId": farmer}),
            ("user:offline", {"userId": farmer, "lastSeen": "2025-11-18T08:00:00Z"}),
            ("error", {"message": "slow down"}),
            ("something:new", {"deep": [1, {"x": None}, "é"]}),
        ):
            field.control("emit", event=event, data=data)
            assert tail.next(event) == data
    assert not field.record("event", event="message:read")
    assert not field.record("event", event="conversation:mark-all-read")


def test_a_line_is_an_event_with_its_time(furrow, field):
    with Tail(furrow) as tail:
        line = tail.process.json_line(online)
        assert set(line) >= {"at", "event", "data"}
        assert line["at"].endswith("Z") and "T" in line["at"]


@pytest.mark.parametrize("notify", ["after", "before", "absent"])
def test_nothing_is_merged_and_nothing_left_out(furrow, field, notify):
    field.set(notify=notify)
    short = field.named["short"]
    with Tail(furrow, short) as tail:
        tail.next("conversation:joined")
        field.control("write", user=field.users["farmer"], conversationId=short, content="one")
        field.control("emit", event="marker", data={})
        names = []
        while (event := tail.process.json_line(lambda _: True)["event"]) != "marker":
            names.append(event)
        wanted = {"after": ["message:new", "notification:new-message"],
                  "before": ["notification:new-message", "message:new"], "absent": ["message:new"]}
        assert names == wanted[notify]


def test_a_refused_join_is_an_error_event_and_no_end(furrow, field):
    with Tail(furrow, field.named["foreign"]) as tail:
        assert "access denied" in tail.next("error")["message"]
        field.control("emit", event="still:here", data={"x": 1})
        assert tail.next("still:here") == {"x": 1}


def test_conversations_that_nobody_knows_are_named_and_end_it(furrow, field):
    said = furrow.run("tail", "zzz").expect(NOT_FOUND)
    assert "There is no conversation zzz at this server." in said.err and " error " in said.out
    failed = furrow.json("tail", "zzz", "yyy").expect(NOT_FOUND)
    assert "zzz" in failed.err and "yyy" in failed.err
    with Tail(furrow, "zzz", field.named["short"]) as tail:
        tail.next("error")
        field.control("emit", event="still:here", data={"x": 1})
        assert tail.next("still:here") == {"x": 1}


@BOTH
# Row 15.
def test_a_refused_token_ends_it_without_a_storm(furrow, field, transport):
    token = field.control("mint", user=field.users["support"])["token"]
    field.control("revoke", token=token)
    furrow.json("tail", "--transport", transport, who=token).expect(NO_SIGN_IN)
    assert len(field.record("refused")) <= 1


def test_a_token_revoked_later_ends_it_at_the_next_sign_in(furrow, field):
    token = field.control("mint", user=field.users["support"])["token"]
    with Tail(furrow, who=token) as tail:
        tail.online()
        field.control("revoke", token=token)
        field.control("drop")
        assert tail.process.wait() == NO_SIGN_IN


@BOTH
def test_it_comes_back_after_the_server_died(furrow, field, transport):
    short = field.named["short"]
    with Tail(furrow, short, transport=transport) as tail:
        tail.next("conversation:joined")
        field.kill()
        tail.process.json_line(
            lambda one: one["event"] == "connection" and one["data"]["state"] == "offline")
        field.restart()
        tail.online()
        tail.next("conversation:joined")
        field.control(
            "write", user=field.users["farmer"], conversationId=short, content="are you back?")
        assert tail.next("message:new")["message"]["content"] == "are you back?"


def test_it_comes_back_after_the_network_died(furrow, field):
    short = field.named["short"]
    with Tail(furrow, short) as tail:
        tail.next("conversation:joined")
        for _ in range(2):
            field.control("drop")
            tail.online()
            tail.next("conversation:joined")


@BOTH
# Row 16.
def test_it_answers_pings_at_the_pace_of_the_server(furrow, start_field, transport):
    field = start_field("--ping-interval", "1", "--ping-timeout", "3")
    furrow.server = field
    with Tail(furrow, transport=transport) as tail:
        tail.online()
        # Longer than a ping without an answer lets a link live.
        for number in range(11):
            time.sleep(0.4)
            field.control("emit", event="tick", data={"n": number})
            assert tail.next("tick") == {"n": number}
    assert len(field.record("connect")) == 1


def test_a_link_that_waits_costs_next_to_nothing_of_the_processor(furrow, field):
    with Tail(furrow, transport="websocket") as tail:
        tail.online()
        before = tail.process.processor_seconds()
        # A loop that does not wait for its socket takes all that a busy machine leaves it.
        time.sleep(3)
        field.control("emit", event="still:here", data={})
        tail.next("still:here")
        assert tail.process.processor_seconds() - before < 0.3


def test_it_falls_back_where_only_polling_passes(furrow, start_field):
    furrow.server = start_field("--transports", "polling")
    with Tail(furrow) as tail:
        assert tail.online()["transport"] == "polling"


# Row 17.
def test_a_sticky_balancer_gets_its_cookie_back(furrow, start_field):
    furrow.server = field = start_field("--set", "sticky=true")
    with Tail(furrow, field.named["short"], transport="polling") as tail:
        tail.next("conversation:joined")


@BOTH
def test_a_large_event_arrives_whole(furrow, field, transport):
    with Tail(furrow, transport=transport) as tail:
        tail.online()
        text = "पत्ती " * 60_000
        field.control("emit", event="large", data={"text": text})
        assert tail.next("large")["text"] == text


@BOTH
def test_a_burst_arrives_whole_and_in_order(furrow, field, transport):
    with Tail(furrow, transport=transport) as tail:
        tail.online()
        for number in range(300):
            field.control("emit", event="burst", data=number)
        assert [tail.next("burst") for _ in range(300)] == list(range(300))


def test_a_proxy_that_breaks_for_a_while_is_outlasted(furrow, field):
    field.fault("/socket.io/", status=502, body="<html>Bad Gateway</html>", type="text/html",
                times=2)
    with Tail(furrow) as tail:
        tail.online()


@BOTH
def test_headers_and_parameters_of_ones_own_go_with_each_request(furrow, field, transport):
    with Tail(furrow, "--header", "X-Key: k 1", "--header", "X-Other:", "--query", "farm=a&b=c",
              transport=transport) as tail:
        tail.online()
        seen = [one for one in field.record("request") if one["path"] == "/socket.io/"]
        assert seen
        for one in seen:
            assert one["own"] == {"x-key": "k 1", "x-other": ""}
            assert one["query"]["farm"] == "a&b=c" and one["query"]["transport"] == transport
    sent = furrow.json("emit", "a", "{}", "--header", "X-Key: emitted", "--query", "x=1",
                       "--transport", transport)
    sent.expect(DONE)
    assert any(one["own"].get("x-key") == "emitted" and one["query"].get("x") == "1"
               for one in field.record("request"))


def test_a_header_that_the_link_writes_itself_is_refused(furrow, field):
    for words in (["--header", "Cookie: a=b"], ["--header", "x"], ["--query", "sid=1"]):
        refused = furrow.json("tail", *words).expect(USAGE)
        assert "the link itself writes" in refused.error["message"] or words[1] == "x"
    assert not field.record("connect")


@BOTH
def test_it_leaves_politely(furrow, field, transport):
    with Tail(furrow, transport=transport) as tail:
        tail.online()
        assert tail.process.end(signal.SIGTERM) in (DONE, 128 + signal.SIGTERM, -signal.SIGTERM)
    field.wait_for("disconnect", user=field.users["support"])


def test_the_wire_is_shown_without_the_token(furrow, field):
    process = furrow.start("tail", field.named["short"], "--wire", "--json")
    try:
        field.wait_for("event", event="conversation:join")
        field.control("emit", event="wire:check", data={})
        process.json_line(lambda line: "wire:check" in str(line))
        assert field.token("support") not in "\n".join(process.seen)
        wire = [line for line in map(json.loads, process.seen) if "n" in line]
        assert wire and {one["as"] for one in wire} == {"default"}
    finally:
        process.end()
