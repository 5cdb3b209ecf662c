"""`furrow emit`: one raw event, what it brings, and how that is told."""

import json
import threading

import pytest

from furrow import CHECK_FAILED, DONE, UNREACHABLE, USAGE, Furrow
from support import wait_until


def emit(furrow, conversation, *words, event="typing:start", **data):
    return furrow.json(
        "emit", event, json.dumps({"conversationId": conversation} | data), *words, "--wait", 1)


class Writing:
    """Somebody writes somewhere, all the time."""

    def __init__(self, field, user, conversation, content="x"):
        self.write = lambda: field.control(
            "write", user=field.users[user], conversationId=conversation, content=content)
        self.ends = threading.Event()

    def __enter__(self):
        def go():
            while not self.ends.wait(0.05):
                self.write()
        self.thread = threading.Thread(target=go, daemon=True)
        self.thread.start()

    def __exit__(self, *error):
        self.ends.set()
        self.thread.join()


def test_an_acknowledgement_that_does_not_come_is_given_up(sandbox, tmp_path):
    talk = sandbox.conversation()
    asked = Furrow(tmp_path, sandbox).json(
        "emit", "conversation:join", json.dumps({"conversationId": talk}), "--ack", "--wait", 1)
    assert "no sign of an acknowledgement" in asked.expect(CHECK_FAILED).error["message"]


def test_a_link_that_goes_down_takes_the_acknowledgement_along(furrow, field):
    field.set(ack_delay=600)
    asked = furrow.start("emit", "message:send", json.dumps(
        {"conversationId": field.named["short"], "messageType": "text", "content": "x"}),
        "--ack", "--wait", 600, "--json")
    try:
        field.wait_for("event", event="message:send")
        field.control("drop")
        assert asked.wait() == UNREACHABLE
    finally:
        asked.end()


def test_one_raw_event_and_what_it_brings(furrow, field):
    short = field.named["short"]
    join = f'{{"conversationId": "{short}"}}'
    furrow.json("emit", "conversation:join", join, "--expect", "conversation:joined").expect(DONE)
    assert field.record("event", event="conversation:join", data={"conversationId": short})
    furrow.json(
        "emit", "typing:start", join, "--join", short, "--expect", "never:comes", "--wait", 1,
    ).expect(CHECK_FAILED)
    furrow.json("emit", "no:such-event", '{"a": [1, "é"]}').expect(DONE)
    assert wait_until(lambda: field.record("event", event="no:such-event"), "the event")


def test_an_acknowledgement_is_shown(furrow, field):
    field.set(ack=True)
    body = f'{{"conversationId": "{field.named["short"]}", "messageType": "text", "content": "a"}}'
    done = furrow.json("emit", "message:send", body, "--ack").expect(DONE)
    assert any("senderId" in str(one) for one in done.objects)


def test_nobody_to_emit_to(furrow, field):
    field.kill()
    nobody = furrow.json("emit", "x", "{}", "--wait", 2).expect(UNREACHABLE)
    assert nobody.error["message"].endswith(".") and ".." not in nobody.error["message"]


def test_an_event_of_another_conversation_meets_no_expectation(furrow, field):
    short, other = field.named["short"], field.named["long"]
    with Writing(field, "farmer2" if "farmer2" in field.users else "farmer", other):
        emit(furrow, short, "--join", other, "--expect", "message:new").expect(CHECK_FAILED)
        emit(furrow, short, "--join", other, "--expect",
             f"message:new:conversationId={other}").expect(DONE)


def test_every_expectation_must_be_met(furrow, field):
    short = field.named["short"]
    one = emit(furrow, short, "--expect", "conversation:joined", "--expect", "never:comes",
               event="conversation:join").expect(CHECK_FAILED)
    assert "never:comes" in one.error["message"] and "conversation:joined" not in one.error["message"]
    both = emit(
        furrow, short, "--join", short, "--expect", "message:new:message.content=seen",
        "--expect", "message:sent", event="message:send", messageType="text", content="seen")
    assert {one["event"] for one in both.expect(DONE).objects} == {"message:new", "message:sent"}
    missed = emit(
        furrow, short, "--join", short, "--expect", "message:new:message.content=unseen",
        event="message:send", messageType="text", content="seen").expect(CHECK_FAILED)
    assert 'message:new, in which message.content is "seen"' in missed.error["message"]


@pytest.mark.parametrize("more", [["--ack"], ["--expect", "message:sent"], ["--expect", "error:message=x"]])
def test_an_error_of_the_server_is_the_end(furrow, field, more):
    field.set(ack=True)
    refused = emit(furrow, "nowhere", *more, event="message:send", messageType="text", content="x")
    refused.expect(CHECK_FAILED)
    assert refused.objects[0]["event"] == "error"
    assert refused.objects[0]["data"]["message"] in refused.error["message"]


@pytest.mark.parametrize("more", [[], ["--wait", 3]])
def test_an_error_that_comes_after_a_plain_event_is_not_passed_over(furrow, field, more):
    data = json.dumps({"conversationId": "nope", "messageType": "text", "content": "x"})
    refused = furrow.json("emit", "message:send", data, *more).expect(CHECK_FAILED)
    assert refused.objects[0]["event"] == "error"


def test_being_sent_away_after_a_plain_event_is_no_success(furrow, field):
    process = furrow.start("emit", "a", "{}", "--wait", 60)
    try:
        field.wait_for("event", event="a")
        field.control("disconnect")
        assert process.wait() == UNREACHABLE
    finally:
        process.end()


def test_data_that_would_go_out_changed_are_refused(furrow, field):
    for data in (r'"\ud83d"', "@", '{"_placeholder":true,"num":0}'):
        furrow.json("emit", "x", data).expect(USAGE)
    assert not field.record("event", event="x")


def test_numbers_go_out_as_they_were_typed(furrow, tmp_path):
    wire = tmp_path / "wire.jsonl"
    furrow.run("emit", "big", '{"id":12345678901234567890,"x":1.5}', "--wire-file", wire)
    line = next(line for line in wire.read_text().splitlines() if '"name":"big"' in line)
    # The frame counts the bytes that went: `42["big",…]`.
    assert json.loads(line)["bytes"] == len('42["big",{"id":12345678901234567890,"x":1.5}]'), line


def test_an_error_that_is_expected_is_what_was_wanted(furrow, field):
    emit(furrow, "nowhere", "--expect", "error", event="message:send", messageType="text",
         content="x").expect(DONE)
