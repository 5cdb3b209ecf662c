"""Sending: whatever the server confirms, and however, a message arrives once or is said to wait."""

import pytest

from furrow import BAD_DATA, DONE, KEPT, NOT_FOUND, NO_SIGN_IN
from support import said

BOTH = pytest.mark.parametrize("transport", ["websocket", "polling"])
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def send(furrow, *words, transport="auto", **more):
    return furrow.json("send", *words, "--transport", transport, **more)


@BOTH
def test_a_text_arrives_over_either_transport(furrow, field, transport):
    short = field.named["short"]
    sent = send(furrow, short, "Please send a photo.", transport=transport).expect(DONE).object
    assert sent["state"] == "sent" and sent["conversationId"] == short
    last = field.control("state")["messages"][short][-1]
    assert last["content"] == "Please send a photo."
    assert last["_id"] == sent["_id"]
    assert {one["transport"] for one in field.record("connect")} == {transport}
    events = field.record("event", event="message:send")
    assert len(events) == 1 and events[0]["data"]["tempId"]


@pytest.mark.parametrize("switches", [
    {"sent": "plain"},
    {"sent": "never"},
    {"sent_order": "before"},
    {"sent_delay": 1.5},
    {"sent": "plain", "sent_delay": 1.5},
    {"broadcast": False},
    {"broadcast": False, "sent": "plain"},
    {"ack": True},
    {"notify": "before"},
    {"notify": "absent", "extra_events": False},
    {"references": "ids"},
    {"sent": "never", "references": "ids"},
    {"trim": False},
], ids=str)
def test_each_way_of_confirming_is_understood(furrow, field, switches):
    field.set(**switches)
    short = field.named["short"]
    # Where nothing is said, the client asks the history after 15 seconds.
    assert send(furrow, short, "  once  ", "--wait", 30).expect(DONE).object["state"] == "sent"
    assert [one and one.strip() for one in said(field, short)].count("once") == 1


def test_a_message_that_nothing_confirms_is_unsure_until_history_tells(furrow, field):
    field.set(sent="never", broadcast=False)
    short = field.named["short"]
    kept = send(furrow, short, "was it heard?", "--wait", 2)
    assert kept.status in (DONE, KEPT)
    flushed = furrow.json("outbox", "flush", "--wait", 20)
    assert flushed.status == DONE, flushed.err
    assert said(field, short).count("was it heard?") == 1


def test_a_flush_tells_of_what_failed_before(furrow):
    refused = furrow.run("send", "ffffffffffffffffffffffff", "to nobody").expect(NOT_FOUND)
    kept = furrow.json("outbox").expect(DONE).object["_id"]
    assert f"It stays in the outbox; `furrow outbox drop {kept}` removes it." in refused.err
    flushed = furrow.run("outbox", "flush").expect(DONE)
    assert "One entry failed" in flushed.err
    furrow.run("outbox", "drop", kept).expect(DONE)
    assert furrow.json("outbox").expect(DONE).objects == []


def test_any_number_of_short_runs_settles_what_the_server_lost(furrow, field):
    field.set(sends="lost")
    short = field.named["short"]
    for text in ("lost at first", "behind it"):
        kept = send(furrow, short, text, "--wait", 1).expect(KEPT)
    # One reason, whichever command tells it.
    assert kept.object["reason"] == "it waits for the message before it"
    assert kept.object == furrow.json("outbox", "list").expect(DONE).objects[1]
    field.set(sends="kept", sent="never", broadcast=False)
    runs = [furrow.json("outbox", "flush", "--wait", 2).status]
    while runs[-1] == KEPT and len(runs) < 20:
        runs.append(furrow.json("outbox", "flush", "--wait", 2).status)
    # Nothing goes again before the server can no longer take the first attempt.
    assert runs[-1] == DONE and len(runs) > 2, runs
    assert said(field, short)[-2:] == ["lost at first", "behind it"]
    assert said(field, short).count("lost at first") == 1


def test_one_flush_waits_until_what_the_server_lost_is_known(furrow, field):
    field.set(sends="lost")
    short = field.named["short"]
    send(furrow, short, "lost at first", "--wait", 1).expect(KEPT)
    field.set(sends="kept")
    furrow.json("outbox", "flush").expect(DONE)
    assert said(field, short).count("lost at first") == 1


def test_a_text_with_u0000_passes_whole(furrow, field):
    short = field.named["short"]
    text = "before\0after\0 the end"
    send(furrow, short, "-", stdin=text).expect(DONE)
    assert said(field, short)[-1] == text
    read = furrow.json("messages", short).expect(DONE).objects
    assert read[-1]["content"] == text
    # And through the outbox on the disk, to a server that begins anew.
    field.kill()
    send(furrow, short, "-", "--wait", 0, stdin="later\0" + text).expect(KEPT)
    field.restart()
    furrow.json("outbox", "flush").expect(DONE)
    assert said(field, short)[-1] == "later\0" + text


@BOTH
def test_what_cannot_be_sent_waits_in_the_outbox_and_goes_once(furrow, field, transport):
    short = field.named["short"]
    field.kill()
    queued = send(furrow, short, "later", "--wait", 1, transport=transport).expect(KEPT).object
    assert queued["state"] in ("queued", "unsure") and queued["reason"]
    waiting = furrow.json("outbox", "list").expect(DONE).objects
    assert [one["conversationId"] for one in waiting] == [short]
    field.restart()
    furrow.json("outbox", "flush", "--wait", 20, "--transport", transport).expect(DONE)
    assert said(field, short).count("later") == 1
    assert furrow.json("outbox", "list").expect(DONE).objects == []


def test_an_empty_outbox_is_flushed_at_once(furrow, field):
    field.kill()
    furrow.json("outbox", "flush", "--wait", 20, patience=10).expect(DONE)


def test_a_waiting_message_can_be_dropped(furrow, field):
    field.kill()
    send(furrow, field.named["short"], "never mind", "--wait", 1).expect(KEPT)
    entry = furrow.json("outbox", "list").expect(DONE).object
    furrow.json("outbox", "drop", entry["_id"]).expect(DONE)
    assert furrow.json("outbox", "list").expect(DONE).objects == []


def test_a_refused_message_has_failed_with_its_reason(furrow, field):
    refused = send(furrow, field.named["foreign"], "may I?", "--wait", 5)
    assert refused.status not in (DONE, KEPT)
    assert refused.object["state"] == "failed"
    assert "denied" in refused.object["reason"].lower()


def test_text_comes_from_stdin(furrow, field):
    text = "first line\nsecond line\n"
    send(furrow, field.named["short"], "-", stdin=text).expect(DONE)
    assert text.strip() in said(field, field.named["short"])


@pytest.mark.parametrize("text", [
    "नमस्ते, पत्ती पीली है", "👩🏽‍🌾 \u200f", "{\"a\": \"\\u0000\"}", "/status closed", "x" * 20_000,
], ids=["hindi", "emoji", "json", "slash", "long"])
def test_any_text_arrives_as_it_was_written(furrow, field, text):
    send(furrow, field.named["short"], text).expect(DONE)
    assert said(field, field.named["short"])[-1] == text.strip()


def test_files_go_one_a_message_and_the_text_last(furrow, field, tmp_path):
    first, second = tmp_path / "a.png", tmp_path / "b.png"
    for path in (first, second):
        path.write_bytes(PNG + path.name.encode())
    before = len(said(field, field.named["short"]))
    done = send(furrow, field.named["short"], "both leaves", "--attach", first, "--attach", second)
    done.expect(DONE)
    new = field.control("state")["messages"][field.named["short"]][before:]
    assert [one["messageType"] for one in new] == ["image", "image", "text"]
    names = [one["name"] for line in field.record("upload") for one in line["files"]]
    assert names == ["a.png", "b.png"]


def test_a_file_alone_is_a_message(furrow, field, tmp_path):
    leaf = tmp_path / "leaf.png"
    leaf.write_bytes(PNG)
    send(furrow, field.named["short"], "--attach", leaf).expect(DONE)
    assert field.control("state")["messages"][field.named["short"]][-1]["messageType"] == "image"


def test_an_unfit_attachment_stops_the_whole_send(furrow, field, tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("no picture")
    before = said(field, field.named["short"])
    send(furrow, field.named["short"], "see there", "--attach", note).expect(BAD_DATA)
    assert said(field, field.named["short"]) == before


def test_a_refused_token_sends_nothing_and_keeps_the_text(furrow, field):
    token = field.control("mint", user=field.users["support"])["token"]
    field.control("revoke", token=token)
    refused = send(furrow, field.named["short"], "with an old token", "--wait", 5, who=token)
    assert refused.status in (NO_SIGN_IN, KEPT)
    furrow.json("outbox", "flush", "--wait", 20).expect(DONE)
    assert said(field, field.named["short"]).count("with an old token") == 1


def test_a_connection_that_dies_at_the_send_doubles_nothing(furrow, field):
    field.set(sent="never", broadcast=False)
    process = furrow.start("send", field.named["short"], "cut short", "--wait", "15", "--json")
    field.wait_for("event", event="message:send")
    field.control("drop")
    process.wait(40)
    furrow.json("outbox", "flush", "--wait", 20)
    assert said(field, field.named["short"]).count("cut short") == 1
