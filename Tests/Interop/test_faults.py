"""Faults by intent: at the sandbox, from the start and at run time, and on the client's own link."""

import json
import signal

import pytest

from desk import open_first
from furrow import BAD_DATA, CHECK_FAILED, DONE, NO_SIGN_IN, UNREACHABLE, USAGE, Furrow
from plain_lines import Lines


def client(tmp_path, sandbox):
    return Furrow(tmp_path, sandbox)


def test_a_sandbox_that_loses_an_event_is_found_out(start_sandbox, tmp_path):
    sandbox = start_sandbox("--fault", "drop=100%,only=conversation:joined,way=out,seed=7")
    furrow = client(tmp_path, sandbox)
    contact = furrow.json("contact", who="farmer").expect(DONE).object["_id"]
    words = ("emit", "conversation:join", f'{{"conversationId":"{contact}"}}',
             "--expect", "conversation:joined", "--wait", "1")
    furrow.run(*words, who="farmer").expect(CHECK_FAILED)
    changed = furrow.run("serve", "fault", "--off", who=None).expect(DONE)
    assert "Nothing goes wrong" in changed.out
    furrow.run(*words, who="farmer").expect(DONE)


def test_the_next_calls_fail_as_the_running_sandbox_was_told(sandbox, tmp_path):
    furrow = client(tmp_path, sandbox)
    said = furrow.json("serve", "fault", "fail=503", who=None).expect(DONE).object
    assert said["fault"] == "fail=503,seed=1"
    furrow.run("conversations").expect(UNREACHABLE)
    furrow.run("conversations").expect(DONE)
    furrow.run("serve", "fault", "expire", who=None).expect(DONE)
    furrow.run("conversations").expect(NO_SIGN_IN)
    refused = furrow.run("serve", "fault", "drop=300%", who=None).expect(USAGE)
    assert "drop=300%" in refused.err
    odd = furrow.run("serve", "fault", "--seed", "7", who=None).expect(USAGE)
    assert "Unknown option '--seed'" in odd.err, odd.err
    port = sandbox.url.rpartition(":")[2]
    there = furrow.json("serve", "fault", "--port", port, who=None, env={"FURROW_URL": "http://127.0.0.1:1"})
    assert "fault" in there.expect(DONE).object
    furrow.run("serve", "fault", "--port", port, "--url", sandbox.url, who=None).expect(USAGE)


def test_a_fault_on_the_own_link_concerns_that_command_alone(sandbox, tmp_path):
    furrow = client(tmp_path, sandbox)
    contact = furrow.json("contact", who="farmer").expect(DONE).object["_id"]
    words = ("emit", "conversation:join", f'{{"conversationId":"{contact}"}}',
             "--expect", "conversation:joined", "--wait", "1")
    lost = ("--fault", "drop=100%,way=in")
    furrow.run(*words, *lost, who="farmer").expect(CHECK_FAILED)
    furrow.run(*words, who="farmer").expect(DONE)
    expired = furrow.run(*words, "--fault", "expire", who="farmer").expect(NO_SIGN_IN)
    assert "expired" in expired.err
    refused = furrow.run(*words, "--fault", "delay=soon", who="farmer").expect(USAGE)
    assert "delay=soon" in refused.err


def test_a_delayed_event_leaves_and_its_error_is_heard(sandbox, tmp_path):
    furrow = client(tmp_path, sandbox)
    contact = furrow.json("contact", who="farmer").expect(DONE).object["_id"]
    late = ("--fault", "delay=1200ms")
    def emitted(conversation):
        data = {"conversationId": conversation, "content": "late", "messageType": "text"}
        return furrow.run("emit", "message:send", json.dumps(data), *late, who="farmer")

    emitted(contact).expect(DONE)
    assert "late" in furrow.run("messages", contact, who="farmer").expect(DONE).out
    assert "answered with an error" in emitted("f" * 24).expect(CHECK_FAILED).err


def joining(furrow):
    contact = furrow.json("contact", who="farmer").expect(DONE).object["_id"]
    return contact, ("emit", "conversation:join", json.dumps({"conversationId": contact}))


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_an_event_that_a_fault_keeps_from_leaving_is_told_as_not_sent(sandbox, tmp_path, transport):
    furrow = client(tmp_path, sandbox)
    contact, words = joining(furrow)
    words += ("--transport", transport)
    waits = ((), UNREACHABLE), (("--ack", "--wait", 1), CHECK_FAILED), (
        ("--expect", "conversation:joined", "--wait", 1), CHECK_FAILED)
    for more, status in waits:
        told = furrow.json(*words, *more, "--fault", "drop=100%,way=out", who="farmer").expect(status)
        assert told.error["message"].startswith("Not sent: the fault drop lost the event."), (more, told.err)
    told = furrow.run(*words, "--fault", "drop=100%,way=out", who="farmer").expect(UNREACHABLE)
    assert told.err == "furrow: Not sent: the fault drop lost the event.\n"
    furrow.run(*words, "--fault", "drop=100%,only=message:send", who="farmer").expect(DONE)
    # The server has no part in a join that did not leave.
    told = furrow.run(*words, "--join", contact, "--wait", 1, "--fault", "drop=100%,way=out", who="farmer")
    assert told.expect(CHECK_FAILED).err.startswith("furrow: Not sent: the fault drop lost the event. No answer")


@pytest.mark.parametrize("fault, words", [
    ("stall=2", "Not sent: the fault stall let nothing through any more."),
    ("cut=2", "Not sent: the fault cut ended the connection before the event."),
])
def test_an_event_behind_the_end_of_the_line_was_not_sent(sandbox, tmp_path, fault, words):
    furrow = client(tmp_path, sandbox)
    contact, _ = joining(furrow)
    data = json.dumps({"conversationId": contact, "content": "never", "messageType": "text"})
    for more in ((), ("--ack", "--wait", 2)):
        told = furrow.json(
            "emit", "message:send", data, "--join", contact, "--fault", fault, *more, who="farmer")
        assert told.status in (UNREACHABLE, CHECK_FAILED), told.err
        assert told.error["message"].startswith(words), told.err
    assert "never" not in furrow.run("messages", contact, who="farmer").expect(DONE).out


# Nothing follows with which it could be exchanged: a second later it goes alone, and so does the answer.
def test_what_waits_to_be_exchanged_leaves_before_the_listening_ends(sandbox, tmp_path):
    furrow = client(tmp_path, sandbox)
    contact, words = joining(furrow)
    data = json.dumps({"conversationId": contact, "content": "exchanged", "messageType": "text"})
    furrow.run("emit", "message:send", data, "--fault", "reorder=100%", who="farmer").expect(DONE)
    assert "exchanged" in furrow.run("messages", contact, who="farmer").expect(DONE).out
    for fault in ("reorder=100%", "delay=800ms", "bandwidth=2kB"):
        furrow.run(*words, "--expect", "conversation:joined", "--wait", 1, "--fault", fault,
                   who="farmer").expect(DONE)


def test_an_event_that_went_out_in_part_is_told_so(sandbox, tmp_path):
    furrow = client(tmp_path, sandbox)
    told = furrow.run(*joining(furrow)[1], "--fault", "truncate=100%,way=out", who="farmer")
    assert "The event went out in part" in told.err


def test_a_name_that_no_event_has_is_warned_of(sandbox, tmp_path):
    furrow = client(tmp_path, sandbox)
    contact, words = joining(furrow)
    for command in (words, ("send", contact, "as it is")):
        told = furrow.run(*command, "--fault", "drop=100%,only=mesage:new", who="farmer").expect(DONE)
        assert "The API has no event “mesage:new”" in told.err, command
    own = furrow.run("emit", "my:own", "{}", "--fault", "duplicate=1%,only=my:own+message:new", who="farmer")
    assert "no event" not in own.err
    told = furrow.run("serve", "fault", "drop=1%,only=mesage:new", who=None).expect(DONE)
    assert "The API has no event “mesage:new”" in told.err


@pytest.mark.parametrize("fault, status, words", [
    ("upload-stop", UNREACHABLE, ""), ("upload-type", BAD_DATA, ""),
    ("upload-limit=100kB", BAD_DATA, "File too large"), ("fail=503", UNREACHABLE, ""),
])
def test_an_upload_goes_wrong_as_it_is_told_to(sandbox, tmp_path, fault, status, words):
    furrow = client(tmp_path, sandbox)
    leaf = tmp_path / "leaf.png"
    leaf.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(4_000_000))
    refused = furrow.json("upload", leaf, "--fault", fault, who="farmer").expect(status)
    assert words in refused.error["message"], refused.err
    assert furrow.json("upload", leaf, who="farmer").expect(DONE).object["_id"]


def test_a_desk_whose_faults_miss_what_it_sends_says_so_as_long_as_that_is_so(open_desk):
    other = open_first(open_desk())
    bent = open_desk("chat", "--fault", "drop=100%,way=out", columns=160, rows=45)
    bent.shows("What you send goes without these faults", "FAULT not on what you send")
    lines = Lines(open_desk("chat", "--plain", "--fault", "delay=1s"))
    lines.hears("What you send goes without these faults").types("quit")
    lines.desk.ended()
    other.kill(signal.SIGTERM)
    other.ended()
    bent.shows("This desk delivers now", "FAULT drop 100%")


def test_what_a_desk_would_deliver_without_the_faults_is_not_accepted(open_desk, furrow, field):
    open_first(open_desk())
    words = ("send", field.named["short"], "never bent", "--fault", "drop=100%,way=out")
    refused = furrow.run(*words).expect(UNREACHABLE)
    assert "without the faults of --fault" in refused.err
    assert "never bent" not in furrow.run("outbox").out
    furrow.run("send", field.named["short"], "as it is").expect(DONE)


def test_a_production_profile_has_no_faults(sandbox, tmp_path):
    furrow = client(tmp_path, sandbox)
    (tmp_path / "config").mkdir(exist_ok=True)
    (tmp_path / "config" / "config.toml").write_text(
        f'[profiles.live]\nurl = "{sandbox.url}"\nproduction = true\n')
    refused = furrow.run("tail", "--profile", "live", "--fault", "delay=1s").expect(USAGE)
    assert "production" in refused.err
