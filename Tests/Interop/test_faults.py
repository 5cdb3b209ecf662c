"""Faults by intent: at the sandbox, from the start and at run time, and on the client's own link."""

import json

import pytest

from desk import open_first
from furrow import CHECK_FAILED, DONE, NO_SIGN_IN, UNREACHABLE, USAGE, Furrow


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


@pytest.mark.timeout(120)
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
